"""Words of the pages are chosen, copied, found, and looked for in the library."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui.conftest import TITLES
from tests.gui_reader.hands import PAGES, Reader


def test_drag_double_and_triple_click_choose_words(reader: Reader) -> None:
    view = reader.read().view
    words = [word.text for word in view.texts[1].words]
    reader.drag(reader.at(1, words.index("Mosses")), reader.at(1, words.index("northern")))
    assert view.text_selected() == "Mosses grow on the northern"
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Mosses grow on the northern"
    reader.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.text_selected() == "Mosses grow on the northern side"
    at = reader.at(1, words.index("stone"))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.text_selected() == "stone"
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.text_selected() == PAGES[0][1]
    reader.key(Qt.Key.Key_Escape)
    assert view.selection is None and reader.hands.window.reading.current is not None


def test_finding_counts_and_steps_through_all_hits(reader: Reader) -> None:
    tab = reader.read()
    reader.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = tab.find_field.line
    assert line.hasFocus()
    QTest.keyClicks(line, "northern side")
    reader.hands.until(lambda: len(tab.finding.hits) == 12 and tab.finding.done, seconds=30)
    assert tab.find_field.words.text() == "1 of 12"
    QTest.keyClick(line, Qt.Key.Key_F3)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert tab.find_field.words.text() == "3 of 12" and 3 in [page.number for page in tab.view.visible_pages()]
    QTest.keyClick(line, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert tab.find_field.words.text() == "2 of 12"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    reader.settle()
    assert tab.view.hasFocus() and tab.finding.hits == []


def test_the_words_can_be_looked_for_in_the_library(reader: Reader) -> None:
    view = reader.read().view
    words = [word.text for word in view.texts[1].words]
    reader.drag(reader.at(1, words.index("Mosses")), reader.at(1, words.index("Mosses")) + QPoint(12, 0))
    QTest.keyClick(view, Qt.Key.Key_S)
    reader.settle()
    assert reader.hands.window.reading.current is None
    assert reader.hands.window.field.text == "Mosses" and reader.hands.titles()[0] == TITLES[0]
