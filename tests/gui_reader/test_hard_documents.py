"""Documents that are long, large or odd, and files and child processes that go away under the reader."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from readinglist.gui.reader.page_pictures import MOST_PIXELS
from readinglist.gui.reader.reader_tab import ReaderTab
from tests.conftest import ROOT
from tests.gui.conftest import Hands
from tests.gui_reader.hands import Reader, attach
from tests.gui_reader.sheets import Sheet, filled, words, write_sheets
from tests.gui_reader.stalls import Stalls
from tests.pdfs import write_pdf

MANY = 5000
RED = QColor(255, 0, 0)


Opener = Callable[[Sequence[Sheet]], Reader]


@pytest.fixture
def reading(hands: Hands, tmp_path: Path) -> Opener:
    """Opens a PDF with these pages in the window."""

    def read(sheets: Sequence[Sheet]) -> Reader:
        attach(hands, write_sheets(tmp_path / "sheets.pdf", sheets))
        reader = Reader(hands)
        reader.read()
        return reader

    return read


def seen(reader: Reader, page: int, across: float, down: float) -> QColor:
    """The colour at a place of a page that is in view; shares of its width and height."""
    view = reader.tab.view
    placed = view.layout_.page(page)
    corner = view.seen.topLeft()
    image = view.viewport().grab().toImage()
    x = round(placed.left + across * placed.width - corner.x())
    y = round(placed.top + down * placed.height - corner.y())
    return image.pixelColor(x, y)


def test_five_thousand_pages(reading: Opener, tmp_path: Path) -> None:
    reader = reading([Sheet(drawn=words(f"Page {number}")) for number in range(1, MANY + 1)])
    view = reader.tab.view
    assert reader.tab.bar.count.text() == f"of {MANY:,}"
    with Stalls(tmp_path) as stalls:
        bar = view.verticalScrollBar()
        for share in (0.2, 0.21, 0.5, 0.9, 1.0):
            bar.setValue(round(share * bar.maximum()))
            reader.settle()
        assert view.page == MANY
        view.zoom_step(True)
        reader.settle()
        reader.tab.do("two-pages")
        reader.settle()
    assert view.page in (MANY, MANY - 1)
    assert all(gap.worked < 0.1 for gap in stalls.gaps), stalls.worst


def test_a_step_of_the_scroll_bar_costs_the_same_in_a_long_document(reading: Opener) -> None:
    view = reading([Sheet(drawn=words("A page"))] * MANY).tab.view

    def spent(pages: int) -> float:
        view.show_pages(view._sizes[:pages])
        best = math.inf
        for _ in range(3):
            begin = time.thread_time()
            for number in range(60):
                view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * number // 60)
            best = min(best, time.thread_time() - begin)
        return best

    many = spent(MANY)
    assert many < 3 * spent(50)


def test_a_poster_fits_and_is_drawn_in_tiles(reading: Opener) -> None:
    side = 14_400.0  # 200 inches, the most that a PDF may be
    marks = [filled((0, side - 400, 400, side)), filled((side - 400, 0, side, 400))]
    reader = reading([Sheet(media=(0, 0, side, side), drawn="\n".join(marks))])
    view = reader.tab.view
    assert view.layout_.page(1).width <= view.viewport().width()
    assert seen(reader, 1, 0.01, 0.01) == RED
    for zoom in (1.0, 8.0):
        view.zoom_to(zoom)
        view.horizontalScrollBar().setValue(0)
        view.verticalScrollBar().setValue(0)
        reader.settle()
        placed = view.layout_.page(1)
        assert placed.width * placed.height > MOST_PIXELS
        assert seen(reader, 1, 100 / placed.width, 100 / placed.height) == RED
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        reader.settle()
        assert seen(reader, 1, 1 - 100 / placed.width, 1 - 100 / placed.height) == RED
        assert view.pictures.shelf.bytes <= 160_000_000
        middle = placed.height // 2
        view.verticalScrollBar().setValue(middle)
        reader.settle()
        assert seen(reader, 1, 1 - 100 / placed.width, (middle + 100) / placed.height) == QColor("white")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_cropped_page_shows_its_crop_box_turned(reading: Opener, rotate: int) -> None:
    # The upper left corner of the crop box is red; the media box around it is full of blue.
    crop = (-100.0, 50.0, 200.0, 450.0)
    drawn = "\n".join([filled((-300, -300, 900, 900), 0, 0, 1), filled((-100, 350, 0, 450))])
    sheet = Sheet(media=(-300, -300, 900, 900), crop=crop, rotate=rotate, drawn=drawn)
    reader = reading([sheet])
    reader.tab.view.set_zoom("page")
    reader.settle()
    corner = {0: (0.1, 0.1), 90: (0.9, 0.1), 180: (0.9, 0.9), 270: (0.1, 0.9)}[rotate]
    placed = reader.tab.view.layout_.page(1)
    assert (placed.width > placed.height) == (rotate in (90, 270))
    assert seen(reader, 1, *corner) == RED
    assert seen(reader, 1, 1 - corner[0], 1 - corner[1]) == QColor(0, 0, 255)
    reader.tab.do("rotate")
    reader.settle()
    assert (
        seen(
            reader, 1, *{(0.1, 0.1): (0.9, 0.1), (0.9, 0.1): (0.9, 0.9), (0.9, 0.9): (0.1, 0.9)}.get(corner, (0.1, 0.1))
        )
        == RED
    )


def test_pages_of_a_pixel_of_no_size_and_of_strange_boxes(reading: Opener) -> None:
    odd = [
        Sheet(media=(0, 0, 1, 1), drawn=filled((0, 0, 1, 1))),
        Sheet(media=(0, 0, 0, 0)),
        Sheet(media=(0, 0, 0.01, 5000)),
        Sheet(media=(700, 800, 100, 50), drawn=filled((100, 50, 700, 800))),  # from its right to its left
        Sheet(crop=(5000, 5000, 6000, 6000)),  # outside of the paper
        Sheet(rotate=45),
        Sheet(rotate=-90),
        Sheet(unit=10, drawn=filled((0, 0, 612, 792))),
        Sheet(drawn=words("the last page")),
    ]
    reader = reading(odd)
    view = reader.tab.view
    assert view.count == len(odd)
    for number in range(1, len(odd) + 1):
        for zoom in ("width", "page", "8"):
            view.set_zoom(zoom)
            view.go_to(number)
            reader.settle()
            assert reader.tab.pages.currentWidget() is view, reader.tab.message.words.text()
    view.go_to(4)
    view.set_zoom("page")
    reader.settle()
    assert seen(reader, 4, 0.5, 0.5) == RED


def test_a_page_with_mistakes_hides_no_other(reading: Opener) -> None:
    broken = Sheet(media=(0, 0, 612, 792), drawn="q 1 0 0 1 0 0 cm /Nothing Do BT (words without a font) Tj ET")
    reader = reading([Sheet(drawn=words("one")), broken, Sheet(drawn=filled((0, 0, 612, 792)))])
    reader.tab.view.go_to(3)
    reader.settle()
    assert reader.tab.pages.currentWidget() is reader.tab.view and seen(reader, 3, 0.5, 0.1) == RED


# -- what goes away


def child(tab: ReaderTab) -> int:
    pid = tab._pdf._server._child.pid
    assert pid is not None
    return pid


def test_a_child_killed_at_its_work_is_said_and_another_tried(reader: Reader) -> None:
    tab = reader.read()
    tab.view.go_to(11)
    reader.settle()
    pid = child(tab)
    for attempt in range(8):  # where it dies over words or a small picture nobody needs to be told
        pid = child(tab)
        os.kill(pid, signal.SIGSTOP)  # so that it is at work for sure
        tab.view.zoom_to(3.0 + attempt / 10)
        reader.hands.until(lambda: tab.view.pictures.waiting)
        os.kill(pid, signal.SIGKILL)
        reader.settle()
        if tab.message.again.isVisible():
            break
    assert "try again" in tab.message.words.text()
    QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
    reader.settle()
    assert tab.pages.currentWidget() is tab.view and tab.view.page == 11 and child(tab) != pid
    assert tab.view.pictures.drawn(tab.view.layout_.page(11), tab.view.seen, tab.view.look)[1]


def test_a_child_that_sleeps_holds_nothing_up(reader: Reader, tmp_path: Path) -> None:
    tab = reader.read()
    os.kill(child(tab), signal.SIGSTOP)
    try:
        with Stalls(tmp_path) as stalls:
            for page in (3, 6, 9, 12):
                tab.view.go_to(page)
                tab.view.zoom_step(True)
                tab.view.viewport().repaint()
                reader.hands.until(lambda: tab.view.pictures.waiting)
    finally:
        os.kill(child(tab), signal.SIGCONT)
    reader.settle()
    assert all(gap.worked < 0.1 for gap in stalls.gaps), stalls.worst
    assert tab.pages.currentWidget() is tab.view and tab.view.page == 12
    assert tab.view.pictures.drawn(tab.view.layout_.page(12), tab.view.seen, tab.view.look)[1]


def test_a_tab_is_closed_while_its_child_sleeps(reader: Reader) -> None:
    tab = reader.read()
    os.kill(child(tab), signal.SIGSTOP)
    tab.view.go_to(9)
    reader.hands.until(lambda: tab.view.pictures.waiting)
    begin = time.monotonic()
    reader.hands.window.reading.close_tab(tab)
    assert time.monotonic() - begin < 1
    reader.settle()


def test_a_file_that_is_gone_is_said_and_one_that_comes_back_is_read(reader: Reader, tmp_path: Path) -> None:
    tab = reader.read()
    path = tab.document.path
    path.rename(tmp_path / "elsewhere.pdf")
    tab.view.go_to(12)
    tab.view.zoom_to(2.5)
    reader.settle()
    if tab.pages.currentWidget() is tab.message:
        assert path.name in tab.message.words.text() or "report.pdf" in tab.message.words.text()
        (tmp_path / "elsewhere.pdf").rename(path)
        QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
        reader.settle()
    assert tab.pages.currentWidget() is tab.view and tab.view.page == 12


def test_another_file_in_its_place_is_shown_when_asked_again(reader: Reader) -> None:
    tab = reader.read()
    write_pdf(tab.document.path, "only one page now")
    tab.view.go_to(12)
    tab.view.zoom_to(2.5)
    reader.settle()
    if tab.pages.currentWidget() is tab.message:
        QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
        reader.settle()
    assert tab.pages.currentWidget() is tab.view and tab.view.count == 1 and tab.view.page == 1
    assert "only" in [word.text for word in tab.view.texts[1].words]


# -- high DPI


def test_pages_are_crisp_on_a_dense_screen(tmp_path: Path) -> None:
    """In a process of its own, for the scale is chosen before Qt starts."""
    test = "tests/gui_reader/test_hard_documents.py::test_dense"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", test],
        env=dict(os.environ, QT_SCALE_FACTOR="2", READINGLIST_DENSE="1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0 and "1 passed" in run.stdout, run.stdout + run.stderr


@pytest.mark.skipif("READINGLIST_DENSE" not in os.environ, reason="run by the test above, at twice the scale")
def test_dense(reader: Reader) -> None:
    tab = reader.read()
    view = tab.view
    assert view.devicePixelRatioF() == 2
    placed = view.layout_.page(1)
    (drawn,), whole = view.pictures.drawn(placed, view.seen, view.look)
    assert whole and abs(drawn.image.width() - 2 * placed.width) <= 2
    assert abs(drawn.image.height() - 2 * placed.height) <= 2
    grabbed = view.viewport().grab().toImage()
    shades = {grabbed.pixelColor(x, y).lightness() for x in range(0, grabbed.width(), 3) for y in range(0, 600, 2)}
    assert grabbed.width() == 2 * view.viewport().width() and min(shades) < 60
    small = tab.thumbnails._pictures[1].image
    assert small.width() > 1.9 * tab.theme.px(88) or small.height() > 1.9 * tab.theme.px(124)
