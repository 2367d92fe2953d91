"""The page of references beside an open PDF: what is in the library, and what is taken in from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from readinglist.gui.reader.cited_view import CitedView
from readinglist.gui.reader.references_page import NONE
from readinglist.library.records import Status
from tests.gui.conftest import TITLES, Hands
from tests.gui_reader.hands import PAGES, Reader, attach
from tests.pdfs import write_pdf

LIST = [
    "References",
    f"[1] A. Alder and B. Birch. {TITLES[4]}. Annals of the Outdoors, 2014. doi:10.1234/outdoors.4",
    "[2] C. Cedar. Weather on the other side of the hill. 2003. doi:10.1234/rain.7",
    "[3] E. Elm. The names of all the winds in one valley. Journal of Air, 12:1-9, 1999.",
    "[4] F. Fir. A year of fog on a mountain road. Journal of Air, 13:4-19, 2001.",
]


@pytest.fixture
def reader(hands: Hands, tmp_path: Path) -> Reader:
    attach(hands, write_pdf(tmp_path / "citing.pdf", *PAGES[:3], LIST))
    reader = Reader(hands)
    reader.read()
    reader.tab.panel.choose("references")
    reader.settle()
    return reader


def view_of(reader: Reader) -> CitedView:
    return reader.tab.apparatus.page.view


def at(view: CitedView, row: int) -> QPoint:
    return view.visualRect(view.entries.index(row)).center()


def test_the_list_says_what_is_in_the_library(reader: Reader) -> None:
    shown = view_of(reader).entries.shown
    assert [each.reference.number for each in shown] == ["1", "2", "3", "4"]
    assert [each.paper.title if each.paper else None for each in shown] == [TITLES[4], None, None, None]


def test_a_click_shows_the_paper(reader: Reader) -> None:
    QTest.mouseClick(view_of(reader).viewport(), Qt.MouseButton.LeftButton, pos=at(view_of(reader), 0))
    reader.settle()
    assert reader.hands.chosen() == [TITLES[4]]


def test_ctrl_and_a_click_opens_its_pdf(reader: Reader, tmp_path: Path) -> None:
    paper = attach(reader.hands, write_pdf(tmp_path / "lichens.pdf", *PAGES[:2]), TITLES[4])
    view = view_of(reader)
    assert view.button_of(view.entries.shown[0])[0] == "file"
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, ctrl, at(view, 0))
    reader.settle()
    assert reader.tab.paper == paper


def test_the_button_adds_and_undo_takes_it_back(reader: Reader) -> None:
    view = view_of(reader)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.button_rect(1).center().toPoint())
    reader.settle()
    paper = view.entries.shown[1].paper
    assert paper is not None
    assert (paper.doi, paper.title, paper.year, paper.status) == (
        "10.1234/rain.7",
        "Weather on the other side of the hill",
        2003,
        Status.TO_READ,
    )
    assert reader.hands.window.library.papers.provenance(paper.id)["title"][0] == "pdf"
    reader.hands.window.library.history.undo()
    reader.settle()
    assert view.entries.shown[1].paper is None


def test_keys_filter_choose_add_and_go_to_the_entry(reader: Reader) -> None:
    page, view = reader.tab.apparatus.page, view_of(reader)
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "air fog")
    assert [each.reference.number for each in view.entries.shown] == ["4"]
    QTest.keyClick(page.filter, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    reader.settle()
    assert view.entries.shown[0].paper is not None
    QTest.keyClick(page.filter, Qt.Key.Key_Escape)
    assert view.entries.rowCount() == 4
    view.choose(2)
    QTest.keyClick(view, Qt.Key.Key_Return)
    reader.settle()
    assert reader.tab.view.furthest == 4
    assert reader.tab.travel.can_go_back


def test_a_pdf_without_a_list_says_so(hands: Hands, tmp_path: Path) -> None:
    attach(hands, write_pdf(tmp_path / "plain.pdf", *PAGES[:2]))
    reader = Reader(hands)
    reader.read()
    assert reader.tab.apparatus.page.words.text() == NONE
