"""A scan in the reader: it says that it holds no text, offers to recognise it, and is read like any other then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from readinglist.gui.reader.scan import OFFER, ScanLine
from readinglist.jobs.extract import ExtractHandler
from readinglist.jobs.ocr import OcrHandler
from readinglist.jobs.worker import Worker
from tests.gui.conftest import TITLES, Hands
from tests.gui_reader.hands import PAGES, Reader, attach
from tests.pdfs import write_pdf
from tests.scans import needs_tesseract, scan_of, stand_in, words_at

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a first line")


@pytest.fixture
def scanned(hands: Hands, tmp_path: Path) -> Reader:
    """A window with a paper of two pictures."""
    attach(hands, scan_of(write_pdf(tmp_path / "typed.pdf", *PAGES[:2]), tmp_path / "scan.pdf"))
    return Reader(hands)


@pytest.fixture
def work(hands: Hands) -> Iterator[Callable[[], None]]:
    """Has files read and scans recognised, and nothing else done, from when it is called."""
    program, workers = hands.window.program, list[Worker]()

    def begin() -> None:
        ocr = OcrHandler(program.library, program.recogniser, lambda: program.settings)
        for handler in (ExtractHandler(program.library, program.reader), ocr):
            workers.append(Worker(program.library, handler, lambda _step: None))
            workers[-1].start()

    yield begin
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.join(30)
        assert not worker.is_alive()


def read_scan(reader: Reader) -> None:
    reader.read()
    reader.hands.until(lambda: bool(reader.tab.scan.line.words.text()))


def went_well(line: ScanLine) -> bool:
    """Ends the test at once where recognising failed: what is waited for does not come any more then."""
    if line.isVisible() and line.button.text() == "Try Again":
        pytest.fail(line.words.text())
    return True


def press(reader: Reader) -> None:
    reader.tab.scan.line.button.click()
    reader.settle()


@needs_tesseract
def test_a_scan_is_recognised_and_then_read_like_any_other(scanned: Reader, work: Callable[[], None]) -> None:
    read_scan(scanned)
    tab, window = scanned.tab, scanned.hands.window
    line = tab.scan.line
    assert line.isVisible() and line.words.text() == OFFER
    assert not tab.view.texts[1].words

    press(scanned)
    work()
    scanned.hands.until(lambda: went_well(line) and bool(tab.view.texts[1].words) and not line.isVisible(), seconds=60)
    words = [word.text for word in tab.view.texts[1].words]
    assert words[:6] == ["Page", "1", "of", "a", "small", "report"]

    scanned.drag(scanned.at(1, 6), scanned.at(1, 8))
    assert tab.view.text_selected() == "Mosses grow on"
    scanned.key(Qt.Key.Key_1)
    (mark,) = scanned.marks()
    assert (mark.quote, mark.page) == ("Mosses grow on", 1)
    scanned.hands.until(lambda: window.library.documents.get(tab.document.id).state == "read", seconds=60)


@posix
def test_progress_is_shown_and_it_can_be_stopped(
    scanned: Reader, work: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = f"go = here / 'go'\nif go.exists(): time.sleep(600)\ngo.touch()\n{words_at('shaded', 'boulders')}"
    stand_in(tmp_path / "bin", second, monkeypatch)
    read_scan(scanned)
    line = scanned.tab.scan.line
    press(scanned)
    assert line.words.text() == "The text will be recognised as soon as background work comes to it."
    work()
    scanned.hands.until(lambda: line.words.text() == "Recognising the text: 1 of 2 pages", seconds=60)
    assert (line.progress.value(), line.progress.maximum()) == (1, 2)
    texts = scanned.tab.view.texts
    scanned.hands.until(lambda: [word.text for word in texts[1].words] == ["shaded", "boulders"])

    line.button.click()
    scanned.hands.until(lambda: line.words.text() == OFFER, seconds=20)
    assert scanned.hands.window.library.recognised.pages(scanned.tab.document.id) == {1}


@posix
def test_a_failure_is_said_where_it_was_asked_for(
    scanned: Reader, work: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "bin", "os.abort()", monkeypatch)
    read_scan(scanned)
    line = scanned.tab.scan.line
    press(scanned)
    work()
    scanned.hands.until(lambda: "Tesseract crashed" in line.words.text(), seconds=60)
    assert line.button.text() == "Try Again"


def test_without_tesseract_it_says_how_to_get_it(
    scanned: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    read_scan(scanned)
    line = scanned.tab.scan.line
    assert line.isVisible() and "Install it" in line.words.text() and line.button.isHidden()
    assert line.progress.isHidden()


def test_a_pdf_with_text_says_nothing(reader: Reader) -> None:
    reader.read()
    reader.settle()
    assert not reader.tab.scan.line.isVisible()


@posix
def test_the_action_asks_for_scans_only(scanned: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path / "bin", words_at("shaded"), monkeypatch)
    window = scanned.hands.window
    attach(scanned.hands, write_pdf(tmp_path / "text.pdf", "A page of text"), TITLES[1])
    library, jobs = window.library, window.library.jobs
    with library.write() as tx:
        for paper in (TITLES[0], TITLES[1]):
            (document,) = library.documents.of(library.papers.find(paper))
            library.documents.set_result(tx, document.id, "empty" if paper == TITLES[0] else "read", 2)
    scanned.hands.choose(TITLES[1])
    window.actions_["recognise"].trigger()
    scanned.settle()
    assert [job for job in jobs.list() if job.kind == "ocr"] == []
    scanned.hands.choose(TITLES[0])
    window.actions_["recognise"].trigger()
    scanned.settle()
    assert [job.paper for job in jobs.list() if job.kind == "ocr"] == [window.library.papers.find(TITLES[0])]
