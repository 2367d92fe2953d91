"""Identifiers are found in any text, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.identifiers import (
    find_identifiers,
    identify,
    normalise_doi,
    normalise_isbn,
    parse_arxiv_id,
    unique,
)


def found(text: str) -> list[tuple[str, str]]:
    return [(identifier.kind, identifier.value) for identifier in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "value", "version"),
    [
        ("2405.15682", "2405.15682", None),
        ("0704.0001v12", "0704.0001", 12),
        ("arXiv:2405.15682v2 [cs.CL] 24 May 2024", "2405.15682", 2),
        ("arXiv: 2405.15682", "2405.15682", None),
        ("ARXIV 2405.15682.", "2405.15682", None),
        ("hep-th/9901001v3", "hep-th/9901001", 3),
        ("arXiv:math.GT/0309136", "math/0309136", None),
        ("https://arxiv.org/abs/2405.15682v1", "2405.15682", 1),
        ("https://arxiv.org/abs/2405.15682/", "2405.15682", None),
        ("http://www.arxiv.org/pdf/2405.15682.pdf", "2405.15682", None),
        ("https://arxiv.org/pdf/2405.15682v3.pdf#page=4", "2405.15682", 3),
        ("https://arxiv.org/html/2405.15682v2", "2405.15682", 2),
        ("https://export.arxiv.org/abs/cs/0101001?context=cs.LG", "cs/0101001", None),
        ("arxiv.org/abs/2405.15682", "2405.15682", None),
        ("https://ar5iv.labs.arxiv.org/html/2405.15682", "2405.15682", None),
        ("https://www.alphaxiv.org/abs/2405.15682", "2405.15682", None),
        ("https://huggingface.co/papers/2405.15682", "2405.15682", None),
        ("hf.co/papers/2405.15682#community", "2405.15682", None),
        ("/papers/2405.15682", "2405.15682", None),
        ("10.48550/arXiv.2405.15682", "2405.15682", None),
        ("https://doi.org/10.48550/ARXIV.2405.15682", "2405.15682", None),
        ("doi:10.48550/arXiv.hep-th/9901001", "hep-th/9901001", None),
        ("[paper](https://arxiv.org/abs/2405.15682)", "2405.15682", None),
        ("论文https://arxiv.org/abs/2405.15682。", "2405.15682", None),
        ("见2405.15682的结果", "2405.15682", None),
        ("2405.15682v1.pdf", "2405.15682", 1),
    ],
)
def test_arxiv_ids_in_all_their_dresses(text: str, value: str, version: int | None) -> None:
    assert [(i.kind, i.value, i.version) for i in find_identifiers(text)] == [("arxiv", value, version)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10.1145/3404835.3462891", "10.1145/3404835.3462891"),
        ("doi:10.1145/3404835.3462891.", "10.1145/3404835.3462891"),
        ("DOI10.1145/3404835.3462891,", "10.1145/3404835.3462891"),
        ("(https://doi.org/10.1000/ABC(1)X)", "10.1000/abc(1)x"),
        ("https://dx.doi.org/10.1000%2FAbc", "10.1000/abc"),
        ("https://doi.org/10.1000/abc?utm_source=mail", "10.1000/abc"),
        ("doi.org/10.1000/abc", "10.1000/abc"),
        ("“10.1000/abc”", "10.1000/abc"),
        ("<10.1000/abc>", "10.1000/abc"),
        ("DOI：10.1234/abc的结果", "10.1234/abc"),
        (
            "https://doi.org/10.1002/(SICI)1097(1998)49:8<693::AID-A4>3.0.CO;2-O",
            "10.1002/(sici)1097(1998)49:8<693::aid-a4>3.0.co;2-o",
        ),
        ("https://dl.acm.org/doi/abs/10.1145/3404835.3462891?download=true", "10.1145/3404835.3462891"),
        ("https://link.springer.com/content/pdf/10.1007/s11263-019-01247-4.pdf", "10.1007/s11263-019-01247-4"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", "10.1101/2020.01.01.123456"),
        ("https://example.org/article?id=10.1371/journal.pone.0000001&type=print", "10.1371/journal.pone.0000001"),
    ],
)
def test_dois_without_the_sentence_around_them(text: str, value: str) -> None:
    assert found(text) == [("doi", value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID: 12345678", ("pmid", "12345678")),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", ("pmid", "12345678")),
        ("https://www.ncbi.nlm.nih.gov/pubmed/123", ("pmid", "123")),
        ("ISBN 0-201-53082-1", ("isbn", "9780201530827")),
        ("ISBN-10: 043942089X", ("isbn", "9780439420891")),
        ("978-3-16-148410-0", ("isbn", "9783161484100")),
        ("ISBN-13: 978 3 16 148410 0", ("isbn", "9783161484100")),
        ("https://openreview.net/forum?id=Ab_cd-9XyZ&noteId=q", ("openreview", "Ab_cd-9XyZ")),
        ("https://openreview.net/pdf?id=Ab_cd-9XyZ", ("openreview", "Ab_cd-9XyZ")),
        ("https://github.com/who/what.", ("url", "https://github.com/who/what")),
        ("https://huggingface.co/papers/date/2025-09-03", ("url", "https://huggingface.co/papers/date/2025-09-03")),
        ("https://en.wikipedia.org/wiki/Set_(music)", ("url", "https://en.wikipedia.org/wiki/Set_(music)")),
    ],
)
def test_other_kinds(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.33 times faster than 3.14159 and 1.05e-10/2",
        "on 2024-05-06 and 2024.10.11, at 12.05/13.06",
        "2413.12345 and 2400.12345 have no such month",
        "2405.1568 and 1305.12345 have the wrong length",
        "latency 1205.4567 ms, loss = 1205.4567, ~1205.4567, 1205.4567%",
        "version v2405.15682, 12.2405.15682, 2405.15682.1, 2405.156821",
        "cs/123456 and and/or 1234567",
        "978-3-16-148410-1 has a wrong check digit; ISBN 0-201-53082-2 as well",
        "0201530821",
        "http://[x and https:// and mail@arxiv.org",
    ],
)
def test_numbers_that_are_no_identifiers(text: str) -> None:
    assert found(text) == []


def test_several_in_one_text_come_in_its_order() -> None:
    text = "2405.15682,2406.00001;10.1000/b,10.1000/c\nhttps://arxiv.org/abs/2405.15682v2 hep-th/9901001"
    identifiers = find_identifiers(text)
    assert [i.value for i in identifiers] == [
        *("2405.15682", "2406.00001", "10.1000/b", "10.1000/c", "2405.15682", "hep-th/9901001"),
    ]
    assert [text[slice(*i.span)] for i in identifiers][3:] == [
        *("10.1000/c", "https://arxiv.org/abs/2405.15682v2", "hep-th/9901001"),
    ]
    assert [i.value for i in unique(identifiers)] == [
        *("2405.15682", "2406.00001", "10.1000/b", "10.1000/c", "hep-th/9901001"),
    ]


def test_the_whole_text_or_nothing() -> None:
    known = identify(" https://arxiv.org/abs/2405.15682v2\n")
    assert known and (known.kind, known.value, known.version) == ("arxiv", "2405.15682", 2)
    assert identify("see 2405.15682") is None
    assert parse_arxiv_id("arXiv:2405.15682v3 [cs.CL]") == ("2405.15682", 3)
    assert parse_arxiv_id("2405.15682 and more") is None
    for link in (
        "https://arxiv.org/pdf/2405.15682v3.pdf",
        "hf.co/papers/2405.15682v3",
        "https://doi.org/10.48550/arXiv.2405.15682v3",
    ):
        assert parse_arxiv_id(link) == ("2405.15682", 3)
    assert normalise_doi("https://doi.org/10.1000/ABC.") == "10.1000/abc"
    assert normalise_doi("DOI 10.1000%2Fx") == "10.1000/x"
    assert normalise_doi("10.33 times") is None
    assert normalise_isbn("0-439-42089-X (paperback)") == "9780439420891"


ARXIV = st.builds(
    lambda year, month, number, version: (f"{year:02}{month:02}.{number:05}", version),
    st.integers(15, 39),
    st.integers(1, 12),
    st.integers(0, 99999),
    st.none() | st.integers(1, 20),
)
DOI = st.from_regex(r"10\.[0-9]{4,5}/[a-z0-9]([a-z0-9.()/-]{0,12}[a-z0-9])?", fullmatch=True).filter(
    lambda doi: doi.count("(") == doi.count(")") and not doi.startswith("10.48550/")
)
# Prose that cannot be part of an identifier: words with blanks around them, none of them a unit (no g).
PROSE = st.lists(st.text("abcdefhij äöüßé中文漢字,;", min_size=1, max_size=8), max_size=6).map(" ".join)


@given(
    ARXIV, PROSE, PROSE, st.sampled_from(["{}", "arXiv:{}", "(https://arxiv.org/abs/{})", "https://hf.co/papers/{}."])
)
def test_an_arxiv_id_is_found_in_any_prose(arxiv: tuple[str, int | None], before: str, behind: str, form: str) -> None:
    value, version = arxiv
    text = f"{before} {form.format(value + (f'v{version}' if version else ''))} {behind}"
    assert [(i.kind, i.value, i.version) for i in find_identifiers(text)] == [("arxiv", value, version)]


@given(DOI, PROSE, PROSE, st.sampled_from(["{}", "doi:{}", "({})", "https://doi.org/{}", "“{}”", "{}."]))
def test_a_doi_is_found_in_any_prose(doi: str, before: str, behind: str, form: str) -> None:
    assert found(f"{before} {form.format(doi.upper())} {behind}") == [("doi", doi)]


@given(st.text())
def test_what_was_found_is_found_again_in_its_one_spelling(text: str) -> None:
    for identifier in find_identifiers(text):
        start, end = identifier.span
        assert 0 <= start < end <= len(text)
        again = identify(("PMID:" if identifier.kind == "pmid" else "") + identifier.value)
        assert again and (again.kind, again.value) == (identifier.kind, identifier.value)


@given(DOI)
def test_normalising_a_doi_twice_changes_nothing(doi: str) -> None:
    once = normalise_doi(f"https://doi.org/{doi.upper()}")
    assert once == doi and normalise_doi(once) == once
