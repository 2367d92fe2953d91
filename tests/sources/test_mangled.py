"""No answer, however cut, mangled or of another kind, does more than SourceError."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.sources import Found, SourceError, crossref, datacite, europe_pmc, hugging_face, unpaywall
from readinglist.sources.arxiv import read_feed
from tests.sources.samples import (
    DATACITE_PAPER,
    EUROPE_PMC_PAPER,
    HF_PAPER,
    UNPAYWALL_PAPER,
    as_json,
    entry,
    feed,
    results,
    work,
    works,
)

Reader = Callable[[bytes], object]
READERS: dict[str, tuple[Reader, ...]] = {
    "arxiv": (read_feed,),
    "hf": (hugging_face.read_papers,),
    "datacite": (datacite.read_doi,),
    "crossref": (crossref.read_work, crossref.read_works, crossref.read_copies),
    "europepmc": (europe_pmc.read_results,),
    "unpaywall": (unpaywall.read_copies,),
}
SAMPLES: list[tuple[str, bytes]] = [
    ("arxiv", feed(entry("1905.01234v1", "Lamps"), entry("hep-th/9901001v2", "Oil", more="<summary>Dark.</summary>"))),
    ("hf", as_json([{"paper": HF_PAPER}])),
    ("hf", as_json(HF_PAPER)),
    ("datacite", as_json(DATACITE_PAPER)),
    ("crossref", work()),
    ("crossref", works(json.loads(work())["message"])),
    ("europepmc", results(EUROPE_PMC_PAPER)),
    ("unpaywall", as_json(UNPAYWALL_PAPER)),
]
ODD: list[Any] = [
    None,
    True,
    -1,
    0.5,
    10**30,
    "",
    "x",
    "\ud800\x00",
    "0001-01-01T00:00:00+14:00",
    [],
    [None],
    {},
    {"a": 1},
]


def read(kind: str, body: bytes) -> None:
    for reader in READERS[kind]:
        try:
            answer = reader(body)
        except SourceError as error:
            assert str(error)
        else:
            assert_fit(answer)


def assert_fit(answer: object) -> None:
    """What comes out can be kept: it has a title and no half characters."""
    for found in answer if isinstance(answer, tuple) else [answer]:
        if isinstance(found, Found):
            assert found.record.title and all(person.family for person in found.record.authors)
            repr(found.record).encode()
            (found.record.title + found.record.abstract + found.record.venue).encode()


def cut_or_mangled(body: bytes, data: st.DataObject) -> bytes:
    """The body with some bytes gone, changed or put in."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.sampled_from([0, 1, 5, 10**6])))
        put = data.draw(st.binary(max_size=3) | st.sampled_from([b'"', b"<", b"&x;", b"]", b"\xff\xfe", b"\\ud800"]))
        body = body[:start] + put + body[end:]
    return body


@given(sample=st.sampled_from(SAMPLES), data=st.data())
def test_bytes_that_were_cut_or_changed(sample: tuple[str, bytes], data: st.DataObject) -> None:
    read(sample[0], cut_or_mangled(sample[1], data))


def with_odd_places(value: Any, data: st.DataObject) -> Any:
    """The same JSON with something of another kind in some places."""
    if data.draw(st.integers(0, 11)) == 0:
        return data.draw(st.sampled_from(ODD))
    if isinstance(value, dict):
        return {key: with_odd_places(item, data) for key, item in value.items()}
    return [with_odd_places(item, data) for item in value] if isinstance(value, list) else value


@settings(max_examples=200)
@given(sample=st.sampled_from([sample for sample in SAMPLES if sample[0] != "arxiv"]), data=st.data())
def test_json_with_other_kinds_of_things_in_it(sample: tuple[str, bytes], data: st.DataObject) -> None:
    read(sample[0], as_json(with_odd_places(json.loads(sample[1]), data)))


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"<!doctype html><html><body>Please log in</body></html>",
        b"<feed/>",
        b"<a>" * 200_000,
        b"<?xml version='1.0' encoding='no-such-code'?><feed/>",
        b"Rate exceeded.",
        b"Resource not found.",
        b'{"message": "9", "status": "failed"}',
        b"9" * 5_000,
    ],
    ids=range(14),
)
def test_what_is_no_answer_at_all(kind: str, body: bytes) -> None:
    for reader in READERS[kind]:
        if (kind, body) == ("hf", b"[]"):
            assert reader(body) == ()
        else:
            with pytest.raises(SourceError):
                reader(body)


@pytest.mark.shared
@settings(max_examples=10)
@given(data=st.data())
def test_recorded_answers_that_were_cut_or_changed(shared: Path, data: st.DataObject) -> None:
    for kind in READERS:
        file = data.draw(st.sampled_from(sorted((shared / "data" / "api-samples" / kind).iterdir())))
        read(kind, cut_or_mangled(file.read_bytes(), data))
