"""The reader in the window against bare PyMuPDF: first page, page turn, and scrolling through 500 pages."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readinglist.gui.reader.page_layout import PIXELS_PER_POINT
from readinglist.gui.reader.reader_tab import ReaderTab
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.library.records import Document
from readinglist.program import Program
from tests.benchmarks.conftest import quantile
from tests.benchmarks.test_pages import PAGES, long_paper
from tests.gui.conftest import Hands
from tests.gui_reader.stalls import is_calm

__all__ = ("long_paper",)

pytestmark = [pytest.mark.benchmark, pytest.mark.shared]

TURNS = 30
STEPS = 600
FRAME = 0.016
Report = Callable[[str], None]


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window of 1440 x 900 on an empty library that does no work of its own."""
    theme = Theme("light")
    theme.apply()
    program = Program(tmp_path / "library", offline=True)
    program.runner.pause_all()
    hands = Hands(MainWindow(program, theme), qtbot)
    hands.begin()
    yield hands.window
    hands.close()


def document(window: MainWindow, path: Path) -> Document:
    return window.library.documents.get(window.program.store.take(path).document_id)


def until(holds: Callable[[], bool]) -> None:
    """Serve events until it is so; without the pauses of pytest-qt, which would be measured too."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        QCoreApplication.processEvents()
        time.sleep(0.0005)  # the GIL is the child's reader's, as in an event loop that waits


def is_drawn(tab: ReaderTab) -> bool:
    view = tab.view
    pages = view.visible_pages()
    return bool(pages) and all(view.pictures.drawn(page, view.seen, view.look)[1] for page in pages)


def bare(path: Path, number: int, zoom: float) -> float:
    import pymupdf

    with pymupdf.open(path) as opened:
        begin = time.perf_counter()
        opened[number - 1].get_pixmap(matrix=pymupdf.Matrix(zoom, zoom))
        return time.perf_counter() - begin


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def test_first_page_in_the_window(window: MainWindow, shared: Path, report: Report) -> None:
    ours, theirs = [], []
    for path in sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf"))[:15]:
        taken = document(window, path)
        until(lambda: not window.busy)
        begin = time.perf_counter()
        tab = window.reading.open(taken, path.name)
        until(lambda tab=tab: tab.opened is not None and is_drawn(tab))  # type: ignore[misc]
        ours.append(time.perf_counter() - begin)
        theirs.append(bare(path, 1, tab.view.zoom * PIXELS_PER_POINT))
        until(lambda tab=tab: not tab.busy)  # type: ignore[misc]
        window.reading.close_tab(tab)
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    report(
        f"first page in the window: {mine:.0f} ms, bare get_pixmap {other:.0f} ms (medians, n = {len(ours)}, {load()})"
    )


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_page_turn_in_the_window(window: MainWindow, long_paper: Path, report: Report, zoom: float) -> None:
    tab = window.reading.open(document(window, long_paper), "long")
    until(lambda: tab.opened is not None and not tab.busy)
    tab.view.zoom_to(zoom)
    ours, theirs, turned = [], [], []
    for turn in range(TURNS):
        number = 2 + turn * PAGES // TURNS
        tab.view.go_to(number)
        until(lambda: is_drawn(tab) and not tab.busy)
        begin = time.perf_counter()
        tab.view.go_to(number + 1)
        until(lambda: is_drawn(tab))
        turned.append(time.perf_counter() - begin)
        until(lambda: not tab.busy)
        begin = time.perf_counter()
        tab.view.go_to((number + PAGES // 2) % PAGES + 1)
        until(lambda: is_drawn(tab))
        ours.append(time.perf_counter() - begin)
        until(lambda: not tab.busy)
        theirs.append(bare(long_paper, (number + PAGES // 2) % PAGES + 1, zoom * PIXELS_PER_POINT))
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    report(
        f"page turn in the window at {zoom:.0%}: to any page {mine:.0f} ms, to the next one"
        f" {statistics.median(turned) * 1000:.0f} ms, bare get_pixmap {other:.0f} ms"
        f" (medians, n = {TURNS}, {load()}; target 1.5x + 30 ms)"
    )
    assert statistics.median(turned) * 1000 <= 1.5 * other + 30
    assert mine <= 1.5 * other + 30


def test_scrolling_through_500_pages(window: MainWindow, long_paper: Path, report: Report) -> None:
    tab = window.reading.open(document(window, long_paper), "long")
    until(lambda: tab.opened is not None and not tab.busy)
    bar = tab.view.verticalScrollBar()
    frames, works, most = [], [], 0
    for step in range(STEPS):
        begin, work = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + 120 if step < STEPS // 2 else bar.maximum() * (step - STEPS // 2) // (STEPS // 2))
        QApplication.processEvents()
        spent = time.perf_counter() - begin
        frames.append(spent)
        works.append(time.thread_time() - work)
        most = max(most, tab.view.pictures.shelf.bytes)
        time.sleep(max(0.0, FRAME - spent))  # the next frame is due then
    good, own = (sum(each < FRAME for each in times) / len(times) for times in (frames, works))
    report(
        f"scrolling {PAGES} pages: {good:.1%} of {STEPS} frames under 16 ms, median"
        f" {statistics.median(frames) * 1000:.1f} ms, 99th percentile {quantile(frames, 0.99) * 1000:.0f} ms;"
        f" by the window's own work alone {own:.1%}, 99th percentile {quantile(works, 0.99) * 1000:.0f} ms;"
        f" pictures kept {most / 1e6:.0f} MB at most ({load()})"
    )
    until(lambda: not tab.busy)
    assert own > 0.95
    if is_calm():
        assert good > 0.95
    assert most <= 160_000_000
