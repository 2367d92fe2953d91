"""What search asks of the index. Each answer is complete: no cursor stays open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.errors import LibraryError
from readinglist.library.database import Database
from readinglist.library.index_file import condemn, is_damage
from readinglist.library.index_text import PaperText, texts_of
from readinglist.library.query import And, Query, Words
from readinglist.library.query_sql import PAGE_BITS, Parameter, Sql, fts_expression, visible, where

WEIGHTS = {"title": 8.0, "authors": 4.0, "abstract": 1.0, "note": 1.5, "tags": 4.0, "venue": 2.0, "ids": 4.0}
"""What a word counts in each column of paper_fts, in the table's order."""

MOST_RANKED = 10_000
"""bm25 of more hits would take longer than typing allows; a word that common ranks nothing anyway."""

_BM25 = f"-bm25(paper_fts, {', '.join(map(str, WEIGHTS.values()))})"


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page on which words were found; `page` counts from 0, a higher score is better."""

    paper: int
    document: int
    page: int
    score: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Who wrote a paper and how it is tagged, for comparing."""

    authors: tuple[tuple[str, str], ...]
    """(given, family)"""
    tags: tuple[str, ...]
    venue: str


class Answers:
    """Questions to index.db and library.db, on the reading connection of the calling thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- words ------------------------------------------------------------------------------------------------

    def with_all(self, words: Sequence[Words], rest: Query, limit: int | None) -> list[tuple[int, float]]:
        """(paper, score) of papers that hold all `words` in metadata, note or tags and match `rest`, best first.

        Where too many do, they come newest first, all with score 0.
        """
        match, match_parameters = _together(words, "AND")
        condition, parameters = where(rest)
        found = "FROM idx.paper_fts WHERE paper_fts MATCH"
        many = self._all(f"SELECT count(*) {found} ({match} LIMIT ?)", (*match_parameters, MOST_RANKED + 1))
        score = _BM25 if many[0][0] <= MOST_RANKED else "0.0"
        return [
            (row[0], row[1])
            for row in self._all(
                f"SELECT p.id, score FROM (SELECT rowid AS id, {score} AS score {found} ({match})"
                f" ORDER BY {'score DESC, ' if score == _BM25 else ''}rowid DESC) AS hit"
                f" CROSS JOIN papers AS p ON p.id = hit.id WHERE {visible(And((*words, rest)))} AND ({condition}) LIMIT ?",
                (*match_parameters, *parameters, -1 if limit is None else limit),
            )
        ]
