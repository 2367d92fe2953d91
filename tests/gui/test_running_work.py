"""The real window, with real downloads from services on this machine: panel, status bar, and a network that goes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from readinglist import settings
from readinglist.gui.network import SIGN_IN_PAGE
from readinglist.gui.work_line import JobLine
from readinglist.gui.work_panel import WorkPanel
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person
from tests.gui.conftest import Hands, Open
from tests.services import Html, Services, Slow, Status, many_papers

PAPERS = many_papers(3, kinds=("unpaywall",), pdf_size=600_000)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with Services(PAPERS) as services:
        for name, value in services.environ.items():
            monkeypatch.setenv(name, value)
        yield services


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with nothing in it."""
    folder = tmp_path / "library"
    Library.open(folder).close()
    settings.change(folder / "settings.toml", contact="reader@example.org", theme="light")
    return folder


@pytest.fixture
def at_work(services: Services, opened: Open) -> Hands:
    """A window whose background work goes on."""
    return opened()


def paste(hands: Hands) -> list[int]:
    """Papers that are known already, but for their PDFs."""
    records = [
        PaperRecord(
            title=paper.title, authors=tuple(Person(family, given) for given, family in paper.names), doi=paper.doi
        )
        for paper in PAPERS
    ]
    return list(hands.window.library.papers.add(records, source="pasted").added)


def panel_of(hands: Hands) -> WorkPanel:
    hands.window.actions_["show-work"].trigger()
    panel = hands.window.boxes.work_panel
    assert panel is not None
    hands.until(lambda: bool(panel.summary.text()))
    return panel


def downloads(panel: WorkPanel) -> list[JobLine]:
    return [
        line
        for line in panel.sections["running"].lines()
        if isinstance(line, JobLine) and line.job is not None and line.job.kind == "download"
    ]


def press(panel: WorkPanel, name: str) -> None:
    QApplication.processEvents()
    found = [button for button in panel.findChildren(QAbstractButton) if button.isVisible()]
    button = next(button for button in found if name in (button.text(), button.accessibleName()))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_bytes_rate_and_time_left_are_followed_until_the_pdf_is_there(at_work: Hands, services: Services) -> None:
    services.misbehave(Slow(bytes_per_second=150_000), "publisher")
    panel, status = panel_of(at_work), at_work.window.status_line
    ids = paste(at_work)
    at_work.until(lambda: any("kB/s" in line.words.text() for line in downloads(panel)), seconds=20)
    line = next(line for line in downloads(panel) if "kB/s" in line.words.text())
    assert line.words.text().startswith("Downloading  ·  ")
    assert re.search(r"\d+ of \d+ kB", line.words.text())
    assert line.words.text().endswith("s left")
    assert 0 < line.bar.value() < 1000
    assert "kB/s" in panel.sections["running"].rate.text()
    at_work.until(lambda: "kB/s" in status.work.text())
    assert status.work.text().startswith("Downloading ")
    assert " of 3 · " in status.work.text()
    services.behave()
    papers = at_work.window.library.papers
    at_work.until(lambda: all(paper.documents for paper in papers.get_many(ids)), seconds=60)
    at_work.until(lambda: not downloads(panel))
    QTest.mouseClick(panel.services.head, Qt.MouseButton.LeftButton)
    assert dict(panel.services.lines())["Unpaywall"].startswith("fine")


def test_a_download_is_paused_and_goes_on_where_it_was(at_work: Hands, services: Services) -> None:
    services.misbehave(Slow(bytes_per_second=150_000), "publisher")
    panel = panel_of(at_work)
    paper, *_ = paste(at_work)
    title = PAPERS[0].title
    jobs = at_work.window.library.jobs
    at_work.until(lambda: any(job.bytes_done for job in jobs.of(paper)), seconds=20)
    press(panel, f"Pause: {title}")
    paused = panel.sections["paused"]
    at_work.until(lambda: [line.title.text() for line in paused.lines()] == [title])
    at_work.until(lambda: "is here" in paused.lines()[0].words.text())
    services.behave()
    press(panel, f"Go on: {title}")
    papers = at_work.window.library.papers
    at_work.until(lambda: bool(papers.get(paper).documents), seconds=60)
    calls = [call for call in services.calls("publisher") if PAPERS[0].doi in call.path]
    assert any("Range" in {name.title() for name in call.headers} for call in calls), "resumed, not begun anew"


