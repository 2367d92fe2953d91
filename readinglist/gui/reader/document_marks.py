"""The annotations of one document, read from the library and shown on the pages, beside them and in small."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Changes, Document

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge

Altered = dict[int, dict[str, str | None]]


class DocumentMarks(QObject):
    """Reads them again whenever they may have changed."""

    came = Signal(object)
    """All Annotations of the document, in its order."""
    ticks_came = Signal(object)
    """The colours of the marks on each page that has any."""
    altered = Signal(object)
    """Pages (a set, from 1) on which marks that the file brings look otherwise now."""

    def __init__(
        self, library: Library, reads: Reads, bridge: Bridge, pdf: OpenPdf, view: ReadingView, document: Document
    ) -> None:
        super().__init__(view)
        self._library, self._reads, self._document = library, reads, document
        self._pdf, self._view = pdf, view
        self._altered: Altered = {}
        bridge.changed.connect(self._on_library_changed)

    def read(self) -> None:
        """Ask the library for them."""
        self._reads.ask(partial(_marks_of, self._library, self._document.id), self._on_read, key="marks")

    @Slot(object)
    def _on_library_changed(self, changes: Changes) -> None:
        if changes.everything or changes.annotations or self._document.paper in changes.papers:
            self.read()

    @Slot(object)
    def _on_read(self, found: tuple[list[Annotation], Altered]) -> None:
        marks, altered = found
        self._alter(altered)
        self._view.show_marks(marks)
        ticks: dict[int, list[Any]] = {}
        for mark in marks:
            ticks.setdefault(mark.page, []).append(self._view.theme.mark_colour(mark.colour))
        self.came.emit(marks)
        self.ticks_came.emit(ticks)

    def _alter(self, altered: Altered) -> None:
        """See to it that the pages show the file's own marks as the user left them."""
        before, self._altered = self._altered, altered
        pages = {page for page in before.keys() | altered.keys() if before.get(page) != altered.get(page)}
        if pages:
            self._pdf.alter_marks(altered)
            self._view.draw_again(pages)
            self.altered.emit(pages)


def _marks_of(library: Library, document: int) -> tuple[list[Annotation], Altered]:
    marks = library.annotations.on(document)
    return marks, altered_marks(marks, library.annotations.left_out(document))


def altered_marks(marks: Iterable[Annotation], left_out: Iterable[tuple[int, str]]) -> Altered:
    """By page and key, the colours of the file's own marks that the user changed; None for those deleted."""
    altered: Altered = {}
    for mark in marks:
        if mark.origin == "pdf" and mark.edited:
            altered.setdefault(mark.page, {})[mark.key] = mark.colour
    for page, key in left_out:
        altered.setdefault(page, {})[key] = None
    return altered
