"""A PDF is moved to a window of its own beside the main one, works there, and goes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from readinglist.gui.own_windows import OwnWindow
from readinglist.gui.reader.reader_tab import ReaderTab
from tests.gui.conftest import TITLES, Hands, Open
from tests.gui.test_access import nameless
from tests.gui_reader.hands import Reader, attach
from tests.pdfs import write_pdf

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def come_to_front(reader: Reader, window: QWidget) -> None:
    """What the system's window switcher does."""
    window.activateWindow()
    reader.hands.until(lambda: QApplication.activeWindow() is window)
    reader.settle()


def is_shown(window: QWidget) -> bool:
    return isValid(window) and window.isVisible()


def torn_off(reader: Reader) -> tuple[ReaderTab, OwnWindow]:
    """Open the PDF, and move it by the button beside the tabs."""
    tab = reader.read()
    tab.view.go_to(4)
    QTest.mouseClick(reader.hands.window.tabs.own_window, Qt.MouseButton.LeftButton)
    own = tab.window()
    assert isinstance(own, OwnWindow)
    reader.hands.until(lambda: QApplication.activeWindow() is own)
    reader.settle()
    return tab, own


def test_it_goes_out_and_back_and_stays_at_its_page(reader: Reader) -> None:
    main = reader.hands.window
    tab, own = torn_off(reader)
    assert own.isVisible() and own.windowTitle() == f"{TITLES[0]} — Reading List"
    assert main.tabs.bar.count() == 1 and main.tabs.current is None and main.status_line.isVisible()
    assert tab.view.page == 4 and tab.view.hasFocus() and reader.tab is tab
    assert nameless(own) == []
    button = tab.bar.own_window
    assert button.isVisible() and button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    reader.settle()
    assert main.tabs.current is tab and tab.window() is main and tab.view.page == 4 and not button.isVisible()
    assert not is_shown(own)
    reader.key(Qt.Key.Key_N, CTRL_SHIFT)
    assert tab.window() is not main
    reader.key(Qt.Key.Key_N, CTRL_SHIFT)
    assert tab.window() is main and main.tabs.current is tab


def test_the_keys_of_the_reader_work_there(reader: Reader) -> None:
    main = reader.hands.window
    tab, own = torn_off(reader)
    tab.view.go_to(1)
    reader.settle()
    words = [word.text for word in tab.view.texts[1].words]
    reader.drag(reader.at(1, words.index("Mosses")), reader.at(1, words.index("northern")))
    reader.key(Qt.Key.Key_2)
    assert [mark.colour for mark in reader.marks()] == ["green"]
    assert main.toast.window() is own and main.toast.isVisible()
    reader.key(Qt.Key.Key_Z, CTRL)
    assert reader.marks() == []
    reader.key(Qt.Key.Key_F, CTRL)
    assert tab.find_field.line.hasFocus()
    QTest.keyClick(tab.find_field.line, Qt.Key.Key_Escape)
    reader.key(Qt.Key.Key_1, CTRL)
    reader.hands.until(lambda: QApplication.activeWindow() is main)
    reader.settle()
    assert main.reading.current is None and own.isVisible()
    QTest.keyClick(main.view, Qt.Key.Key_F, CTRL)
    assert main.field.line.hasFocus(), "in the main window its keys are the list's again"


def test_its_buttons_show_its_own_state_whatever_window_is_in_front(reader: Reader) -> None:
    main = reader.hands.window
    tab, own = torn_off(reader)
    reader.key(Qt.Key.Key_I)
    night = next(
        button.defaultAction()
        for button in tab.bar.findChildren(type(tab.bar.own_window))
        if button.defaultAction() is not None and button.defaultAction().objectName() == "night"
    )
    assert night.isChecked() and main.actions_["night"].isChecked()
    come_to_front(reader, main)
    assert night.isChecked() and night.isEnabled() and not main.actions_["night"].isEnabled()
    night.trigger()
    assert not tab.view.night and not night.isChecked()
    come_to_front(reader, own)
    assert main.actions_["night"].isEnabled() and not main.actions_["night"].isChecked()


