"""A day's papers and what is decided about them, from the command line."""

from __future__ import annotations

import pytest

from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.records import PaperRecord
from tests.cli.conftest import Cli

DAY, BEFORE = "2025-09-03", "2025-09-02"


def entry(number: int, day: str = DAY, kind: str = "new", showing: Showing | None = None) -> Entry:
    """A paper of a feed's day, with what Daily Papers counts."""
    record = PaperRecord(title=f"Lichens as Clocks, Part {number}", arxiv_id=f"2509.{number:05}", year=2025)
    return Entry(record, day, kind, showing=showing)


@pytest.fixture
def days(cli: Cli) -> None:
    """Two feeds, with four papers on the newest day and one on the day before."""
    with Library.open(cli.folder) as library:
        daily = library.feeds.add("hf-daily", "daily", "Daily Papers").id
        arxiv = library.feeds.add("arxiv:cs.IR", "arxiv", "cs.IR").id
        showings = Showing(5, comments=1), Showing(9, trending=2), Showing(7, trending=1)
        library.feeds.take(daily, [entry(number, showing=told) for number, told in enumerate(showings, 1)])
        library.feeds.take(arxiv, [entry(2, BEFORE, "cross"), entry(5, BEFORE), entry(4)])


def test_before_any_feed_it_says_how_to_begin(cli: Cli) -> None:
    assert cli.json("today") == []
    assert "feeds add hf-daily" in cli("today").err


@pytest.mark.usefixtures("days")
def test_today_is_the_newest_day_with_where_each_was_seen(cli: Cli) -> None:
    found = cli.json("today", "--sort", "new")
    assert [paper["arxiv_id"] for paper in found] == ["2509.00001", "2509.00002", "2509.00003", "2509.00004"]
    assert [paper["feeds"] for paper in found[1::2]] == [["arxiv:cs.IR", "hf-daily"], ["arxiv:cs.IR"]]
    assert [(paper["upvotes"], paper["comments"]) for paper in found] == [(5, 1), (9, 0), (7, 0), (0, 0)]
    assert {paper["status"] for paper in found} == {"inbox"}
    assert [paper["arxiv_id"][-1] for paper in cli.json("today", "--sort", "upvotes")] == ["2", "3", "1", "4"]
    assert [paper["arxiv_id"][-1] for paper in cli.json("today", "--sort", "trending")] == ["3", "2", "1", "4"]
    assert [paper["arxiv_id"][-1] for paper in cli.json("today", "--date", BEFORE, "--sort", "new")] == ["5", "2"]
    assert cli.json("today", "--date", "2025-09-06") == []
    told = cli("today", "--sort", "upvotes", "--limit", 1)
    assert "▲ 9  cs.IR (cross), Daily Papers" in told.out and "1 of 4 papers of 2025-09-03" in told.err
    assert cli("today", "--date", "yesterday").code == 2


@pytest.mark.usefixtures("days")
def test_for_you_is_the_order_of_today_and_has_all_of_it(cli: Cli) -> None:
    cli.json("decide", "2509.00001", "dismiss")
    found = cli.json("today")
    assert {paper["arxiv_id"][-1]: paper["status"] for paper in found} == {
        "1": "dismissed",
        "2": "inbox",
        "3": "inbox",
        "4": "inbox",
    }
    assert all({"score", "reasons"} <= set(paper) for paper in found)


@pytest.mark.usefixtures("days")
def test_another_order_tells_the_places_of_a_ranking_that_is_known_and_makes_none(cli: Cli) -> None:
    unknown = cli.json("today", "--sort", "upvotes")
    assert [(paper["score"], paper["reasons"]) for paper in unknown] == [(None, [])] * 4
    places = {paper["id"]: (paper["score"], paper["reasons"]) for paper in cli.json("for-you")}
    found = cli.json("today", "--sort", "new")
    assert {paper["id"]: (paper["score"], paper["reasons"]) for paper in found}.items() <= places.items()
    assert all(paper["reasons"] for paper in found)
    assert found[0]["reasons"][0]["text"] in cli("today", "--sort", "new").out
    saved = cli.json("decide", found[0]["id"], "save")[0]
    assert (saved["score"], saved["reasons"]) == (None, []), "it is decided, and stands in no ranking"


@pytest.mark.usefixtures("days")
def test_deciding_holds_in_each_feed_and_is_one_step(cli: Cli) -> None:
    saved = cli.json("decide", "2509.00001", "2509.00002", "save")
    assert [paper["status"] for paper in saved] == ["to-read", "to-read"]
    assert saved[1]["feeds"] == ["arxiv:cs.IR", "hf-daily"]
    assert [paper["status"] for paper in cli.json("today", "--date", BEFORE, "--sort", "new")] == ["inbox", "to-read"]
    assert [paper["arxiv_id"][-1] for paper in cli.json("today", "--sort", "new", "--unread")] == ["3", "4"]
    cli("undo")
    assert {paper["status"] for paper in cli.json("today", "--sort", "new")} == {"inbox"}
    put_off = cli("decide", "2509.00003", "later")
    assert "put off until tomorrow" in put_off.err
    assert "2509.00003" in {paper["arxiv_id"] for paper in cli.json("today", "--sort", "new")}
    for words in (("2509.00001",), ("save",), ("2509.00001", "keep")):
        assert cli("decide", *words).code == 2
    assert cli("decide", "2509.00001", "2509.77777", "save").code == 1
    assert cli.json("today", "--sort", "new")[0]["status"] == "inbox"
