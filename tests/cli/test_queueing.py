"""The queue of what to read, from the command line."""

from __future__ import annotations

import datetime
from pathlib import Path

from tests.cli.conftest import AddTitles, Cli
from tests.pdfs import write_pdf


def order(cli: Cli) -> list[int]:
    """The queue as it is listed."""
    return [paper["id"] for paper in cli.json("queue")]


def test_papers_are_moved_in_the_queue_and_one_undo_takes_it_back(cli: Cli, add_titles: AddTitles) -> None:
    one, two, three = add_titles("On lichens", "On mosses", "On ferns")
    assert order(cli) == [one, two, three]
    cli.json("queue", three, two, "--first")
    assert order(cli) == [three, two, one]
    cli.json("queue", "On lichens", "--before", two)
    assert order(cli) == [three, one, two]
    (moved,) = cli.json("queue", three, "--last", "--by", "2030-02-01")
    assert (moved["place"], moved["by"], moved["minutes"], moved["feeds"]) == (3, "2030-02-01", None, [])
    cli("undo")
    assert order(cli) == [three, one, two]
    assert cli.json("queue", three)[0]["by"] is None
    cli("status", one, "read")
    cli.json("queue", one)
    assert order(cli) == [three, two, one]
    assert cli.json("show", one)["status"] == "to-read"


def test_days_are_given_as_people_write_them(cli: Cli, add_titles: AddTitles) -> None:
    (one,) = add_titles("On lichens")
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
    said = cli("queue", one, "--by", "tomorrow")
    assert "by tomorrow" in said.out and said.err.strip() == "1 paper on the queue of 1, to be read by tomorrow."
    queued = cli.json("queue")[0]
    assert (queued["by"], queued["score"], queued["reasons"]) == (tomorrow, None, [])
    cli("queue", one, "--by", "none")
    assert cli.json("queue")[0]["by"] is None
    wrong = cli("queue", one, "--by", "someday")
    assert wrong.code == 1 and "is not a day" in wrong.err
    assert cli("queue", one, "--first", "--before", one).code == 2
    assert cli("queue", "--first").code == 2


def test_next_says_what_to_read_and_why(cli: Cli, add_titles: AddTitles, tmp_path: Path) -> None:
    assert cli.json("next") == []
    assert "Nothing waits to be read." in cli("next").err
    short = cli.json("add", write_pdf(tmp_path / "short.pdf", ["On lichens", "", "Lichens are old."]))["added"][0]["id"]
    (other,) = add_titles("On mosses")
    cli("--offline", "work", "--until-idle")
    cli("queue", other, "--by", "today")
    first, second = cli.json("next")
    assert (first["id"], second["id"]) == (other, short)
    assert first["reasons"][0] == {"kind": "date", "text": "to be read by today"}
    assert first["score"] > second["score"]
    assert (second["minutes"], second["by"], second["upvotes"]) == (2, None, 0)
    (fits,) = cli.json("next", "--minutes", "10")
    assert fits["id"] == short
    assert {"kind": "length", "text": "about 2 min for 1 page"} in fits["reasons"]
    cli("status", other, "read")
    none = cli("next", "--minutes", "1")
    assert none.code == 0 and not none.out and "can be read in 1 min" in none.err
    assert len(cli.json("next", "--limit", "1")) == 1
