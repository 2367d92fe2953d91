"""The figures and tables of an open PDF, looked for page by page once somebody wants them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from readinglist.documents import page_wishes
from readinglist.documents.pages import Box, Figure
from readinglist.gui.reader.open_pdf import OpenPdf

LIMIT = 5.0
"""Seconds for one page; one that is drawn of so much that it takes longer is passed over."""


ROUND = 6.0
"""Points around a figure that are drawn, too: labels reach a little beyond what is drawn."""


def picture_box(figure: Figure) -> Box:
    """The part of its page that shows a figure."""
    left, top, right, bottom = figure.box
    return max(left - ROUND, 0.0), max(top - ROUND, 0.0), right + ROUND, bottom + ROUND


class Figures(QObject):
    """One page at a time, behind all that the reader looks at; those near the page in view come first."""

    came = Signal()
    """More are known, or all."""

    def __init__(self, pdf: OpenPdf, parent: QObject) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self._left: set[int] = set()
        self._found: dict[int, tuple[Figure, ...]] = {}
        self._near, self._asking = 0, False

    def show_document(self, pages: int) -> None:
        """Another document, with so many pages, is open; nothing is looked for yet."""
        self._left, self._found, self._near = set(range(1, pages + 1)), {}, 0
        self.came.emit()

    def read(self, near: int) -> None:
        """Look for all, from this page on in both directions."""
        self._near = near
        self._go_on()

    @property
    def complete(self) -> bool:
        """Whether all pages were looked at."""
        return not self._left

    @property
    def found(self) -> list[Figure]:
        """Those that are known, in the order of the pages."""
        return [figure for page in sorted(self._found) for figure in self._found[page]]

    def named(self, kind: str, label: str, near: int) -> Figure | None:
        """The figure or table that a text on the page `near` calls by this number, if it is known."""
        meant = [figure for figure in self.found if (figure.kind, figure.label) == (kind, label)]
        return min(meant, key=lambda figure: abs(figure.page - near), default=None)

    def _go_on(self) -> None:
        if self._asking or not self._left or not self._near:
            return
        page = min(self._left, key=lambda each: (abs(each - self._near), each))
        self._asking = True
        wish = replace(page_wishes.figures(page), limit=LIMIT)
        self._pdf.ask(wish, partial(self._on_read, self._left, page), partial(self._on_failed, self._left, page))

    def _on_read(self, left: set[int], page: int, figures: tuple[Figure, ...]) -> None:
        self._asking = False
        if left is self._left:  # else another document is open meanwhile
            left.discard(page)
            if figures:
                self._found[page] = figures
            if figures or not left:
                self.came.emit()
        self._go_on()

    def _on_failed(self, left: set[int], page: int, error: Exception) -> None:
        self._on_read(left, page, ())  # one page that cannot be read keeps nobody from the others
