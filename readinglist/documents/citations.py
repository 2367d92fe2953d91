"""The marks in a text that cite entries of its reference list, and those that name a figure or table (pure Python)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from readinglist.documents.pages import Quad, Word
from readinglist.documents.references import Reference
from readinglist.identifiers import name_key

MOST_AT_ONCE = 30
"""Entries that one mark such as [3–40] can mean; what means more is no citation."""

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
    r"|(?P<before>(?:[a-z]{2,4} )*[^\W\d_a-z][\w’'-]+),? (?:[A-Z]\.?[ -]?)+(?=[,;.&(]|and\b|\s|$)"
    r"|(?:[^\W\d_a-z][\w.’'-]* ){1,3}(?P<last>[^\W\d_a-z][\w’'-]+)(?=,|\.| and\b| &)"
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
    return (match["behind"] or match["before"] or match["last"]) if match else ""


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
