"""What a document shows, beside its pages: its figures and tables, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from readinglist.documents.pages import Figure
from readinglist.gui.guard import guarded
from readinglist.gui.reader.figures_view import FiguresView
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.theme import Theme

LOOKING = "Looking for figures and tables…"
NONE = "No figure or table with a caption was found in this PDF."


class FiguresPage(QWidget):
    """Shows what `show_figures` gives it, and says when it is seen: figures are looked for only then."""

    seen = Signal()

    def __init__(self, theme: Theme, pdf: OpenPdf, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = FiguresView(theme, pdf)
        self.words = QLabel(LOOKING)
        self.words.setProperty("kind", "second")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), 0)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(10), 0, 0)
        layout.addWidget(self._stack)

    def show_figures(self, figures: Sequence[Figure], *, complete: bool) -> None:
        """Show these; `complete`: there are no others."""
        self.view.show_figures(figures)
        self.words.setText(NONE if complete else LOOKING)
        self._stack.setCurrentWidget(self.view if figures else self.words)  # the focus goes along
        if self.view.hasFocus():
            self._choose_one()

    def take_focus(self) -> None:
        """Let the keys act on the list."""
        self._choose_one()
        (self.view if self.view.figures.rowCount() else self.words).setFocus()

    def _choose_one(self) -> None:
        if self.view.figures.rowCount() and not self.view.selectionModel().hasSelection():
            self.view.choose(max(self.view.currentIndex().row(), 0))

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit()
