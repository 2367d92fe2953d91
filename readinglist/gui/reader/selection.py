"""Which words are chosen, in reading order over columns and pages; no Qt, nothing drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

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
    """The chosen words as one would type them: lines joined, hyphens at line ends healed, a line for each block."""
    parts: list[str] = []
    for page in selection.pages:
        if page in texts:
            chosen = selection.words(page, texts[page])
            for _, words in groupby(chosen, key=lambda word: word.block):
                parts.append(_healed(list(words)))
    return "\n".join(parts)


def _healed(words: Sequence[Word]) -> str:
    text = ""
    for number, word in enumerate(words):
        if number == 0:
            text = word.text
        elif word.line != words[number - 1].line and _broken(words[number - 1].text, word.text):
            text = text[:-1] + word.text
        else:
            text += " " + word.text
    return text


def _broken(before: str, behind: str) -> bool:
    """Whether a line's end has broken a word in two."""
    return len(before) > 1 and before[-1] in "-\u00ad\u2010" and before[-2].isalpha() and behind[:1].islower()
