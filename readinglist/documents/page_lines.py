"""The letters of a page with their places, line by line, and finding a quote among them (pure Python)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readinglist.documents.page_text import HYPHENS, PrintedPage, join_pages, letter_by_letter
from readinglist.documents.pages import Box, Quad, Word

BROKEN = "\ue000"  # of the private use area: no quote has it
"""Stands in folded text for a hyphen at a line's end, which belongs to the word or to the line: nobody knows."""

_PLAIN = str.maketrans("‘’‚‛“”„‟‐‑ı", "''''\"\"\"\"--i", "`ˆˇ\u00ad\u200b\u200c\u200d\ufeff")
_LIGATURES = str.maketrans({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)})
_EDGE = re.compile(r"[^\w]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page: its letters, the box of each, and whither it runs (0 right, 90 down, 180 left, 270 up)."""

    text: str
    boxes: tuple[Box, ...]
    turn: int
    block: int

    def quad(self, first: int, last: int) -> Quad:
        """The place of the letters from `first` to `last`, that one too."""
        boxes = self.boxes[first : last + 1]
        return _turned(_around(boxes), self.turn)

    @property
    def box(self) -> Box:
        """The place of the whole line."""
        return _around(self.boxes)


def text_lines(page: dict[str, Any]) -> list[TextLine]:
    """The lines in the order of the file, from what `TextPage.extractRAWDICT` gave."""
    lines = []
    for number, block in enumerate(page["blocks"]):
        for line in block.get("lines", ()):
            letters = [letter for span in line["spans"] for letter in span["chars"] if letter["c"]]
            plain = letter_by_letter("".join(letter["c"] for letter in letters))
            text = "".join(plain)
            if text and not text.isspace():
                boxes = tuple(
                    tuple(letter["bbox"]) for letter, parts in zip(letters, plain, strict=True) for _ in parts
                )
                lines.append(TextLine(text, boxes, _turn(line["dir"]), number))
    return lines


def words_of(lines: Sequence[TextLine]) -> list[Word]:
    """The words of lines, each with its place."""
    return [
        Word(match.group(), line.quad(match.start(), match.end() - 1), number, line.block)
        for number, line in enumerate(lines)
        for match in re.finditer(r"\S+", line.text)
    ]


def locate(lines: Sequence[TextLine], quote: str) -> list[Quad] | None:
    """Where a quote stands, a quad for each line; None if it does not. Whole words are preferred to parts of some."""
    pattern = _pattern(quote)
    if pattern is None:
        return None
    text, places = _folded(lines)
    found = None
    for match in pattern.finditer(text):
        if _is_whole(lines, places[match.start()], places[match.end() - 1]):
            found = match
            break
        found = found or match
    if found is None:
        return None
    return _quads(lines, places[found.start()], places[found.end() - 1])


def places(lines: Sequence[TextLine], sought: str) -> list[list[Quad]]:
    """All places where a text stands, whatever its capitals, spaces and line breaks: a quad for each line."""
    pattern = _pattern(sought)
    if pattern is None:
        return []
    text, at = _folded(lines)
    found = re.finditer(pattern.pattern, text, re.IGNORECASE)
    return [_quads(lines, at[match.start()], at[match.end() - 1]) for match in found]


def quote_under(lines: Sequence[TextLine], quads: Sequence[Quad]) -> str:
    """The words under marks on one line; hyphens at line ends are healed as the rest of the page has it."""
    boxes = [_around([_box(quad)]) for quad in quads]
    pieces = []
    for line in lines:
        under = [any(_holds(box, letter) for box in boxes) for letter in line.boxes]
        if any(under):
            first, last = under.index(True), len(under) - 1 - under[::-1].index(True)
            piece = "".join(
                letter for letter, is_under in zip(line.text[first : last + 1], under[first:], strict=False) if is_under
            )
            pieces.append(piece.strip().translate(_LIGATURES))
    if not pieces:
        return ""
    return on_one_line(pieces, lines)


def on_one_line(pieces: Sequence[str], lines: Sequence[TextLine]) -> str:
    """Pieces of lines of a page put together; hyphens at their ends are healed as the rest of the page has it."""
    printed = [PrintedPage.of(["\n".join(pieces)]), PrintedPage.of(_blocks(lines))]
    return " ".join(join_pages(printed)[0].split())


def fold(text: str) -> str:
    """Text without white space, accents, ligatures and fine typography, for comparing."""
    return "".join(map(_fold_letter, text))


def _fold_letter(letter: str) -> str:
    if letter.isascii() and letter > " ":
        return "" if letter == "`" else letter
    plain = unicodedata.normalize("NFKD", letter).translate(_PLAIN)
    return "".join(part for part in plain if not part.isspace() and part > "\x1f" and not unicodedata.combining(part))


def _pattern(quote: str) -> re.Pattern[str] | None:
    """What a quote looks like in folded text."""
    parts = []
    for place, letter in enumerate(quote):
        for part in _fold_letter(letter):
            if part != "-":
                parts.append(re.escape(part))
            elif quote[place + 1 : place + 2].isspace():  # copied with the line's end
                parts.append(f"[-{BROKEN}]?")
            else:
                parts.append(f"[-{BROKEN}]")
    return re.compile(f"{BROKEN}?".join(parts)) if parts else None


_Place = tuple[int, int]
"""The number of a line and of a letter in it."""


def _folded(lines: Sequence[TextLine]) -> tuple[str, list[_Place]]:
    letters: list[str] = []
    places: list[_Place] = []
    for number, line in enumerate(lines):
        end = len(line.text.rstrip()) - 1
        for place, letter in enumerate(line.text):
            folded = BROKEN if place == end and place > 0 and letter in HYPHENS else _fold_letter(letter)
            letters += folded
            places += [(number, place)] * len(folded)
    return "".join(letters), places


def _is_whole(lines: Sequence[TextLine], first: _Place, last: _Place) -> bool:
    """Whether what stands from `first` to `last` begins and ends with words, not within them."""
    text, end = lines[first[0]].text, lines[last[0]].text
    before = text[first[1] - 1 : first[1]] if first[1] else ""
    behind = end[last[1] + 1 : last[1] + 2]
    return _divides(before, text[first[1]]) and _divides(behind, end[last[1]])


def _divides(outer: str, inner: str) -> bool:
    return not outer or bool(_EDGE.match(outer)) or bool(_EDGE.match(inner))


def _quads(lines: Sequence[TextLine], first: _Place, last: _Place) -> list[Quad]:
    quads = []
    for number in range(first[0], last[0] + 1):
        line = lines[number]
        start = first[1] if number == first[0] else len(line.text) - len(line.text.lstrip())
        end = last[1] if number == last[0] else len(line.text.rstrip()) - 1
        if start <= end:
            quads.append(line.quad(start, end))
    return quads


def _blocks(lines: Sequence[TextLine]) -> Iterator[str]:
    gathered: list[str] = []
    for number, line in enumerate(lines):
        if gathered and line.block != lines[number - 1].block:
            yield "\n".join(gathered)
            gathered = []
        gathered.append(line.text.rstrip())
    yield "\n".join(gathered)


def _turn(direction: tuple[float, float]) -> int:
    x, y = direction
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 180
    return 90 if y > 0 else 270


def _turned(box: Box, turn: int) -> Quad:
    """A box as a quad whose first corner is the upper left one of the text in it."""
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    first = (0, 90, 180, 270).index(turn)
    a, b, c, d = corners[first:] + corners[:first]
    return *a, *b, *d, *c


def _box(quad: Quad) -> Box:
    return min(quad[0::2]), min(quad[1::2]), max(quad[0::2]), max(quad[1::2])


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _holds(box: Box, letter: Box) -> bool:
    """Whether the middle of a letter lies in a box."""
    x, y = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
