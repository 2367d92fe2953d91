"""Cuts the text of a query into tokens: words, phrases, fields with their values, parentheses, minus, OR, NOT."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from readinglist.errors import QueryError

FIELDS = (
    "title", "author", "abstract", "note", "annotation", "text", "tag", "venue", "id", "year", "added", "status", "has",
    "is", "feed", "seen", "upvotes",
)  # fmt: skip

OPENING_QUOTES = '"“”„«»'
CLOSING_QUOTES = {'"': '"', "“": '”"', "”": '”"', "„": '“”"', "«": '»"', "»": '«»"'}

_RUN = re.compile(r'[^\s"“”„«»()]+')
_FIELD = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)
# What a title or a link has behind a colon, and a field never does.
_NOT_A_VALUE = re.compile(r"//|:")


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query from `start` to `end`; `text` is the word, phrase or value without its marks."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    prefix: bool = False
    field: str = ""
    value_start: int = 0
    quoted: bool = False


def holds_letters(text: str) -> bool:
    """Whether the full-text search sees anything in `text`: a letter, digit or private-use character."""
    return any(
        unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co" for character in text
    )


def tokens_of(text: str, *, typing: bool) -> list[Token]:
    """The tokens in order; QueryError where a quotation mark is not closed, unless the user is still `typing`."""
    text = _harmless(text)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if character in OPENING_QUOTES:
            token = _phrase(text, at, typing)
        elif character == "(":
            token = Token(Kind.OPEN, at, at + 1)
        elif character == ")":
            token = Token(Kind.CLOSE, at, at + 1)
        elif character == "-" and _excludes(text, at):
            token = Token(Kind.MINUS, at, at + 1)
        else:
            token = _run(text, at, typing)
        tokens.append(token)
        at = token.end
    return [token for token in tokens if token.text != "AND" or token.kind is not Kind.WORD]


def _harmless(text: str) -> str:
    """The same length without what SQLite cannot take: NUL, other control characters, lone surrogates."""
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cs"} else character for character in text)


def _excludes(text: str, at: int) -> bool:
    """A minus right before something and not inside a word (`multi-vector` never comes here) excludes it."""
    behind = text[at + 1 : at + 2]
    return bool(behind) and not behind.isspace() and behind not in "-)"


def _phrase(text: str, at: int, typing: bool) -> Token:
    content, end = _quoted(text, at, typing)
    if text[end : end + 1] == "*":
        end += 1  # "a phrase"* means no more than the phrase
    return Token(Kind.PHRASE, at, end, content, quoted=True)


def _quoted(text: str, at: int, typing: bool) -> tuple[str, int]:
    """What stands between the quotation mark at `at` and its partner, and the place behind that."""
    closing = CLOSING_QUOTES[text[at]]
    for end in range(at + 1, len(text)):
        if text[end] in closing:
            return text[at + 1 : end], end + 1
    if not typing:
        raise QueryError("This quotation mark is not closed.", at)
    return text[at + 1 :], len(text)


def _run(text: str, at: int, typing: bool) -> Token:
    run = _RUN.match(text, at)
    if run is None:  # a closing quote of another kind
        return Token(Kind.WORD, at, at + 1, text[at])
    word, end = run[0], run.end()
    if word in {"OR", "NOT"}:
        return Token(Kind[word], at, end)
    named = _FIELD.fullmatch(word)
    if named is not None:
        field = _field(text, at, end, named[1], named[2], typing)
        if field is not None:
            return field
    stem = word.rstrip("*")
    return Token(Kind.WORD, at, end, stem, prefix=stem != word)


def _field(text: str, at: int, end: int, name: str, value: str, typing: bool) -> Token | None:
    """The field that begins at `at`, or None where the colon is only part of a text."""
    value_start = at + len(name) + 1
    behind = text[end : end + 1]
    known = name.lower() in FIELDS
    if not value and behind and behind in OPENING_QUOTES:
        content, end = _quoted(text, end, typing)
        return Token(Kind.FIELD, at, end, content, field=name.lower(), value_start=value_start, quoted=True)
    if not value and behind == "(" and known:
        raise QueryError(f"Write {name}: before each word instead of before a parenthesis.", at, len(name) + 1)
    if not value and not (known and name.islower()):
        return None  # `ConvLLaVA: Hierarchical Backbones`
    if _NOT_A_VALUE.match(value):
        return None  # `https://...`, `std::vector`
    stem = value.rstrip("*")
    prefix = stem != value and bool(stem)
    return Token(Kind.FIELD, at, end, stem if prefix else value, prefix, name.lower(), value_start)
