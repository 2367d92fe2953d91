"""Where a paper stands on its way into the library, in words."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from readinglist.gui.details_standing import OFFERS, Standing, fetching_of, stand_of
from readinglist.library import Library
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import CAUSES, Choice, Document, Job, Paper, PaperRecord

NOW = datetime.datetime(2026, 5, 4, 12, 0, tzinfo=datetime.UTC)
JOB = Job(1, "download", 1, None, "waiting", 0, None, None, None, 1, "")


@pytest.fixture
def paper(books: Library) -> Paper:
    record = PaperRecord(title="Quiet Rivers", doi="10.1000/rivers", url="https://example.org/rivers")
    return books.papers.get(books.papers.add([record], source="user").added[0])


def head(paper: Paper, *jobs: Job, **known: object) -> str:
    stand = stand_of(paper, replace(Standing(paper.id, jobs), **known), NOW)  # type: ignore[arg-type]
    return "" if stand is None else f"{stand.head}|{stand.more}"


def test_nothing_is_said_of_a_paper_with_which_all_is_well(paper: Paper) -> None:
    assert head(paper) == ""
    assert head(paper, replace(JOB, kind="embed"), replace(JOB, kind="extract", state="running")) == ""


def test_a_download_says_how_far_it_is(paper: Paper) -> None:
    running = replace(JOB, state="running")
    assert head(paper, running) == "Fetching the PDF|"
    assert head(paper, replace(running, bytes_done=3_240_000)) == "Fetching the PDF|3.2 MB"
    stand = stand_of(
        paper,
        Standing(paper.id, (replace(running, bytes_done=3_240_000, bytes_total=12_400_000, progress=0.26),)),
    )
    assert stand is not None and stand.running
    assert (stand.more, stand.fraction) == ("3.2 of 12.4 MB", 0.26)
    small = replace(running, bytes_done=400, bytes_total=640_200)
    assert head(paper, small) == "Fetching the PDF|1 of 640 kB", "no 0.0 of 0.0 MB"
    paused = replace(JOB, state="paused", bytes_done=3_240_000, bytes_total=12_400_000)
    assert head(paper, paused) == "Fetching its PDF is paused|3.2 of 12.4 MB is here"


def test_what_goes_on_is_said_before_what_has_failed(paper: Paper) -> None:
    failed = replace(JOB, kind="look-up", state="failed", cause="not-found", error="Nobody knows it.")
    assert head(paper, failed, JOB) == "Waits for its PDF to be fetched|"
    assert head(paper, failed, replace(JOB, state="failed", cause="no-pdf")).startswith("Not found|Nobody knows it.")


def test_why_something_waits(paper: Paper) -> None:
    waiting = replace(JOB, kind="look-up", not_before="2026-05-04T12:20:00.000Z", error="arXiv is out of reach.")
    clock = datetime.datetime(2026, 5, 4, 12, 20, tzinfo=datetime.UTC).astimezone().strftime("%H:%M")
    said = head(paper, replace(waiting, cause="unavailable"))
    assert said == f"Waits to be looked up|arXiv is out of reach. Tries again at {clock}."
    asked = replace(waiting, cause="cooling", error="arXiv asked us to wait until 14:20.")
    assert head(paper, asked) == "Waits to be looked up|arXiv asked us to wait until 14:20."
    assert head(paper, waiting, paused=True) == "Waits to be looked up|Background work is paused."
    assert head(paper, waiting, offline=True) == "Waits to be looked up|The program works offline."
    assert head(replace(paper, title=""), replace(JOB, kind="look-up")).endswith("arrive by themselves.")
    assert head(paper, replace(JOB, kind="refresh")) == "Waits to be looked up again|"


def test_a_question_of_which_paper_it_is_speaks_for_itself(paper: Paper) -> None:
    asked = replace(JOB, kind="look-up", state="failed", cause="choice", error="Choose one.")
    choice = Choice(1, paper.id, "same-title", "arxiv", PaperRecord(title="Quiet Rivers"))
    assert head(paper, asked, choices=(choice,)) == ""
    assert head(paper, asked) == "Which paper is it?|Choose one."


def test_no_pdf_says_what_would_help(paper: Paper) -> None:
    failed = replace(JOB, state="failed", cause="no-pdf", error="No free copy of the PDF is known.")
    without, with_address = (stand_of(paper, Standing(paper.id, (failed,), contact=on)) for on in (False, True))
    assert without is not None and with_address is not None
    assert without.offers == ("contact", "page", "find-pdf")
    assert "Unpaywall" in without.more
    assert with_address.offers == ("page", "find-pdf")
    assert "Unpaywall" not in with_address.more
    bare = stand_of(replace(paper, doi=None, url=None), Standing(paper.id, (failed,)))
    assert bare is not None and bare.offers == ("find-pdf",)
    fetching = fetching_of(paper, Standing(paper.id, (failed,)))
    assert fetching is not None and fetching.more == "No free copy of the PDF is known."


def test_a_file_that_is_there_ends_the_matter(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> None:
    document = Document(1, paper.id, tmp_path_factory.getbasetemp() / "a.pdf", "", "a.pdf")
    failed = replace(JOB, state="failed", cause="no-pdf")
    assert head(replace(paper, documents=(document,)), failed) == ""


@pytest.mark.parametrize("kind", ["look-up", "refresh", "download"])
@pytest.mark.parametrize("cause", [*CAUSES, ""])
def test_every_end_has_words_and_something_to_do(paper: Paper, kind: str, cause: str) -> None:
    stand = stand_of(paper, Standing(paper.id, (replace(JOB, kind=kind, state="failed", cause=cause, error="So."),)))
    assert stand is not None
    assert stand.head and stand.more
    assert stand.offers and set(stand.offers) <= OFFERS.keys()


def test_what_the_user_cancelled_is_said_so(paper: Paper) -> None:
    assert head(paper, replace(JOB, state="failed", error=CANCELLED)) == "The PDF was not fetched|You cancelled it."
