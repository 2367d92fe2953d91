"""`feeds`, with services on this machine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.conftest import ROOT
from tests.jobs.test_feeds import daily_row
from tests.services import Services, Status, many_papers
from tests.services.feeds import Announced

TODAY = datetime.now(UTC).date()
OLD = TODAY - timedelta(days=30)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with Services(many_papers(12)) as services:
        for name, value in services.environ.items():
            monkeypatch.setenv(name, value)
        services.days.days |= {
            str(OLD): json.dumps([daily_row(0, OLD), daily_row(1, OLD)]).encode(),
            str(TODAY): json.dumps([daily_row(2, TODAY)]).encode(),
        }
        services.announcements.announced = [Announced(services.papers[0]), Announced(services.papers[5])]
        yield services


def test_feeds_are_followed_updated_listed_and_left(cli: Cli, services: Services) -> None:
    assert cli.json("feeds") == []
    added = cli.json("feeds", "add", "hf-daily", "arxiv:cs.LG")
    assert [feed["feed"] for feed in added] == ["hf-daily", "arxiv:cs.LG"]
    assert services.calls() == []  # papers come with the update
    again = cli("feeds", "add", "HF-Daily")
    assert (again.code, "already" in again.err) == (0, True)
    assert set(added[0]) == {"feed", "title", "papers", "unread", "last_answer", "error", "next"}

    month = f"{OLD:%Y-%m}"
    first = cli("feeds", "update", "hf-daily", "--from", OLD, "--to", OLD)
    assert (first.code, first.err) == (0, "Daily Papers: 2 new papers.\n")
    assert cli("feeds", "update", "hf-daily", "--from", month, "--to", month).code == 0
    for span in (OLD, month, f"{OLD.isocalendar().year}-W{OLD.isocalendar().week}"):
        assert len(cli.json("today", "--date", span, "--sort", "upvotes")) == 2
    assert cli("today", "--date", "2025-13").code == 2
    both = cli.json("feeds", "update")
    assert [(feed["feed"], feed["new"], feed["problems"]) for feed in both] == [
        ("hf-daily", 1, []),
        ("arxiv:cs.LG", 1, []),
    ]
    listed = cli.json("feeds", "list")
    assert [(feed["papers"], feed["unread"], feed["error"]) for feed in listed] == [(3, 3, None), (2, 2, None)]
    assert all(feed["last_answer"] and feed["next"] > feed["last_answer"] for feed in listed)
    assert {paper["status"] for paper in cli.json("list")} == {"inbox"}

    assert [feed["feed"] for feed in cli.json("feeds", "remove", "Daily Papers")] == ["arxiv:cs.LG"]
    assert len(cli.json("list")) == 4
    cli("undo")
    assert len(cli.json("feeds")) == 2


def test_what_could_not_be_had_ends_with_1_and_a_sentence(cli: Cli, services: Services) -> None:
    cli("feeds", "add", "hf-daily")
    services.misbehave(Status(429, retry_after=1000), "huggingface")
    outcome = cli("feeds", "update", "--days", 1)
    assert outcome.code == 1
    assert outcome.err.startswith("Daily Papers: Hugging Face asked us to wait until ")
    assert outcome.out == ""
    listed = cli("feeds")
    assert "Hugging Face asked us to wait until" in listed.out


def test_a_short_wait_is_waited_for(cli: Cli, services: Services) -> None:
    cli("feeds", "add", "hf-daily")
    services.misbehave(Status(429, retry_after=1), "huggingface", times=1)
    outcome = cli("feeds", "update", "--days", 1)
    assert (outcome.code, outcome.err.count("asked us to wait")) == (0, 1)
    assert outcome.err.endswith("Daily Papers: 1 new paper.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("add", "lamps"), 1, "is no feed"),
        (("add", "query:tag:"), 1, ""),
        (("remove", "hf-daily"), 1, "You follow no feed hf-daily"),
        (("update", "hf-daily"), 1, "You follow no feed hf-daily"),
        (("update",), 0, "You follow no feed yet"),
        (("update", "--days", "3", "--from", "2025-01-01"), 2, "either --days or"),
        (("update", "--from", "2025-02-01", "--to", "2025-01-01"), 2, "after --to"),
        (("update", "--to", "2025-01-01"), 2, "needs a --from"),
        (("update", "--from", "yesterday"), 2, "is no day"),
    ],
)
def test_mistakes_end_in_a_sentence(cli: Cli, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    outcome = cli("feeds", *arguments)
    assert outcome.code == code
    assert sentence in outcome.err


def test_offline_nothing_is_asked(cli: Cli, services: Services) -> None:
    cli("feeds", "add", "hf-daily", "author:Ada Lovelace")
    outcome = cli("--offline", "feeds", "update")
    assert (outcome.code, "keep off" in outcome.err, services.calls()) == (1, True, [])
    assert cli("--offline", "feeds", "update", "author:Ada Lovelace").code == 0


def test_opml_goes_out_and_comes_back(cli: Cli, tmp_path: Path) -> None:
    cli("feeds", "add", "hf-daily", "arxiv:cs.LG", "https://a.example/feed", 'query:"late interaction"')
    before = [(feed["feed"], feed["title"]) for feed in cli.json("feeds")]
    file = tmp_path / "feeds.opml"
    assert cli("feeds", "export-opml", file).code == 0
    for name, _ in before:
        cli("feeds", "remove", name)
    assert cli.json("feeds") == []
    back = cli.json("feeds", "import-opml", file)
    assert sorted((feed["feed"], feed["title"]) for feed in back) == sorted(before)
    cli("undo")
    assert cli.json("feeds") == [], "one step, however many there are"
    assert "<opml" in cli("feeds", "export-opml", "-").out
    (tmp_path / "empty.opml").write_text("<opml version='2.0'><body/></opml>")
    for word, name, sentence in (("import", "empty.opml", "names no feed"), ("export", "no/feeds.opml", "written")):
        refused = cli("feeds", f"{word}-opml", tmp_path / name)
        assert refused.code == 1 and sentence in refused.err


def test_a_search_online_says_what_the_library_has(cli: Cli, services: Services) -> None:
    first, *_ = services.papers
    (paper,) = cli.json("add", first.arxiv_id)["added"]
    found = cli.json("search", "--online", first.title)
    assert (found[0]["id"], found[0]["arxiv_id"], found[0]["title"]) == (paper["id"], first.arxiv_id, first.title)
    assert first.arxiv_id in cli("search", "--online", first.title).out
    assert cli("--offline", "search", "--online", "lamps").code == 1
    services.misbehave(Status(403), "huggingface")
    outcome = cli("search", "--online", "lamps")
    assert (outcome.code, "Hugging Face does not give it away" in outcome.err) == (1, True)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_update_that_is_broken_off_keeps_its_days_and_goes_on_from_there(
    cli: Cli, services: Services, number: signal.Signals, code: int
) -> None:
    for days in range(20):
        day = OLD - timedelta(days=days)
        row = daily_row(0, day)
        row["paper"] |= {"id": f"2502.{days:05}", "title": f"Lamps of the kind {days} at dusk"}
        services.days.days[str(day)] = json.dumps([row]).encode()
    cli("feeds", "add", "hf-daily")
    asked = ["feeds", "update", "hf-daily", "--from", str(OLD - timedelta(days=19)), "--to", str(OLD)]
    services.latency = 0.1
    command = [sys.executable, "-m", "readinglist", "--library", str(cli.folder), *asked]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        assert services.wait_for("huggingface", 5)
        process.send_signal(number)
        assert process.wait(10) == code
    services.latency = 0.0
    there = cli.json("feeds")[0]["papers"]
    assert 3 <= there < 20
    services.log.forget()
    (done,) = cli.json(*asked)
    assert (done["papers"], done["new"]) == (20, 20 - there)
    assert len(services.calls("huggingface")) - (20 - there) in (0, 1)  # the last one may not have been noted
