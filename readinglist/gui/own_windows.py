"""PDFs that were moved out of the main window, each into a window of its own beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QObject, QRect, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from readinglist.gui.guard import guarded

if TYPE_CHECKING:
    from readinglist.gui.actions import Actions
    from readinglist.gui.reader.reader_tab import ReaderTab

WIDTH = 1000
BESIDE = ("undo", "redo", "palette", "switch-theme", "help", "quit")
"""Actions of the main window that work in these windows too."""


class OwnWindow(QWidget):
    """Holds one open PDF and nothing else."""

    close_asked = Signal(object)
    """The PDF; the user closes its window."""

    def __init__(self, tab: ReaderTab, actions: Actions) -> None:
        super().__init__()
        self.tab: ReaderTab | None = tab
        self.setWindowTitle(f"{tab.windowTitle()} — Reading List")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tab)
        for spec, action in actions.items():
            if spec.name in BESIDE or (spec.reading and spec.keys):
                self.addAction(action)
        tab.show()

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if self.tab is not None:
            self.close_asked.emit(self.tab)


class OwnWindows(QObject):
    """Makes and ends these windows, and knows which of them is in front."""

    changed = Signal()
    """Another window is in front: the main one or one of these."""
    close_asked = Signal(object)
    """The PDF whose window the user closes."""

    def __init__(self, main: QWidget, actions: Actions) -> None:
        super().__init__(main)
        self._main, self._actions = main, actions
        self._windows: list[OwnWindow] = []
        self._front: OwnWindow | None = None
        self.geometry = ""
        """Where the next of them goes, Qt's own description in base64."""
        application = cast(QApplication, QApplication.instance())
        self._application = application
        application.focusWindowChanged.connect(self._on_focus_window)

    @property
    def front(self) -> ReaderTab | None:
        """The PDF whose window is in front; None while that is the main window."""
        return None if self._front is None else self._front.tab

    @property
    def place(self) -> str:
        """Where the last of them is or was, to be `geometry` the next time."""
        if self._windows:
            self._remember(self._windows[-1])
        return self.geometry

    def tabs(self) -> list[ReaderTab]:
        """The PDFs that have windows of their own."""
        return [window.tab for window in self._windows if window.tab is not None]

    def give(self, tab: ReaderTab) -> None:
        """Show a PDF in a window of its own, where the last one was, else beside the main window."""
        window = OwnWindow(tab, self._actions)
        window.close_asked.connect(self.close_asked)
        self._windows.append(window)
        if not (self.geometry and window.restoreGeometry(QByteArray.fromBase64(self.geometry.encode()))):
            window.setGeometry(self._beside())
        window.show()
        self.bring(tab)

    def take(self, tab: ReaderTab) -> None:
        """End the window of a PDF; the PDF itself stays and has no window then."""
        window = self._of(tab)
        if window is None:
            return
        self._remember(window)
        self._windows.remove(window)
        window.tab = None
        tab.setParent(None)
        if self._front is window:
            self._front = None
            self._main.activateWindow()
            self.changed.emit()
        window.close()
        window.deleteLater()

    def bring(self, tab: ReaderTab) -> None:
        """Bring the window of a PDF to the front."""
        window = self._of(tab)
        if window is not None:
            if window.isMinimized():
                window.showNormal()
            window.raise_()
            window.activateWindow()
            self._turn_to(window)

    def close(self) -> None:
        """The main window goes, and these with it."""
        self._application.focusWindowChanged.disconnect(self._on_focus_window)
        for window in self._windows:
            self._remember(window)
            window.tab = None
            window.close()
            window.deleteLater()
        self._windows.clear()
        self._front = None

    def _of(self, tab: ReaderTab) -> OwnWindow | None:
        return next((window for window in self._windows if window.tab is tab), None)

    def _remember(self, window: OwnWindow) -> None:
        self.geometry = window.saveGeometry().toBase64().toStdString()

    def _beside(self) -> QRect:
        """As high as the main window, at its right, as far as the screen goes."""
        main = self._main.geometry()
        screen = self._main.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = min(WIDTH, room.width())
        return QRect(min(main.right() + 1, room.right() - width + 1), main.top(), width, main.height())

    def _turn_to(self, window: OwnWindow | None) -> None:
        if window is not self._front:
            self._front = window
            self.changed.emit()

    @Slot()
    def _on_focus_window(self) -> None:
        active = QApplication.activeWindow()
        if active is self._main:
            self._turn_to(None)
        elif isinstance(active, OwnWindow) and active in self._windows:  # a dialog changes nothing
            self._turn_to(active)
