"""What each line of a copied Daily Papers page is: a date, furniture of the page, prose, or perhaps a title."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from readinglist.exchange.page_dates import parse_day
from readinglist.exchange.page_furniture import (
    ARROWS,
    AUTHORS,
    BETWEEN,
    BYLINE,
    COUNT,
    HEADER,
    LABELLED,
    PAGE_NAME,
    PHRASES,
    PUBLISHED,
    SUBMITTER,
    SUMMARY,
    WORDS,
)
from readinglist.exchange.page_names import names_in
from readinglist.identifiers import Identifier, find_identifiers


class Kind(StrEnum):
    """What a line is. HEADER, DATE ... USER are furniture; a CANDIDATE may be a title."""

    HEADER = "header"
    DATE = "date"
    COUNT = "count"
    AUTHORS = "authors"
    """`12 authors`"""
    USER = "user"
    LINK = "link"
    """Nothing but identifiers and links."""
    SUMMARY = "summary"
    """Says that a summary by a machine follows."""
    FURNITURE = "furniture"
    PROSE = "prose"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, what it is, and what it says besides."""

    text: str
    kind: Kind
    day: datetime.date | None = None
    identifiers: tuple[Identifier, ...] = ()


# Signs and emoji around a word.
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def classify(lines: list[str], today: datetime.date) -> list[Line]:
    """Each line that says something, with what it is by itself and by the line before it; a lone `·` says nothing."""
    classified: list[Line] = []
    for text in lines:
        if not _EDGES.sub("", text):
            continue
        line = _line(text, today)
        if line.kind is Kind.CANDIDATE:
            if classified and _asks_for_user(classified[-1].text) and _may_be_user(text):
                line = replace(line, kind=Kind.USER)
            else:
                classified += _pieces(text, today)
                continue
        classified.append(line)
    return list(_without_navigation(classified))


def _line(text: str, today: datetime.date) -> Line:
    if SUMMARY.fullmatch(text):
        return Line(text, Kind.SUMMARY)
    day = _header_day(text, today)
    if day:
        return Line(text, Kind.DATE, day)
    identifiers = _only_identifiers(text) if len(text) < 300 else ()
    if identifiers:
        return Line(text, Kind.LINK, identifiers=identifiers)
    kind = _furniture(text)
    if kind:
        return Line(text, kind)
    return Line(text, Kind.PROSE if is_prose(text) else Kind.CANDIDATE)


def _pieces(text: str, today: datetime.date) -> list[Line]:
    """A line of several things: `someone · 42 · 6 authors` is furniture, `The Title of a Paper · 6 authors` a title."""
    pieces = [_line(piece, today) for piece in BETWEEN.split(text) if _EDGES.sub("", piece)]
    unknown = [piece for piece in pieces if piece.kind in {Kind.CANDIDATE, Kind.PROSE}]
    known = [piece for piece in pieces if piece.kind not in {Kind.CANDIDATE, Kind.PROSE}]
    if len(unknown) > 1 or not known:
        return [Line(text, Kind.CANDIDATE)]
    kind = Kind.AUTHORS if any(piece.kind is Kind.AUTHORS for piece in known) else known[0].kind
    rest = Line(text, kind, identifiers=tuple(identifier for piece in known for identifier in piece.identifiers))
    if not unknown:
        return [rest]
    announced = len(pieces) == 2 and pieces[1].kind is Kind.AUTHORS
    if announced or len(unknown[0].text.split()) >= 5:
        return [replace(unknown[0], kind=Kind.CANDIDATE), rest]
    return [rest] if _dotted(text) else [Line(text, Kind.CANDIDATE)]


def _dotted(text: str) -> bool:
    return any(mark in text for mark in "·•|∙⋅●")


def _furniture(text: str) -> Kind | None:
    """What a line or a piece of one is, if it is furniture; signs and emoji around it do not count."""
    bare = _EDGES.sub("", text)
    for form, kind in ((HEADER, Kind.HEADER), (AUTHORS, Kind.AUTHORS), (COUNT, Kind.COUNT)):
        if form.fullmatch(bare) or form.fullmatch(text):
            return kind
    submitter = SUBMITTER.fullmatch(bare)
    if (submitter and len(submitter["who"].split()) <= 6) or BYLINE.fullmatch(text):
        return Kind.USER
    words = _NOT_WORDS.sub(" ", bare.lower()).split()
    if len(words) <= 2 and all(word in WORDS for word in words):
        return Kind.FURNITURE
    forms = (PHRASES, PUBLISHED, LABELLED)
    return Kind.FURNITURE if any(form.fullmatch(bare) for form in forms) or _is_arrow(text) else None


_NOT_WORDS = re.compile(r"[^\w';]+")


def _is_arrow(text: str) -> bool:
    """A link to another page, `← Sep 2`."""
    return len(text) <= 30 and (text[0] in ARROWS) != (text[-1] in ARROWS)


def _header_day(text: str, today: datetime.date) -> datetime.date | None:
    """The day of a line that says nothing else; a link to another day is none."""
    if len(text) > 60 or _is_arrow(text):
        return None
    inner = text.strip(ARROWS + " ")
    return parse_day(PAGE_NAME.sub("", inner + " ").strip(), today)


_AROUND_LINKS = re.compile(
    r"\b(?:arxiv|paper|pdf|abs|link|github|code|page|project|doi|id|and|v\d+)\b|\[[\w.]+\]", re.IGNORECASE
)


def _only_identifiers(text: str) -> tuple[Identifier, ...]:
    found = find_identifiers(text)
    rest = text
    for identifier in reversed(found):
        rest = rest[: identifier.span[0]] + " " + rest[identifier.span[1] :]
    return () if re.search(r"\w", _AROUND_LINKS.sub("", rest)) else tuple(found)


def _asks_for_user(text: str) -> bool:
    found = SUBMITTER.fullmatch(text.strip("·•| "))
    return found is not None and not found["who"].strip()


def _may_be_user(text: str) -> bool:
    return len(text) <= 40 and len(text.split()) <= 4


def _without_navigation(lines: list[Line]) -> Iterator[Line]:
    """`Previous`, a day, `Next`, a day: links to two other days, neither of them this page's."""
    words = ["" if line.day else line.text.lower().strip(": ") for line in lines]
    navigation: set[int] = set()
    for at in range(len(lines) - 3):
        if words[at] in {"previous", "prev"} and words[at + 2] == "next" and lines[at + 1].day and lines[at + 3].day:
            navigation |= {at + 1, at + 3}
    for at, line in enumerate(lines):
        yield replace(line, kind=Kind.FURNITURE, day=None) if at in navigation else line


_GOES_ON = re.compile(r"[,，、:：;；]$")
_SENTENCE_END = re.compile(r"[.。…][\"'”’)\]）」]*$")
_TWO_SENTENCES = re.compile(r"[a-z0-9)]{2}\. [A-Z][a-z]* [a-z]|[。！？].")


def weight(text: str) -> int:
    """The length of a text; a Chinese, Japanese or Korean character counts as the three letters that it says."""
    dense = sum("\u2e80" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7af" for character in text)
    return len(text) + 2 * dense


def is_prose(text: str) -> bool:
    """Whether a line is a paragraph, or the end of one, rather than a title. No title ends with a full stop."""
    length = weight(text)
    if names_in(text):
        return False
    if length >= 300 or len(text.split()) >= 30 or _GOES_ON.search(text):
        return True
    if _SENTENCE_END.search(text) and (length >= 60 or len(text.split()) >= 5):
        return True
    if length >= 120 and _TWO_SENTENCES.search(text):
        return True
    return "://" in text and len(text.split()) >= 3
