"""Pictures of pages that were drawn already, the ones used last, within so many megabytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

from readinglist.gui.reader.open_pdf import Drawn

MOST_BYTES = 160_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page as it is drawn: at `scale` device pixels a point; `column` and `row` count in tiles."""

    page: int
    scale: float
    rotation: int
    night: bool
    column: int = 0
    row: int = 0
    whole: bool = True


class PictureShelf:
    """Keeps pictures until they are too many; the last whole picture of a page stands in for one still to come."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[Piece, Drawn] = OrderedDict()
        self._whole: dict[tuple[int, int, bool], list[Piece]] = {}
        self._old: set[Piece] = set()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, piece: Piece, drawn: Drawn) -> None:
        """Keep a picture; the ones unused for longest go."""
        for old in [each for each in self._old if _page_of(each) == _page_of(piece)]:
            self._drop(old)
        if piece in self._kept:
            self._drop(piece)
        self._kept[piece] = drawn
        if piece.whole:
            self._whole.setdefault(_page_of(piece), []).append(piece)
        self.bytes += drawn.image.sizeInBytes()
        while self.bytes > self._most and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def get(self, piece: Piece) -> Drawn | None:
        """The picture, if it is there."""
        if piece in self._old:
            return None
        found = self._kept.get(piece)
        if found is not None:
            self._kept.move_to_end(piece)
        return found

    def stand_in(self, page: int, rotation: int, *, night: bool) -> Drawn | None:
        """A picture of the whole page in another size."""
        found = self._whole.get((page, rotation, night))
        return self._kept[max(found, key=lambda piece: piece.scale)] if found else None

    def outdate(self, pages: Collection[int]) -> None:
        """These pages look otherwise now: their pictures only stand in for new ones."""
        for piece in [piece for piece in self._kept if piece.page in pages]:
            if piece.whole:
                self._old.add(piece)
            else:
                self._drop(piece)

    def clear(self) -> None:
        """Forget all."""
        self._old.clear()
        self._kept.clear()
        self._whole.clear()
        self.bytes = 0

    def _drop(self, piece: Piece) -> None:
        self.bytes -= self._kept.pop(piece).image.sizeInBytes()
        self._old.discard(piece)
        if piece.whole:
            others = self._whole[_page_of(piece)]
            others.remove(piece)
            if not others:
                del self._whole[_page_of(piece)]


def _page_of(piece: Piece) -> tuple[int, int, bool]:
    return piece.page, piece.rotation, piece.night
