"""Each shape in which Hugging Face tells of papers becomes the same record."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.daily_papers import is_daily_papers, read_daily_papers
from readinglist.errors import InputError
from readinglist.exchange.daily_json import read_daily_json
from readinglist.library.records import Person

PAPER: dict[str, Any] = {
    "id": "2509.01234",
    "title": "Sparse Lamps:\n  Light with 50\\% of the Oil",
    "summary": "We light lamps\nwith less oil.\n\nIt works in {\\epsilon} of the time.",
    "authors": [
        {"name": "Mary Shelley", "hidden": False, "user": {"fullname": "someone"}},
        {"name": "A Hidden One", "hidden": True},
        {"name": "Vincent van Gogh"},
        {"hidden": False},
    ],
    "publishedAt": "2025-09-01T23:59:59.000Z",
    "submittedOnDailyAt": "2025-09-03T01:36:44.468Z",
    "submittedOnDailyBy": {"fullname": "user-1", "user": "user-1"},
    "upvotes": 12,
    "ai_summary": "A summary.",
    "ai_keywords": ["lamps", "oil"],
    "githubRepo": "https://github.com/example/lamps",
    "githubStars": 7,
    "projectPage": "https://example.org/lamps",
    "organization": {"name": "lamp-works", "fullname": "Lamp Works"},
}
ROW = {
    "paper": PAPER,
    "publishedAt": "2025-09-01T19:59:59.000Z",
    "title": "Sparse Lamps: Light with 50\\% of the Oil",
    "thumbnail": "https://example.org/lamps.png",
    "numComments": 3,
    "submittedBy": {"fullname": "user-1", "name": "user-1"},
}


def test_a_row_of_the_feed() -> None:
    (paper,), failures = read_daily_papers(json.dumps([ROW]))
    assert not failures
    record = paper.record
    assert record.title == "Sparse Lamps: Light with 50% of the Oil"
    assert record.abstract == "We light lamps with less oil.\n\nIt works in ε of the time."
    assert record.authors == (Person("Shelley", "Mary"), Person("van Gogh", "Vincent"))
    assert (record.arxiv_id, record.date, record.year) == ("2509.01234", "2025-09-01", 2025)
    assert record.feed_date == datetime.date(2025, 9, 3)
    assert (paper.upvotes, paper.comments, paper.submitted_by, paper.organisation) == (12, 3, "user-1", "Lamp Works")
    assert (paper.ai_summary, paper.ai_keywords) == ("A summary.", ("lamps", "oil"))
    assert (paper.github, paper.github_stars) == ("https://github.com/example/lamps", 7)
    assert (paper.project_page, paper.thumbnail) == ("https://example.org/lamps", "https://example.org/lamps.png")
    assert not record.keywords, "words of a machine are no tags of the user"


def test_the_same_paper_flat_and_in_other_wrappings() -> None:
    expected = read_daily_json(json.dumps([ROW])).records
    for answer in (PAPER, [PAPER], {"papers": [ROW]}, {"dailyPapers": [ROW]}, ROW):
        assert read_daily_json(json.dumps(answer)).records == expected


def test_an_old_row_has_its_day_on_the_top() -> None:
    paper = {"id": "2405.21060", "title": "Old Lamps", "summary": "...", "publishedAt": "2024-05-31T17:50:01.000Z"}
    row = {
        "paper": paper,
        "publishedAt": "2024-06-03T03:44:01.558Z",
        "title": "Old Lamps",
        "mediaUrl": "https://e.org/1",
    }
    (record,) = read_daily_json(json.dumps([row])).records
    assert record.feed_date == datetime.date(2024, 6, 3)
    assert record.date == "2024-05-31"
    (record,) = read_daily_json(json.dumps(paper)).records
    assert record.feed_date is None, "a paper by itself says nothing about a feed"
    (record,) = read_daily_json(json.dumps([row]), date=datetime.date(2024, 6, 4)).records
    assert record.feed_date == datetime.date(2024, 6, 4)


def test_rows_that_are_none_are_reported_and_the_others_come_in() -> None:
    parsed = read_daily_json(json.dumps([ROW, {}, 3, {"paper": {"title": ""}}]), source="feed.json")
    assert len(parsed.records) == 1
    assert [failure.source for failure in parsed.failures] == ["feed.json"] * 3
    assert "Row 2" in parsed.failures[0].error


def test_an_empty_day_is_no_error() -> None:
    assert read_daily_json("[]").records == ()


@pytest.mark.parametrize("text", ["{", "3", '"text"', '{"error": "Invalid date"}', "[" * 100_000])
def test_what_is_no_answer_says_so(text: str) -> None:
    with pytest.raises(InputError):
        read_daily_json(text)
    assert not is_daily_papers(text)


def test_other_json_is_not_taken_for_one() -> None:
    assert is_daily_papers(json.dumps([ROW]))
    assert not is_daily_papers("[]")
    assert not is_daily_papers('[{"id": 3, "title": "A shopping list"}]')
    assert not is_daily_papers('{"name": "package", "version": "1.0"}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PAPER, "paper", "publishedAt", "name"]), inner, max_size=5)
    ),
    max_leaves=20,
)


def test_a_time_before_the_first_year_is_none() -> None:
    (record,) = read_daily_json(json.dumps({**PAPER, "publishedAt": "0001-01-01T00:00:00+14:00"})).records
    assert (record.date, record.year) == (None, None)


@given(st.lists(st.dictionaries(st.sampled_from([*ROW, *PAPER]), JSON, max_size=8), max_size=3))
def test_odd_types_never_raise(rows: list[object]) -> None:
    parsed = read_daily_json(json.dumps(rows))
    assert len(parsed.records) + len(parsed.failures) == len(rows)


@pytest.mark.shared
def test_all_recorded_days(shared: Path) -> None:
    files = sorted((shared / "data" / "daily-papers").glob("*.json"))
    papers = 0
    for file in files:
        parsed = read_daily_json(file.read_text(encoding="utf-8"), source=file.name)
        assert not parsed.failures
        for record in parsed.records:
            assert record.feed_date == datetime.date.fromisoformat(file.stem)
            assert record.title and record.abstract and record.arxiv_id and record.date
            assert "\n" not in record.title + record.abstract and "  " not in record.title + record.abstract
        papers += len(parsed.records)
    assert (len(files), papers) == (174, 2854)
