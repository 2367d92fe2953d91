"""What papers were called that are gone for good: feeds may show them again, and they are not new then."""

from __future__ import annotations

import sqlite3

from readinglist.identifiers import title_key
from readinglist.library.database import now
from readinglist.library.records import PaperRecord
from readinglist.library.same_paper import IDENTITY_KINDS, TELLING_TITLE_WORDS, identifiers_of


def leave_names(db: sqlite3.Connection, paper: int) -> None:
    """Remember the names of a paper that is about to be deleted, if any feed has shown it."""
    if db.execute("SELECT 1 FROM sightings WHERE paper_id = ?", (paper,)).fetchone():
        at = now()
        names = [(kind, value, at) for kind, value in _names_of(db, paper)]
        db.executemany("INSERT OR IGNORE INTO dropped VALUES (?, ?, ?)", names)


def _names_of(db: sqlite3.Connection, paper: int) -> list[tuple[str, str]]:
    """(kind, value) of all by which a paper that is dropped is known again: ids, else links, and a telling title."""
    ids = [
        (row["kind"], row["value"])
        for row in db.execute("SELECT kind, value FROM identifiers WHERE paper_id = ?", (paper,)).fetchall()
        if row["kind"] in IDENTITY_KINDS
    ]
    links = db.execute("SELECT DISTINCT link FROM sightings WHERE paper_id = ? AND link <> ''", (paper,)).fetchall()
    key = str(db.execute("SELECT title_key FROM papers WHERE id = ?", (paper,)).fetchone()[0])
    if not ids and links:  # a title of which each week has one is no name
        return [("link", row[0]) for row in links]
    telling = len(key.split()) >= TELLING_TITLE_WORDS or (key and not ids)
    return [*ids, *([("title", key)] if telling else [])]


def was_dropped(db: sqlite3.Connection, record: PaperRecord, link: str) -> bool:
    """Whether the paper of this record was here undecided for as long as the user keeps such papers."""
    wanted = [(kind, value) for kind, value, _ in identifiers_of(record)]
    wanted += [("link", link), ("title", title_key(record.title))]
    return any(
        db.execute("SELECT 1 FROM dropped WHERE kind = ? AND value = ?", (kind, value)).fetchone()
        for kind, value in wanted
        if value
    )
