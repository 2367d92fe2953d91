"""Where the focus goes when the widget that has it goes away: back to where it was before, else to the list."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from readinglist.gui.guard import guarded

REMEMBERED = 12
"""Widgets that had the focus and may get it back."""


class FocusReturn(QObject):
    """Corrects Qt, which gives the focus to the next widget in the order of Tab when a box or a card is hidden."""

    def __init__(self, window: QWidget, instead: QWidget) -> None:
        """`instead` gets the focus where what had it before cannot take it."""
        super().__init__(window)
        self._window, self._instead = window, instead
        self._had: list[weakref.ref[QWidget]] = []  # an open PDF that is closed takes its pictures with it
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        application.focusChanged.connect(self._on_focus_changed)

    def close(self) -> None:
        """The window goes: its widgets may be hidden in peace."""
        self._application.focusChanged.disconnect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    @guarded(None)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not isValid(now) or now.window() is not self._window:
            return
        gone = self._hidden(old)
        if gone is not None:
            self._give_back(gone)
            return
        self._had = [widget for widget in self._had if widget() not in (now, None)][1 - REMEMBERED :]
        self._had.append(weakref.ref(now))

    def _give_back(self, gone: QWidget) -> None:
        """Whoever had the focus before it went into `gone` gets it."""
        had = [widget for widget in (each() for each in reversed(self._had)) if widget is not None]
        former = next((widget for widget in had if isValid(widget) and not _within(widget, gone)), self._instead)
        usable = former.isVisible() and former.isEnabled() and former.window() is self._window
        wanted = former if usable else self._instead
        if wanted.isVisible():  # not while a PDF lies over the list
            wanted.setFocus()

    def _hidden(self, widget: QWidget | None) -> QWidget | None:
        """The outermost part of the window that holds `widget` and was just hidden."""
        found = None
        while widget is not None and isValid(widget) and widget is not self._window:
            if widget.isHidden():
                found = widget
            widget = widget.parentWidget()
        return found


def _within(widget: QWidget, part: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)
