from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from readinglist.gui.bridge import Bridge
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.gui.work_line import FailureLine, JobLine, WorkLine
from readinglist.gui.work_panel import WorkPanel
from readinglist.gui.work_panel_reading import FEW, FIRST
from readinglist.library import Library
from readinglist.library.records import Job, PaperRecord, Person
from readinglist.program import Program
from tests.gui_details.hands import button, click, press
from tests.gui_details.test_details import add


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
    """Papers of which nothing is missing, so that all they ask for is to be embedded."""
    people = (Person("Lovelace", "Ada"),)
    titles = [f"Paper {number} of the queue" for number in range(count)]
    return add(books, *(PaperRecord(title=title, authors=people, openreview_id=title[6:8]) for title in titles))


def look(qtbot: QtBot, panel: WorkPanel) -> None:
    with qtbot.waitSignal(panel.shown):
        panel.open()
    QApplication.processEvents()  # a new line becomes visible when its layout has seen it


def told(panel: WorkPanel, state: str) -> list[tuple[str, str]]:
    section = panel.sections.get(state, panel.failures)
    return [(line.title.text(), line.words.text()) for line in section.lines()]


def line_of(panel: WorkPanel, title: str) -> WorkLine:
    QApplication.processEvents()
    return next(line for line in panel.lines() if line.title.text() == title)


def downloads(books: Library, count: int) -> list[int]:
    """Papers that wait for their PDFs and for nothing else."""
    ids = add(books, *(PaperRecord(title=f"Paper {number}", arxiv_id=f"2401.{number:05}") for number in range(count)))
    books.jobs.pause([job.id for job in books.jobs.list()])
    with books.write() as tx:
        books.jobs.ask(tx, "download", ids)
    books.failures.forget(give_up(books, "paused"))
    return ids


def give_up(books: Library, state: str) -> list[int]:
    ids = [job.id for job in books.jobs.list(states=[state])]
    books.jobs.cancel(ids)
    return ids


def fail(books: Library, kind: str, reason: str, cause: str, count: int = 1) -> list[Job]:
    jobs = list(books.jobs.claim([kind], limit=count))
    for job in jobs:
        books.jobs.fail(job, reason, cause=cause)
    return jobs


def test_an_empty_queue_says_so(qtbot: QtBot, panel: WorkPanel) -> None:
    look(qtbot, panel)
    assert panel.summary.text().startswith("Nothing to do.")
    assert not any(section.isVisible() for section in (*panel.sections.values(), panel.failures))
    assert panel.services.head.text() == "Services: none asked yet"
    assert not panel.banner.isVisible()


