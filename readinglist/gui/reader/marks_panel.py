"""What is marked in the document, beside its pages and in their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from readinglist.gui.annotation_card import Shown
from readinglist.gui.annotation_list import AnnotationList
from readinglist.gui.details_area import Area
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import Annotation

NOTHING = "Nothing is marked yet. Select words on a page and press 1 to 6 for a colour, U to underline, N for a note."


class MarksPanel(QWidget):
    """The cards of the details pane, of this one document."""

    opened = Signal(object)
    """The Annotation that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = Area(theme, parent=self)
        self.cards = AnnotationList(theme, empty=NOTHING, tags=True, parent=self._area.inside)
        self.cards.opened.connect(self.opened)
        self._area.put_first(self.cards)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)

    def show_marks(self, marks: Sequence[Annotation]) -> None:
        """Show these in their order."""
        self.cards.show_annotations([Shown(mark) for mark in marks])

    def bring(self, number: int | None) -> None:
        """Let the card of an annotation stand out, and bring it into view; None for none."""
        self.cards.choose(number)
        for card in self.cards.cards():
            if card.annotation.id == number:
                self._area.ensureWidgetVisible(card)
