"""The query language: text as a person types it -> the query tree of `library.query`.

    query := group ("OR" group)*        group := part+  (all must hold; an AND between them says no more)
    part  := ("-" | "NOT")? atom
    atom  := word | word* | "a phrase" | field:value | field:"a value" | "(" query ")"

Whatever is typed ends in a tree or in a QueryError that points at the place; nothing is passed on as FTS5 syntax.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import datetime

from readinglist.errors import QueryError
from readinglist.library.query import And, Everything, FeedIs, Has, IdIs, Is, Not, Or, Query, StatusIs, TagIs, Words
from readinglist.library.records import Status
from readinglist.search.query_tokens import FIELDS, Kind, Token, holds_letters, tokens_of
from readinglist.search.query_values import READERS

MOST_CHARACTERS = 50_000
MOST_PARTS = 1_000
DEEPEST = 40

TEXT_FIELDS = ("title", "author", "abstract", "note", "annotation", "text", "venue")
_ATOMS = frozenset({Kind.OPEN, Kind.WORD, Kind.PHRASE, Kind.FIELD})
_HALF_A_YEAR = re.compile(r"(?<!\d)\d{1,3}$")
CHOICES = {
    "status": tuple(status.value for status in Status),
    "has": ("pdf", "note", "annotation", "doi", "arxiv"),
    "is": ("starred", "unread", "later"),
}


def parse(text: str, *, now: datetime | None = None, typing: bool = False) -> Query:
    """Read a query; QueryError says what is wrong and where.

    `typing`: the text is not finished: its last word is a prefix, and what is still open at its end is let pass.
    `now`: what added:<7d and added:today count from (default: the present, in this computer's time zone).
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"This is too long for a query: at most {MOST_CHARACTERS:,} characters.", MOST_CHARACTERS)
    return _Parser(tokens_of(text, typing=typing), now or datetime.now(), typing, len(text)).read()


