"""`for-you`: undecided papers in order, with reasons."""

from __future__ import annotations

from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.records import PaperRecord
from tests.cli.conftest import Cli


def taken(cli: Cli) -> list[int]:
    """Papers of a day of Daily Papers in the library of the command line."""
    titles = ("Sparse retrieval", "Robot hands", "Sparse retrievers that expand", "Folding of proteins")
    with Library.open(cli.folder) as library:
        feed = library.feeds.add("hf-daily", "daily", "Daily Papers")
        entries = [
            Entry(PaperRecord(title=title, arxiv_id=f"2509.0000{at}"), "2025-09-03", showing=Showing(upvotes=10 * at))
            for at, title in enumerate(titles, 1)
        ]
        return list(library.feeds.take(feed.id, entries).new)


def test_for_you_says_where_papers_were_seen_and_why_they_stand_where_they_stand(cli: Cli) -> None:
    one, two, three, four = taken(cli)
    found = cli("for-you", "--json")
    assert (found.code, [paper["id"] for paper in found.json]) == (0, [four, three, two, one])
    assert "Too little is known of what you want: nothing is decided yet." in found.err
    first = found.json[0]
    assert (first["status"], first["feeds"], first["upvotes"], first["comments"]) == ("inbox", ["hf-daily"], 40, 0)
    assert first["reasons"] == [{"kind": "popular", "text": "40 upvotes"}]
    with Library.open(cli.folder) as library:
        library.deciding.wish([one], "more")
        library.deciding.decide([one], "later")
        library.deciding.decide([four], "dismiss")
    found = cli("for-you", "--limit", 1)
    title, reasons = found.out.splitlines()
    assert title.endswith("Sparse retrievers that expand")
    assert "“Sparse retrieval”, which you want more of" in reasons
    assert "only 2 of your decisions are known" in found.err
    assert cli("for-you", "--why-not", four).out == "you decided on it: its status is dismissed\n"
    assert cli("for-you", "--why-not", one, "--json").json == [
        {"kind": "hidden", "text": "you put it off until tomorrow"}
    ]
    assert cli("for-you", "--why-not", two, "--json").json[0]["text"] == "it stands at place 2 of 2"


def test_for_you_without_papers_says_what_brings_some(cli: Cli) -> None:
    found = cli("for-you", "--json")
    assert (found.code, found.json, found.err) == (0, [], "")
    assert "`readinglist feeds update` brings new ones" in cli("for-you").err
