"""Where the pages of a document lie under one another, in whole pixels; no Qt, nothing drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readinglist.documents.page_geometry import PageView
from readinglist.documents.pages import Box, PageSize, Point, Quad

GAP = 14
MARGIN = 20
PIXELS_PER_POINT = 96 / 72
"""At zoom 1 a page is as large as its paper."""
LEAST_ZOOM, MOST_ZOOM = 0.1, 8.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A page and where its upper left corner lies; `view` takes its points to pixels from that corner."""

    number: int
    """From 1."""
    left: int
    top: int
    width: int
    height: int
    view: PageView

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def to_page(self, point: Point) -> Point:
        """Which point of the page lies at a place of the layout."""
        return self.view.to_page((point[0] - self.left, point[1] - self.top))

    def to_layout(self, point: Point) -> Point:
        """Where a point of the page lies in the layout."""
        x, y = self.view.to_view(point)
        return x + self.left, y + self.top

    def quad_to_layout(self, quad: Quad) -> Quad:
        """A quad of the page in the layout."""
        a, b, c, d, e, f, g, h = self.view.quad_to_view(quad)
        x, y = self.left, self.top
        return a + x, b + y, c + x, d + y, e + x, f + y, g + x, h + y

    def box_to_layout(self, box: Box) -> Box:
        """The upright rectangle in which a rectangle of the page lies."""
        left, top, right, bottom = self.view.box_to_view(box)
        return left + self.left, top + self.top, right + self.left, bottom + self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a place of the layout is on the page."""
        return self.left <= x < self.left + self.width and self.top <= y < self.bottom


class PageLayout:
    """All pages at one zoom and rotation, one or two side by side, centred in `width` pixels if they are narrower.

    A document may have thousands of pages and is laid out anew at each step of the wheel: a page is placed only when
    it is asked for.
    """

    def __init__(
        self, sizes: Sequence[PageSize], zoom: float = 1.0, *, rotation: int = 0, columns: int = 1, width: int = 0
    ) -> None:
        self.zoom, self.rotation, self.columns = zoom, rotation, columns
        scale = zoom * PIXELS_PER_POINT
        shapes = {size: _shape(PageView(size, scale, rotation)) for size in set(sizes)}
        self._shapes = [shapes[size] for size in sizes]
        self._tops: list[int] = []
        self._bottoms: list[int] = []
        top, widest = MARGIN, 0
        for first in range(0, len(sizes), columns):
            row = self._shapes[first : first + columns]
            widest = max(widest, _across(row))
            bottom = top + max(shape.height for shape in row)
            self._tops.append(top)
            self._bottoms.append(bottom)
            top = bottom + GAP
        self.width = max(widest + 2 * MARGIN, width)
        self.height = top - GAP + MARGIN if self._tops else 0

    def __len__(self) -> int:
        return len(self._shapes)

    def page(self, number: int) -> Placed:
        """A page by its number from 1; the nearest there is."""
        at = min(max(number, 1), len(self._shapes)) - 1
        return self._row(at // self.columns)[at % self.columns]

    def between(self, top: float, bottom: float) -> list[Placed]:
        """The pages that are seen between two heights."""
        rows = range(bisect_right(self._bottoms, top), bisect_left(self._tops, bottom))
        return [page for row in rows for page in self._row(row) if page.bottom > top and page.top < bottom]

    def nearest(self, x: float, y: float) -> Placed:
        """The page at a place; else that of the row at this height, or of the closest, that is closest to it."""
        below = min(bisect_right(self._bottoms, y), len(self._tops) - 1)
        rows = range(max(below - 1, 0), below + 1)
        row = min(rows, key=lambda each: _beside(y, self._tops[each], self._bottoms[each]))
        return min(
            self._row(row),
            key=lambda page: (_beside(x, page.left, page.left + page.width), _beside(y, page.top, page.bottom)),
        )

    def _row(self, row: int) -> list[Placed]:
        first, top = row * self.columns, self._tops[row]
        shapes = self._shapes[first : first + self.columns]
        tall = self._bottoms[row] - top
        left = (self.width - _across(shapes)) // 2
        placed = []
        for number, shape in enumerate(shapes, first + 1):
            down = top + (tall - shape.height) // 2
            placed.append(Placed(number, left, down, shape.width, shape.height, shape.view))
            left += shape.width + GAP
        return placed


class _Shape(NamedTuple):
    width: int
    height: int
    view: PageView


def _shape(view: PageView) -> _Shape:
    width, height = view.size
    return _Shape(max(1, round(width)), max(1, round(height)), view)


def _across(row: Sequence[_Shape]) -> int:
    return sum(shape.width for shape in row) + GAP * (len(row) - 1)


def _beside(value: float, low: float, high: float) -> float:
    return max(low - value, 0.0, value - high)
