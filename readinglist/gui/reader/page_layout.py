"""Where the pages of a document lie under one another, in whole pixels; no Qt, nothing drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

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
    """All pages at one zoom and rotation, one or two side by side, centred in `width` pixels if they are narrower."""

    def __init__(
        self, sizes: Sequence[PageSize], zoom: float = 1.0, *, rotation: int = 0, columns: int = 1, width: int = 0
    ) -> None:
        self.zoom, self.rotation, self.columns = zoom, rotation, columns
        scale = zoom * PIXELS_PER_POINT
        views = [PageView(size, scale, rotation) for size in sizes]
        shown = [(max(1, round(view.size[0])), max(1, round(view.size[1]))) for view in views]
        rows = [range(first, min(first + columns, len(views))) for first in range(0, len(views), columns)]
        widest = max((sum(shown[at][0] for at in row) + GAP * (len(row) - 1) for row in rows), default=0)
        self.width = max(widest + 2 * MARGIN, width)
        self.pages: list[Placed] = []
        self._tops: list[int] = []
        top = MARGIN
        for row in rows:
            across = sum(shown[at][0] for at in row) + GAP * (len(row) - 1)
            left = (self.width - across) // 2
            tall = max(shown[at][1] for at in row)
            self._tops.append(top)
            for at in row:
                wide, high = shown[at]
                self.pages.append(Placed(at + 1, left, top + (tall - high) // 2, wide, high, views[at]))
                left += wide + GAP
            top += tall + GAP
        self.height = top - GAP + MARGIN if rows else 0

    def __len__(self) -> int:
        return len(self.pages)

    def page(self, number: int) -> Placed:
        """A page by its number from 1; the nearest there is."""
        return self.pages[min(max(number, 1), len(self.pages)) - 1]

    def between(self, top: float, bottom: float) -> list[Placed]:
        """The pages that are seen between two heights."""
        if not self.pages:
            return []
        first = max(bisect_right(self._tops, top) - 1, 0) * self.columns
        last = max(bisect_right(self._tops, bottom), 1) * self.columns
        return [page for page in self.pages[first:last] if page.bottom > top and page.top < bottom]

    def nearest(self, x: float, y: float) -> Placed:
        """The page at a place, or the one closest to it."""
        row = max(bisect_right(self._tops, y) - 1, 0) * self.columns
        around = self.pages[row : row + 2 * self.columns] or self.pages[-1:]
        return min(
            around, key=lambda page: (_beside(y, page.top, page.bottom), _beside(x, page.left, page.left + page.width))
        )


def _beside(value: float, low: float, high: float) -> float:
    return max(low - value, 0.0, value - high)
