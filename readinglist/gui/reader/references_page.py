"""What the document cites, beside its pages: the entries of its reference list, and a field to find one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from readinglist.documents.references import Reference
from readinglist.gui.guard import guarded
from readinglist.gui.reader.cited import Cited
from readinglist.gui.reader.cited_view import CitedView
from readinglist.gui.theme import Theme

LOOKING = "Looking for the list of references…"
NONE = "No list of references was found in this PDF."
NOT_READ = "The references could not be read: the file {}."
NO_HIT = "No reference has these words."


class _Filter(QLineEdit):
    """Down and Enter go on to the list; Escape clears."""

    left = Signal()

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ReferencesPage(QWidget):
    """Shows what `show_cited` gives it; its `view` says what the user wants of an entry."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.filter = _Filter()
        self.filter.setProperty("kind", "search")
        self.filter.setAccessibleName("Filter references")
        self.filter.setPlaceholderText("Filter by title, person, year")
        self.filter.setClearButtonEnabled(True)
        self.view = CitedView(theme)
        self.words = QLabel(LOOKING)
        self.words.setProperty("kind", "second")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), 0)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.view)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(theme.px(20), 0, theme.px(20), theme.px(6))
        head.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(12), 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)
        self._head.hide()
        self.filter.textChanged.connect(self._on_filter)
        self.filter.left.connect(self.take_focus)

    def show_cited(self, cited: Sequence[Cited]) -> None:
        """Show these entries, or say that there are none."""
        self.view.entries.show_cited(cited)
        self._head.setVisible(bool(cited))
        self._say("" if cited else NONE)

    def say_failed(self, error: Exception) -> None:
        """Say that the list could not be read."""
        self._say(NOT_READ.format(error))

    def bring(self, reference: Reference) -> None:
        """Choose an entry and bring it into view, whatever is filtered."""
        self.filter.clear()
        for row, cited in enumerate(self.view.entries.shown):
            if cited.reference == reference:
                self.view.choose(row)

    @Slot()
    def take_focus(self) -> None:
        """Let the keys act on the list."""
        if self.view.current is None and self.view.entries.rowCount():
            self.view.choose(0)  # first: with the focus a row would be the current one and yet not be shown as chosen
        self.view.setFocus()

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        self.view.entries.filter(text)
        self._say("" if self.view.entries.rowCount() else NO_HIT)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self._stack.setCurrentWidget(self.words if words else self.view)
