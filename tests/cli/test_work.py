"""`work` and `jobs`, with real PDFs and the real model: the way of a paper from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.cli.work import Ticker
from readinglist.jobs.worker import Step
from readinglist.library import Library
from readinglist.library.records import Job
from readinglist.search import Embedder, index_papers
from tests.cli.conftest import AddTitles, Cli
from tests.jobs.conftest import garbage
from tests.pdfs import write_pdf

PAGE = "Whales sing to each other over hundreds of kilometres, and nobody knows what about. "


def test_from_files_to_answers(cli: Cli, tmp_path: Path) -> None:
    song = write_pdf(tmp_path / "Songs of the sea.pdf", [PAGE] * 12, [PAGE] * 12)
    cli("add", song, garbage(tmp_path / "letter.pdf"), "2405.15738")
    cli("add", "--title", "Baking bread at home for the first time")
    before = cli.json("jobs")
    assert list(before[0]) == ["id", "kind", "paper", "state", "attempts", "not_before", "error", "progress"]
    assert {job["kind"] for job in before} == {"extract", "embed", "look-up"}

    outcome = cli("--offline", "--json", "work", "--until-idle")
    assert outcome.code == 0
    report = outcome.json
    assert (report["done"]["extract"], report["failed"]) == (1, 1)
    assert {(group["kind"], group["state"], group["count"]) for group in report["left"]} == {
        ("extract", "failed", 1),
        ("look-up", "waiting", 3),
    }

    found = cli.json("list", "has:pdf whales")[0]
    assert found["documents"][0]["pages"] == 2
    best = cli.json("search", "how to make a loaf", "--limit", "1")[0]
    assert best["title"] == "Baking bread at home for the first time"
    assert isinstance(best["score"], float)
    assert all(set(reason) == {"kind", "text"} for reason in best["reasons"])
    assert "snippet" in best
    sea = cli.json("search", "whales", "--by", "words")[0]
    assert "**Whales**" in sea["snippet"]
    related = cli.json("related", found["id"], "--limit", "2")
    assert found["id"] not in {paper["id"] for paper in related}
    assert all("score" in paper and "reasons" in paper and "snippet" not in paper for paper in related)

    text = cli("jobs")
    assert "extract" in text.out
    (failed,) = [job for job in cli.json("jobs") if job["state"] == "failed"]
    assert failed["error"] in text.out
    retried = cli.json("jobs", "--retry-failed")
    assert {job["state"] for job in retried} == {"waiting"}
    said = cli("work", "--until-idle")
    assert said.code == 0
    assert "1 job failed" in said.err
    assert "Left: 3 look-up jobs waiting" in said.err


def test_a_search_by_words_is_silent_about_meaning(cli: Cli, add_titles: AddTitles) -> None:
    add_titles("One", "Two")
    assert cli("search", "--by", "words", "one").err == ""


def test_only_what_work_can_do_is_promised_of_it(cli: Cli, add_titles: AddTitles, tmp_path: Path) -> None:
    add_titles("Whales")
    cli("add", "2405.15738", write_pdf(tmp_path / "empty.pdf", ""), garbage(tmp_path / "letter.pdf"))
    before = cli("search", "whales").err
    assert "3 papers cannot be found by meaning before `readinglist work`" in before
    assert "The text of 2 PDFs cannot be searched before `readinglist work`" in before
    cli("--offline", "work", "--until-idle")
    after = cli("search", "whales").err
    assert after == "1 PDF could not be read, and `readinglist jobs` says why.\n"
    assert cli("related", "Whales").err in ("", "Nothing found.\n")


def test_progress_says_what_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    ticker = Ticker(seconds=-1.0)
    papers = [Job(n, "embed", n, None, "running", 0, None, None, None, 0, f"Paper {n}") for n in range(3)]
    for job in papers:
        ticker.on_step(Step(job, "started"))
    for job in papers:
        ticker.on_step(Step(job, "progress", 0.37))
    assert capsys.readouterr().err.splitlines()[-1] == "Embedding 3 texts, 37%"
    for job in papers:
        ticker.on_step(Step(job, "done", 1.0))
    assert capsys.readouterr().err.splitlines()[-1] == "Embedded 3 texts."
    ticker.on_step(Step(papers[0], "started"))
    assert capsys.readouterr().err == "Embedded 3 texts. Embedding “Paper 0”\n"
    reading = Job(9, "extract", 9, 1, "running", 0, None, None, None, 0, "Whales")
    ticker.on_step(Step(reading, "progress", 0.5))
    assert capsys.readouterr().err == "Embedded 3 texts. Reading “Whales”, 50%\n"


def test_a_model_that_is_missing_leaves_the_words(
    cli: Cli, add_titles: AddTitles, embedder: Embedder, tmp_path: Path
) -> None:
    papers = add_titles("Red whales")
    with Library.open(cli.folder) as library:
        index_papers(library, embedder, papers)
    (cli.folder / "settings.toml").write_text(f'model_folder = "{tmp_path / "nothing"}"\n')
    outcome = cli("search", "whales", "--json")
    assert (outcome.code, len(outcome.json)) == (0, 1)
    assert "by words only" in outcome.err
    assert cli("search", "whales", "--by", "meaning").code == 1
