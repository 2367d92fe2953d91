"""Titles, abstracts, names and dates of services as the library keeps them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from readinglist.library.cleaning import clean
from readinglist.library.person_names import read_name
from readinglist.library.records import Person
from readinglist.plain_text import plain_latex, plain_paragraphs, plain_words

LONGEST_TITLE = 2_000
LONGEST_ABSTRACT = 50_000
MOST_AUTHORS = 5_000
"""More than any paper has; what is longer is broken."""

_AFFILIATION = re.compile(r"\([^()]*\)")
_DATE = re.compile(r"((?:1[5-9]|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


def latex_title(text: str) -> str:
    """A title in which LaTeX may stand but no markup, wrapped into lines or not."""
    return " ".join(plain_latex(" ".join(clean(text[:LONGEST_TITLE]).split())).split())


def marked_up_title(text: str) -> str:
    """A title in which HTML, JATS, escapes and LaTeX may stand."""
    return latex_title(plain_words(text[:LONGEST_TITLE]))


def latex_abstract(text: str) -> str:
    """An abstract of arXiv: a line that begins with a blank begins a paragraph, other line breaks mean nothing."""
    return _paragraphs(re.split(r"\n(?=[ \t]*\n|[ \t]+\S)", clean(text[:LONGEST_ABSTRACT])))


def marked_up_abstract(text: str) -> str:
    """An abstract in which HTML, JATS, escapes and LaTeX may stand."""
    return _paragraphs(plain_paragraphs(clean(text[:LONGEST_ABSTRACT])).split("\n\n"))


def plain_abstract(text: str) -> str:
    """An abstract without markup, its paragraphs between blank lines, in which LaTeX may stand."""
    return _paragraphs(clean(text[:LONGEST_ABSTRACT]).split("\n\n"))


def with_subtitle(title: str, subtitle: str) -> str:
    """`Title: Subtitle`, unless the title has it already."""
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1] in ':?!' else ': '}{subtitle}"


def _paragraphs(paragraphs: Iterable[str]) -> str:
    plain = (" ".join(plain_latex(" ".join(paragraph.split())).split()) for paragraph in paragraphs)
    return "\n\n".join(filter(None, plain))


def people(names: Iterable[str]) -> tuple[Person, ...]:
    """Printed names in their order; what has no letter (a colon behind a collaboration) is nobody."""
    plain = (_AFFILIATION.sub(" ", marked_up_title(name)) for name in names)
    found = [read_name(name) for name in plain if any(character.isalpha() for character in name)]
    return tuple(person for person in found if person.family)[:MOST_AUTHORS]


def iso_date(text: str) -> str | None:
    """The day, month or year at the beginning of a text like `2017-06-12T17:57:34Z`."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    date = "-".join(part for part in found.groups() if part)
    if found[3]:
        try:
            datetime.date.fromisoformat(date)
        except ValueError:  # the 30th of February
            return date[:7]
    return date


def date_of(parts: Iterable[object]) -> str | None:
    """The ISO date of year, month and day as far as they are there; what cannot be is not there."""
    year, month, day = [*parts, None, None, None][:3]
    text = f"{year}"
    if type(month) is int:  # JSON's true would be one as well
        text += f"-{month:02}" + (f"-{day:02}" if type(day) is int else "")
    return iso_date(text)


def year_of(date: str | None) -> int | None:
    """The year of an ISO date."""
    return int(date[:4]) if date else None
