"""What search asks of the index. Each answer is complete: no cursor stays open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.library.annotation_sql import ANNOTATED, ORDERS, Filter, conditions
from readinglist.library.index_asking import Asking
from readinglist.library.index_text import PaperText, texts_of
from readinglist.library.landing import Landing
from readinglist.library.query import Everything, Query, Words
from readinglist.library.query_sql import PAGE_BITS, Parameter, Sql, fts_expression, visible, where

WEIGHTS = {
    "title": 8.0, "authors": 4.0, "abstract": 1.0, "note": 1.5, "tags": 4.0, "venue": 2.0, "ids": 4.0,
    "annotations": 1.5,
}  # fmt: skip
"""What a word counts in each column of paper_fts, in the table's order."""

MOST_RANKED = 5_000
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


class Answers(Asking):
    """Questions to index.db and library.db, on the reading connection of the calling thread."""

    # -- words ------------------------------------------------------------------------------------------------

    def with_all(self, words: Sequence[Words], rest: Query, limit: int | None) -> list[tuple[int, float]]:
        """(paper, score) of papers that hold all `words` in metadata, note or tags and match `rest`, best first.

        Where too many do, those with the words in their title are ranked and the others come newest first.
        """
        if self._matching(words, "") <= MOST_RANKED:
            return self._ranked(words, rest, limit, "")
        titled: list[tuple[int, float]] = []
        if all(word.field is None for word in words) and self._matching(words, "title") <= MOST_RANKED:
            titled = self._ranked(words, rest, limit, "title")
            if limit is not None and len(titled) >= limit:
                return titled
        return titled + self._newest(words, rest, limit, [paper for paper, _ in titled])

    def _matching(self, words: Sequence[Words], column: str) -> int:
        """How many papers match, counted no further than one beyond MOST_RANKED."""
        match, parameters = _together(words, "AND", column)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM idx.paper_fts WHERE paper_fts MATCH ({match}) LIMIT ?)"
        return int(self._all(sql, (*parameters, MOST_RANKED + 1))[0][0])

    def _ranked(self, words: Sequence[Words], rest: Query, limit: int | None, column: str) -> list[tuple[int, float]]:
        match, match_parameters = _together(words, "AND", column)
        condition, parameters = _shown(rest)
        return [
            (row[0], row[1])
            for row in self._all(
                f"SELECT p.id, {_BM25} AS score FROM idx.paper_fts AS f CROSS JOIN papers AS p ON p.id = f.rowid"
                f" WHERE paper_fts MATCH ({match}) AND {condition} ORDER BY score DESC, p.id LIMIT ?",
                (*match_parameters, *parameters, _limit(limit)),
            )
        ]

    def _newest(
        self, words: Sequence[Words], rest: Query, limit: int | None, but: Sequence[int]
    ) -> list[tuple[int, float]]:
        match, match_parameters = _together(words, "AND", "")
        condition, parameters = _shown(rest)
        rows = self._all(
            f"SELECT p.id FROM idx.paper_fts AS f CROSS JOIN papers AS p ON p.id = f.rowid"
            f" WHERE paper_fts MATCH ({match}) AND {condition} AND p.id NOT IN (SELECT value FROM json_each(?))"
            " ORDER BY f.rowid DESC LIMIT ?",
            (*match_parameters, *parameters, json.dumps(but), _limit(limit if limit is None else limit - len(but))),
        )
        return [(row[0], 0.0) for row in rows]

    def with_any(self, words: Sequence[Words], limit: int | None = None) -> list[tuple[int, float]]:
        """(paper, score) of papers that hold any of the words in metadata, note or tags, best first, Trash included."""
        if not words:
            return []
        match, parameters = _together(words, "OR", "")
        sql = f"SELECT rowid, {_BM25} AS score FROM idx.paper_fts WHERE paper_fts MATCH ({match})"
        rows = self._all(f"{sql} ORDER BY score DESC, rowid LIMIT ?", (*parameters, _limit(limit)))
        return [(row[0], row[1]) for row in rows]

    def pages_with_any(self, words: Sequence[Words], limit: int) -> list[PageHit]:
        """The pages that hold the words best, Trash included."""
        if not words or not self.has_pages():
            return []
        match, parameters = _together(words, "OR", "", pages=True)
        rows = self._all(
            "SELECT d.paper_id, d.id, hit.id & ?, hit.score FROM (SELECT rowid AS id, -bm25(page_fts) AS score"
            f" FROM idx.page_fts WHERE page_fts MATCH ({match}) ORDER BY score DESC LIMIT ?) AS hit"
            f" JOIN documents AS d ON d.id = hit.id >> {PAGE_BITS} WHERE d.removed_at IS NULL ORDER BY hit.score DESC",
            ((1 << PAGE_BITS) - 1, *parameters, limit),
        )
        return [PageHit(*row) for row in rows]

    def page_of(self, paper: int, words: Sequence[Words]) -> PageHit | None:
        """The page of a paper that holds the words best."""
        if not words:
            return None
        match, parameters = _together(words, "OR", "", pages=True)
        documents = "SELECT id FROM documents WHERE paper_id = ? AND removed_at IS NULL ORDER BY id"
        found = [
            PageHit(paper, document, row[0], row[1])
            for document in self._ids(documents, (paper,))
            for row in self._all(
                f"SELECT rowid & ?, -bm25(page_fts) AS score FROM idx.page_fts WHERE page_fts MATCH ({match})"
                " AND rowid BETWEEN ? AND ? ORDER BY score DESC, rowid LIMIT 1",
                ((1 << PAGE_BITS) - 1, *parameters, document << PAGE_BITS, ((document + 1) << PAGE_BITS) - 1),
            )
        ]
        return max(found, key=lambda hit: hit.score, default=None)

    def has_pages(self) -> bool:
        """Whether the text of any document is in the index."""
        return bool(self._all("SELECT EXISTS (SELECT 1 FROM idx.pages)")[0][0])

    def shown(self, query: Query) -> list[int]:
        """Ids of all papers that match and are not in the Trash (nor dismissed, unless it speaks of status)."""
        condition, parameters = where(query)
        return self._ids(f"SELECT p.id AS id FROM papers AS p WHERE {visible(query)} AND ({condition})", parameters)

    def newest(self, query: Query, limit: int | None) -> list[int]:
        """The papers that match, the last added first, as `shown`."""
        condition, parameters = where(query)
        sql = f"SELECT p.id AS id FROM papers AS p WHERE {visible(query)} AND ({condition})"
        return self._ids(f"{sql} ORDER BY p.added_at DESC, p.id LIMIT ?", (*parameters, _limit(limit)))

    def changes(self) -> int:
        """Counts up with each change of the library that can be shown or searched."""
        return int(self._all("SELECT value FROM change_counter")[0][0])

    def hidden(self) -> list[int]:
        """Ids of the papers that are in the Trash, dismissed, undone, or merged into another."""
        sql = "SELECT id FROM papers WHERE present <> 1 OR trashed_at IS NOT NULL OR status = 'dismissed'"
        return self._ids(sql, ())

    def paper_count(self) -> int:
        """How many papers the full-text index holds."""
        return int(self._all("SELECT value FROM idx.meta WHERE key = 'papers'")[0][0])

    def papers_with(self, stem: str) -> int:
        """How many papers hold the stem in metadata, note or tags."""
        rows = self._all("SELECT doc FROM idx.paper_terms WHERE term = ?", (stem,))
        return int(rows[0][0]) if rows else 0

    def terms(self, papers: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
        """For each paper the term numbers (index_words.term_numbers) of title and abstract, and of the rest."""
        sql = "SELECT paper_id, main, other FROM idx.indexed WHERE paper_id IN (SELECT value FROM json_each(?))"
        return {row[0]: (row[1], row[2]) for row in self._all(sql, (json.dumps(list(papers)),))}

    def seen(self) -> int:
        """Up to which change of the library its words are in the index."""
        return int(self._all("SELECT value FROM idx.meta WHERE key = 'seen'")[0][0])

    def indexed(self) -> dict[int, bytes]:
        """The papers whose words are in the index, each with the digest of what it says."""
        return {row[0]: row[1] for row in self._all("SELECT paper_id, digest FROM idx.indexed")}

    # -- vectors ----------------------------------------------------------------------------------------------

    def generation(self) -> str:
        """Changes when the index is made anew: then everything read from it before is void."""
        return str(self._all("SELECT value FROM idx.meta WHERE key = 'generation'")[0][0])

    def made(self) -> int:
        """Counts up with each vector that is stored."""
        return int(self._all("SELECT value FROM idx.meta WHERE key = 'made'")[0][0])

    def models(self) -> dict[str, int]:
        """Stamps of the models that made vectors, with how many papers each has (1 where there is but one model)."""
        stamps = [row[0] for row in self._all("SELECT stamp FROM idx.models")]
        if len(stamps) == 1:  # nothing to compare, so nothing to count
            return {stamps[0]: 1}
        sql = "SELECT stamp, (SELECT count(*) FROM idx.paper_vectors WHERE model_id = models.id) FROM idx.models"
        return {row[0]: row[1] for row in self._all(sql)}

    def vectors_since(self, stamp: str, made: int) -> list[tuple[int, int, bytes, bytes]]:
        """(made, paper, vector, vector of the title) of what the model made after `made`, in that order."""
        sql = (
            "SELECT made, paper_id, vector, title FROM idx.paper_vectors"
            " WHERE model_id = (SELECT id FROM idx.models WHERE stamp = ?) AND made > ? ORDER BY made"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._all(sql, (stamp, made))]

    def passages_since(self, stamp: str, made: int) -> list[tuple[int, int, bytes]]:
        """(made, document, packed vectors) of what the model made after `made`, in that order."""
        sql = (
            "SELECT made, document_id, vectors FROM idx.passages"
            " WHERE model_id = (SELECT id FROM idx.models WHERE stamp = ?) AND made > ? ORDER BY made"
        )
        return [(row[0], row[1], row[2]) for row in self._all(sql, (stamp, made))]

    def passage(self, stamp: str, document: int, number: int) -> tuple[int, str] | None:
        """(page, text) of a passage; pages count from 1."""
        rows = self._all(
            "SELECT json_extract(texts, ?), json_extract(texts, ?) FROM idx.passages"
            " WHERE document_id = ? AND model_id = (SELECT id FROM idx.models WHERE stamp = ?)",
            (f"$[{number}][0]", f"$[{number}][1]", document, stamp),
        )
        return (rows[0][0], rows[0][1]) if rows and rows[0][1] is not None else None

    def openings(
        self, stamp: str, papers: Sequence[int], count: int, dimensions: int
    ) -> list[tuple[int, list[str], bytes]]:
        """(paper, texts, packed vectors) of the first passages of papers without an abstract that have a document."""
        paths = ", ".join(f"'$[{number}][1]'" for number in range(count))
        rows = self._all(
            f"""SELECT paper_id, json_extract(texts, {paths}), substr(vectors, 1, 4 * min(n, ?1)),
                substr(vectors, 4 * n + 1, ?2 * min(n, ?1)), min(document_id)
            FROM (SELECT p.id AS paper_id, i.document_id, i.texts, i.vectors, length(i.vectors) / (4 + ?2) AS n
                FROM papers AS p JOIN documents AS d ON d.paper_id = p.id AND d.removed_at IS NULL
                JOIN idx.passages AS i ON i.document_id = d.id
                WHERE p.id IN (SELECT value FROM json_each(?3)) AND trim(p.abstract) = ''
                AND i.model_id = (SELECT id FROM idx.models WHERE stamp = ?4) AND length(i.vectors) > 0)
            GROUP BY paper_id""",
            (count, dimensions, json.dumps(list(papers)), stamp),
        )
        return [(row[0], [text for text in json.loads(row[1]) if text is not None], row[2] + row[3]) for row in rows]

    def sentences(self, stamp: str, papers: Sequence[int]) -> dict[int, bytes]:
        """The packed vectors of the sentences of papers that have them."""
        rows = self._all(
            "SELECT paper_id, vectors FROM idx.paper_sentences WHERE paper_id IN (SELECT value FROM json_each(?))"
            " AND model_id = (SELECT id FROM idx.models WHERE stamp = ?)",
            (json.dumps(list(papers)), stamp),
        )
        return {row[0]: row[1] for row in rows}

    def digests(self, stamp: str, papers: Sequence[int]) -> dict[int, bytes]:
        """For each paper that has a vector the digest of the text it stands for."""
        rows = self._all(
            "SELECT paper_id, digest FROM idx.paper_vectors WHERE paper_id IN (SELECT value FROM json_each(?))"
            " AND model_id = (SELECT id FROM idx.models WHERE stamp = ?)",
            (json.dumps(list(papers)), stamp),
        )
        return {row[0]: row[1] for row in rows}

    def fullest_model(self) -> str | None:
        """The stamp of the model that has most vectors; None if nothing is embedded."""
        models = self.models() if self.made() else {}
        return max(models, key=lambda stamp: (models[stamp], stamp)) if models else None

    def ranking(self, digest: str) -> str | None:
        """The ranking that is kept, if it was made from what `digest` is of."""
        rows = self._all("SELECT ranking FROM idx.rankings WHERE digest = ?", (digest,))
        return str(rows[0][0]) if rows else None

    # -- papers -----------------------------------------------------------------------------------------------

    def texts(self, papers: Sequence[int]) -> dict[int, PaperText]:
        """What the library says now of these papers."""
        return {text.id: text for text in texts_of(self._database.read(), papers)}

    def annotations(self, paper: int) -> list[tuple[Landing, str]]:
        """(where it is, quoted words and comment) of each annotation of a paper, in order."""
        condition, parameters = conditions(Filter(paper=paper))
        fields = "a.document_id, a.page, a.id, a.quote, a.comment"
        sql = f"SELECT {fields} {ANNOTATED} WHERE {condition} ORDER BY {ORDERS['paper']}"
        return [(Landing(*row[:3]), f"{row[3]} {row[4]}".strip()) for row in self._all(sql, parameters)]

    def marks(self, papers: Sequence[int]) -> dict[int, Marks]:
        """Authors, tags and venue of these papers."""
        wanted = (json.dumps(list(papers)),)
        among = "IN (SELECT value FROM json_each(?))"
        authors: dict[int, list[tuple[str, str]]] = {}
        for paper, given, family in self._all(
            f"SELECT paper_id, given, family FROM authors WHERE paper_id {among} ORDER BY paper_id, position", wanted
        ):
            authors.setdefault(paper, []).append((given, family))
        tags: dict[int, list[str]] = {}
        for paper, name in self._all(
            f"SELECT paper_id, name FROM paper_tags JOIN tags ON tags.id = tag_id WHERE paper_id {among}", wanted
        ):
            tags.setdefault(paper, []).append(name)
        return {
            paper: Marks(tuple(authors.get(paper, ())), tuple(tags.get(paper, ())), venue)
            for paper, venue in self._all(f"SELECT id, venue FROM papers WHERE id {among}", wanted)
        }

    def same_work(self, papers: Sequence[int]) -> set[int]:
        """The papers and whatever else in the library is the same work: an identifier or the whole title in common."""
        among = "IN (SELECT value FROM json_each(?))"
        rows = self._all(
            f"""SELECT b.id FROM papers AS a JOIN papers AS b ON b.title_key = a.title_key
                WHERE a.id {among} AND a.title_key <> ''
            UNION SELECT b.paper_id FROM identifiers AS a JOIN identifiers AS b ON b.kind = a.kind AND b.value = a.value
                WHERE a.paper_id {among}
            UNION SELECT b.paper_id FROM identifiers AS a JOIN identifiers AS b
                ON a.kind = 'arxiv' AND b.kind = 'doi' AND b.value = '10.48550/arxiv.' || lower(a.value)
                WHERE a.paper_id {among}
            UNION SELECT a.paper_id FROM identifiers AS b JOIN identifiers AS a
                ON b.kind = 'doi' AND a.kind = 'arxiv' AND a.value = substr(b.value, 16)
                WHERE b.value LIKE '10.48550/arxiv.%' AND b.paper_id {among}""",
            (json.dumps(list(papers)),) * 4,
        )
        return {row[0] for row in rows}.union(papers)

    def titles(self, papers: Sequence[int]) -> dict[int, str]:
        """Their titles."""
        sql = "SELECT id, title FROM papers WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0]: row[1] for row in self._all(sql, (json.dumps(list(papers)),))}

    def unsearchable(self) -> tuple[int, int]:
        """How many papers have no vector of the fullest model, and how many documents have no text in the index."""
        stamp = self.fullest_model() or ""
        everything = visible(Everything())
        papers = self._all(
            f"SELECT count(*) FROM papers AS p WHERE {everything} AND NOT EXISTS (SELECT 1 FROM idx.paper_vectors"
            " WHERE paper_id = p.id AND model_id = (SELECT id FROM idx.models WHERE stamp = ?))",
            (stamp,),
        )
        documents = self._all(
            f"SELECT count(*) FROM documents AS d JOIN papers AS p ON p.id = d.paper_id WHERE {everything}"
            " AND d.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM idx.texts WHERE document_id = d.id AND pages > 0)"
        )
        return int(papers[0][0]), int(documents[0][0])

    def page(self, document: int, page: int) -> str:
        """The text of a page, counted from 0; empty if it is not in the index."""
        rows = self._all("SELECT text FROM idx.pages WHERE id = ?", ((document << PAGE_BITS) + page,))
        return str(rows[0][0]) if rows else ""

    def papers_of_documents(self) -> dict[int, int]:
        """The paper of each document."""
        rows = self._all("SELECT id, paper_id FROM documents WHERE removed_at IS NULL")
        return {row[0]: row[1] for row in rows}

    # -----------------------------------------------------------------------------------------------------------

    def _ids(self, sql: str, parameters: Iterable[Parameter]) -> list[int]:
        found: list[int] = json.loads(self._all(f"SELECT json_group_array(id) FROM ({sql})", parameters)[0][0])
        return found


def _together(words: Sequence[Words], operator: str, column: str, *, pages: bool = False) -> Sql:
    """A scalar SQL expression that is one FTS5 expression of all the words."""
    made = [fts_expression(word if not pages else Words(word.text, None, word.phrase, word.prefix)) for word in words]
    sql = f" || ' {operator} ' || ".join(f"({one})" for one, _ in made)
    parameters = tuple(parameter for _, some in made for parameter in some)
    if not column:
        return sql, parameters
    return f"'{{{column}}} : (' || {sql} || ')'", parameters


def _shown(rest: Query) -> Sql:
    condition, parameters = where(rest)
    return f"{visible(rest)} AND ({condition})", parameters


def _limit(limit: int | None) -> int:
    return -1 if limit is None else max(0, limit)
