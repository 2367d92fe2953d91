"""What is chosen on the pages, words or a mark: the small bar under it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication

from readinglist.gui.annotation_commands import AnnotationCommands
from readinglist.gui.reader.mark_popup import MarkPopup
from readinglist.gui.reader.marking import Marking
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.library.annotation_records import Annotation

MOST_LETTERS = 200
"""As much of the chosen words is looked for in the library."""


class Chosen(QObject):
    """Acts on the chosen words, else on the chosen mark."""

    said = Signal(str)
    search_asked = Signal(str)
    """A query for the library."""

    def __init__(self, view: ReadingView, popup: MarkPopup, marking: Marking, commands: AnnotationCommands) -> None:
        super().__init__(view)
        self._view, self._popup, self._marking, self._commands = view, popup, marking, commands
        view.settled.connect(self.place_popup)
        marking.field_changed.connect(self.place_popup)

    @property
    def mark(self) -> Annotation | None:
        """The mark that is chosen."""
        return None if self._view.chosen is None else self._view.mark(self._view.chosen)

    @Slot()
    def place_popup(self) -> None:
        """Show the bar under what is chosen, or hide it."""
        view, mark = self._view, self.mark
        if mark is not None and self._marking.field is None:
            self._popup.open_at(view.rect_of(mark.page, mark.quads), mark=True)
            return
        quads = view.quads_selected()
        if quads:
            page = max(quads)
            self._popup.open_at(view.rect_of(page, quads[page]), mark=False)
        else:
            self._popup.hide()

    def follow_pages(self) -> None:
        """The pages were moved: what lies over them goes with them."""
        self._marking.place()
        if self._popup.isVisible():
            self.place_popup()

    def clear(self) -> bool:
        """Choose nothing; False where nothing was chosen."""
        chosen = self._view.selection is not None or self._view.chosen is not None
        chosen = chosen or self._marking.fresh is not None
        self._marking.forget_fresh()
        self._view.clear_selection()
        self._view.choose(None)
        return chosen

    def note(self) -> None:
        """Write a margin note beside the chosen words, else where the mouse is."""
        viewport = self._view.viewport()
        at = QPointF(viewport.mapFromGlobal(QCursor.pos()))
        self._popup.hide()
        self._marking.note(at if QRectF(viewport.rect()).contains(at) else QPointF(viewport.rect().center()))

    def delete(self) -> None:
        """Delete the mark."""
        mark = self.mark
        if mark is not None:
            self._view.choose(None)
            self._commands.remove((mark,))

    def copy(self) -> None:
        """Copy the words, or those of the mark."""
        mark = self.mark
        text = self._view.text_selected() or (mark.quote or mark.comment if mark is not None else "")
        if text:
            QGuiApplication.clipboard().setText(text)
            self.said.emit("Copied")

    def search(self) -> None:
        """Look for the words in the library."""
        words = " ".join(self._view.text_selected().split())
        if words:
            self.search_asked.emit(words.replace('"', " ")[:MOST_LETTERS])
