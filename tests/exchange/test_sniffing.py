"""Whatever is pasted, dropped or piped in is read as what it is, or not at all."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.exchange import read_any, sniff
from tests.exchange.test_daily_json import ROW
from tests.exchange.test_daily_page import HTML, LAMPS, SHADES, WICKS, page

TODAY = datetime.date(2026, 3, 1)
BIBTEX = "@article{k, title = {Lamps and Wicks}, doi = {10.1000/x}, url = {https://arxiv.org/abs/2405.15682}}"
RIS = "TY  - JOUR\nTI  - Lamps and Wicks\nDO  - 10.1000/x\nER  - \n"
JSON = json.dumps([ROW])
PAGE = page("Daily Papers", "Sep 3", LAMPS[0], LAMPS[1] + " See arXiv:2401.00001 and https://github.com/a/b.", *WICKS)


@pytest.mark.parametrize(
    ("text", "kind", "papers"),
    [
        (BIBTEX, "bibtex", 1),
        ("Have a look:\n\n" + BIBTEX + "\n" + BIBTEX, "bibtex", 2),
        (RIS, "ris", 1),
        (JSON, "daily-json", 1),
        (PAGE, "daily-page", 2),
        (page(*LAMPS, *SHADES, *WICKS), "daily-page", 3),
        ("2405.15682", "identifiers", 1),
        ("2405.15682 10.1000/x\nPMID: 123, hf.co/papers/2406.00001", "identifiers", 4),
        ("https://arxiv.org/abs/2405.15682 https://arxiv.org/pdf/2405.15682v2", "identifiers", 1),
        (f"Dear all,\n\nlook at https://arxiv.org/abs/2405.15682\n\n{LAMPS[1]}", "identifiers", 1),
        (f"{LAMPS[0]}\n\n{LAMPS[1]}\n\nhttps://arxiv.org/abs/2405.15682", "identifiers", 1),
        ('["2405.15682", "2406.00001"]', "identifiers", 2),
        (HTML, "daily-page", 3),
    ],
)
def test_each_text_is_what_it_is(text: str, kind: str, papers: int) -> None:
    for content in (text, text.encode(), "\ufeff" + text, text.replace("\n", "\r\n")):
        parsed = read_any(content, today=TODAY)
        assert parsed and parsed.kind == kind
        assert len(parsed.records) == papers and not parsed.failures


@pytest.mark.parametrize(
    "content",
    [
        *(
            "",
            " \n",
            "hello world",
            "10.33 times",
            "https://github.com/a/b",
            "{}",
            '{"name": "x"}',
            b"%PDF-1.7 10.1000/x",
        ),
        *(b"\x00\x01\x02\xff\xfe", "A Title of a Paper about Lamps", "<html><body><p>Nothing</p></body></html>"),
    ],
)
def test_what_is_nothing_is_none(content: str | bytes) -> None:
    assert read_any(content, today=TODAY) is None


def test_names_of_files_decide() -> None:
    parsed = read_any(b"", today=TODAY, name="empty.bib")
    assert parsed and parsed.failures and parsed.failures[0].source == "empty.bib"
    parsed = read_any(b"nothing", today=TODAY, name="a.RIS")
    assert parsed and parsed.kind == "ris" and parsed.failures
    parsed = read_any(b"[]", today=TODAY, name="2025-09-06.json")
    assert parsed and not parsed.records and "weekends" in parsed.failures[0].error
    parsed = read_any('{"error": "Date is in the future"}', today=TODAY, name="x.json")
    assert parsed and "Date is in the future" in parsed.failures[0].error
    assert sniff(BIBTEX, today=TODAY, name="notes.txt") == "bibtex"


def test_the_links_of_the_clipboard_count_where_its_words_say_nothing() -> None:
    html = '<meta charset="utf-8"><a href="https://arxiv.org/abs/2405.15682">Lamps and Wicks</a> <a href="/x">x</a>'
    parsed = read_any("Lamps and Wicks", today=TODAY, html=html)
    assert parsed and [record.arxiv_id for record in parsed.records] == ["2405.15682"]
    parsed = read_any("see 10.1000/x", today=TODAY, html=html)
    assert parsed and [record.doi for record in parsed.records] == ["10.1000/x"]
    parsed = read_any(page("Daily Papers", *LAMPS, *WICKS), today=TODAY, html=HTML)
    assert parsed and parsed.kind == "daily-page"
    assert [record.arxiv_id for record in parsed.records][:2] == ["2509.01234", "2509.04321"]


def test_a_list_of_links_without_abstracts_is_a_page() -> None:
    links = "".join(f'<li><a href="/papers/2509.0{n}000">The {n} Lamps of Night</a></li>' for n in range(1, 5))
    parsed = read_any("", today=TODAY, html=f"<ul>{links}</ul>", date=datetime.date(2025, 9, 3))
    assert parsed and [record.title for record in parsed.records] == [f"The {n} Lamps of Night" for n in range(1, 5)]
    assert all(record.arxiv_id and record.feed_date == datetime.date(2025, 9, 3) for record in parsed.records)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_content_comes_through(content: str | bytes) -> None:
    parsed = read_any(content, today=TODAY)
    assert parsed is None or parsed.records or parsed.failures
