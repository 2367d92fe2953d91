"""The entries of a paper's reference list, cut from the lines of its pages (pure Python).

Numbered and keyed entries are known by their marks, which must count up; others by the hanging indent of their lines.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from readinglist.documents.layout import Line, Page
from readinglist.documents.wordings import REFERENCES

FEWEST = 3
"""Entries that make a list."""
MOST_LINES = 14
"""Lines of an entry; what goes on for longer is no longer that entry."""

_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\[\s?(?P<mark>\d{1,3})\s?\]",
        r"(?P<mark>\d{1,3})\.(?!\d)",
        r"\((?P<mark>\d{1,3})\)",
        r"(?P<mark>\d{1,3})\s+(?=[^\W\d_a-z])",
    )
)
_KEY = re.compile(r"\[(?P<mark>[A-Z][^\]\[]{0,24})\]")
_HEADING = re.compile(rf"{REFERENCES.pattern}\d{{0,3}}\W*", re.IGNORECASE)
_NUMBER_OF_PAGE = re.compile(r"\W*\d{1,4}\W*|[ivxlc]{1,6}")
_BEHIND = re.compile(
    r"\W*(?:(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)?\.?\s*(?:appendix|appendices|supplement\w*|anhang|annexe?s?|付録"
    r"|acknowledge?ments?|about the authors?|author (?:biograph|contribution|information)\w*|biograph(?:y|ies)|index"
    r"|how to cite|conflicts? of interest|supporting information|open access|publisher.s note|lebenslauf"
    r"|erkl[äa]rung|eidesstattlich\w*)\b"
    r"|©|\(c\) (?:19|20)\d\d|[A-Z](?:\.\d+)?\.?\s{1,3}[A-Z][a-z]+(?: \w+){0,8}$)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'`.-]+(?: [^\W\d_a-z][\w’'-]+)*,? (?:[A-Z]\.?[ -]?)+|(?:[A-Z]\.[ -]?){1,3}\s?[^\W\d_a-z][\w-]+"
    r"|[^\W\d_a-z][\w’'-]+(?: [A-Z]\.?)? [^\W\d_a-z][\w’'-]+(?:,| and\b|\.)|[-–—_]{2,}|[^\W\d_a-z]\w+"
)

_AUTHOR = re.compile(
    r"[^\W\d_a-z][\w’'`-]+(?:[ -][^\W\d_a-z][\w’'-]+)*,? (?:[A-Z]\.?[ -]?)+[.,;:&(]?"
    r"|(?:[A-Z]\.[ -]?){1,3}\s?[^\W\d_a-z]\w+"
    r"|(?:[^\W\d_a-z][\w’'.-]*,? ){1,4}(?:and |et |und |& )?(?:[^\W\d_a-z][\w’'-]+)?[.,(]|[-–—_]{2,}|\(\d{4}"
)
"""How an entry begins where no mark tells: with people, an office, or a dash for those of the last one."""

_SAME_PEOPLE = re.compile(r"\((?:1[89]|20)\d\d[a-z]\)|\((?:1[89]|20)\d\d\), [A-Z]")
"""How a line begins where a rule that is drawn, not written, stands for the people of the last entry."""


@dataclass(slots=True)
class Entry:
    """An entry with its lines; `mark` is its number or key as printed, empty where it has none."""

    mark: str
    lines: list[Line] = field(default_factory=list)
    page: int = 0
    start: int = 0
    """Where in the first line the text behind the mark begins."""

    @property
    def texts(self) -> list[str]:
        """Its lines without the mark."""
        first, *others = self.lines
        return [first.text[self.start :].strip(), *(line.text for line in others)]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its page, the number of its column, and how far it stands from the column's left edge."""

    line: Line
    page: int
    column: int = 0
    indent: float = 0.0


