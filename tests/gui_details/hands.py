"""What a user's hands do: keys and the mouse, with types."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Press the keys of a text one after another."""
    QTest.keyClicks(widget, text)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key."""
    QTest.keyClick(widget, key, modifiers)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Press and release the left button in the middle of a widget, or at a point of it."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def button(parent: QWidget, text: str) -> QAbstractButton:
    """The visible button of that text or accessible name below `parent`."""
    QApplication.processEvents()  # what is new becomes visible when its layout has seen it
    for found in parent.findChildren(QAbstractButton):
        if text in (found.text(), found.accessibleName()) and found.isVisible():
            return found
    raise AssertionError(f"no visible button {text!r}")
