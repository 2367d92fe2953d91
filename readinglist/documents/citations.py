"""The marks in a text that cite entries of its reference list, and those that name a figure or table (pure Python)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from readinglist.documents.pages import Link, Point, Quad, Word
from readinglist.documents.references import Reference
from readinglist.identifiers import name_key

MOST_AT_ONCE = 30
"""Entries that one mark such as [3–40] can mean; what means more is no citation."""

ABOVE, BELOW = 8.0, 2.0
"""Points that a link may lead above or below the upper edge of the entry that it means."""

NEAR = 2.0
"""Points beside a word that still belong to it."""

_NUMBERS = re.compile(r"\[\s?(\d{1,3}(?:\s?[,;–—-]\s?\d{1,3})*)\s?(?:,[^\]\d][^\]]{0,30})?\]")
_KEYS = re.compile(r"\[([A-Z][\w+]{1,10}(?:[,;]\s?[A-Z][\w+]{1,10})*)\]")
_PEOPLE = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'-]+)(?:(?:,? et al\.?)|(?: (?:and|&|et|und) [^\W\d_a-z][\w’'-]+)"
    r"|(?:, [^\W\d_a-z][\w’'-]+)+,? (?:and|&) [^\W\d_a-z][\w’'-]+)?,? [(\[]?(?P<years>(?:1[89]|20)\d\d[a-z]?"
    r"(?:, ?(?:(?:1[89]|20)\d\d)?[a-z]?(?=[,);\]]))*)"
)
_FIGURE = re.compile(r"(?P<word>Fig(?:ure|s?\.|ures)?|Table|Tab\.)\s?(?P<label>[A-Z]?\d+(?:\.\d+)?)(?![\d.]*\d)")
_FIRST_PERSON = re.compile(
    r"(?:[A-Z]\.[ -]?)+(?:[a-z]{2,4} )*(?P<behind>[^\W\d_a-z][\w’'-]+)"
    r"|[^\W\d_a-z][\w’'-]+ (?:[A-Z]\. ?)+(?:[a-z]{2,4} )*(?P<amid>[^\W\d_a-z][\w’'-]+)"
    r"(?=\. (?:1[89]|20)\d\d|,? (?:and|&) [^\W\d_a-z]|, [^\W\d_a-z][\w.’'-]* [^\W\d_a-z])"
    r"|(?P<before>(?:[a-z]{2,4} )*[^\W\d_a-z][\w’'-]+),? (?:[A-Z]\.?[ -]?)+(?=[,;.&(]|and\b|\s|$)"
    r"|(?:(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w’'-]*) ){1,3}(?P<last>[^\W\d_a-z][\w’'-]+)(?=,|\.| and\b| &)"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark in the text with its place, and the entries that it stands for."""

    quads: tuple[Quad, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a figure or table is named."""

    quads: tuple[Quad, ...]
    kind: Literal["figure", "table"]
    label: str


def find_citations(words: Sequence[Word], references: Sequence[Reference]) -> list[Citation]:
    """The citations among the words of a page, in their order."""
    text, ends = _joined(words)
    by_number = {reference.number: reference for reference in references}
    found = [(match.span(), _by_marks(match[1], by_number)) for match in _NUMBERS.finditer(text)]
    found += [(match.span(), _by_marks(match[1], by_number)) for match in _KEYS.finditer(text)]
    by_people = _by_people(references)
    for match in _PEOPLE.finditer(text):
        found.append((match.span(), _of(match, by_people)))
    return [
        Citation(_quads(words, ends, *span), tuple(meant))
        for span, meant in sorted(found, key=lambda each: each[0])
        if meant
    ]


def cited_by_link(link: Link, words: Sequence[Word], references: Sequence[Reference]) -> Citation | None:
    """What a link into the reference list cites: the entry that it leads to, if `words` (those of its page) agree.

    Of entries side by side in two columns it is the one whose number, person or year the words of the link name.
    """
    if link.page is None or link.y is None:
        return None
    near = [each for each in references if each.page == link.page and -BELOW <= each.top - link.y <= ABOVE]
    under = [word for word in words if _is_under(word.quad, link)]
    said = re.findall(r"\w+", " ".join(word.text for word in under))
    if len(near) > 1 or all(part.isdigit() and len(part) < 4 for part in said):
        near = [each for each in near if any(_names(each, part) for part in said)]
    return Citation(tuple(word.quad for word in under), tuple(near)) if len(near) == 1 and under else None


def cited_at(
    point: Point,
    words: Sequence[Word],
    citations: Sequence[Citation],
    link: Link | None,
    references: Sequence[Reference],
) -> Citation | None:
    """What is cited at a point of a page: by a mark in its text, by the link there, or by both.

    Of several entries that a mark stands for it is the one that the link leads to. Where the two disagree the mark is
    right: what it says can be read, where a link leads may be wrong.
    """
    mark = next((each for each in citations if holds(each.quads, point)), None)
    led = cited_by_link(link, words, references) if link is not None else None
    if mark is None or led is None:
        return mark or led
    return led if led.references[0] in mark.references else mark


def holds(quads: Sequence[Quad], point: Point) -> bool:
    """Whether a point lies on a piece of text, or between two of its words."""
    x, y = point
    return any(
        min(quad[::2]) - NEAR <= x <= max(quad[::2]) + NEAR and min(quad[1::2]) <= y <= max(quad[1::2])
        for quad in quads
    )


def _is_under(quad: Quad, link: Link) -> bool:
    left, top, right, bottom = link.box
    across = min(quad[2], right) - max(quad[0], left)
    return across > 0.3 * min(quad[2] - quad[0], right - left) and top - 1 <= (quad[1] + quad[5]) / 2 <= bottom + 1


def _names(reference: Reference, part: str) -> bool:
    """Whether a word of a link is the number, the first person or the year of an entry."""
    if part == reference.number:
        return True
    if len(part) > 2 and not part.isdigit():
        people = reference.text.partition(reference.title or "\n")[0]
        return name_key(part) in {name_key(name) for name in re.findall(r"[^\W\d_]+", people)}
    return bool(reference.year) and part[:4] == str(reference.year)


def find_mentions(words: Sequence[Word]) -> list[Mention]:
    """The places of a page where a figure or table is named, its own caption among them."""
    text, ends = _joined(words)
    return [
        Mention(_quads(words, ends, *match.span()), "table" if match["word"][0] == "T" else "figure", match["label"])
        for match in _FIGURE.finditer(text)
    ]


def _joined(words: Sequence[Word]) -> tuple[str, list[int]]:
    """The words with spaces between, a word broken at a line's end made whole, and where each of them ends."""
    text, ends = "", []
    for word, following in itertools.zip_longest(words, words[1:]):
        text += word.text
        ends.append(len(text))
        breaks = following is not None and following.line != word.line and word.text.endswith(("-", "\u2010"))
        if breaks and following is not None and following.text[:1].islower():
            text = text[:-1]
            ends[-1] = len(text)
        else:
            text += " "
    return text, ends


def _quads(words: Sequence[Word], ends: Sequence[int], start: int, end: int) -> tuple[Quad, ...]:
    quads = []
    begin = 0
    for word, stop in zip(words, ends, strict=True):
        if begin < end and stop > start:
            quads.append(word.quad)
        begin = stop
    return tuple(quads)


def _by_marks(marks: str, by_number: dict[str, Reference]) -> list[Reference]:
    """The entries that `3, 7–9` or `BP98, Knu97` stand for; none if one is not there, as of `[0, 1]`."""
    found = []
    for part in re.split(r"\s?[,;]\s?", marks):
        ends = re.split(r"\s?[–—-]\s?", part)
        if len(ends) == 2 and ends[0].isdigit() and ends[1].isdigit():
            first, last = int(ends[0]), int(ends[1])
            found += [str(number) for number in range(first, min(last, first + MOST_AT_ONCE) + 1)]
        else:
            found.append(part)
    return [by_number[mark] for mark in found] if all(mark in by_number for mark in found) else []


def _by_people(references: Sequence[Reference]) -> dict[tuple[str, int], list[Reference]]:
    """Entries by the family name of their first person and their year."""
    found: dict[tuple[str, int], list[Reference]] = {}
    for reference in references:
        if reference.year is not None and (name := first_family(reference.text)):
            found.setdefault((name_key(name), reference.year), []).append(reference)
    return found


def first_family(text: str) -> str:
    """The family name of the first person of an entry; empty where it does not begin with one."""
    match = _FIRST_PERSON.match(text)
    return (match["behind"] or match["amid"] or match["before"] or match["last"]) if match else ""


def _of(match: re.Match[str], by_people: dict[tuple[str, int], list[Reference]]) -> list[Reference]:
    found: list[Reference] = []
    for year, letter in _years(match["years"]):
        meant = by_people.get((name_key(match["name"]), year), [])
        exact = [reference for reference in meant if f"{year}{letter}" in reference.text]
        found += exact if letter and exact else meant
    return found


def _years(text: str) -> Iterator[tuple[int, str]]:
    """`2019a, b, 2020` as years with their letters."""
    year = 0
    for digits, letter in re.findall(r"(\d{4})?([a-z]?)(?:, ?|$)", text):
        year = int(digits) if digits else year
        if year and (digits or letter):
            yield year, letter
