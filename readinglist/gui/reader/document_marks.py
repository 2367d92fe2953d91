"""The annotations of one document, read from the library and shown on the pages, beside them and in small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Changes, Document

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge


class DocumentMarks(QObject):
    """Reads them again whenever they may have changed."""

    came = Signal(object)
    """All Annotations of the document, in its order."""
    ticks_came = Signal(object)
    """The colours of the marks on each page that has any."""

    def __init__(self, library: Library, reads: Reads, bridge: Bridge, view: ReadingView, document: Document) -> None:
        super().__init__(view)
        self._library, self._reads, self._view, self._document = library, reads, view, document
        bridge.changed.connect(self._on_library_changed)

    def read(self) -> None:
        """Ask the library for them."""
        library, document = self._library, self._document.id
        self._reads.ask(lambda: library.annotations.on(document), self._on_read, key="marks")

    @Slot(object)
    def _on_library_changed(self, changes: Changes) -> None:
        if changes.everything or changes.annotations or self._document.paper in changes.papers:
            self.read()

    @Slot(object)
    def _on_read(self, marks: list[Annotation]) -> None:
        self._view.show_marks(marks)
        ticks: dict[int, list[Any]] = {}
        for mark in marks:
            ticks.setdefault(mark.page, []).append(self._view.theme.mark_colour(mark.colour))
        self.came.emit(marks)
        self.ticks_came.emit(ticks)
