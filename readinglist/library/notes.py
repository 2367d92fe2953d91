"""One Markdown note per paper, with the texts it had before."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from readinglist.errors import InputError
from readinglist.library.cleaning import clean
from readinglist.library.database import Database, now
from readinglist.library.reading import named
from readinglist.library.records import Revision
from readinglist.library.undo import History

REVISION_EVERY = timedelta(minutes=5)


class Notes:
    """The user's notes. The text is kept exactly as it was typed."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    def get(self, paper: int) -> str:
        """The note's Markdown; empty if there is none."""
        row = self._database.current().execute("SELECT text FROM notes WHERE paper_id = ?", (paper,)).fetchone()
        return "" if row is None else str(row[0])

    def set(self, paper: int, text: str, *, expected: str | None = None) -> None:
        """Replace the note. With `expected`, InputError if it is no longer that: another window changed it."""
        text = clean(text)
        with self._history.change(f"Edit the note of {named(self._database.current(), paper)}") as tx:
            row = tx.db.execute("SELECT text, edited_at FROM notes WHERE paper_id = ?", (paper,)).fetchone()
            old = "" if row is None else str(row["text"])
            if expected is not None and old != expected:
                raise InputError("This note was changed elsewhere meanwhile; both texts are kept.")
            if old == text:
                return
            if old and self._worth_keeping(tx.db, paper, old, text):
                tx.db.execute(
                    "INSERT INTO note_revisions(paper_id, text, at) VALUES (?, ?, ?)", (paper, old, row["edited_at"])
                )
            tx.db.execute(
                "INSERT INTO notes VALUES (?, ?, ?) ON CONFLICT(paper_id) DO UPDATE SET text = excluded.text,"
                " edited_at = excluded.edited_at",
                (paper, text, now()),
            )
            tx.touch([paper])

    def append(self, paper: int, text: str, *, label: str | None = None) -> bool:
        """Put a paragraph or more at the end of the note; False, and nothing changes, if it holds that text already."""
        text = clean(text).strip()
        with self._history.change(label or f"Add to the note of {named(self._database.current(), paper)}"):
            old = self.get(paper)
            if not text or text in old:
                return False
            self.set(paper, f"{old.rstrip()}\n\n{text}\n" if old.strip() else f"{text}\n")
            return True

    def revisions(self, paper: int) -> list[Revision]:
        """Former texts of the note, the newest first."""
        return [
            Revision(row["id"], row["text"], row["at"])
            for row in self._database.read()
            .execute("SELECT id, text, at FROM note_revisions WHERE paper_id = ? ORDER BY id DESC", (paper,))
            .fetchall()
        ]

    @staticmethod
    def _worth_keeping(db: sqlite3.Connection, paper: int, old: str, new: str) -> bool:
        """Autosave comes every few seconds: keep a former text every five minutes, and whenever much of it goes."""
        if len(new) < len(old) * 0.8:
            return True
        last = db.execute(
            "SELECT at FROM note_revisions WHERE paper_id = ? ORDER BY id DESC LIMIT 1", (paper,)
        ).fetchone()
        return last is None or datetime.now(UTC) - datetime.fromisoformat(last[0]) > REVISION_EVERY
