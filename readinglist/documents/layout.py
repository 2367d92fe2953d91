"""Lines of a page as a person sees them, with place and size, from the spans that MuPDF gives (pure Python)."""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from readinglist.documents.page_text import plain_letters, set_accents

MARK = "\ufdd0"  # no character, and no text has it
"""Stands in `Line.marked` for each superscript: a footnote mark, the number of an affiliation."""

SUPERSCRIPT, BOLD = 1, 16  # of MuPDF's flags of a span


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. Lengths in points, `top` and `bottom` from the upper edge of the page."""

    text: str
    marked: str
    """The text with one MARK for each superscript."""
    size: float
    left: float
    right: float
    top: float
    bottom: float
    block: int
    bold: bool = False
    upright: bool = True
    """False for text that runs up, down or upside down, as arXiv's stamp does."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page in the order of the file; `number` counts from 1."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Piece:
    """A run of text on one baseline, before its neighbours are joined to it."""

    text: str
    marked: str
    size: float
    left: float
    right: float
    baseline: float
    block: int
    bold: bool
    upright: bool


def page_lines(number: int, page: dict[str, Any]) -> Page:
    """Read what `TextPage.extractDICT` gave; broken words and words far apart come out as whole lines."""
    lines: list[Line] = []
    pieces: list[_Piece] = []
    for piece in _pieces(page):
        if pieces and not _goes_on(pieces[-1], piece):
            lines.append(_joined(pieces))
            pieces = []
        pieces.append(piece)
    if pieces:
        lines.append(_joined(pieces))
    texts = [line.text for line in lines] + [line.marked for line in lines]
    if (accented := set_accents(texts)) is not texts:
        lines = [
            dataclasses.replace(line, text=text, marked=marked)
            for line, text, marked in zip(lines, accented, accented[len(lines) :], strict=False)
        ]
    return Page(number, page["width"], page["height"], tuple(lines))


def _pieces(page: dict[str, Any]) -> Iterator[_Piece]:
    for number, block in enumerate(page["blocks"]):
        for line in block.get("lines", ()):
            spans = line["spans"]
            text = spans[0]["text"] if len(spans) == 1 else "".join(span["text"] for span in spans)
            if not text or text.isspace():
                continue
            size = _size(spans, text, line["bbox"])
            marks = any(_is_superscript(span, size) for span in spans)
            yield _Piece(
                text=text,
                marked="".join(MARK if _is_superscript(span, size) else span["text"] for span in spans)
                if marks
                else text,
                size=size,
                left=line["bbox"][0],
                right=line["bbox"][2],
                baseline=spans[0]["origin"][1],
                block=number,
                bold=sum(len(span["text"]) for span in spans if span["flags"] & BOLD) * 2 > len(text),
                upright=line["dir"][0] > 0.9,
            )


def _size(spans: list[dict[str, Any]], text: str, box: tuple[float, float, float, float]) -> float:
    """The size in which at least a quarter of the letters are set: small capitals are smaller, initials larger."""
    size: float = spans[0]["size"]
    if len(spans) > 1:
        reached = 0
        for span in sorted(spans, key=lambda span: -span["size"]):
            reached += len(span["text"])
            size = span["size"]
            if reached * 4 >= len(text):
                break
    if size < 3:  # Type 3 fonts hide their size; a letter is about half as wide as it is high
        return 2.0 * (box[2] - box[0]) / len(text)
    return size


def _is_superscript(span: dict[str, Any], size: float) -> bool:
    if span["flags"] & SUPERSCRIPT:
        return True
    text = span["text"].strip()
    return 3 <= span["size"] < 0.8 * size and bool(text) and not any(letter.isalpha() for letter in text)


def _goes_on(before: _Piece, piece: _Piece) -> bool:
    """Whether a piece stands on the line of the one before it, no further off than a wide space."""
    size = max(before.size, piece.size)
    return (
        before.upright
        and piece.upright
        and abs(before.baseline - piece.baseline) < 0.4 * min(before.size, piece.size)
        and -0.5 * size < piece.left - before.right < 0.8 * size
    )


def _joined(pieces: list[_Piece]) -> Line:
    text, marked = pieces[0].text, pieces[0].marked
    for before, piece in itertools.pairwise(pieces):
        gap = " " if piece.left - before.right > 0.12 * min(before.size, piece.size) else ""
        text += gap + piece.text
        marked += gap + piece.marked
    longest = max(pieces, key=lambda piece: len(piece.text))
    size = longest.size if len(pieces) < 3 else statistics.median(piece.size for piece in pieces for _ in piece.text)
    clean = _clean(text)
    return Line(
        text=clean,
        marked=_clean(marked) if marked != text else clean,
        size=size,
        left=pieces[0].left,
        right=pieces[-1].right,
        top=longest.baseline - 0.8 * size,
        bottom=longest.baseline + 0.2 * size,
        block=pieces[0].block,
        bold=longest.bold,
        upright=pieces[0].upright,
    )


def _clean(text: str) -> str:
    return " ".join(plain_letters(text).split())


def body_size(page: Page) -> float:
    """The size in which most of a page is set."""
    letters: dict[float, int] = {}
    for line in page.lines:
        if line.upright:
            size = round(line.size * 2) / 2
            letters[size] = letters.get(size, 0) + len(line.text)
    return max(letters, key=lambda size: letters[size], default=10.0)