def test_each_job_says_what_it_is_and_why_it_waits(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    running, failing, later = books.jobs.claim(["embed"], limit=3)
    books.jobs.progress(running, 0.25)
    books.jobs.fail(failing, "the model is missing")
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    books.jobs.fail(later, "no memory was left", retry_at=f"{tomorrow:%Y-%m-%dT%H:%M:%S.000Z}")
    look(qtbot, panel)
    assert told(panel, "running") == [("Paper 0 of the queue", "Embedding title and abstract  ·  25%")]
    assert told(panel, "failed") == [("Paper 1 of the queue", "the model is missing")]
    (waiting,) = told(panel, "waiting")
    assert "no memory was left; tries again" in waiting[1]
    assert panel.summary.text() == "2 pieces of work to go, 1 failure"


def test_pause_go_on_cancel_and_try_again(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 1)
    look(qtbot, panel)
    for name, state in (("Pause", "paused"), ("Go on", "waiting"), ("Cancel", "failed")):
        click(button(panel, f"{name}: Paper 0 of the queue"))
        wait_for_state(qtbot, panel, books, state)
    assert panel.failures.head.accessibleName() == "Cancelled: 1"
    click(button(panel, "Cancelled by you (1 paper), closed"))
    qtbot.waitUntil(lambda: told(panel, "failed") == [("Paper 0 of the queue", "You cancelled it")])
    click(button(panel, "Try again: Paper 0 of the queue"))
    wait_for_state(qtbot, panel, books, "waiting")


def wait_for_state(qtbot: QtBot, panel: WorkPanel, books: Library, state: str) -> None:
    qtbot.waitUntil(lambda: [job.state for job in books.jobs.list()] == [state])
    qtbot.waitUntil(lambda: panel.sections.get(state, panel.failures).isVisible())


def test_what_was_cancelled_is_no_failure(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    failing, *_ = books.jobs.claim(["embed"], limit=1)
    books.jobs.fail(failing, "no luck")
    look(qtbot, panel)
    click(button(panel, "Cancel: Paper 1 of the queue"))
    head = panel.failures.head
    qtbot.waitUntil(lambda: head.accessibleName() == "Could not be done: 1, Cancelled: 1")
    assert panel.summary.text() == "1 piece of work to go, 1 failure, 1 cancelled"
    click(button(panel, "Try all again"))  # what was given up on purpose is left alone
    qtbot.waitUntil(lambda: head.accessibleName() == "Cancelled: 1")
    click(button(panel, "Try all again"))
    qtbot.waitUntil(lambda: not panel.failures.isVisible())


def test_a_paper_without_a_title_is_called_by_its_id(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    add(books, PaperRecord(arxiv_id="2405.15682"), PaperRecord(doi="10.1234/of-its-own"))
    look(qtbot, panel)
    assert [title for title, _ in told(panel, "waiting")] == ["arXiv 2405.15682", "DOI 10.1234/of-its-own"]
    assert button(panel, "Cancel: arXiv 2405.15682")


def test_a_long_reason_can_be_read_to_its_end(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 2)
    long, short = books.jobs.claim(["embed"], limit=2)
    books.jobs.fail(long, "this reason goes on and on, " * 8 + "to its end")
    books.jobs.fail(short, "brief")
    look(qtbot, panel)
    first, second = panel.failures.lines()
    qtbot.waitUntil(lambda: first.words.height() >= first.words.heightForWidth(first.words.width()) > 0)
    assert first.words.height() > 2 * second.words.fontMetrics().height()
    assert first.geometry().bottom() < second.geometry().top()


# ------------------------------------------------------------------------------------------------- order and keyboard


def test_jobs_are_put_first_and_last_by_keys_and_by_menu(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    downloads(books, 4)
    look(qtbot, panel)
    assert [words for _, words in told(panel, "waiting")] == [
        f"Download  ·  {place}" for place in ("Next in line", "2nd in line", "3rd in line", "4th in line")
    ]

    def order() -> list[str]:
        return [title.removeprefix("Paper ") for title, _ in told(panel, "waiting")]

    line_of(panel, "Paper 2").setFocus()
    press(line_of(panel, "Paper 2"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: order() == ["2", "0", "1", "3"])
    assert panel.focusWidget() is line_of(panel, "Paper 2"), "it can be moved on"
    press(line_of(panel, "Paper 0"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: order() == ["2", "1", "3", "0"])
    assert [job.title for job in books.jobs.claim(["download"])] == ["Paper 2"], "the workers keep to it"
    menu = line_of(panel, "Paper 3").popup(QPoint(0, 0))
    action = next(action for action in menu.actions() if action.text() == "Move to top")
    assert action.shortcut() == QKeySequence("Alt+Up")
    action.trigger()
    menu.close()
    qtbot.waitUntil(lambda: order() == ["3", "1", "0"])


def test_the_arrows_go_from_line_to_line_and_keys_act_there(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    downloads(books, 3)
    look(qtbot, panel)
    line_of(panel, "Paper 0").setFocus()
    press(line_of(panel, "Paper 0"), Qt.Key.Key_Down)
    assert panel.focusWidget() is line_of(panel, "Paper 1")
    press(line_of(panel, "Paper 1"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [title for title, _ in told(panel, "paused")] == ["Paper 1"])
    qtbot.waitUntil(lambda: isinstance(panel.focusWidget(), JobLine))
    press(line_of(panel, "Paper 1"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(told(panel, "waiting")) == 3)
    press(line_of(panel, "Paper 0"), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(told(panel, "waiting")) == 2)
    with qtbot.waitSignal(panel.wanted) as heard:
        press(line_of(panel, "Paper 2"), Qt.Key.Key_Return)
    assert heard.args is not None
    assert heard.args[0] == "paper"
    assert not panel.isVisible(), "it lies over the details, where the paper is shown"


def test_tab_goes_through_the_panel_as_the_eye_does(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    downloads(books, 2)
    look(qtbot, panel)
    books.jobs.claim(["download"])  # its line is made last and stands first
    qtbot.waitUntil(lambda: len(told(panel, "running")) == 1)
    QApplication.processEvents()
    panel.pause.setFocus()
    seen = []
    for _ in range(5):
        press(panel.focusWidget() or panel, Qt.Key.Key_Tab)
        seen.append(panel.focusWidget())
    assert seen == [
        panel.sections["running"].all,
        line_of(panel, "Paper 0"),
        panel.sections["waiting"].all,
        line_of(panel, "Paper 1"),
        panel.services.head,
    ]


def test_a_whole_group_is_paused_and_cancelled(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    downloads(books, 20)
    look(qtbot, panel)
    waiting = panel.sections["waiting"]
    waiting.all_asked.emit("pause", "waiting")
    qtbot.waitUntil(lambda: {job.state for job in books.jobs.list()} == {"paused"})
    qtbot.waitUntil(lambda: panel.sections["paused"].isVisible())
    click(button(panel, "Let all go on"))
    qtbot.waitUntil(lambda: {job.state for job in books.jobs.list()} == {"waiting"})
    qtbot.waitUntil(lambda: waiting.isVisible())
    click(waiting.all)
    menu = waiting.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Try all now", "Pause all of these", "Cancel all of these"]
    menu.actions()[2].trigger()
    menu.close()
    qtbot.waitUntil(lambda: {job.state for job in books.jobs.list()} == {"failed"})


# ----------------------------------------------------------------------------------------------------------- failures


def test_failures_are_gathered_by_reason_with_what_helps(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    downloads(books, 8)
    fail(books, "download", "No free copy of the PDF is known.", "no-pdf", 6)
    fail(books, "download", "The file is larger than 300 MB.", "too-large", 1)
    look(qtbot, panel)
    heads = [box.head.text() for box in panel.failures.boxes()]
    assert heads == ["No free copy of the PDF is known (6 papers)", "The PDF is larger than you allow (1 paper)"]
    none, large = panel.failures.boxes()
    assert not none.lines(), "many are not shown before they are asked for"
    assert len(large.lines()) == 1
    click(none.head)
    qtbot.waitUntil(lambda: len(none.lines()) == 6)
    assert "Unpaywall" in none.advice.text()
    assert {line.words.text() for line in none.lines()} == {""}
    for name, what in (("Open its page: Paper 3", "page"), ("Attach PDF…: Paper 3", "attach")):
        with qtbot.waitSignal(panel.wanted) as heard:
            click(button(panel, name))
        assert heard.args == [what, none.lines()[3].job.paper]  # type: ignore[union-attr]
    with qtbot.waitSignal(panel.wanted) as heard:
        click(button(none, "Give my e-mail…"))
    assert heard.args == ["contact", None]
    click(button(panel, "Remove from this list: Paper 3"))
    qtbot.waitUntil(lambda: none.head.text() == "No free copy of the PDF is known (5 papers)")
    click(button(none, "Try all again"))
    qtbot.waitUntil(lambda: [box.head.text() for box in panel.failures.boxes()] == heads[1:])
    assert sum(job.state == "waiting" for job in books.jobs.list()) == 6
    press(panel.failures.lines()[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not panel.failures.isVisible())


def test_a_reason_that_all_share_is_said_once(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    downloads(books, 3)
    fail(books, "download", "It takes more than the 500 MB that you allow them.", "quota", 2)
    look(qtbot, panel)
    (box,) = panel.failures.boxes()
    assert box.advice.text().startswith("It takes more than the 500 MB that you allow them.\nAllow")
    assert [line.words.text() for line in box.lines()] == ["", ""]
    fail(books, "download", "Something else.", "quota", 1)
    qtbot.waitUntil(lambda: len(box.lines()) == 3)
    assert box.lines()[2].words.text() == "Something else."


def test_a_choice_is_made_where_the_paper_is_shown(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    (paper,) = add(books, PaperRecord(title="One of several"))
    fail(books, "look-up", "Several papers may be this one.", "choice")
    look(qtbot, panel)
    with qtbot.waitSignal(panel.wanted) as heard:
        click(button(panel, "Choose…: One of several"))
    assert heard.args == ["paper", paper]


def test_a_paper_without_a_page_offers_none(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    (paper,) = add(books, PaperRecord(title="A letter"))
    with books.write() as tx:
        books.jobs.enqueue(tx, "download", paper)
    fail(books, "download", "No free copy of the PDF is known.", "no-pdf")
    look(qtbot, panel)
    (line,) = panel.failures.lines()
    assert isinstance(line, FailureLine)
    assert "page" not in line.deeds
    assert button(panel, "Attach PDF…: A letter")


def test_all_failures_are_tried_again_at_once(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 30)
    fail(books, "embed", "no luck", "", 30)
    look(qtbot, panel)
    (box,) = panel.failures.boxes()
    assert box.head.text().endswith("(30 papers)")
    click(box.head)
    qtbot.waitUntil(lambda: len(told(panel, "failed")) == FIRST["failed"] > FEW)
    click(button(panel, "24 more…"))
    qtbot.waitUntil(lambda: len(told(panel, "failed")) == 30)
    click(button(panel, "Try all again"))
    qtbot.waitUntil(lambda: {job.state for job in books.jobs.list()} == {"waiting"})
    qtbot.waitUntil(lambda: not panel.failures.isVisible())


# ------------------------------------------------------------------------------------------------- network and hosts


def test_what_keeps_the_network_from_working_is_said_with_a_button(
    qtbot: QtBot, panel: WorkPanel, program: Program, books: Library
) -> None:
    downloads(books, 1)
    program.network.lost()
    look(qtbot, panel)
    assert "There is no network just now" in panel.banner.words.text()
    assert "next try" in panel.banner.words.text()
    assert told(panel, "waiting") == [("Paper 0", "Download  ·  No network; goes on by itself")]
    with qtbot.waitSignal(panel.network_wanted):
        click(button(panel, "Try now"))
    program.network.say_online()
    qtbot.waitUntil(lambda: not panel.banner.isVisible())


def test_the_services_fold_out(qtbot: QtBot, panel: WorkPanel, program: Program, books: Library) -> None:
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=20)
    program.hosts.cool("arxiv", until.timestamp(), 1)  # as another process was told
    downloads(books, 1)
    look(qtbot, panel)
    clock = f"{until.astimezone():%H:%M}"
    assert "arXiv asked us to wait until" in panel.services.head.text()
    assert not panel.services.lines() or not panel.services.opened
    click(panel.services.head)
    assert panel.services.opened
    lines = dict(panel.services.lines())
    assert lines["arXiv"].endswith(clock)
    assert lines["Crossref"] == "not asked yet"
    assert lines["Unpaywall"] == "wants an e-mail address before it answers"
    assert panel.services.table.geometry().bottom() <= panel.rect().bottom()
    click(panel.services.head)
    assert not panel.services.opened


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
    assert isinstance(line, JobLine)
    books.jobs.progress(job, 0.5)
    qtbot.waitUntil(lambda: line.bar.value() == 500)
    with books.write() as tx:
        books.jobs.finish(tx, job)
    qtbot.waitUntil(lambda: panel.summary.text().startswith("Nothing to do."))


def test_a_job_that_stays_keeps_the_focus(qtbot: QtBot, panel: WorkPanel, books: Library) -> None:
    papers(books, 3)
    look(qtbot, panel)
    line = line_of(panel, "Paper 2 of the queue")
    line.setFocus()
    (first,) = books.jobs.claim(["embed"])
    with books.write() as tx:
        books.jobs.finish(tx, first)
    qtbot.waitUntil(lambda: len(told(panel, "waiting")) == 2)
    assert panel.focusWidget() is line
    books.jobs.cancel([line.job.id if line.job else 0])
    qtbot.waitUntil(lambda: len(told(panel, "waiting")) == 1)
    assert panel.focusWidget() is line_of(panel, "Paper 1 of the queue"), "and hands it on where it goes"


def test_escape_closes_and_then_nothing_is_asked(qtbot: QtBot, panel: WorkPanel, books: Library, reads: Reads) -> None:
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
    for shown in (56, 106, 156, 200):
        click(button(panel, f"{20_000 - len(told(panel, 'waiting')):,} more…"))
        qtbot.waitUntil(partial(lambda wanted: len(told(panel, "waiting")) == wanted, shown))
    assert not button(panel, "and 19,800 more").isEnabled()
    started = time.perf_counter()
    look(qtbot, panel)
    assert time.perf_counter() - started < 1.5
