from __future__ import annotations

import datetime
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from readinglist.gui.bridge import Bridge
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.gui.work_panel import WorkPanel
from readinglist.gui.work_panel_reading import FIRST, Work, kind_words, may, state_words, summary, waiting_words
from readinglist.library import Library
from readinglist.library.records import Job, PaperRecord
from readinglist.program import Program
from tests.gui_details.hands import button, click, press
from tests.gui_details.test_details import add

NOW = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def panel(qtbot: QtBot, program: Program, theme: Theme, bridge: Bridge, reads: Reads) -> Iterator[WorkPanel]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 800)
    window.show()
    qtbot.waitExposed(window)
    panel = WorkPanel(program=program, theme=theme, bridge=bridge, reads=reads, parent=window)
    yield panel
    panel.close()
    qtbot.waitUntil(lambda: not reads.busy, timeout=10_000)


def papers(books: Library, count: int) -> list[int]:
    return add(books, *(PaperRecord(title=f"Paper {number} of the queue") for number in range(count)))


def look(qtbot: QtBot, panel: WorkPanel) -> None:
    with qtbot.waitSignal(panel.shown):
        panel.open()
    QApplication.processEvents()  # a new line becomes visible when its layout has seen it


def told(panel: WorkPanel, state: str) -> list[tuple[str, str]]:
    return [(line.title.text(), line.words.text()) for line in panel.sections[state].lines()]


def test_an_empty_queue_says_so(qtbot: QtBot, panel: WorkPanel) -> None:
    look(qtbot, panel)
    assert panel.summary.text().startswith("Nothing to do.")
    assert not any(section.isVisible() for section in panel.sections.values())


