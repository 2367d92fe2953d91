"""Two papers become one: what feeds showed of both, and what was decided about both, holds of the one that stays."""

from __future__ import annotations

import sqlite3

# Copied, not moved: the other paper is hidden, and undo of the merging shows it again as it was.
_COPIES = tuple(
    f"INSERT OR IGNORE INTO {table}({columns}) SELECT {columns.replace('paper_id', ':keep')} FROM {table}"
    " WHERE paper_id = :other"
    for table, columns in (
        ("sightings", "feed_id, paper_id, day, kind, place, link, seen_at"),
        ("popularity", "paper_id, day, upvotes, comments"),
        ("offers", "watch_id, paper_id, score, reason, at"),
        ("later", "paper_id, until"),
        ("wishes", "paper_id, kind, at, until"),
        ("queue", "paper_id, place, by_date"),
    )
)
_SHOWING = """upvotes, comments, trending, submitted_by, organisation, summary, keywords, code, stars, project,
    thumbnail, at, trending_at"""
_NEWER_SHOWING = f"""INSERT OR REPLACE INTO showings(paper_id, {_SHOWING}) SELECT :keep, {_SHOWING} FROM showings
    WHERE paper_id = :other AND at > ifnull((SELECT at FROM showings WHERE paper_id = :keep), '')"""


def hand_over(db: sqlite3.Connection, keep: int, other: int) -> None:
    """Copy what hangs on `other` to `keep`, where that has nothing of its own or something older."""
    for statement in (*_COPIES, _NEWER_SHOWING):
        db.execute(statement, {"keep": keep, "other": other})
