"""What a query asks (its plain words) and what it demands (all the rest), for searching by meaning."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.library.query import And, Everything, Not, Or, Query, Words

TEXT_FIELDS = frozenset({"title", "abstract", "note", "annotation", "text"})


@dataclass(frozen=True, slots=True)
class Question:
    """`text` and `words` are what to look for, best first; a hit may hold none of it, but must match `demand`."""

    text: str
    words: tuple[Words, ...]
    demand: Query


def question_of(query: Query) -> Question:
    """Plain words are the question; phrases, fields and exclusions are demands. A phrase also tells the question."""
    plain = [words for words in positive_words(query) if words.field is None]
    if not plain:
        plain = [words for words in positive_words(query) if words.field in TEXT_FIELDS]
    return Question(" ".join(words.text for words in plain), tuple(plain), _demand(query))


def positive_words(query: Query) -> list[Words]:
    """The words and phrases of a query in order, but those that are excluded."""
    match query:
        case Words():
            return [query]
        case And(parts) | Or(parts):
            return [words for part in parts for words in positive_words(part)]
        case _:
            return []


def _demand(query: Query) -> Query:
    """The query without its plain words: each of them may be missing."""
    match query:
        case Words(field=None, phrase=False):
            return Everything()
        case And(parts):
            demands = tuple(demand for part in parts if (demand := _demand(part)) != Everything())
            if len(demands) <= 1:
                return demands[0] if demands else Everything()
            return And(demands)
        case Or(parts):
            choices = tuple(_demand(part) for part in parts)
            return Everything() if Everything() in choices else Or(choices)
        case Not():
            return query  # what is excluded is excluded, plain words too
        case _:
            return query
