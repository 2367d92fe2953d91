"""The library and the open PDFs as tabs; as long as no PDF is open there is no bar."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.theme import Theme

LIBRARY = "Library"
MOST_LETTERS = 48


class Tabs(QWidget):
    """The first tab is the library and stays."""

    changed = Signal()
    """Another tab is in front."""
    close_asked = Signal(object)
    """The widget of the tab that the user wants to close."""
    own_window_asked = Signal(object)
    """The widget of the tab that is to get a window of its own."""

    def __init__(self, theme: Theme, library: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.bar = QTabBar()
        self.bar.setProperty("kind", "documents")
        self.bar.setAccessibleName("Library and open PDFs")
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.bar.setUsesScrollButtons(True)
        self.bar.setDrawBase(False)
        self.bar.setMovable(False)
        self._head = QWidget()
        self._head.setProperty("pane", "tabs")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(theme.px(8), theme.px(5), theme.px(8), 0)
        row.addWidget(self.bar, 1)
        self.own_window = QToolButton()
        self.own_window.setAccessibleName("Move the PDF to its own window")
        self.own_window.setToolTip("Move to Its Own Window (Ctrl+Shift+N)")
        theme.dress(self.own_window, "external")
        self.own_window.clicked.connect(self._on_own_window)
        row.addWidget(self.own_window)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)
        self._head.hide()
        self._stack.addWidget(library)
        self.bar.addTab(LIBRARY)
        self.bar.currentChanged.connect(self._on_current)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @property
    def current(self) -> QWidget | None:
        """The open PDF in front; None for the library."""
        return self._stack.currentWidget() if self._stack.currentIndex() > 0 else None

    @property
    def place(self) -> QWidget:
        """The parent of what is to be added: a tree of widgets that moves is dressed anew."""
        return self._stack

    def widgets(self) -> list[QWidget]:
        """The open PDFs from left to right."""
        found = [self._stack.widget(number) for number in range(1, self._stack.count())]
        return [widget for widget in found if widget is not None]

    def add(self, widget: QWidget, title: str) -> None:
        """Add a tab at the right end and bring it to the front."""
        self._stack.addWidget(widget)
        short = title if len(title) <= MOST_LETTERS else title[: MOST_LETTERS - 1].rstrip() + "…"
        number = self.bar.addTab(short.replace("&", "&&"))
        self.bar.setTabToolTip(number, title)
        button = QToolButton()
        button.setAccessibleName(f"Close {title}")
        button.setToolTip("Close (Ctrl+W)")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme.dress(button, "close", size=13)
        button.clicked.connect(self._on_close_clicked)
        self.bar.setTabButton(number, QTabBar.ButtonPosition.RightSide, button)
        self._head.show()
        self._dress()
        self.bar.setCurrentIndex(number)

    def bring(self, widget: QWidget) -> None:
        """Bring an open PDF to the front."""
        self.bar.setCurrentIndex(self._stack.indexOf(widget))

    def show_library(self) -> None:
        """Bring the library to the front."""
        self.bar.setCurrentIndex(0)

    def step(self, by: int) -> None:
        """The next (1) or former (-1) tab, round and round."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + by) % self.bar.count())

    def remove(self, widget: QWidget) -> None:
        """Take a tab away; the one left of it comes to the front if it was there."""
        number = self._stack.indexOf(widget)
        if number > 0:
            if self.bar.currentIndex() == number:
                self.bar.setCurrentIndex(number - 1)
            self.bar.blockSignals(True)
            self.bar.removeTab(number)
            self.bar.blockSignals(False)
            self._stack.removeWidget(widget)
            self._head.setVisible(self.bar.count() > 1)

    @Slot(int)
    def _on_current(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.own_window.setEnabled(number > 0)
        self._dress()
        self.changed.emit()

    @Slot()
    def _on_own_window(self) -> None:
        if self.current is not None:
            self.own_window_asked.emit(self.current)

    @Slot()
    def _on_close_clicked(self) -> None:
        for number in range(1, self.bar.count()):
            if self.bar.tabButton(number, QTabBar.ButtonPosition.RightSide) is self.sender():
                self.close_asked.emit(self._stack.widget(number))
                return

    @Slot()
    def _take_theme(self) -> None:
        self._head.setFixedHeight(self._theme.px(40))
        self.bar.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        self._dress()

    def _dress(self) -> None:
        for number in range(self.bar.count()):
            role = "accent" if number == self.bar.currentIndex() else "text_second"
            self.bar.setTabIcon(number, self._theme.icon("file" if number else "library", role, size=16))
