"""A PDF opens in a tab of the window and is left again; what cannot be read says why."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from readinglist.gui.window import MainWindow
from tests.gui.conftest import TITLES, Hands, Open
from tests.gui.test_access import nameless
from tests.gui_reader.hands import Reader, attach
from tests.pdfs import write_pdf


def test_it_opens_in_a_tab_and_the_list_is_one_key_away(reader: Reader) -> None:
    window = reader.hands.window
    assert window.tabs.bar.isHidden() or not window.tabs.bar.isVisible()
    tab = reader.read()
    assert tab.isVisible() and tab.view.hasFocus() and window.tabs.bar.tabText(1) == TITLES[0]
    assert tab.bar.page.text() == "1" and tab.bar.count.text() == "of 12"
    picture = tab.view.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2) == QColor("white")
    reader.key(Qt.Key.Key_Escape)
    assert window.reading.current is None and window.view.hasFocus()
    QTest.keyClick(window.view, Qt.Key.Key_O)  # the same tab comes to the front
    reader.hands.until(lambda: window.reading.current is tab)
    assert window.tabs.bar.count() == 2
    reader.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.bar.count() == 1 and window.reading.current is None


def test_each_control_has_a_name_and_each_key_one_meaning(reader: Reader) -> None:
    tab = reader.read()
    window = reader.hands.window
    assert nameless(window) == []
    specs = window.actions_.specs.values()
    keys = [key for spec in specs if spec.reading for key in (*spec.keys, *spec.page_keys)]
    assert len(keys) == len(set(keys))
    acting = [name for _, name in _acting(window, tab.view)]
    assert {"search-words", "close-tab", "quit"} <= set(acting) and not {"star", "feed-save"} & set(acting)
    meanings: dict[str, set[str]] = {}
    for key, name in _acting(window, tab.view):
        meanings.setdefault(key, set()).add(name)
    assert {key: names for key, names in meanings.items() if len(names) > 1} == {}


def _acting(window: MainWindow, focus: QWidget) -> list[tuple[str, str]]:
    """The keys that act while a widget has the focus, each with its action; those of other views do not."""
    return [
        (key.toString(), spec.name)
        for spec, action in window.actions_.items()
        for holder in action.associatedObjects()
        if isinstance(holder, QWidget)
        and (
            holder is focus
            or holder.isAncestorOf(focus)
            or (action.shortcutContext() is Qt.ShortcutContext.WindowShortcut and holder.window() is focus.window())
        )
        for key in action.shortcuts()
    ]


def test_it_reopens_where_one_left_off(reader: Reader, opened: Open) -> None:
    tab = reader.read()
    tab.view.go_to(5, 0.25)
    reader.key(Qt.Key.Key_R)
    place = tab.view.place()
    reader.hands.close()
    again = Reader(opened())
    view = again.read().view
    page, down = view.place()
    assert page == place[0] and down == pytest.approx(place[1], abs=0.01) and view.rotation == 90
    kept = again.hands.window.library.reading_places.get(again.tab.document.id)
    assert kept.furthest >= 5 and kept.pages == 12


def test_a_child_that_dies_is_said_and_tried_again(reader: Reader) -> None:
    tab = reader.read()
    os.kill(_pid(), signal.SIGKILL)
    tab.view.go_to(11)
    tab.view.zoom_to(3.0)
    reader.settle()
    if tab.message.isVisible():  # a child that was idle is replaced without a word
        assert "try again" in tab.message.words.text()
        QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
        reader.settle()
    assert tab.pages.currentWidget() is tab.view


def _pid() -> int:
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in task.read_text().split():
            if "pages_worker" in Path(f"/proc/{pid}/cmdline").read_text():
                return int(pid)
    raise AssertionError("no child serves pages")


def test_what_cannot_be_read_says_why(hands: Hands, tmp_path: Path) -> None:
    attach(hands, write_pdf(tmp_path / "good.pdf", "words"))
    path = hands.window.library.documents.of(hands.window.library.papers.find(TITLES[0]))[0].path
    path.write_bytes(b"no PDF at all")
    hands.choose(TITLES[0])
    QTest.keyClick(hands.window.view, Qt.Key.Key_O)
    hands.until(lambda: hands.window.reading.current is not None)
    tab = hands.window.reading.current
    assert tab is not None
    hands.until(lambda: tab.message.again.isVisible(), seconds=30)
    assert tab.message.words.text().startswith(path.name) or "PDF" in tab.message.words.text()
    write_pdf(path, "words again")
    QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
    hands.until(lambda: tab.opened is not None, seconds=30)
    hands.until(lambda: not hands.window.busy, seconds=30)
