"""What was recognised on scanned pages: kept in library.db, for it takes minutes to make and no user waits twice."""

from __future__ import annotations

from readinglist.library.database import Database, Transaction, now

STATEMENTS = (
    # Not in index.db, which anybody may delete, and page by page, so that a kill costs no more than one of them. No
    # foreign key: undo may take the document away and bring it again.
    """CREATE TABLE recognised_pages (
        document_id INTEGER NOT NULL,
        page INTEGER NOT NULL,  -- from 1
        words BLOB NOT NULL,  -- as documents.recognised packs them
        languages TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (document_id, page)
    )""",
)

FORGET = """DELETE FROM recognised_pages WHERE document_id IN
    (SELECT DISTINCT document_id FROM recognised_pages EXCEPT SELECT id FROM documents)"""
"""For when no document that is gone can come again."""


class Recognised:
    """The words of pages that hold no text themselves. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: int) -> dict[int, bytes]:
        """The packed words of each page (from 1) that was recognised."""
        rows = self._database.current().execute(
            "SELECT page, words FROM recognised_pages WHERE document_id = ? ORDER BY page", (document,)
        )
        return {row[0]: row[1] for row in rows.fetchall()}

    def pages(self, document: int) -> set[int]:
        """The pages that were recognised."""
        rows = self._database.current().execute("SELECT page FROM recognised_pages WHERE document_id = ?", (document,))
        return {row[0] for row in rows.fetchall()}

    def keep(self, tx: Transaction, document: int, page: int, words: bytes, languages: str) -> None:
        """Keep the words of a page in place of those that were there."""
        tx.db.execute(
            "INSERT OR REPLACE INTO recognised_pages VALUES (?, ?, ?, ?, ?)", (document, page, words, languages, now())
        )
        tx.touch(jobs=True)

    def forget(self, tx: Transaction, document: int) -> None:
        """Forget what was recognised on all its pages, to have it done again."""
        tx.db.execute("DELETE FROM recognised_pages WHERE document_id = ?", (document,))
        tx.touch(jobs=True)
