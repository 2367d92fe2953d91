"""A damaged page says so on itself and the others are read on; what failed with a child is asked for again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.reader.references_page import LOOKING
from tests.gui.conftest import Hands
from tests.gui_reader.hands import PAGES, Reader, attach
from tests.pdfs import file_of, write_pdf

LIST = ["References", *(f"[{number}] A. Alder. Moss of valley number {number}. 2001." for number in range(1, 8))]


def with_a_lost_page(path: Path) -> Path:
    """A PDF of three pages, the second of which its tree looks for within itself."""
    shown = "BT /F1 20 Tf 72 700 Td (moss) Tj ET"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 3 0 R /Resources << /Font << /F1 7 0 R >> >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R 6 0 R 5 0 R] /Count 3 >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        page,
        page,
        "<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [6 0 R] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    path.write_bytes(file_of(objects))
    return path


def test_a_page_that_cannot_be_drawn_says_so_and_hides_no_other(hands: Hands, tmp_path: Path) -> None:
    attach(hands, with_a_lost_page(tmp_path / "lost.pdf"))
    reader = Reader(hands)
    tab = reader.read()
    view = tab.view
    view.set_zoom("page")
    for page in (2, 3, 1):
        view.go_to(page)
        reader.settle()
        assert tab.pages.currentWidget() is view and view.page == page
    assert view.pictures.fault(2) == "is damaged: this part of it cannot be read"
    assert not view.pictures.fault(1) and not view.pictures.fault(3)
    assert [word.text for word in view.texts[3].words] == ["moss"]
    view.go_to(2)
    reader.settle()
    placed = view.layout_.page(2)
    image = view.viewport().grab().toImage()
    middle = round(placed.top + placed.height / 2 - view.seen.top())
    left = round(placed.left - view.seen.left())
    band = [image.pixelColor(left + x, middle + y) for x in range(30, placed.width - 30) for y in range(-8, 8)]
    assert min(colour.lightness() for colour in band) < 150 and max(colour.lightness() for colour in band) == 255


def test_what_failed_with_the_child_is_asked_for_again(hands: Hands, tmp_path: Path) -> None:
    attach(hands, write_pdf(tmp_path / "citing.pdf", *PAGES[:3], LIST))
    reader = Reader(hands)
    tab = reader.read()
    server, works = tab._pdf._server, tab.apparatus.works
    pid = server._child.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # at work on the picture when it dies
    tab.view.zoom_to(3.0)
    reader.hands.until(lambda: tab.view.pictures.waiting and server._serving is not None)
    os.kill(pid, signal.SIGKILL)
    reader.settle()
    assert tab.message.again.isVisible()
    # As if it had died over these.
    tab.view.texts.clear()
    tab.view._links.clear()
    works._on_failed(RuntimeError("crashed"))
    assert tab.apparatus.page.words.text() != LOOKING
    QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
    reader.settle()
    assert tab.pages.currentWidget() is tab.view
    assert [word.text for word in tab.view.texts[1].words][:2] == ["Page", "1"] and 1 in tab.view._links
    reader.hands.until(lambda: len(tab.apparatus.page.view.entries.shown) == 7)


def test_words_that_a_dying_child_owes_come_from_the_next(reader: Reader) -> None:
    tab = reader.read()
    server = tab._pdf._server
    pid = server._child.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    tab.view._ask_words(12)
    reader.hands.until(lambda: server._serving is not None)
    tab.view.go_to(12)
    os.kill(pid, signal.SIGKILL)
    reader.hands.until(lambda: 12 in tab.view.texts, seconds=20)
    reader.settle()
    assert tab.pages.currentWidget() is tab.view


def test_words_over_which_every_child_dies_are_given_up(reader: Reader) -> None:
    tab = reader.read()
    for _ in range(2):
        tab.view._on_none(9, RuntimeError("crashed"))
    tab.view._asked |= {("text", 9)}
    tab.view._on_none(9, RuntimeError("crashed"))
    assert ("text", 9) in tab.view._asked
