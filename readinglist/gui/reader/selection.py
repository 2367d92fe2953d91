"""Which words are chosen, in reading order over columns and pages; no Qt, nothing drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from readinglist.documents.page_text import PrintedPage, join_pages
from readinglist.documents.pages import PageText, Point, Quad, Word, as_quad, box_of

ASIDE = 3.0
"""How much farther a word feels that is above or below than one that is beside."""
NEAR = 12.0
"""Points from the nearest word within which a press means that word."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A word: its page from 1 and its place among the page's words."""

    page: int
    word: int


@dataclass(frozen=True, slots=True)
class Selection:
    """All words from the first to the last of both, whichever end was chosen first."""

    anchor: Spot
    head: Spot

    @property
    def first(self) -> Spot:
        return min(self.anchor, self.head)

    @property
    def last(self) -> Spot:
        return max(self.anchor, self.head)

    @property
    def pages(self) -> range:
        """The pages it touches."""
        return range(self.first.page, self.last.page + 1)

    def words(self, page: int, text: PageText) -> Sequence[Word]:
        """Those of its words that stand on a page."""
        first = self.first.word if page == self.first.page else 0
        last = self.last.word if page == self.last.page else len(text.words) - 1
        return text.words[first : last + 1] if page in self.pages else ()


def nearest(text: PageText, point: Point, within: float | None = None) -> int | None:
    """The word at a point of the page, or the one closest to it; None if none is `within` so many points."""
    best, least = None, float("inf")
    for number, word in enumerate(text.words):
        left, top, right, bottom = box_of([word.quad])
        across = max(left - point[0], 0.0, point[0] - right)
        down = max(top - point[1], 0.0, point[1] - bottom)
        if within is not None and max(across, down) > within:
            continue
        far = across + ASIDE * down
        if far < least:
            best, least = number, far
    return best


def line_around(text: PageText, word: int) -> tuple[int, int]:
    """The first and the last word of the line in which a word stands."""
    line = text.words[word].line
    first = last = word
    while first > 0 and text.words[first - 1].line == line:
        first -= 1
    while last + 1 < len(text.words) and text.words[last + 1].line == line:
        last += 1
    return first, last


def quads_of(words: Sequence[Word]) -> tuple[Quad, ...]:
    """One quad for the words of each line."""
    return tuple(_around([word.quad for word in line]) for _, line in groupby(words, key=lambda word: word.line))


def _around(quads: Sequence[Quad]) -> Quad:
    """The quad around those of one line, along the line whichever way it runs."""
    first, last = quads[0], quads[-1]
    if abs(first[1] - first[3]) < 0.1 and first[0] < first[2]:
        left, top, right, bottom = box_of(quads)
        return left, top, right, top, left, bottom, right, bottom
    return as_quad([*first[0:2], *last[2:4], *first[4:6], *last[6:8]])


def text_of(selection: Selection, texts: Mapping[int, PageText]) -> str:
    """The chosen words as one would type them: a line for each paragraph, words that a line's end broke made whole.

    Whether a hyphen at a line's end belongs to the word is told by how the pages write it elsewhere.
    """
    pages = [page for page in selection.pages if page in texts]
    chosen = [_printed(selection.words(page, texts[page])) for page in pages]
    whole = [_printed(texts[page].words) for page in pages]
    return "\n".join(text for text in join_pages([*chosen, *whole])[: len(chosen)] if text)


def _printed(words: Sequence[Word]) -> PrintedPage:
    blocks = (groupby(block, key=lambda word: word.line) for _, block in groupby(words, key=lambda word: word.block))
    return PrintedPage.of("\n".join(" ".join(word.text for word in line) for _, line in lines) for lines in blocks)


# -- the end of a selection goes on by keys


def beside(texts: Mapping[int, PageText], spot: Spot, step: int) -> Spot | None:
    """The word after (1) or before (-1) a word, over page ends too; None if none is known."""
    words = texts[spot.page].words
    if 0 <= spot.word + step < len(words):
        return Spot(spot.page, spot.word + step)
    beyond = texts.get(spot.page + step)
    if beyond is None or not beyond.words:
        return None
    return Spot(spot.page + step, 0 if step > 0 else len(beyond.words) - 1)


def in_next_line(texts: Mapping[int, PageText], spot: Spot, step: int) -> Spot | None:
    """The word of the next (1) or the last (-1) line that is most nearly below or above a word; None if none is."""
    first, last = line_around(texts[spot.page], spot.word)
    edge = beside(texts, Spot(spot.page, last if step > 0 else first), step)
    if edge is None:
        return None
    text = texts[edge.page]
    left, _, right, _ = box_of([texts[spot.page].words[spot.word].quad])
    first, last = line_around(text, edge.word)

    def away(word: int) -> float:
        box = box_of([text.words[word].quad])
        return abs(box[0] + box[2] - left - right)

    return Spot(edge.page, min(range(first, last + 1), key=away))


def at_line_end(texts: Mapping[int, PageText], spot: Spot, step: int) -> Spot:
    """The last (1) or the first (-1) word of a word's line."""
    return Spot(spot.page, line_around(texts[spot.page], spot.word)[step > 0])
