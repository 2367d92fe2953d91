"""What the words of the pages lead to: the entries that a mark cites, the figure that is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from readinglist.documents.citations import Citation, Mention, cited_at, find_citations, find_mentions, holds
from readinglist.documents.pages import PageText
from readinglist.documents.references import Reference
from readinglist.gui.reader.reading_view import ReadingView


@dataclass(frozen=True, slots=True)
class Lead:
    """What the words at a place are: a mark that cites, or the name of a figure."""

    page: int
    what: Citation | Mention


class Leads:
    """Reads a page's words (a millisecond or two) when the mouse is on it for the first time."""

    def __init__(self, view: ReadingView) -> None:
        self._view = view
        self._references: Sequence[Reference] = ()
        self._read: dict[int, tuple[PageText, Sequence[Citation], Sequence[Mention]]] = {}

    def show_references(self, references: Sequence[Reference]) -> None:
        """These are what the marks cite."""
        if references != self._references:
            self._references = references
            self._read.clear()

    def at(self, place: QPointF) -> Lead | None:
        """What the words at a place of the viewport lead to."""
        if not self._view.count:
            return None
        page, point = self._view.page_at(place)
        text = self._view.texts.get(page.number)
        if text is None:
            return None
        citations, mentions = self._on_page(page.number, text)
        what: Citation | Mention | None = cited_at(
            point, text.words, citations, self._view.link_at(place), self._references
        )
        if what is None:
            what = next((each for each in mentions if holds(each.quads, point)), None)
        return None if what is None else Lead(page.number, what)

    def _on_page(self, page: int, text: PageText) -> tuple[Sequence[Citation], Sequence[Mention]]:
        read = self._read.get(page)
        if read is None or read[0] is not text:
            citations = find_citations(text.words, self._references) if self._references else ()
            read = self._read[page] = (text, citations, find_mentions(text.words))
        return read[1], read[2]
