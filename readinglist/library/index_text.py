"""What of a paper goes into the full-text index, read from library.db."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.library.annotation_sql import ALIVE
from readinglist.library.index_words import forms_of, stem, term_numbers

_ANNOTATIONS = f"""SELECT group_concat(quote || char(10) || comment, char(10)) FROM (SELECT quote, comment
    FROM annotations AS a LEFT JOIN documents AS d ON d.id = a.document_id WHERE {ALIVE} AND (a.paper_id = p.id
        OR a.document_id IN (SELECT id FROM documents WHERE paper_id = p.id)) ORDER BY a.id)"""

_SQL = f"""SELECT p.id, p.title, p.abstract, p.venue, p.citation_key,
    (SELECT group_concat(trim(given || ' ' || family), ', ') FROM
        (SELECT given, family FROM authors WHERE paper_id = p.id ORDER BY position)),
    (SELECT group_concat(value, ' ') FROM identifiers WHERE paper_id = p.id),
    (SELECT text FROM notes WHERE paper_id = p.id),
    (SELECT group_concat(name, ', ') FROM tags JOIN paper_tags ON tag_id = tags.id WHERE paper_id = p.id),
    ifnull(({_ANNOTATIONS}), '')
    FROM json_each(?) AS wanted CROSS JOIN papers AS p ON p.id = wanted.value WHERE p.present = 1"""


@dataclass(frozen=True, slots=True)
class PaperText:
    """The columns of paper_fts for one paper."""

    id: int
    title: str
    authors: str
    abstract: str
    note: str
    tags: str
    venue: str
    ids: str
    annotations: str = ""
    """Quoted words and comments, a line each."""

    @property
    def columns(self) -> tuple[str, ...]:
        """In the order of the table."""
        return self.title, self.authors, self.abstract, self.note, self.tags, self.venue, self.ids, self.annotations

    @property
    def digest(self) -> bytes:
        """Changes with any of the columns."""
        return digest_of(*self.columns)

    def words(self) -> IndexedWords:
        """What the index keeps of its words beside the full text."""
        main = forms_of(f"{self.title}\n{self.abstract}")
        other = forms_of("\n".join((self.authors, self.note, self.tags, self.venue, self.ids, self.annotations)))
        return IndexedWords(
            term_numbers([stem(form) for form in main]),
            term_numbers([stem(form) for form in other]),
            longer_than_stem({*main, *other}),
        )


@dataclass(frozen=True, slots=True)
class IndexedWords:
    """Numbers of the terms of title and abstract and of the rest; words that differ from their stem, with it."""

    main: bytes
    other: bytes
    vocabulary: set[tuple[str, str]]


def digest_of(*texts: str) -> bytes:
    """Eight bytes that change when one of the texts does."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def longer_than_stem(forms: Iterable[str]) -> set[tuple[str, str]]:
    """Words that are not their own stem, with it: typing them must find them at each letter all the same."""
    return {(form, root) for form in forms if (root := stem(form)) != form}


def texts_of(db: sqlite3.Connection, papers: Sequence[int]) -> list[PaperText]:
    """The texts of those of the papers that are in the library or its Trash; others are left out."""
    rows = db.execute(_SQL, (json.dumps(list(papers)),)).fetchall()
    return [
        PaperText(
            paper, title, authors or "", abstract, note or "", tags or "", venue, f"{ids or ''} {key}".strip(), said
        )
        for paper, title, abstract, venue, key, authors, ids, note, tags, said in rows
    ]
