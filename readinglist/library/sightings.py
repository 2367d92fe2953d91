"""Noting where and when papers were seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from readinglist.library.database import now


def see(db: sqlite3.Connection, feed: int, paper: int, day: str, kind: str = "new", link: str = "") -> None:
    """Note that the feed showed the paper on that day, behind those that it showed before; `new` outlasts `cross`."""
    db.execute(
        """INSERT INTO sightings(feed_id, paper_id, day, kind, place, link, seen_at)
        VALUES (:feed, :paper, :day, :kind, (SELECT ifnull(max(place), 0) + 1 FROM sightings
            WHERE day = :day AND feed_id = :feed), :link, :at)
        ON CONFLICT DO UPDATE SET kind = iif(excluded.kind = 'new', 'new', kind),
            link = iif(excluded.link <> '', excluded.link, link)""",
        {"feed": feed, "paper": paper, "day": day, "kind": kind, "link": link, "at": now()},
    )


def see_all(db: sqlite3.Connection, feed: int, papers: Iterable[int], day: str) -> list[int]:
    """Sightings of papers that are in the library and that this feed did not have yet; returns these."""
    return [
        paper
        for paper in papers
        if db.execute(
            """INSERT INTO sightings(feed_id, paper_id, day, kind, place, link, seen_at)
            SELECT :feed, id, :day, 'new', (SELECT ifnull(max(place), 0) + 1 FROM sightings
                WHERE day = :day AND feed_id = :feed), '', :at
            FROM papers WHERE id = :paper AND present
                AND NOT EXISTS (SELECT 1 FROM sightings WHERE feed_id = :feed AND paper_id = :paper)""",
            {"feed": feed, "paper": paper, "day": day, "at": now()},
        ).rowcount
    ]


def see_pasted(db: sqlite3.Connection, paper: int, day: str) -> None:
    """A paper of a Daily Papers page that was pasted is one of that day to those who follow the feed as well."""
    row = db.execute("SELECT id FROM feeds WHERE kind = 'daily' AND removed_at IS NULL").fetchone()
    if row is not None:
        see(db, row[0], paper, day)
