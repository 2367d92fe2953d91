"""Words that were recognised on the picture of a page: packed, as lines with a box for each letter, as running text."""

from __future__ import annotations

import json
import statistics
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from readinglist.documents.layout import Line, Page
from readinglist.documents.page_lines import TextLine, places
from readinglist.documents.page_text import PrintedPage, join_pages
from readinglist.documents.pages import Box, Quad


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word and its place in points of the page's own unrotated space; lines and blocks count up over the page."""

    text: str
    box: Box
    line: int
    block: int


def pack(words: Sequence[SeenWord], turn: int) -> bytes:
    """The words of a page as bytes to keep; `turn` is whither its lines run (0 right, 90 down, 180 left, 270 up)."""
    rows = [[word.text, *(round(side, 2) for side in word.box), word.line, word.block] for word in words]
    return zlib.compress(json.dumps([turn, rows], ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> tuple[list[SeenWord], int]:
    """The words of a page, and whither its lines run."""
    turn, rows = json.loads(zlib.decompress(packed))
    return [
        SeenWord(text, (left, top, right, bottom), line, block) for text, left, top, right, bottom, line, block in rows
    ], turn


def lines_of(packed: bytes) -> list[TextLine]:
    """The lines of a page in their order; the letters of a word share its box evenly."""
    words, turn = unpack(packed)
    return [_line(list(of_line), turn) for _, of_line in groupby(words, key=lambda word: word.line)]


def texts_of(pages: Mapping[int, bytes]) -> dict[int, str]:
    """The running text of pages: a paragraph a line, words that a line's end broke made whole."""
    printed = []
    for packed in pages.values():
        lines = lines_of(packed)
        printed.append(
            PrintedPage.of(
                "\n".join(line.text for line in block) for _, block in groupby(lines, key=lambda line: line.block)
            )
        )
    return dict(zip(pages, join_pages(printed), strict=True))


def with_recognised(texts: Sequence[str], pages: Mapping[int, bytes]) -> tuple[str, ...]:
    """The texts of a document's pages (from 1), with what was recognised on those that hold none."""
    wanted = {page: packed for page, packed in pages.items() if page <= len(texts) and not texts[page - 1].strip()}
    seen = texts_of(wanted)
    return tuple(seen.get(page, text) for page, text in enumerate(texts, 1))


def places_of_any(lines: Sequence[TextLine], sought: Sequence[str]) -> list[list[Quad]]:
    """Where any of these texts stands on a page, from top to bottom where they are several."""
    found = [quads for text in sought for quads in places(lines, text)]
    return found if len(sought) < 2 else sorted(found, key=lambda quads: (quads[0][1], quads[0][0]))


def with_layouts(pages: Sequence[Page], recognised: Mapping[int, bytes]) -> list[Page]:
    """Pages with their lines, those recognised on pages that hold none."""
    return [
        replace(page, lines=_layout(lines_of(recognised[page.number])))
        if not page.lines and page.number in recognised
        else page
        for page in pages
    ]


def _layout(lines: Sequence[TextLine]) -> tuple[Line, ...]:
    """Lines as the reference list is looked for in: a scan does not tell sizes of letters, but for headings."""
    boxes = [line.box for line in lines]
    usual = statistics.median(bottom - top for _, top, _, bottom in boxes) if boxes else 0.0
    return tuple(
        Line(
            text=line.text,
            marked=line.text,
            size=usual if bottom - top < 1.4 * usual else bottom - top,
            left=left,
            right=right,
            top=top,
            bottom=bottom,
            block=line.block,
            upright=line.turn == 0,
        )
        for line, (left, top, right, bottom) in zip(lines, boxes, strict=True)
    )


def join(pages: Iterable[tuple[int, bytes]]) -> tuple[list[tuple[int, int]], bytes]:
    """Pages as one run of bytes, and the number and length of each."""
    found = list(pages)
    return [(page, len(packed)) for page, packed in found], b"".join(packed for _, packed in found)


def split(lengths: Iterable[Sequence[int]], joined: bytes) -> dict[int, bytes]:
    """What `join` joined."""
    found, start = {}, 0
    for page, length in lengths:
        found[page] = joined[start : start + length]
        start += length
    return found


def _line(words: Sequence[SeenWord], turn: int) -> TextLine:
    text, boxes = "", list[Box]()
    for number, word in enumerate(words):
        if number:
            text += " "
            boxes.append(_between(words[number - 1].box, word.box, turn))
        text += word.text
        boxes += _shares(word.box, turn, len(word.text))
    return TextLine(text, tuple(boxes), turn, words[0].block)


def _shares(box: Box, turn: int, count: int) -> list[Box]:
    """A box cut into as many as there are letters, in the order in which they are read."""
    left, top, right, bottom = box
    if turn in (0, 180):
        step = (right - left) / count
        cut = [(left + step * at, top, left + step * (at + 1), bottom) for at in range(count)]
    else:
        step = (bottom - top) / count
        cut = [(left, top + step * at, right, top + step * (at + 1)) for at in range(count)]
    return cut if turn in (0, 90) else cut[::-1]


def _between(one: Box, other: Box, turn: int) -> Box:
    """The gap between two words of a line."""
    if turn in (0, 180):
        left, right = sorted((one[2], other[0]) if turn == 0 else (other[2], one[0]))
        return left, min(one[1], other[1]), right, max(one[3], other[3])
    top, bottom = sorted((one[3], other[1]) if turn == 90 else (other[3], one[1]))
    return min(one[0], other[0]), top, max(one[2], other[2]), bottom