def entries(pages: Sequence[Page]) -> list[Entry]:
    """The entries of the longest list of references; empty where none is to be found."""
    furniture = _furniture(pages)
    lines = [_Placed(line, page.number) for page in pages for line in _rows(_running(page, furniture))]
    starts = [at + 1 for at, placed in enumerate(lines) if REFERENCES.fullmatch(placed.line.text)]
    found = max((_cut(lines[start:]) for start in starts), key=_worth, default=[])
    if len(found) < FEWEST:  # some print no heading, but then they number
        found = _numbered([placed for placed in lines if placed.page * 2 > len(pages)], _NUMBERS[0])
        found = found if _dated(found) >= 0.5 * len(found) else []
    return found if len(found) >= FEWEST else []


def _worth(found: Sequence[Entry]) -> tuple[int, int]:
    return _dated(found), len(found)


def _dated(found: Sequence[Entry]) -> int:
    """How many entries have a year, without which hardly any work is cited."""
    return sum(bool(_YEAR.search(" ".join(entry.texts))) for entry in found)


def _rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines whose pieces are put together again: justified text may be set with wide spaces."""
    last: Line | None = None
    for line in lines:
        if last and _is_same_row(last, line) and line.left - last.right < 6 * line.size:
            last = replace(last, text=f"{last.text} {line.text}", right=line.right)
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _furniture(pages: Sequence[Page]) -> set[str]:
    """Keys of the lines that stand on several pages: heads and feet."""
    counts = Counter(key for page in pages for key in {_head_key(line.text) for line in page.lines})
    return {key for key, count in counts.items() if count >= 3}


def _head_key(text: str) -> str:
    return re.sub(r"\d+", "", text).strip()


def _running(page: Page, furniture: set[str]) -> Iterator[Line]:
    for line in page.lines:
        at_edge = line.top < 0.09 * page.height or line.bottom > 0.91 * page.height
        if not line.upright or (at_edge and _head_key(line.text) in furniture):
            continue
        if at_edge and (_NUMBER_OF_PAGE.fullmatch(line.text) or _HEADING.fullmatch(_head_key(line.text))):
            continue
        yield line


def _cut(lines: Sequence[_Placed]) -> list[Entry]:
    section = list(_section(lines))
    numbered = max((_numbered(section, pattern) for pattern in _NUMBERS), key=_worth)
    if len(numbered) >= FEWEST:
        return numbered
    keyed = _keyed(section)
    return keyed if len(keyed) >= FEWEST else _unmarked(section)


def _section(lines: Sequence[_Placed]) -> Iterator[_Placed]:
    """The lines of the list: in its size, down to the next heading."""
    sizes = [placed.line.size for placed in lines[:60]]
    if not sizes:
        return
    size = statistics.median(sizes)
    even = sum(abs(each - size) <= 0.03 * size for each in sizes) > 0.7 * len(sizes)
    for placed in lines:
        line = placed.line
        stands_out = line.bold or line.size > 1.1 * size or line.text.isupper()
        if stands_out and len(line.text) < 90 and _BEHIND.match(line.text):
            return
        if not even or abs(line.size - size) <= 0.08 * size:
            yield placed


def _numbered(lines: Sequence[_Placed], pattern: re.Pattern[str]) -> list[Entry]:
    """Entries whose marks count up from 1; a number may be missing where the file hides it."""
    marks = {at: mark for at, placed in enumerate(lines) if (mark := pattern.match(placed.line.text))}
    chains = (_chain(marks, at) for at, mark in marks.items() if mark["mark"] == "1")
    chain = max(chains, key=len, default=[])
    found: list[Entry] = []
    for at, placed in enumerate(lines[chain[0] :], chain[0]) if chain else ():
        if at in chain:
            found.append(Entry(marks[at]["mark"], [placed.line], placed.page, marks[at].end()))
        else:
            _go_on(found[-1], placed)
    return found


def _chain(marks: dict[int, re.Match[str]], start: int) -> list[int]:
    """The places of marks that count up from the one at `start`."""
    number, chain = 1, [start]
    for at, mark in marks.items():
        if at > start and number < int(mark["mark"]) <= number + 2:
            number = int(mark["mark"])
            chain.append(at)
    return chain


def _keyed(lines: Sequence[_Placed]) -> list[Entry]:
    found: list[Entry] = []
    for placed in lines:
        if mark := _KEY.match(placed.line.text):
            found.append(Entry(mark["mark"].strip(), [placed.line], placed.page, mark.end()))
        elif found:
            _go_on(found[-1], placed)
    return found


def _go_on(entry: Entry, placed: _Placed) -> None:
    if len(entry.lines) < MOST_LINES:
        entry.lines.append(placed.line)


def _unmarked(lines: Sequence[_Placed]) -> list[Entry]:
    """Entries by the indent of their lines; where there is none, by the space between them or how they begin."""
    placed = list(_in_columns(lines))
    if not placed:
        return []
    indented = [each for each in placed if each.indent > 3]
    if len(indented) < 0.15 * len(placed):
        return _gather(placed, _begins_by_look(placed))
    out = [each for each in placed if each.indent <= 3]
    hanging = _share_of_names(out) >= _share_of_names(indented)
    if hanging:
        return _gather(placed, [each.indent <= 3 or bool(_SAME_PEOPLE.match(each.line.text)) for each in placed])
    return _gather(placed, [each.indent > 3 for each in placed])


def _share_of_names(lines: Sequence[_Placed]) -> float:
    return sum(bool(_NAME.match(each.line.text)) for each in lines) / max(len(lines), 1)


def _in_columns(lines: Sequence[_Placed]) -> Iterator[_Placed]:
    """The lines, pieces of one joined, with the distance from the left edge of their column."""
    for _, group in itertools.groupby(lines, key=lambda placed: placed.page):
        on_page = list(group)
        edges = _edges([placed.line for placed in on_page])
        for placed in on_page:
            column = max((at for at, edge in enumerate(edges) if placed.line.left >= edge - 3), default=0)
            yield _Placed(placed.line, placed.page, column, placed.line.left - edges[column])


def _edges(lines: Sequence[Line]) -> list[float]:
    """The left edges of the columns of a page, from left to right."""
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    edges = [left]
    middle = (left + right) / 2
    beyond = [line.left for line in lines if line.left > middle - 20 and line.left < middle + 0.15 * (right - left)]
    across = sum(line.left < middle - 20 and line.right > middle + 20 for line in lines)
    if len(beyond) >= 3 and across < 0.2 * len(lines):
        edges.append(min(beyond))
    return edges


def _begins_by_look(placed: Sequence[_Placed]) -> list[bool]:
    steps = [
        other.line.top - one.line.top
        for one, other in itertools.pairwise(placed)
        if (one.page, one.column) == (other.page, other.column) and other.line.top > one.line.top
    ]
    usual = statistics.median(steps) if steps else 0.0
    begins = [True]
    for one, other in itertools.pairwise(placed):
        same_column = (one.page, one.column) == (other.page, other.column)
        step = other.line.top - one.line.top
        ends = one.line.text.rstrip().endswith((".", ")", "]")) or bool(re.search(r"\d$|https?://\S+$", one.line.text))
        wide = same_column and step > 1.25 * usual
        looks = bool(_NAME.match(other.line.text)) and ends
        begins.append(looks and (wide or not same_column or _spaces_are_even(steps)))
    return begins


def _spaces_are_even(steps: Sequence[float]) -> bool:
    """Whether no more space is left between entries than between lines."""
    usual = statistics.median(steps) if steps else 0.0
    return sum(step > 1.25 * usual for step in steps) < 0.05 * len(steps)


def _gather(placed: Sequence[_Placed], begins: Iterable[bool]) -> list[Entry]:
    found: list[Entry] = []
    for each, begin in zip(placed, begins, strict=True):
        if begin and not (found and _is_same_row(found[-1].lines[-1], each.line)):
            found.append(Entry("", [each.line], each.page))
        elif found:
            _go_on(found[-1], each)
    whole = [entry for entry in found if _YEAR.search(" ".join(entry.texts)) or len(entry.lines) > 1]
    named = sum(bool(_AUTHOR.match(entry.lines[0].text)) for entry in whole)
    return whole if min(_dated(whole), named) >= 0.5 * len(whole) else []


def _is_same_row(one: Line, other: Line) -> bool:
    return abs(one.top - other.top) < 0.3 * one.size and other.left >= one.right - 1
