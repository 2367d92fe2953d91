"""Rows of documents: which file belongs to which paper, and what reading it brought."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from readinglist.errors import NotFoundError
from readinglist.library.database import Database, Transaction, now
from readinglist.library.records import Document
from readinglist.library.undo import History

SELECT = """SELECT documents.id, documents.paper_id, path, sha256, original_name, pages,
    ifnull(document_results.state, 'waiting') AS state, reason
    FROM documents LEFT JOIN document_results ON document_id = documents.id"""


class Documents:
    """The documents of the library; the files themselves are the business of the package `documents`."""

    def __init__(self, database: Database, history: History, folder: Path) -> None:
        self._database = database
        self._history = history
        self._folder = folder

    def of(self, paper: int) -> list[Document]:
        """The documents of a paper, the first added first."""
        return self.of_many([paper]).get(paper, [])

    def of_many(self, papers: Sequence[int]) -> dict[int, list[Document]]:
        """The documents of several papers."""
        found: dict[int, list[Document]] = {}
        for row in (
            self._database.current()
            .execute(
                f"{SELECT} WHERE documents.paper_id IN ({','.join('?' * len(papers))}) AND removed_at IS NULL"
                " ORDER BY documents.id",
                tuple(papers),
            )
            .fetchall()
        ):
            found.setdefault(row["paper_id"], []).append(self._document(row))
        return found

    def get(self, document: int) -> Document:
        """One document; NotFoundError if it is gone."""
        row = self._database.current().execute(f"{SELECT} WHERE documents.id = ?", (document,)).fetchone()
        if row is None:
            raise NotFoundError("That file is no longer in the library.")
        return self._document(row)

    def by_sha256(self, sha256: str) -> Document | None:
        """The document with these bytes, of a paper that is in the library or its Trash."""
        row = (
            self._database.current()
            .execute(
                f"{SELECT} JOIN papers ON papers.id = documents.paper_id"
                " WHERE sha256 = ? AND removed_at IS NULL AND present ORDER BY documents.id LIMIT 1",
                (sha256,),
            )
            .fetchone()
        )
        return None if row is None else self._document(row)

    def add(self, tx: Transaction, paper: int, path: str, sha256: str, original_name: str) -> int:
        """A new document of a paper, `path` below the documents folder; a job to read it comes with it."""
        made = tx.db.execute(
            "INSERT INTO documents(paper_id, path, sha256, original_name, added_at) VALUES (?, ?, ?, ?, ?)",
            (paper, path, sha256, original_name, now()),
        ).lastrowid
        assert made is not None
        tx.touch([paper], jobs=True, listing=True)
        return made

    def move(self, tx: Transaction, document: int, paper: int) -> None:
        """Make the document one of another paper."""
        tx.db.execute("UPDATE documents SET paper_id = ? WHERE id = ?", (paper, document))
        tx.touch([paper], jobs=True, listing=True)

    def remove(self, document: int) -> None:
        """Take a file off its paper; it is deleted from disk when the Trash is emptied."""
        name = self.get(document).original_name
        with self._history.change(f"Remove file {name}") as tx:
            tx.db.execute("UPDATE documents SET removed_at = ? WHERE id = ?", (now(), document))
            tx.touch(jobs=True, listing=True)

    def set_result(
        self, tx: Transaction, document: int, state: str, pages: int | None = None, reason: str | None = None
    ) -> None:
        """What reading brought: `read`, `empty` (no text) or `failed` with a reason in plain words."""
        tx.db.execute(
            "INSERT INTO document_results VALUES (?, ?, ?, ?, ?) ON CONFLICT(document_id) DO UPDATE SET"
            " state = excluded.state, pages = excluded.pages, reason = excluded.reason, at = excluded.at",
            (document, state, pages, reason, now()),
        )

    def files(self) -> set[str]:
        """Paths below the documents folder that some row still names, removed and undone ones included."""
        return {row[0] for row in self._database.current().execute("SELECT path FROM documents").fetchall()}

    def _document(self, row: sqlite3.Row) -> Document:
        return Document(
            row["id"],
            row["paper_id"],
            self._folder / row["path"],
            row["sha256"],
            row["original_name"],
            row["pages"],
            row["state"],
            row["reason"],
        )