@pytest.mark.parametrize("way", ["button", "key"])
def test_closing_its_window_closes_the_pdf_and_keeps_the_place(reader: Reader, way: str) -> None:
    main = reader.hands.window
    tab, own = torn_off(reader)
    tab.view.go_to(7)
    document = tab.document.id
    if way == "button":
        own.close()
    else:
        reader.key(Qt.Key.Key_W, CTRL)
    reader.settle()
    assert main.reading.tabs() == [] and not is_shown(own) and main.isVisible()
    assert main.library.reading_places.get(document).page == 7
    main.toast.show_done("The toast lives on")
    assert main.toast.isVisible() and main.toast.window() is main
    again = reader.read()
    assert again is not tab and again.view.place()[0] == 7


def test_reading_it_again_brings_its_window_to_the_front(reader: Reader) -> None:
    main = reader.hands.window
    tab, own = torn_off(reader)
    come_to_front(reader, main)
    reader.hands.choose(TITLES[0])
    QTest.keyClick(main.view, Qt.Key.Key_O)
    reader.hands.until(lambda: QApplication.activeWindow() is own)
    assert main.reading.tabs() == [tab] and main.reading.current is tab


def test_another_pdf_is_read_in_the_main_window_meanwhile(reader: Reader, tmp_path: Path) -> None:
    main = reader.hands.window
    attach(reader.hands, write_pdf(tmp_path / "other.pdf", "Other words"), TITLES[1])
    tab, own = torn_off(reader)
    come_to_front(reader, main)
    other = reader.read(TITLES[1])
    assert main.tabs.current is other and main.reading.tabs() == [other, tab]
    come_to_front(reader, own)
    assert main.reading.current is tab
    come_to_front(reader, main)
    assert main.reading.current is other


def test_the_next_one_opens_where_the_last_one_was(reader: Reader, opened: Open) -> None:
    _, own = torn_off(reader)
    own.setGeometry(120, 80, 640, 480)
    own.close()
    reader.hands.close()
    hands: Hands = opened()
    _, again = torn_off(Reader(hands))
    assert again.geometry().getRect() == (120, 80, 640, 480)
    hands.close()  # with the window still open
    assert not is_shown(again)


def test_the_palette_and_the_shortcuts_open_over_it(reader: Reader) -> None:
    main = reader.hands.window
    tab, own = torn_off(reader)
    reader.key(Qt.Key.Key_K, CTRL)
    palette = main.boxes.palette
    assert palette is not None and palette.isVisible() and palette.window() is own and palette.field.hasFocus()
    QTest.keyClicks(palette.field, "dark pages")
    assert palette.titles()[0] == "Dark Pages"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert tab.view.night and not palette.isVisible() and tab.view.hasFocus()
    reader.key(Qt.Key.Key_K, CTRL)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible() and tab.view.hasFocus()
    reader.key(Qt.Key.Key_F1)
    sheet = main.boxes.help_sheet
    assert sheet is not None and sheet.isVisible() and sheet.parentWidget() is own
    own.close()
    reader.settle()
    assert not is_shown(own) and not is_shown(sheet)
    come_to_front(reader, main)
    QTest.keyClick(main.view, Qt.Key.Key_K, CTRL)
    assert palette.isVisible() and palette.window() is main and palette.field.hasFocus()
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    QTest.keyClick(main.view, Qt.Key.Key_F1)
    assert main.boxes.help_sheet is not None and main.boxes.help_sheet.parentWidget() is main


def test_a_paper_that_is_gone_to_from_there_is_shown_in_front(reader: Reader) -> None:
    main = reader.hands.window
    torn_off(reader)
    reader.key(Qt.Key.Key_K, CTRL)
    palette = main.boxes.palette
    assert palette is not None
    QTest.keyClicks(palette.field, "lichens")
    reader.hands.until(lambda: "Lichens as Clocks" in palette.titles())
    palette.lines.chosen.emit(palette.titles().index("Lichens as Clocks"))
    reader.hands.until(lambda: QApplication.activeWindow() is main)
    reader.settle()
    assert reader.hands.chosen() == ["Lichens as Clocks"]
