"""The index: what search needs beside library.db, derived from it and from documents, kept in index.db."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.errors import LibraryError
from readinglist.library.database import Database, plain_errors
from readinglist.library.index_answers import Answers
from readinglist.library.index_file import DAMAGED, condemn, connect, create_tables, drop_tables, is_damage
from readinglist.library.index_passages import NOTES_GONE, NOTES_TO_EMBED, PassageAnswers
from readinglist.library.index_text import digest_of, longer_than_stem, texts_of
from readinglist.library.index_words import distinct_forms
from readinglist.library.query_sql import PAGE_BITS

CHUNK = 200
"""Papers per transaction while catching up: some 50 ms, so that another process never waits long."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What the index lacks and background work can bring: papers to embed, documents to read or to embed.

    `notes` are the papers whose note is to embed.
    """

    papers: tuple[int, ...] = ()
    unread_documents: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperVectors:
    """Vectors of one paper as search packs them, and `digest` of the text they stand for."""

    paper: int
    digest: bytes
    whole: bytes
    title: bytes
    sentences: bytes


class Index:
    """Full text and vectors. Any thread may call any method; it reads on that thread's connection of the library."""

    def __init__(self, database: Database, path: Path, *, fresh: bool) -> None:
        """`path` has been prepared (index_file.prepare), and `fresh` is what that said."""
        self._database = database
        self._path = path
        self.fresh = fresh
        """Made anew by this opening: then `missing()` tells what work to ask for again."""
        self._connection = connect(path)
        self._lock = threading.Lock()
        self._seen = -1
        self._closed = False
        self.answers = Answers(database)
        self.passages = PassageAnswers(database)

    def close(self) -> None:
        """Close the file. No other thread may be using the index any more."""
        with self._lock:
            self._closed = True
            self._connection.close()

    # -- following library.db ---------------------------------------------------------------------------------

    def catch_up(self, at_most: float | None = None) -> bool:
        """Bring the words up to the library's last commit; almost free when nothing changed.

        `at_most`: seconds after which to go on with what there is. Returns whether the index is up to date.
        """
        newest = self._newest()
        if newest == self._seen:
            return True
        if newest == self._database.read().execute("SELECT value FROM idx.meta WHERE key = 'seen'").fetchone()[0]:
            self._seen = newest  # another process did it
            return True
        deadline = None if at_most is None else time.monotonic() + at_most
        if not self._lock.acquire(timeout=-1 if at_most is None else at_most):
            return False
        try:
            while self._follow():
                if deadline is not None and time.monotonic() >= deadline:
                    return False
            return True
        finally:
            self._lock.release()

    def _newest(self) -> int:
        row = self._database.read().execute("SELECT value FROM change_counter").fetchone()
        return int(row[0])

    def _follow(self) -> bool:
        """Index the next chunk of changed papers; False when there is none."""
        with self._writing() as db:
            library = self._database.read()
            seen = int(db.execute("SELECT value FROM meta WHERE key = 'seen'").fetchone()[0])
            newest = self._newest()
            if newest < seen:  # another library.db, or an older copy of it: nothing here can be trusted
                self._empty(db)
                return True
            changed = library.execute(
                "SELECT paper_id, revision FROM paper_revisions WHERE revision > ? ORDER BY revision LIMIT ?",
                (seen, CHUNK),
            ).fetchall()
            self._index(db, library, [row[0] for row in changed])
            more = len(changed) == CHUNK
            # Counted on read after `newest`, later changes come in the next round.
            seen = changed[-1][1] if more else max([newest, *(row[1] for row in changed)])
            db.execute("UPDATE meta SET value = ? WHERE key = 'seen'", (seen,))
        self._seen = seen
        return more

    @staticmethod
    def _index(db: sqlite3.Connection, library: sqlite3.Connection, papers: Sequence[int]) -> None:
        wanted = json.dumps(list(papers))
        old = dict(
            db.execute(
                "SELECT paper_id, digest FROM indexed WHERE paper_id IN (SELECT value FROM json_each(?))", (wanted,)
            ).fetchall()
        )
        texts = texts_of(library, papers)
        new = [text for text in texts if old.get(text.id) != text.digest]
        gone = set(papers).difference(text.id for text in texts)
        stale = [(paper,) for paper in gone.union(text.id for text in new) if paper in old]
        db.executemany("DELETE FROM paper_fts WHERE rowid = ?", stale)
        db.executemany("DELETE FROM indexed WHERE paper_id = ?", stale)
        db.executemany(
            "INSERT INTO paper_fts(rowid, title, authors, abstract, note, tags, venue, ids, annotations)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            [(text.id, *text.columns) for text in new],
        )
        words = [(text, text.words()) for text in new]
        db.executemany(
            "INSERT INTO indexed VALUES (?, ?, ?, ?)",
            [(text.id, text.digest, some.main, some.other) for text, some in words],
        )
        db.execute("UPDATE meta SET value = value + ? WHERE key = 'papers'", (len(new) - len(stale),))
        vocabulary = set().union(*(some.vocabulary for _, some in words))
        db.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?)", sorted(vocabulary))

    # -- documents --------------------------------------------------------------------------------------------

    def set_pages(self, document: int, pages: Sequence[str]) -> None:
        """Store and index the text of a document, page by page, in place of what was there."""
        first = document << PAGE_BITS
        kept = [_storable(page) for page in pages[: 1 << PAGE_BITS]]
        forms = filter(_may_be_typed, distinct_forms(kept))
        with self._lock, self._writing() as db:
            db.execute("DELETE FROM pages WHERE id >= ? AND id < ?", (first, first + (1 << PAGE_BITS)))
            db.execute("DELETE FROM passages WHERE document_id = ?", (document,))
            db.executemany(
                "INSERT INTO pages VALUES (?, ?)",
                [(first + number, text) for number, text in enumerate(kept)],
            )
            db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (document, len(kept)))
            db.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?)", sorted(longer_than_stem(forms)))

    def pages(self, document: int) -> list[str] | None:
        """The text of a document page by page; None if it is not in the index."""
        db = self._database.read()
        if db.execute("SELECT 1 FROM idx.texts WHERE document_id = ?", (document,)).fetchone() is None:
            return None
        first = document << PAGE_BITS
        rows = db.execute(
            "SELECT text FROM idx.pages WHERE id >= ? AND id < ? ORDER BY id", (first, first + (1 << PAGE_BITS))
        ).fetchall()
        return [row[0] for row in rows]

    def forget_deleted(self) -> int:
        """Drop the text of documents and notes that library.db knows no more, and the words that stood there alone.

        One transaction for each, some 100 ms for a long one; returns how many there were.
        """
        rows = self._database.read().execute(
            "SELECT document_id FROM idx.texts UNION SELECT document_id FROM idx.passages"
            " EXCEPT SELECT id FROM documents"
        )
        gone = [row[0] for row in rows.fetchall()]
        notes = self._database.read().execute(NOTES_GONE).fetchall()
        if notes:
            with self._lock, self._writing() as db:
                db.executemany("DELETE FROM note_passages WHERE paper_id = ?", [tuple(row) for row in notes])
        for document in gone:
            with self._lock, self._writing() as db:
                self._forget(db, document)
        return len(gone)

    @staticmethod
    def _forget(db: sqlite3.Connection, document: int) -> None:
        first = document << PAGE_BITS
        pages = (first, first + (1 << PAGE_BITS))
        texts = [row[0] for row in db.execute("SELECT text FROM pages WHERE id >= ? AND id < ?", pages).fetchall()]
        db.execute("DELETE FROM pages WHERE id >= ? AND id < ?", pages)
        for table in ("texts", "passages"):
            db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document,))
        db.executemany(
            "DELETE FROM vocabulary WHERE word = ?1 AND NOT EXISTS (SELECT 1 FROM page_fts WHERE page_fts MATCH ?1)"
            " AND NOT EXISTS (SELECT 1 FROM paper_fts WHERE paper_fts MATCH ?1)",
            [(word,) for word in filter(_may_be_typed, distinct_forms(texts))],
        )

    # -- vectors ----------------------------------------------------------------------------------------------

    def set_paper_vectors(self, stamp: str, vectors: Sequence[PaperVectors]) -> None:
        """Store the vectors of papers that the model `stamp` made, in place of its former ones."""
        with self._lock, self._writing() as db:
            model = self._model(db, stamp)
            made = self._count_up(db, len(vectors))
            db.executemany(
                "INSERT OR REPLACE INTO paper_vectors VALUES (?, ?, ?, ?, ?, ?)",
                [(model, one.paper, made + at, one.digest, one.whole, one.title) for at, one in enumerate(vectors)],
            )
            db.executemany(
                "INSERT OR REPLACE INTO paper_sentences VALUES (?, ?, ?)",
                [(model, one.paper, one.sentences) for one in vectors],
            )

    def set_passages(self, stamp: str, document: int, texts: Sequence[tuple[int, str]], vectors: bytes) -> None:
        """Store a document's passages as (page from 1, text) with packed vectors, in place of the former ones."""
        with self._lock, self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?)",
                (
                    self._model(db, stamp), document, self._count_up(db, 1),
                    json.dumps([[page, text] for page, text in texts], ensure_ascii=False), vectors,
                ),
            )  # fmt: skip

    def set_note_passages(self, stamp: str, paper: int, note: str, texts: Sequence[str], vectors: bytes) -> None:
        """Store the passages of the note of a paper, which says `note` now, in place of the former ones."""
        with self._lock, self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO note_passages VALUES (?, ?, ?, ?, ?, ?)",
                (
                    self._model(db, stamp), paper, self._count_up(db, 1), digest_of(note),
                    json.dumps(list(texts), ensure_ascii=False), vectors,
                ),
            )  # fmt: skip

    def has_passages(self, stamp: str, document: int) -> bool:
        """Whether the passages of a document's text as it is now have vectors of that model."""
        model = "(SELECT id FROM idx.models WHERE stamp = ?)"
        sql = f"SELECT 1 FROM idx.passages WHERE document_id = ? AND model_id = {model}"
        return self._database.read().execute(sql, (document, stamp)).fetchone() is not None

    def forget_models(self, keep: str) -> None:
        """Drop the vectors of every model but one, when that one has them all."""
        with self._lock, self._writing() as db:
            for table in ("paper_vectors", "paper_sentences", "passages", "note_passages"):
                db.execute(
                    f"DELETE FROM {table} WHERE model_id NOT IN (SELECT id FROM models WHERE stamp = ?)", (keep,)
                )
            db.execute("DELETE FROM models WHERE stamp <> ?", (keep,))

    @staticmethod
    def _model(db: sqlite3.Connection, stamp: str) -> int:
        db.execute("INSERT OR IGNORE INTO models(stamp) VALUES (?)", (stamp,))
        return int(db.execute("SELECT id FROM models WHERE stamp = ?", (stamp,)).fetchone()[0])

    @staticmethod
    def _count_up(db: sqlite3.Connection, count: int) -> int:
        """The first of `count` new numbers for `made`."""
        db.execute("UPDATE meta SET value = value + ? WHERE key = 'made'", (count,))
        return int(db.execute("SELECT value FROM meta WHERE key = 'made'").fetchone()[0]) - count + 1

    # -- rankings ---------------------------------------------------------------------------------------------

    def set_ranking(self, digest: str, ranking: str) -> None:
        """Keep a ranking of undecided papers in the place of the former; `digest` is of all that it was made from."""
        with self._lock, self._writing() as db:
            db.execute("INSERT OR REPLACE INTO rankings VALUES (1, ?, ?)", (digest, ranking))

    # -- care -------------------------------------------------------------------------------------------------

    def missing(self, stamp: str) -> Missing:
        """What lacks text, or vectors of the model `stamp`: for a new index, or a newly chosen model."""
        db = self._database.read()
        model = db.execute("SELECT ifnull(max(id), 0) FROM idx.models WHERE stamp = ?", (stamp,)).fetchone()[0]
        papers = db.execute(
            "SELECT id FROM papers WHERE present = 1 AND title <> '' AND NOT EXISTS"
            " (SELECT 1 FROM idx.paper_vectors WHERE model_id = ? AND paper_id = papers.id) ORDER BY id",
            (model,),
        ).fetchall()
        unread = db.execute(
            "SELECT document_id FROM document_results WHERE state = 'read' AND NOT EXISTS"
            " (SELECT 1 FROM idx.texts WHERE texts.document_id = document_results.document_id) ORDER BY 1"
        ).fetchall()
        documents = db.execute(
            "SELECT document_id FROM idx.texts AS t WHERE pages > 0 AND document_id IN (SELECT id FROM documents) AND"
            " NOT EXISTS (SELECT 1 FROM idx.passages WHERE model_id = ? AND document_id = t.document_id) ORDER BY 1",
            (model,),
        ).fetchall()
        notes = db.execute(NOTES_TO_EMBED, (model,)).fetchall()
        return Missing(*(tuple(row[0] for row in rows) for rows in (papers, unread, documents, notes)))

    def check(self) -> list[str]:
        """What is wrong inside the file, in plain words; empty if nothing is. Seconds for a large library."""
        with self._lock:
            found = [str(row[0]) for row in self._connection.execute("PRAGMA quick_check").fetchall()]
            problems = [f"index.db: {words}" for words in found if words != "ok"]
            for table in ("paper_fts", "page_fts"):
                try:
                    self._connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
                except sqlite3.DatabaseError as error:
                    problems.append(f"index.db: {table} does not fit what it indexes ({error})")
        return problems

    def rebuild(self) -> None:
        """Empty the index and take in the words of all papers again; text and vectors come by `missing()`."""
        with self._lock, self._writing() as db:
            self._empty(db)
        self.catch_up()

    def _empty(self, db: sqlite3.Connection) -> None:
        drop_tables(db)
        create_tables(db)
        self._seen = -1

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the index's own connection; the caller holds the lock."""
        if self._closed:
            raise LibraryError("The library is closed.")
        try:
            with plain_errors(self._path.parent):
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        except LibraryError as error:
            if isinstance(error.__cause__, sqlite3.Error) and is_damage(error.__cause__):
                condemn(self._path)
                raise LibraryError(DAMAGED) from error
            raise


def _storable(text: str) -> str:
    """Without what SQLite cut off or refuses: NUL and lone surrogates."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def _may_be_typed(word: str) -> bool:
    """Keeps the litter of PDFs (formulas, broken lines) out of the vocabulary."""
    return word.isalpha() and len(word) <= 24