class _Parser:
    """Recursive descent over the tokens; a part that says nothing (a lone `&`) is None and drops out."""

    def __init__(self, tokens: list[Token], now: datetime, typing: bool, length: int) -> None:
        self._tokens = tokens
        self._now = now
        self._typing = typing
        self._length = length
        self._at = 0
        self._parts = 0
        self._excluding = False

    def read(self) -> Query:
        query = self._any_of(depth=0)
        token = self._next()
        if token is not None:  # only a closing parenthesis stops `_any_of` before the end
            raise QueryError("This parenthesis closes nothing.", token.start)
        return query if query is not None else Everything()

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _unfinished(self, token: Token) -> bool:
        """Whether the user is still typing this token."""
        return self._typing and token.end == self._length

    def _prefix(self, token: Token) -> bool:
        """`word*`, or the last word while typing; not behind a minus, where half a word would hide too much."""
        return token.prefix or (self._unfinished(token) and not self._excluding and not token.quoted)

    def _any_of(self, depth: int) -> Query | None:
        groups = [self._all_of(depth)]
        while (token := self._next()) is not None and token.kind is Kind.OR:
            self._at += 1
            behind = self._next()
            if behind is None and self._typing:
                break
            if behind is None or behind.kind in {Kind.OR, Kind.CLOSE}:
                raise QueryError("OR needs something behind it.", token.start, 2)
            groups.append(self._all_of(depth))
        return _join(Or, groups)

    def _all_of(self, depth: int) -> Query | None:
        parts: list[Query | None] = []
        while (token := self._next()) is not None and token.kind is not Kind.CLOSE:
            if token.kind is Kind.OR:
                if not parts:
                    raise QueryError("OR needs something before it.", token.start, 2)
                break
            self._parts += 1
            if self._parts > MOST_PARTS:
                raise QueryError(f"This is too long for a query: at most {MOST_PARTS:,} words.", token.start)
            parts.append(self._part(depth))
        return _join(And, parts)

    def _part(self, depth: int) -> Query | None:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind in {Kind.MINUS, Kind.NOT}:
            behind = self._next()
            if token.kind is Kind.NOT and (behind is None or behind.kind not in _ATOMS):
                if behind is None and self._typing:
                    return None
                raise QueryError("NOT needs something behind it.", token.start, 3)
            if behind is None or behind.kind not in _ATOMS:
                return None  # the tokens never hold a minus before a space: the user is about to go on
            excluding, self._excluding = self._excluding, True
            excluded = self._part(depth)
            self._excluding = excluding
            return None if excluded is None else Not(excluded)
        if token.kind is Kind.OPEN:
            return self._parenthesis(token, depth + 1)
        if token.kind is Kind.FIELD:
            return self._field(token)
        if not holds_letters(token.text):
            return None
        if token.kind is Kind.PHRASE:
            return Words(token.text, phrase=True)
        return Words(token.text, prefix=self._prefix(token))

    def _parenthesis(self, opening: Token, depth: int) -> Query | None:
        if depth > DEEPEST:
            raise QueryError(f"Parentheses go at most {DEEPEST} deep.", opening.start)
        first = self._at
        inside = self._any_of(depth)
        closing = self._next()
        if closing is None:
            if self._typing:
                return inside
            raise QueryError("This parenthesis is not closed.", opening.start)
        if self._at == first:
            raise QueryError("There is nothing between these parentheses.", opening.start, closing.end - opening.start)
        self._at += 1
        return inside

    def _field(self, token: Token) -> Query | None:
        unfinished = self._unfinished(token)
        try:
            return self._field_value(token, unfinished)
        except QueryError:
            if unfinished:
                return None
            raise

    def _field_value(self, token: Token, unfinished: bool) -> Query | None:
        name, value = token.field, token.text
        if name not in FIELDS:
            raise QueryError(_unknown_field(name), token.start, len(name))
        if not value.strip():
            raise QueryError(f"{name}: needs a value right behind the colon.", token.start, len(name) + 1)
        place = token.value_start, token.end - token.value_start
        if name in TEXT_FIELDS:
            if not holds_letters(value):
                raise QueryError(f"{name}: needs a word with letters or digits in it.", *place)
            return Words(value, name, phrase=token.quoted, prefix=self._prefix(token))
        if name == "tag":
            tag = value.strip().strip("/")
            if not tag:
                raise QueryError("tag: needs the name of a tag.", *place)
            if self._prefix(token) and holds_letters(tag):
                return Or((TagIs(tag), Words(tag, "tag", prefix=True)))
            return TagIs(tag)
        if name == "id":
            return IdIs(value.strip())
        if name == "feed":
            return FeedIs(" ".join(value.split()), self._prefix(token))
        if name in CHOICES:
            return _choice(name, value.strip().lower(), place)
        if name == "year" and unfinished and _HALF_A_YEAR.search(value):
            return None  # `year:20` on its way to 2020 would show an empty list
        try:
            return READERS[name](value.strip(), self._now)
        except ValueError as error:
            raise QueryError(str(error), *place) from None


def _choice(name: str, value: str, place: tuple[int, int]) -> Query:
    allowed = CHOICES[name]
    if name == "status" and value in {"to read", "toread", "to_read"}:
        value = Status.TO_READ.value
    if value not in allowed:
        raise QueryError(f"{name}: is one of {', '.join(allowed[:-1])} or {allowed[-1]}.", *place)
    if name == "status":
        return StatusIs(value)
    return Has(value) if name == "has" else Is(value)


def _unknown_field(name: str) -> str:
    near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.6)
    listed = ", ".join(f"{field}:" for field in FIELDS)
    hint = f"Do you mean {near[0]}:? " if near else ""
    return f"There is no field {name}:. {hint}Fields are {listed}; put text that holds a colon into quotation marks."


def _join(kind: Callable[[tuple[Query, ...]], Query], parts: list[Query | None]) -> Query | None:
    said = [part for part in parts if part is not None]
    if len(said) <= 1:
        return said[0] if said else None
    return kind(tuple(said))