def test_a_host_that_asks_for_a_pause_is_named_with_the_time(at_work: Hands, services: Services) -> None:
    services.misbehave(Status(429, retry_after=1200), "publisher")
    panel = panel_of(at_work)
    paste(at_work)
    waiting = panel.sections["waiting"]
    at_work.until(lambda: any("asked us to wait until" in line.words.text() for line in waiting.lines()), seconds=20)
    at_work.until(lambda: "asked us to wait until" in panel.services.head.text())


def test_without_a_network_it_is_said_once_and_a_click_tries_at_once(at_work: Hands, services: Services) -> None:
    status, network = at_work.window.status_line, at_work.window.program.network
    at_work.window.program.runner.pause_all()
    ids = paste(at_work)
    jobs = at_work.window.library.jobs
    jobs.cancel([job.id for job in jobs.list() if job.kind != "download"])
    network.lost()  # as a call on a worker's thread would notice it
    at_work.until(lambda: status.network.text() == "No network")
    assert "goes on by itself" in status.network.toolTip()
    assert status.network.accessibleName() == "Network: No network"
    at_work.until(lambda: status.work.text() == "3 papers wait for the network")
    panel = panel_of(at_work)
    at_work.until(lambda: panel.banner.isVisible())
    at_work.window.program.runner.resume_all()
    press(panel, "Try now")
    at_work.until(lambda: status.network.text() == "Online")
    at_work.until(lambda: not panel.banner.isVisible())
    papers = at_work.window.library.papers
    at_work.until(lambda: all(paper.documents for paper in papers.get_many(ids)), seconds=60)


class Browser(QObject):
    """Stands in for the system's browser."""

    opened = Signal(QUrl)

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def on_url(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def test_a_log_in_page_is_opened_and_after_it_all_goes_on(at_work: Hands, services: Services) -> None:
    status, browser = at_work.window.status_line, Browser()
    services.misbehave(Html())
    paste(at_work)
    at_work.until(lambda: status.network.text() == "Sign in to this network", seconds=20)
    services.behave()
    QDesktopServices.setUrlHandler("http", browser, "on_url")  # type: ignore[arg-type]
    try:
        QTest.mouseClick(status.network, Qt.MouseButton.LeftButton)
        assert browser.urls == [SIGN_IN_PAGE]
    finally:
        QDesktopServices.unsetUrlHandler("http")
    assert status.network.text() == "Sign in to this network"
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)  # back from the browser
    at_work.until(lambda: status.network.text() == "Online")


def test_what_failed_leads_to_the_settings_and_to_the_paper(at_work: Hands) -> None:
    window = at_work.window
    window.choices.set("contact", "")
    at_work.until(lambda: not window.program.settings.contact)
    (paper,) = window.library.papers.add(
        [PaperRecord(title="Nobody has it", authors=(Person("Noether", "Emmy"),), doi="10.5555/nobody")],
        source="pasted",
    ).added
    panel = panel_of(at_work)
    at_work.until(lambda: bool(panel.failures.lines()), seconds=20)
    (box,) = panel.failures.boxes()
    assert box.head.text() == "No free copy of the PDF is known (1 paper)"
    press(panel, "Give my e-mail…")
    dialog = window.boxes.settings_dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()
    line = panel.failures.lines()[0]
    line.setFocus()
    at_work.key(Qt.Key.Key_Return, line)
    at_work.until(lambda: list(window.view.selected()) == [paper])
    assert not panel.isVisible()
    assert window.panes.details_shown


def test_many_steps_are_shown_a_few_times_a_second(at_work: Hands, services: Services) -> None:
    services.misbehave(Slow(bytes_per_second=100_000), "publisher")
    panel = panel_of(at_work)
    paste(at_work)
    at_work.until(lambda: len(downloads(panel)) >= 2, seconds=20)
    steps: list[str] = []
    end = at_work.window.program.runner.listen(lambda step: steps.append(step.what))
    seen, began = Seen(downloads(panel)[0].words), time.monotonic()
    at_work.until(lambda: len(steps) > 40, seconds=20)
    end()
    assert 0 < len(seen.texts) <= 5 * (time.monotonic() - began) + 1


class Seen(QObject):
    """The different texts that a label has shown."""

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._label = label
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._label.text() not in self.texts:
            self.texts.append(self._label.text())
        return False
