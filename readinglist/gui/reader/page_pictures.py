"""Asks for the pictures that the view needs now, and hands out those that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal

from readinglist.documents.page_geometry import PageView
from readinglist.documents.pages import Box, PageError
from readinglist.gui.reader.open_pdf import Drawn, OpenPdf, drawn
from readinglist.gui.reader.page_layout import Placed
from readinglist.gui.reader.picture_shelf import PictureShelf, Piece

MOST_PIXELS = 8_000_000
"""A page of more is drawn in tiles, of which only those in view are asked for."""
TILE = 1024


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are drawn: `ratio` device pixels are one of ours."""

    ratio: float = 1.0
    night: bool = False


class PagePictures(QObject):
    """Only what is in view is asked for, and one page ahead; the newest wish is served first."""

    came = Signal(object)
    """A picture of the page of this number (an int) is there."""
    failed = Signal(object)
    """An error that is not of one page: the child process ended, or the file cannot be read."""

    def __init__(self, pdf: OpenPdf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self.shelf = PictureShelf()
        self._asked: dict[Piece, Future[Any]] = {}
        self._refused: set[Piece] = set()
        self._faults: dict[int, str] = {}

    @property
    def waiting(self) -> bool:
        """Whether a picture that was asked for is still to come."""
        return bool(self._asked)

    def want(self, pages: Sequence[Placed], ahead: Placed | None, area: QRectF, look: Look) -> None:
        """See to it that these pages can be drawn, as far as they lie in `area`; drop all other wishes."""
        wanted: dict[Piece, Box | None] = {}
        # What is asked for last is served first: the page ahead, then those in view, what fills most of it last.
        if ahead is not None:
            beyond = QRectF(ahead.left, ahead.top, ahead.width, min(ahead.height, area.height()))
            wanted.update(self.pieces(ahead, beyond, look))
        for page in sorted(pages, key=lambda page: min(page.bottom, area.bottom()) - max(page.top, area.top())):
            wanted.update(self.pieces(page, area, look))
        for piece in [piece for piece in self._asked if piece not in wanted]:
            self._pdf.drop(self._asked.pop(piece))
        for piece, clip in wanted.items():
            if piece not in self._asked and piece not in self._refused and self.shelf.get(piece) is None:
                wish = drawn(piece.page, piece.scale, clip=clip, rotation=piece.rotation, night=piece.night)
                came, refused = partial(self._on_drawn, piece), partial(self._on_refused, piece)
                self._asked[piece] = self._pdf.ask(wish, came, refused)

    def fault(self, page: int) -> str:
        """Why a page (from 1) cannot be drawn; empty where nothing is known against it."""
        return self._faults.get(page, "")

    def try_again(self) -> None:
        """Ask anew for what was refused."""
        self._refused.clear()
        self._faults.clear()

    def outdate(self, pages: Collection[int]) -> None:
        """These pages (from 1) look otherwise now: what is there or on its way is of no use but to stand in."""
        self.shelf.outdate(pages)
        for piece in [piece for piece in self._asked if piece.page in pages]:
            self._pdf.drop(self._asked.pop(piece))
        self._refused -= {piece for piece in self._refused if piece.page in pages}

    def forget(self) -> None:
        """Another document is shown: no picture is of use any more."""
        for future in self._asked.values():
            self._pdf.drop(future)
        self._asked.clear()
        self.try_again()
        self.shelf.clear()

    @staticmethod
    def pieces(page: Placed, area: QRectF, look: Look) -> Iterator[tuple[Piece, Box | None]]:
        """The pieces of a page that lie in `area`, each with its part of the page (None: all of it)."""
        scale = page.view.zoom * look.ratio
        turn = page.view.rotation
        if page.width * page.height * look.ratio**2 <= MOST_PIXELS:
            yield Piece(page.number, scale, turn, look.night), None
            return
        view = PageView(page.view.page, scale, turn)
        seen = area.intersected(QRectF(page.left, page.top, page.width, page.height)).translated(-page.left, -page.top)
        if seen.isEmpty():
            return
        first, last = int(seen.top() * look.ratio) // TILE, int(seen.bottom() * look.ratio - 1e-6) // TILE
        left, right = int(seen.left() * look.ratio) // TILE, int(seen.right() * look.ratio - 1e-6) // TILE
        width, height = view.size
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                box = (
                    column * TILE,
                    row * TILE,
                    min((column + 1) * TILE, width),
                    min((row + 1) * TILE, height),
                )
                if box[0] < box[2] and box[1] < box[3]:
                    piece = Piece(page.number, scale, turn, look.night, column, row, whole=False)
                    yield piece, view.box_to_page(box)

    def drawn(self, page: Placed, area: QRectF, look: Look) -> tuple[list[Drawn], bool]:
        """What there is of a page in `area`, and whether that is all of it."""
        found = [self.shelf.get(piece) for piece, _ in self.pieces(page, area, look)]
        there = [one for one in found if one is not None]
        return there, len(there) == len(found)

    def _on_drawn(self, piece: Piece, picture: Drawn) -> None:
        self._asked.pop(piece, None)
        self.shelf.put(piece, picture)
        self._faults.pop(piece.page, None)
        self.came.emit(piece.page)

    def _on_refused(self, piece: Piece, error: Exception) -> None:
        self._asked.pop(piece, None)
        self._refused.add(piece)
        if isinstance(error, PageError):
            self._faults[piece.page] = str(error)
            self.came.emit(piece.page)
        else:
            self.failed.emit(error)
