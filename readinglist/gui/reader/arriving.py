"""Goes to what a PDF was opened for: a page, an annotation, words, a passage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from readinglist.documents import page_wishes
from readinglist.documents.pages import Hit, Quad
from readinglist.gui.reader.find_field import FindField
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.reader.travel import Travel
from readinglist.library.landing import Landing

GONE = "That annotation is gone; this is the page it was on."


class Arriving(QObject):
    """Waits for pages and annotations where they are not there yet; a way that the user goes meanwhile stays theirs."""

    said = Signal(str)

    def __init__(self, pdf: OpenPdf, view: ReadingView, travel: Travel, find_field: FindField) -> None:
        super().__init__(view)
        self._pdf, self._view, self._travel, self._find_field = pdf, view, travel, find_field
        self._landing: Landing | None = None
        self._marks_known = self._arrived = False

    @property
    def arrived(self) -> bool:
        """Whether such a place was gone to: where the user left off no longer matters then."""
        return self._arrived

    def land(self, landing: Landing) -> None:
        """Go there, now or when the pages are there."""
        self._landing = landing if landing.page is not None or landing.annotation is not None else None
        self.go_on()

    def take_marks(self) -> None:
        """The annotations of the document are known."""
        self._marks_known = True
        self.go_on()

    def go_on(self) -> None:
        """Something came that may have been waited for."""
        landing = self._landing
        if landing is None or not self._view.count or (landing.annotation is not None and not self._marks_known):
            return
        self._landing, self._arrived = None, True
        mark = self._view.mark(landing.annotation) if landing.annotation is not None else None
        if mark is not None and mark.page <= self._view.count:
            self._travel.go_to_mark(mark)
            return
        page = self._page(landing)
        if landing.quote:
            wish = page_wishes.locate(page, landing.quote)
            self._pdf.ask(wish, partial(self._on_located, page, landing), partial(self._on_not_located, landing))
        else:
            self._find(landing)

    def _page(self, landing: Landing) -> int:
        """Go to the page, and say why if it is another than was asked for."""
        count = self._view.count
        page = min(landing.page or 1, count)
        self._travel.go_to_page(page)
        if landing.page is not None and landing.page > count:
            self.said.emit(f"There is no page {landing.page:,} in this PDF: it has {count:,}.")
        elif landing.annotation is not None:
            self.said.emit(GONE)
        return page

    def _find(self, landing: Landing) -> None:
        if landing.words:
            self._find_field.look_for(landing.words)

    def _on_located(self, page: int, landing: Landing, quads: Sequence[Quad] | None) -> None:
        if quads:
            self._view.show_hits((Hit(page, tuple(quads)),), 0)
            self._view.bring_quads(page, quads)
        else:
            self._find(landing)

    def _on_not_located(self, landing: Landing, _error: Exception) -> None:
        self._find(landing)
