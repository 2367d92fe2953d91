"""What a service says beside what the library says, read on the read pool and made ready to be shown; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.gui.details_overview import unwrapped
from readinglist.gui.details_words import day
from readinglist.gui.word_differences import Piece, word_differences
from readinglist.library import Library
from readinglist.library.differences import Difference
from readinglist.library.records import Choice, Paper


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One line of the comparison: `fields` of PaperRecord that go together, and both texts in pieces."""

    fields: tuple[str, ...]
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    by_user: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a choice says otherwise than the paper."""

    choice: Choice
    title: str
    lines: tuple[FieldLine, ...]


def read_comparison(library: Library, choice: Choice) -> Comparison:
    """Compare; NotFoundError when the paper is gone."""
    paper = library.papers.get(choice.paper)
    found = library.papers.differences(choice.paper, choice.record)
    return Comparison(choice, paper.title, tuple(lines_of(paper, found)))


def lines_of(paper: Paper, found: Sequence[Difference]) -> list[FieldLine]:
    """The differences as lines, the year with the date in which it stands."""
    with_date = any(difference.field == "date" for difference in found)
    lines = []
    for difference in found:
        if difference.field == "year" and with_date:
            continue
        fields: tuple[str, ...] = (difference.field,)
        ours, theirs = difference.ours, difference.theirs
        if difference.field == "date":
            fields = ("date", "year")
            ours, theirs = day(ours or str(paper.year or "")), day(theirs)
        pieces = word_differences(unwrapped(ours), unwrapped(theirs))
        lines.append(FieldLine(fields, *pieces, difference.by_user))
    return lines
