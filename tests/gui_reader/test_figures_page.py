"""The page of figures and tables beside an open PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.reader.figures_page import NONE, FiguresPage
from readinglist.gui.reader.figures_view import caption_of, name_of
from tests.gui.conftest import Hands
from tests.gui_reader.hands import PAGES, Reader, attach
from tests.gui_reader.sheets import Sheet, filled, words, write_sheets
from tests.pdfs import write_pdf

CAPTIONS = [
    "Figure 1: Stones with mosses on their northern side.",
    "Table 1: How often it rained in each year.",
    "Nothing is drawn here.",
    "Figure 2: The same stones a year later.",
]


@pytest.fixture
def reader(hands: Hands, tmp_path: Path) -> Reader:
    around = f"{words('Words stand above it.')} {words('Words stand below it.', y=120)}"
    drawn = [f"{around} {filled((100, 560, 320, 650))} 0 g {words(caption, y=540)}" for caption in CAPTIONS]
    attach(hands, write_sheets(tmp_path / "drawn.pdf", [Sheet(drawn=each) for each in drawn]))
    reader = Reader(hands)
    reader.read()
    return reader


def shown(reader: Reader) -> FiguresPage:
    reader.hands.window.actions_["show-figures"].trigger()
    page = reader.tab.apparatus.figures_page
    reader.hands.until(lambda: reader.tab.apparatus.figures.complete)
    reader.settle()
    return page


def test_figures_and_tables_are_listed_with_captions_and_pictures(reader: Reader) -> None:
    page = shown(reader)
    figures = page.view.figures.shown
    assert [(name_of(each), each.page) for each in figures] == [("Figure 1", 1), ("Table 1", 2), ("Figure 2", 4)]
    assert caption_of(figures[1]).startswith("How often it rained")
    reader.hands.until(lambda: page.view.pictures == 3)


def test_nothing_is_looked_for_before_somebody_wants_it(reader: Reader) -> None:
    assert not reader.tab.apparatus.figures.complete
    assert not reader.tab.apparatus.figures.found


def test_a_click_goes_there(reader: Reader) -> None:
    view = shown(reader).view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.figures.index(1)).center())
    reader.settle()
    assert reader.tab.view.page == 2
    assert reader.tab.travel.can_go_back


def test_keys_choose_and_go_there(reader: Reader) -> None:
    page = shown(reader)
    page.take_focus()
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    reader.settle()
    assert reader.tab.view.furthest == 4


def test_a_pdf_without_figures_says_so(hands: Hands, tmp_path: Path) -> None:
    attach(hands, write_pdf(tmp_path / "plain.pdf", *PAGES[:2]))
    reader = Reader(hands)
    reader.read()
    assert shown(reader).words.text() == NONE
