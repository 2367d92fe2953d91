"""What the pages of an open document are told as: sizes, pictures, words, links, hits, figures, annotations.

Pages count from 1. Places are in points of the page's own unrotated space: origin at the upper left of its crop box,
y down, rotation taken out; rotation and zoom are the view's business (`page_geometry`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from readinglist.errors import DocumentError

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Quad = tuple[float, float, float, float, float, float, float, float]
"""The corners upper left, upper right, lower left, lower right of a piece of text, as x, y each."""

Kind = Literal["highlight", "underline", "area", "note"]
Colour = Literal["yellow", "green", "blue", "red", "purple", "orange"]

COLOURS: dict[Colour, tuple[float, float, float]] = {
    "yellow": (1.00, 0.83, 0.00),
    "green": (0.37, 0.70, 0.21),
    "blue": (0.18, 0.66, 0.90),
    "red": (1.00, 0.40, 0.40),
    "purple": (0.64, 0.54, 0.90),
    "orange": (0.95, 0.60, 0.22),
}
"""Red, green and blue, 0 to 1, of the colours that annotations have in a PDF."""


class PageError(DocumentError):
    """One page, or this much of it, cannot be had; the document is open and the others may be as good as ever."""


@dataclass(frozen=True, slots=True)
class PdfAnnotation:
    """An annotation as it goes into a PDF or was found in one."""

    page: int
    kind: Kind
    quads: tuple[Quad, ...]
    """One for each piece of a line; of an area its rectangle, of a note the place of its icon."""
    quote: str = ""
    """The words under the marks, on one line."""
    comment: str = ""
    colour: Colour = "yellow"
    author: str = ""
    created: str | None = None
    modified: str | None = None
    """UTC as `2026-01-31T12:00:00.000Z`; None where the file does not say."""
    key: str = ""
    """Its name within its file: found again in a changed file or a copy, it is the same annotation."""

    @classmethod
    def from_message(cls, fields: Mapping[str, Any]) -> PdfAnnotation:
        """What a child process told of one."""
        return cls(**{**fields, "quads": tuple(as_quad(quad) for quad in fields["quads"])})


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height in points before rotation, and the page's own rotation: 0, 90, 180 or 270 clockwise."""

    width: float
    height: float
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline; `level` counts from 1, `page` is None where it leads nowhere, `y` None for its top."""

    level: int
    title: str
    page: int | None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a document once it is open."""

    pages: tuple[PageSize, ...]
    outline: tuple[OutlineEntry, ...]
    labels: tuple[str, ...]
    """The printed number of each page, such as `iv`; empty where the file does not say."""
    encrypted: bool
    has_text: bool
    """False for a scan without a layer of text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, or a part of it, as pixels: three bytes each, red, green and blue; `stride` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes
    left: int = 0
    top: int = 0
    """Where in the view of the whole page its upper left corner belongs, in pixels."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page; words with one `line` stand on one line, lines with one `block` in one paragraph or so."""

    text: str
    quad: Quad
    line: int
    block: int


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page in reading order, column after column."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to the page `page` and the height `y` on it, or to the web address `address` (http or https).

    Neither is set where it leads elsewhere (a file, a program, another scheme): `refused` says where then.
    """

    box: Box
    page: int | None = None
    y: float | None = None
    address: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the text that was looked for stands; it may run over several lines."""

    page: int
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or table, its number as printed, and what stands below or above it."""

    page: int
    kind: Literal["figure", "table"]
    label: str
    caption: str
    box: Box


def as_quad(numbers: Sequence[float]) -> Quad:
    """Eight numbers as a quad."""
    one, two, three, four, five, six, seven, eight = numbers
    return one, two, three, four, five, six, seven, eight


def box_of(quads: Sequence[Quad]) -> Box:
    """The smallest upright rectangle around quads."""
    xs = [x for quad in quads for x in quad[0::2]]
    ys = [y for quad in quads for y in quad[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def quad_of(box: Box) -> Quad:
    """A rectangle as a quad."""
    left, top, right, bottom = box
    return left, top, right, top, left, bottom, right, bottom
