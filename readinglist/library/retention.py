"""Undecided papers are not kept for ever, unless the user wants it: what is dropped leaves its names behind."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta

from readinglist.library.annotation_sql import ANNOTATED
from readinglist.library.database import Database, Transaction, now
from readinglist.library.dropped import leave_names
from readinglist.library.feed_taking import SOURCE
from readinglist.library.records import SERVICES
from readinglist.library.undo import History

KEEP_DAYS = {"daily": 0, "arxiv": 365, "arxiv-query": 365, "rss": 365}
"""How long undecided papers of a kind of feed are kept, where the user has not said so; 0 is for ever.

Feeds that are not asked for (a query's, an author's) keep nothing by themselves.
"""
PATIENCE = 0.01
"""Seconds after which a transaction drops no further paper."""

_UNTOUCHED = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {condition})"
    for table, condition in (
        ("paper_tags", "paper_id = p.id"),
        ("notes", "paper_id = p.id AND trim(text) <> ''"),
        ("documents", "paper_id = p.id AND removed_at IS NULL"),
        ("wishes", "paper_id = p.id"),
        ("queue", "paper_id = p.id"),
        ("later", "paper_id = p.id AND until > :now"),
        # Whoever else spoke of it than feeds and services is somebody who asked for it.
        ("provenance", f"paper_id = p.id AND source NOT IN ('{SOURCE}', 'merge', {', '.join(map(repr, SERVICES))})"),
    )
)
_UNDECIDED = f"""p.present AND p.trashed_at IS NULL AND p.status = 'inbox' AND NOT p.starred AND {_UNTOUCHED}
    AND p.id NOT IN (SELECT papers.id {ANNOTATED})"""


def drop_old(database: Database, history: History, moment: datetime) -> int:
    """Delete for good what nobody decided about in time, a few papers in each transaction. See `Feeds.drop_old`."""
    gone, old = 0, _old(database.current(), moment)
    while old:
        with database.write() as tx:
            started = time.perf_counter()
            while old and time.perf_counter() - started < PATIENCE:
                gone += _drop(tx, history, old.pop())
            tx.touch(listing=True, jobs=True, feeds=True)
    return gone


def _old(db: sqlite3.Connection, moment: datetime) -> list[int]:
    """Papers whose time is over in each feed that showed them, the oldest last.

    It begins when they came: old posts of a new feed, and days that were filled in, are to be seen first.
    """
    today = moment.astimezone(UTC).date()
    limits: dict[int, str] = {}
    for feed, kind, chosen in db.execute("SELECT id, kind, keep_days FROM feeds").fetchall():
        days = KEEP_DAYS.get(kind) if chosen is None else chosen
        if days is not None:  # the first day that is kept; for ever is from the beginning
            limits[feed] = (today - timedelta(days=days)).isoformat() if days else ""
    if not any(limits.values()):
        return []
    values = ", ".join(f"({feed}, '{day}')" for feed, day in limits.items())
    rows = db.execute(
        f"""WITH limits(feed, day) AS (VALUES {values})
        SELECT p.id FROM papers AS p WHERE {_UNDECIDED}
            AND EXISTS (SELECT 1 FROM sightings WHERE paper_id = p.id AND feed_id IN (SELECT feed FROM limits))
            AND NOT EXISTS (SELECT 1 FROM sightings JOIN limits ON feed = feed_id
                WHERE paper_id = p.id AND max(sightings.day, substr(sightings.seen_at, 1, 10)) >= limits.day)
        ORDER BY p.added_at DESC, p.id DESC""",
        {"now": now()},
    ).fetchall()
    return [row[0] for row in rows]


def _drop(tx: Transaction, history: History, paper: int) -> bool:
    """Delete one, unless somebody has decided about it meanwhile."""
    if not tx.db.execute(f"SELECT 1 FROM papers AS p WHERE p.id = :paper AND {_UNDECIDED}", _one(paper)).fetchone():
        return False
    leave_names(tx.db, paper)
    history.forget_papers(tx, [paper])
    tx.db.execute("DELETE FROM papers WHERE id = ?", (paper,))
    return True


def _one(paper: int) -> dict[str, str | int]:
    return {"paper": paper, "now": now()}