def test_each_job_says_what_it_is_and_why_it_waits(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    running, failing, later = books.jobs.claim(["embed"], limit=3)
    books.jobs.progress(running, 0.25)
    books.jobs.fail(failing, "the model is missing")
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    books.jobs.fail(later, "no memory was left", retry_at=f"{tomorrow:%Y-%m-%dT%H:%M:%S.000Z}")
    look(qtbot, panel)
    assert told(panel, "running") == [("Paper 0 of the queue", "Embedding title and abstract  ·  25%")]
    assert told(panel, "failed") == [("Paper 1 of the queue", "Embedding title and abstract  ·  the model is missing")]
    (waiting,) = told(panel, "waiting")
    assert "Tries again" in waiting[1]
    assert waiting[1].endswith("no memory was left")
    assert panel.summary.text() == "2 pieces of work to go, 1 failure"


def test_pause_go_on_cancel_and_try_again(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 1)
    look(qtbot, panel)
    for name, state in (("Pause", "paused"), ("Go on", "waiting"), ("Cancel", "failed"), ("Try again", "waiting")):
        click(button(panel, f"{name}: Paper 0 of the queue"))
        wait_for_state(qtbot, panel, books, state)


def wait_for_state(qtbot: QtBot, panel: WorkPanel, books: Library, state: str) -> None:
    qtbot.waitUntil(lambda: [job.state for job in books.jobs.list()] == [state])
    qtbot.waitUntil(lambda: bool(told(panel, state)))


def test_what_was_cancelled_is_no_failure(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    failing, *_ = books.jobs.claim(["embed"], limit=1)
    books.jobs.fail(failing, "no luck")
    look(qtbot, panel)
    click(button(panel, "Cancel: Paper 1 of the queue"))
    section = panel.sections["failed"]
    qtbot.waitUntil(lambda: section.head.accessibleName() == "Could not be done: 1, Cancelled: 1")
    assert panel.summary.text() == "1 piece of work to go, 1 failure, 1 cancelled"
    click(button(panel, "Try all again"))  # what was given up on purpose is left alone
    qtbot.waitUntil(lambda: section.head.accessibleName() == "Cancelled: 1")
    assert told(panel, "failed") == [("Paper 1 of the queue", "Embedding title and abstract  ·  Cancelled.")]
    click(button(panel, "Try all again"))
    qtbot.waitUntil(lambda: not section.isVisible())


def test_a_paper_without_a_title_is_called_by_its_id(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    add(books, PaperRecord(arxiv_id="2405.15682"), PaperRecord(doi="10.1234/of-its-own"))
    with books.write() as tx:
        for paper in (1, 2):
            books.jobs.enqueue(tx, "look-up", paper)
    look(qtbot, panel)
    assert [title for title, _ in told(panel, "waiting")] == ["arXiv 2405.15682", "DOI 10.1234/of-its-own"]
    assert button(panel, "Cancel: arXiv 2405.15682")


def test_a_long_reason_can_be_read_to_its_end(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 2)
    long, short = books.jobs.claim(["embed"], limit=2)
    books.jobs.fail(long, "this reason goes on and on, " * 8 + "to its end")
    books.jobs.fail(short, "brief")
    look(qtbot, panel)
    first, second = panel.sections["failed"].lines()
    qtbot.waitUntil(lambda: first.words.height() >= first.words.heightForWidth(first.words.width()) > 0)
    assert first.words.height() > 2 * second.words.fontMetrics().height()
    assert first.geometry().bottom() < second.geometry().top()


def test_all_failures_are_tried_again_at_once(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 30)
    for job in books.jobs.claim(["embed"], limit=30):
        books.jobs.fail(job, "no luck")
    look(qtbot, panel)
    assert len(told(panel, "failed")) == FIRST["failed"]
    click(button(panel, "Try all again"))
    qtbot.waitUntil(lambda: {job.state for job in books.jobs.list()} == {"waiting"})
    qtbot.waitUntil(lambda: not panel.sections["failed"].isVisible())


def test_everything_can_rest(qtbot: QtBot, panel: WorkPanel, program: Program) -> None:
    look(qtbot, panel)
    click(button(panel, "Pause all"))
    qtbot.waitUntil(lambda: program.runner.paused)
    qtbot.waitUntil(lambda: panel.pause.text() == "Go on")
    click(button(panel, "Go on"))
    qtbot.waitUntil(lambda: not program.runner.paused)


def test_it_follows_what_happens_while_it_is_open(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 1)
    look(qtbot, panel)
    (job,) = books.jobs.claim(["embed"])
    qtbot.waitUntil(lambda: len(told(panel, "running")) == 1)
    line = panel.sections["running"].lines()[0]
    books.jobs.progress(job, 0.5)
    qtbot.waitUntil(lambda: line.bar.value() == 500)
    with books.write() as tx:
        books.jobs.finish(tx, job)
    qtbot.waitUntil(lambda: panel.summary.text().startswith("Nothing to do."))


def test_a_job_that_stays_keeps_the_focus_of_its_button(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    look(qtbot, panel)
    pause = button(panel, "Pause: Paper 2 of the queue")
    pause.setFocus()
    (first,) = books.jobs.claim(["embed"])
    with books.write() as tx:
        books.jobs.finish(tx, first)
    qtbot.waitUntil(lambda: len(told(panel, "waiting")) == 2)
    assert panel.focusWidget() is pause


def test_escape_closes_and_then_nothing_is_asked(qtbot: QtBot, panel: WorkPanel, books: Library, reads: Reads) -> None:
    from PySide6.QtCore import Qt

    look(qtbot, panel)
    with qtbot.waitSignal(panel.closed):
        press(panel.pause, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: not reads.busy)
    with qtbot.assertNotEmitted(panel.shown, wait=300):
        papers(books, 1)


def test_each_button_has_a_name(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    look(qtbot, panel)
    for found in panel.findChildren(QAbstractButton):
        if found.isVisible():
            assert found.accessibleName() or found.text()


def test_twenty_thousand_jobs_are_quick(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    ids = add(books, *(PaperRecord(title=f"{number * 7919:x} is the title of a paper") for number in range(5000)))
    with books.write() as tx:
        for paper in ids:
            for kind in ("look-up", "download", "extract"):
                books.jobs.enqueue(tx, kind, paper)
    started = time.perf_counter()
    look(qtbot, panel)
    assert time.perf_counter() - started < 1.5
    assert len(told(panel, "waiting")) == FIRST["waiting"]
    assert panel.sections["waiting"].head.accessibleName() == "Waiting: 20,000"
    click(button(panel, "19,994 more…"))
    qtbot.waitUntil(lambda: len(told(panel, "waiting")) == 56)


# ------------------------------------------------------------------------------------------------------------ words


def job(kind: str = "embed", state: str = "waiting", *, error: str | None = None, later: str | None = None) -> Job:
    return Job(1, kind, 1, None, state, 0, later, error, None, 0, "")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (job(), ""),
        (job("look-up"), "Waits: this version of the program cannot do it yet"),
        (job(error="the model is missing"), "the model is missing"),
        (job(later="2026-03-04T11:00:00.000Z", error="busy"), "busy"),
        (job(state="paused"), "Paused"),
        (job(state="failed", error="is not a PDF"), "is not a PDF"),
        (job(state="failed"), "The reason is not known"),
    ],
)
def test_how_it_stands_in_words(given: Job, words: str) -> None:
    assert state_words(given, Work(able=frozenset({"embed", "extract"})), NOW) == words


def test_a_later_try_says_when() -> None:
    said = state_words(job(later="2026-03-04T13:30:00.000Z", error="busy"), Work(), NOW)
    assert said.startswith("Tries again at ")
    assert said.endswith(": busy")


def test_sums_are_sentences() -> None:
    counts = {("embed", "waiting"): 19000, ("extract", "waiting"): 1, ("embed", "running"): 16, ("embed", "failed"): 1}
    assert summary(Work(counts=counts)) == "19,017 pieces of work to go, 1 failure"
    assert summary(Work(counts=counts, paused=True)).startswith("Nothing new is begun, 16 still running, 19,017 ")
    del counts["embed", "running"]
    assert summary(Work(counts=counts, paused=True)).startswith("Everything rests, ")
    assert summary(Work(counts={("embed", "failed"): 2}, cancelled=2)) == "Nothing is under way, 2 cancelled"
    counts["embed", "running"] = 16
    assert waiting_words(counts) == "19,000 texts to embed, 1 PDF to read"
    assert kind_words(job("extract")) == "Reading the PDF"


def test_what_may_be_done() -> None:
    assert may(job(state="running")) == ("pause", "cancel")
    assert may(job(state="failed")) == ("retry",)
    assert may(job(later="2030-01-01T00:00:00.000Z")) == ("retry", "pause", "cancel")
