"""Where the user left off in each document, how far they came, and how long they read. The machine's; no undo."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from readinglist.library.database import Database, now

STATEMENTS = (
    """CREATE TABLE reading_places (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
        page INTEGER NOT NULL,  -- from 1
        down REAL NOT NULL,  -- how far down that page, as a share of its height
        zoom TEXT NOT NULL,  -- width, page, or a number: 1 is the size of the paper
        rotation INTEGER NOT NULL,
        furthest INTEGER NOT NULL,  -- the last page that was ever in view
        pages INTEGER NOT NULL,
        seconds REAL NOT NULL,  -- spent with it in front of one's eyes
        at TEXT NOT NULL
    )""",
)


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """A place in a document: `page` from 1 and the share `down` of its height at the top of the view."""

    page: int = 1
    down: float = 0.0
    zoom: str = "width"
    """`width`, `page`, or a number: 1 is the size of the paper."""
    rotation: int = 0
    furthest: int = 1
    """The last page that was ever in view."""
    pages: int = 0
    """How many pages the document has; 0 where it was never opened."""
    seconds: float = 0.0
    """How long it was read in all."""


class ReadingPlaces:
    """The places in all documents; each method may be called on any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, document: int) -> ReadingPlace:
        """Where the user left off; the beginning where they never were."""
        row = (
            self._database.current()
            .execute(
                "SELECT page, down, zoom, rotation, furthest, pages, seconds FROM reading_places WHERE document_id = ?",
                (document,),
            )
            .fetchone()
        )
        return ReadingPlace() if row is None else ReadingPlace(*row)

    def keep(self, document: int, place: ReadingPlace, seconds: float = 0.0) -> None:
        """Remember the place, and that `seconds` more were read; the furthest page never goes back.

        Nothing is kept of a document that is gone for good. The paper counts as changed where its progress does:
        another furthest page, another minute.
        """
        with self._database.write() as tx:
            before = _progress(tx.db, document)
            tx.db.execute(
                """INSERT INTO reading_places
                SELECT id, :page, :down, :zoom, :rotation, :furthest, :pages, :seconds, :at FROM documents
                WHERE id = :document
                ON CONFLICT(document_id) DO UPDATE SET page = excluded.page, down = excluded.down, zoom = excluded.zoom,
                    rotation = excluded.rotation, furthest = max(furthest, excluded.furthest), pages = excluded.pages,
                    seconds = seconds + excluded.seconds, at = excluded.at""",
                {
                    "document": document,
                    "page": place.page,
                    "down": place.down,
                    "zoom": place.zoom,
                    "rotation": place.rotation,
                    "furthest": max(place.furthest, place.page),
                    "pages": place.pages,
                    "seconds": seconds,
                    "at": now(),
                },
            )
            after = _progress(tx.db, document)
            if after is not None and after != before:
                tx.touch([after[0]])


def _progress(db: sqlite3.Connection, document: int) -> tuple[int, int, int] | None:
    """(paper, furthest page, whole minutes) of a document that was opened."""
    row = db.execute(
        """SELECT paper_id, furthest, CAST(seconds / 60 AS INTEGER) FROM documents
        JOIN reading_places ON document_id = documents.id WHERE documents.id = ?""",
        (document,),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])
