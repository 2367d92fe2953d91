"""Where a point of a page is seen, and which point of a page is seen somewhere (pure arithmetic, both ways exact).

Three spaces: the *file's* (points, origin anywhere, y up, before the crop box and rotation), the page's *own* (points,
origin at the upper left of the crop box, y down, unrotated) and the *view's* (pixels, origin at the upper left of the
page as it is shown, y down, rotated and zoomed).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from readinglist.documents.pages import Box, PageSize, Point, Quad

TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Crop:
    """The visible part of a page in the file's space: left, bottom, right, top; `unit` points are one of its units."""

    left: float
    bottom: float
    right: float
    top: float
    unit: float = 1.0

    def size(self, rotation: int = 0) -> PageSize:
        """The size of the page in its own space."""
        return PageSize((self.right - self.left) * self.unit, (self.top - self.bottom) * self.unit, rotation)

    def to_own(self, point: Point) -> Point:
        """A point of the file in the page's own space."""
        return (point[0] - self.left) * self.unit, (self.top - point[1]) * self.unit

    def to_file(self, point: Point) -> Point:
        """A point of the page's own space in the file's."""
        return self.left + point[0] / self.unit, self.top - point[1] / self.unit


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it is shown: `zoom` pixels a point, turned by `rotation` clockwise on top of the page's own."""

    page: PageSize
    zoom: float = 1.0
    rotation: int = 0

    @property
    def turn(self) -> int:
        """By how much the page is turned clockwise in all: 0, 90, 180 or 270."""
        return (self.page.rotation + self.rotation) % 360

    @property
    def size(self) -> Point:
        """Width and height of what is shown, in pixels."""
        width, height = self.page.width * self.zoom, self.page.height * self.zoom
        return (height, width) if self.turn in (90, 270) else (width, height)

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """a, b, c, d, e, f: x' = a x + c y + e, y' = b x + d y + f take the page's own space to the view."""
        zoom, (width, height) = self.zoom, self.size
        if self.turn == 90:
            return 0.0, zoom, -zoom, 0.0, width, 0.0
        if self.turn == 180:
            return -zoom, 0.0, 0.0, -zoom, width, height
        if self.turn == 270:
            return 0.0, -zoom, zoom, 0.0, 0.0, height
        return zoom, 0.0, 0.0, zoom, 0.0, 0.0

    def to_view(self, point: Point) -> Point:
        """Where a point of the page is seen."""
        a, b, c, d, e, f = self.matrix
        x, y = point
        return a * x + c * y + e, b * x + d * y + f

    def to_page(self, point: Point) -> Point:
        """Which point of the page is seen at a place of the view."""
        a, b, c, d, e, f = self.matrix
        x, y = point[0] - e, point[1] - f
        square = self.zoom * self.zoom  # the determinant, for the page is only turned and zoomed
        return (d * x - c * y) / square, (a * y - b * x) / square

    def box_to_view(self, box: Box) -> Box:
        """The upright rectangle in which a rectangle of the page is seen."""
        return _between(self.to_view(box[:2]), self.to_view(box[2:]))

    def box_to_page(self, box: Box) -> Box:
        """The rectangle of the page that is seen in a rectangle of the view."""
        return _between(self.to_page(box[:2]), self.to_page(box[2:]))

    def quad_to_view(self, quad: Quad) -> Quad:
        """A quad as it is seen, its corners in their order."""
        one, two, three, four = (self.to_view((quad[at], quad[at + 1])) for at in (0, 2, 4, 6))
        return *one, *two, *three, *four

    def pixels(self, box: Box | None = None) -> tuple[int, int, int, int]:
        """The whole pixels, left, top, right, bottom, that a part of the page (or all of it) touches."""
        width, height = (math.ceil(round(side, 3)) for side in self.size)
        if box is None:
            return 0, 0, width, height
        left, top, right, bottom = self.box_to_view(box)
        return (
            max(0, math.floor(round(left, 3))),
            max(0, math.floor(round(top, 3))),
            min(width, math.ceil(round(right, 3))),
            min(height, math.ceil(round(bottom, 3))),
        )


def fit_width(page: PageSize, width: float, rotation: int = 0) -> float:
    """The zoom at which a page is as wide as `width` pixels."""
    return width / max(PageView(page, 1.0, rotation).size[0], 1e-9)


def fit_page(page: PageSize, width: float, height: float, rotation: int = 0) -> float:
    """The zoom at which all of a page is seen in `width` times `height` pixels."""
    across, down = PageView(page, 1.0, rotation).size
    return min(width / max(across, 1e-9), height / max(down, 1e-9))


def _between(one: Point, other: Point) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
