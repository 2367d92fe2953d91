"""The whole window has names for those who do not see it, and ways for those who use no mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from readinglist.gui.actions import MENUS, SPECS
from tests.gui.conftest import TITLES, Hands

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSpinBox),
    *(QComboBox, QLineEdit, QPlainTextEdit, QTextEdit),
)


def controls(root: QWidget) -> Iterator[QWidget]:
    """Everything in sight that the keyboard can reach."""
    for widget in root.findChildren(QWidget):
        inner = isinstance(widget.parent(), (QAbstractSpinBox, QComboBox)) or widget.objectName().startswith("qt_")
        # The list that a combo box opens lies in a bare frame.
        inner = inner or (isinstance(widget, QListView) and type(widget.parent()).__name__ == "QFrame")
        can = widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if isinstance(widget, CONTROLS) and can and not inner:
            yield widget


def nameless(root: QWidget) -> list[str]:
    found = []
    for widget in controls(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


def test_each_control_of_the_window_has_a_name(hands: Hands) -> None:
    hands.choose(TITLES[0])
    assert nameless(hands.window) == []
    hands.choose(TITLES[0], TITLES[1])
    assert nameless(hands.window) == []


@pytest.mark.parametrize("action", ["add", "show-work", "palette", "settings", "help"])
def test_each_control_of_a_box_has_a_name(hands: Hands, action: str) -> None:
    hands.window.actions_[action].trigger()
    hands.settle()
    boxes = hands.window.boxes
    box = {
        "add": boxes.add_box,
        "show-work": boxes.work_panel,
        "palette": boxes.palette,
        "settings": boxes.settings_dialog,
        "help": boxes.help_sheet,
    }[action]
    assert box is not None
    assert box.isVisible()
    assert nameless(box) == []
    box.close()


def test_the_filters_are_spoken_in_words(hands: Hands) -> None:
    names = [control.accessibleName() for control in hands.window.list_pane.controls if control.isVisible()]
    assert "Show papers with a PDF" in names
    assert "Show papers added this month" in names


def test_rows_and_places_are_spoken(hands: Hands) -> None:
    hands.window.view.setFocus()
    hands.key("j")
    interface = QAccessible.queryAccessibleInterface(hands.window.view)
    assert interface is not None
    children = [interface.child(number) for number in range(interface.childCount())]
    spoken = [child.text(QAccessible.Text.Name) for child in children if child is not None]
    assert any(text.startswith(hands.titles()[0]) and "Alder" in text for text in spoken)


def test_every_action_does_something(hands: Hands) -> None:
    """An action that nothing is connected to would be a dead entry of the menu."""
    dead = [spec.name for spec, action in hands.window.actions_.items() if action.receivers("2triggered(bool)") == 0]
    assert dead == []


def test_no_two_actions_share_a_key() -> None:
    """Keys of the pages of a PDF are the list's as well: only one of them has the focus."""
    everywhere = [key for spec in SPECS for key in spec.keys if not spec.reading]
    in_list = [key for spec in SPECS for key in spec.list_keys]
    in_reader = [key for spec in SPECS if spec.reading for key in (*spec.keys, *spec.page_keys)]
    for keys in (everywhere, in_list, in_reader):
        assert len(set(keys)) == len(keys)
    assert not set(everywhere) & set(in_list)


def test_every_action_is_in_a_menu(hands: Hands) -> None:
    in_menus = set()
    for entry in hands.window.buttons.menu.actions():
        menu = entry.menu()
        assert menu is not None
        in_menus |= {action.objectName() for action in menu.actions() if not action.isSeparator()}  # type: ignore[attr-defined]
    assert in_menus == {spec.name for spec in SPECS}
    assert {spec.menu for spec in SPECS} == set(MENUS)


def test_tab_reaches_search_filters_list_and_details(hands: Hands) -> None:
    hands.choose(TITLES[0])
    window = hands.window
    window.field.line.setFocus()
    parts = (window.field, window.view, window.details_place, window.status_line, window.sidebar)
    passed: list[QWidget] = []
    for _ in range(60):
        focus = window.focusWidget()
        assert focus is not None
        part = next((part for part in parts if part is focus or part.isAncestorOf(focus)), None)
        if part is not None and (not passed or passed[-1] is not part):
            passed.append(part)
        if len(passed) > len(parts):
            break
        hands.key(Qt.Key.Key_Tab)
    assert passed == [*parts, window.field]


def test_escape_closes_what_is_open(hands: Hands) -> None:
    for action, box in (("palette", "palette"), ("help", "help_sheet"), ("settings", "settings_dialog")):
        hands.window.actions_[action].trigger()
        hands.settle()
        opened = getattr(hands.window.boxes, box)
        assert opened.isVisible()
        hands.key(Qt.Key.Key_Escape, opened.focusWidget() or opened)
        assert not opened.isVisible()
