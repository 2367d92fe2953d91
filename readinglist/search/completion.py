"""What could be typed next in the search field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.search.query_language import CHOICES

MOST = 12

FIELD_LABELS = {
    "title": "words of the title",
    "author": "name of an author",
    "abstract": "words of the abstract",
    "note": "words of your note",
    "annotation": "words of highlights and comments",
    "text": "words of the PDF's text",
    "tag": "a tag and those nested in it",
    "venue": "words of the venue",
    "id": "arXiv id, DOI or citation key",
    "year": "2020, 2019..2022, >2020",
    "added": "<7d, today, 2026-01..2026-03",
    "status": "where the paper stands",
    "has": "PDF, note, DOI, …",
    "is": "starred, unread or put off",
    "feed": "where it was seen: hf-daily, arxiv",
    "seen": "today, <7d, 2026-01-15..",
    "upvotes": ">20, 20..50",
}
ADDED = (("<7d", "in the last seven days"), ("<30d", "in the last thirty days"), ("today", ""), ("yesterday", ""))
_VALUE = re.compile(r'([a-z]+):("?)([^"]*)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` takes the place of text[start:end] of the query; `label` says what it is."""

    text: str
    start: int
    end: int
    label: str


def complete(text: str, cursor: int, tags: Sequence[str] = ()) -> list[Completion]:
    """What could stand where the cursor is: fields by their beginning, and the values of those that have few.

    In an empty query all fields, so that they can be discovered; in the midst of plain words nothing.
    """
    start = _token_start(text, cursor)
    token = text[start:cursor]
    minus = token.startswith("-")
    start, token = start + minus, token[minus:]
    value = _VALUE.fullmatch(token)
    if value is not None:
        field, quote, typed = value[1].lower(), value[2], value[3]
        begin = start + len(value[1]) + 1
        options = [option for option in _values(field, tags) if _fits(option[0], typed, nested=field == "tag")]
        return [
            Completion(
                _written(option), begin, _token_end(text, cursor, bool(quote)), f"{field}:{option}{_dash(label)}"
            )
            for option, label in options
            if option.lower() != typed.lower()
        ][:MOST]
    if not token and text.strip():
        return []
    return [
        Completion(f"{field}:", start, cursor, f"{field}:{_dash(label)}")
        for field, label in FIELD_LABELS.items()
        if field.startswith(token.lower()) and token[:1] not in {'"', "("}
    ]


def _values(field: str, tags: Iterable[str]) -> list[tuple[str, str]]:
    if field == "tag":
        return [(tag, "") for tag in tags]
    if field in ("added", "seen"):
        return list(ADDED)
    return [(choice, "") for choice in CHOICES.get(field, ())]


def _fits(option: str, typed: str, *, nested: bool) -> bool:
    """By its beginning; a nested tag also by the beginning of one of its parts."""
    option, typed = option.lower(), typed.lower()
    return option.startswith(typed) or (nested and any(part.startswith(typed) for part in option.split("/")))


def _written(value: str) -> str:
    """As it must stand in a query, with a space behind so that one can go on typing."""
    return f'"{value}" ' if re.search(r"[\s()]", value) else f"{value} "


def _dash(label: str) -> str:
    return f" – {label}" if label else ""


def _token_start(text: str, cursor: int) -> int:
    """Where the word, field or quoted value begins in which the cursor stands."""
    start, quoted = 0, False
    for at, character in enumerate(text[:cursor]):
        if character == '"':
            quoted = not quoted
        elif not quoted and (character.isspace() or character in "()"):
            start = at + 1
    return start


def _token_end(text: str, cursor: int, quoted: bool) -> int:
    end = cursor
    while end < len(text) and text[end] != '"' and (quoted or not text[end].isspace()):
        end += 1
    return end + (quoted and end < len(text))
