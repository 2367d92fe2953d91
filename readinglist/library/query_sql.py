"""Query trees become SQL conditions over library.db, with index.db attached as `idx`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from readinglist.identifiers import normalise_doi, normalise_isbn, parse_arxiv_id
from readinglist.library.annotation_sql import ALIVE, ANNOTATED
from readinglist.library.database import now, stamp
from readinglist.library.index_words import fold
from readinglist.library.query import (
    AddedBetween,
    And,
    Everything,
    FeedIs,
    Has,
    IdIs,
    Is,
    Not,
    Or,
    Query,
    SeenBetween,
    StatusIs,
    TagIs,
    UpvotesBetween,
    Words,
    YearBetween,
)
from readinglist.library.tags import BELOW, below

Parameter: TypeAlias = str | int
Sql: TypeAlias = tuple[str, tuple[Parameter, ...]]

COLUMNS = {
    "title": "title", "author": "authors", "abstract": "abstract", "note": "note", "tag": "tags", "venue": "venue",
    "annotation": "annotations",
}  # fmt: skip
"""Columns of paper_fts by the field of the query language."""

PAGE_BITS = 16
"""A page's rowid in page_fts is its document's id shifted by this, plus its number."""

EXPANDED_FROM = 3
"""Prefixes of fewer letters are never longer than a stem."""

_LAST_WORD = re.compile(r"[^\W_]+(?=[\W_]*$)")


def where(query: Query) -> Sql:
    """A condition on `papers AS p` with its parameters. A paper matches words in its metadata, note, tags or pages."""
    match query:
        case Everything():
            return "1", ()
        case Words():
            return _words(query)
        case And(parts):
            return _joined("AND", parts)
        case Or(parts):
            return _joined("OR", parts)
        case Not(part):
            sql, parameters = where(part)
            return f"NOT ({sql})", parameters
        case TagIs(name):
            return (
                f"p.id IN (SELECT paper_id FROM paper_tags JOIN tags ON tags.id = tag_id WHERE {BELOW})",
                below("/".join(" ".join(part.split()) for part in name.split("/"))),
            )
        case IdIs(value):
            return _identifier(value)
        case YearBetween(first, last):
            return _between("p.year", first, last)
        case AddedBetween(start, end):
            ends = (None if moment is None else stamp(moment) for moment in (start, end))
            return _between("p.added_at", *ends, include_end=False)
        case StatusIs(status):
            return "p.status = ?", (status,)
        case Is("later"):
            return "p.status = 'inbox' AND p.id IN (SELECT paper_id FROM later WHERE until > ?)", (now(),)
        case Is(what):
            return ("p.starred = 1" if what == "starred" else "p.unread = 1"), ()
        case Has(what):
            return _has(what)
        case FeedIs():
            return _feed(query)
        case SeenBetween(first, last):
            condition, parameters = _between("day", first, last)
            return f"p.id IN (SELECT paper_id FROM sightings WHERE {condition})", parameters
        case UpvotesBetween(first, last):
            return _between("ifnull((SELECT upvotes FROM showings WHERE paper_id = p.id), 0)", first, last)


def visible(query: Query) -> str:
    """The condition on `papers AS p` for what lists and searches show: no Trash, and no dismissed unless asked."""
    condition = "p.present = 1 AND p.trashed_at IS NULL"
    return condition if speaks_of_status(query) else f"{condition} AND p.status <> 'dismissed'"


def speaks_of_status(query: Query) -> bool:
    """Whether `status:` stands anywhere in the query."""
    match query:
        case StatusIs():
            return True
        case Not(part):
            return speaks_of_status(part)
        case And(parts) | Or(parts):
            return any(speaks_of_status(part) for part in parts)
        case _:
            return False


# -- full text ----------------------------------------------------------------------------------------------------


def fts_expression(words: Words) -> Sql:
    """A scalar SQL expression for the right side of MATCH.

    The index holds stems, so that the prefix `retrieva` finds nothing by itself: words of the vocabulary that begin
    with it and whose stem does not are added.
    """
    quoted = _quoted(words.text)
    last = _LAST_WORD.search(words.text)
    if not words.prefix or last is None:
        return "?", (_in_column(words, quoted),)
    prefix = fold(last[0])
    plain = f"{quoted} *"
    if len(prefix) < EXPANDED_FROM:
        return "?", (_in_column(words, plain),)
    head = words.text[: last.start()].replace('"', " ")
    return (
        """? || ifnull((SELECT group_concat(' OR "' || ? || word || '"', '') FROM (SELECT min(word) AS word
        FROM idx.vocabulary WHERE word >= ? AND word < ? AND substr(stem, 1, ?) <> ? GROUP BY stem LIMIT 100)), '')
        || ?""",
        (
            f"{{{COLUMNS[words.field]}}} : ({plain}" if words.field in COLUMNS else f"({plain}",
            head,
            prefix,
            prefix + "\U0010ffff",
            len(prefix),
            prefix,
            ")",
        ),
    )


def _quoted(text: str) -> str:
    """An FTS5 string: whatever stands in it, it is words and never syntax."""
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'


def _in_column(words: Words, expression: str) -> str:
    return f"{{{COLUMNS[words.field]}}} : {expression}" if words.field in COLUMNS else expression


def _words(words: Words) -> Sql:
    expression, parameters = fts_expression(words)
    of_papers = f"SELECT rowid FROM idx.paper_fts WHERE paper_fts MATCH ({expression})"
    of_pages = (
        "SELECT paper_id FROM documents WHERE removed_at IS NULL AND id IN"
        f" (SELECT rowid >> {PAGE_BITS} FROM idx.page_fts WHERE page_fts MATCH ({expression}))"
    )
    if words.field in COLUMNS:
        return f"p.id IN ({of_papers})", parameters
    if words.field == "text":
        return f"p.id IN ({of_pages})", parameters
    return f"p.id IN ({of_papers} UNION ALL {of_pages})", (*parameters, *parameters)


# -- the rest -----------------------------------------------------------------------------------------------------


def _joined(operator: str, parts: Sequence[Query]) -> Sql:
    """All parts, nested like a balanced tree: SQLite refuses expressions deeper than a thousand."""
    if len(parts) == 1:
        return where(parts[0])
    middle = len(parts) // 2
    left, left_parameters = _joined(operator, parts[:middle])
    right, right_parameters = _joined(operator, parts[middle:])
    return f"({left}) {operator} ({right})", (*left_parameters, *right_parameters)


def _between(column: str, first: Parameter | None, last: Parameter | None, *, include_end: bool = True) -> Sql:
    ends = [(f"{column} >= ?", first), (f"{column} {'<=' if include_end else '<'} ?", last)]
    given = [(sql, end) for sql, end in ends if end is not None]
    return " AND ".join(sql for sql, _ in given) or "1", tuple(end for _, end in given)


def _identifier(value: str) -> Sql:
    wanted = list(dict.fromkeys(_identifiers(value)))
    any_of = " OR ".join("(kind = ? AND value = ?)" for _ in wanted)
    found = f"p.id IN (SELECT paper_id FROM identifiers WHERE {any_of})" if wanted else "0"
    parameters: list[Parameter] = [part for pair in wanted for part in pair]
    sql = f"{found} OR p.citation_key = ? COLLATE NOCASE"
    if value.isascii() and value.isdigit() and len(value) < 18:
        return f"{sql} OR p.id = ?", (*parameters, value, int(value))
    return sql, (*parameters, value)


def _identifiers(value: str) -> Iterator[tuple[str, str]]:
    """(kind, value) of all that `value` may mean."""
    if arxiv := parse_arxiv_id(value):
        yield "arxiv", arxiv[0]
    if doi := normalise_doi(value):
        yield "doi", doi
        if doi.startswith("10.48550/arxiv.") and (arxiv := parse_arxiv_id(doi.removeprefix("10.48550/arxiv."))):
            yield "arxiv", arxiv[0]
    if isbn := normalise_isbn(value):
        yield "isbn", isbn
    bare = value.lower().removeprefix("pmid:").strip()
    if bare.isascii() and bare.isdigit():
        yield "pmid", bare
    yield "openreview", value


def _feed(feed: FeedIs) -> Sql:
    """Feeds that were removed count as well: a paper was seen where it was seen."""
    name = feed.name.lower()
    if feed.prefix:
        chosen, parameters = "lower(substr({0}, 1, ?)) = ?", (len(name), name)
        condition = " OR ".join(chosen.format(column) for column in ("address", "title"))
        return f"p.id IN (SELECT paper_id FROM sightings WHERE feed_id IN (SELECT id FROM feeds WHERE {condition}))", (
            *parameters,
            *parameters,
        )
    condition = "lower(address) = ? OR lower(title) = ? OR kind = ?"
    return (
        f"p.id IN (SELECT paper_id FROM sightings WHERE feed_id IN (SELECT id FROM feeds WHERE {condition}))",
        (name, name, name),
    )


def _has(what: str) -> Sql:
    match what:
        case "pdf":
            return "p.id IN (SELECT paper_id FROM documents WHERE removed_at IS NULL)", ()
        case "note":
            return "p.id IN (SELECT paper_id FROM notes WHERE trim(text) <> '')", ()
        case "doi" | "arxiv":
            return "p.id IN (SELECT paper_id FROM identifiers WHERE kind = ?)", (what,)
        case _:
            return f"p.id IN (SELECT papers.id {ANNOTATED} WHERE {ALIVE})", ()
