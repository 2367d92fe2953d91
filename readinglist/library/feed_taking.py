"""What a feed shows enters the library: papers, where they were seen, and how popular they are."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from readinglist.identifiers import title_key
from readinglist.library import adding, editing
from readinglist.library.database import Database, Transaction, now
from readinglist.library.dropped import was_dropped
from readinglist.library.feed_records import Entry, Showing, Taken
from readinglist.library.records import Added
from readinglist.library.same_paper import IDENTITY_KINDS, find_same, identifiers_of
from readinglist.library.sightings import see

SOURCE = "feed"
"""What provenance says of such papers; triggers know by it that nobody has asked for them yet."""

PATIENCE = 0.01
"""Seconds after which a transaction takes no further entry: others want to write as well."""


def take(database: Database, feed: int, entries: Sequence[Entry], asked_days: Iterable[str]) -> Taken:
    """Keep what the feed showed, a few entries in each transaction. See `Feeds.take`."""
    new: dict[int, None] = {}
    known: dict[int, None] = {}
    began = now()
    wish = adding.Wish(SOURCE, None, (), by_feed=True, at=began)
    waiting = iter(entries)
    entry = next(waiting, None)
    while entry is not None:
        with database.write() as tx:
            started = time.perf_counter()
            day_feed = _is_daily(tx.db, feed)
            while entry is not None and time.perf_counter() - started < PATIENCE:
                _take_one(tx, feed, _tidy(entry, day_feed), wish, new, known)
                entry = next(waiting, None)
    with database.write() as tx:
        if any(entry.showing is not None and entry.showing.trending is not None for entry in entries):
            _forget_trending(tx, began)
        _note_days(tx.db, feed, asked_days)
        tx.touch(feeds=True)
    return Taken(tuple(new), tuple(paper for paper in known if paper not in new))


def _take_one(
    tx: Transaction, feed: int, entry: Entry, wish: adding.Wish, new: dict[int, None], known: dict[int, None]
) -> None:
    record = entry.record
    if not record.names_a_paper:
        return
    paper = find_paper(tx.db, feed, entry)
    if paper is None:
        if was_dropped(tx.db, record, entry.link):
            return
        paper = adding.insert(tx.db, record, wish)
        # What the user adds meanwhile is not to wait for thousands of these.
        tx.db.execute("UPDATE jobs SET rank = -1 WHERE paper_id = ? AND kind = 'embed'", (paper,))
        new[paper] = None
    else:
        adding.merge_record(tx.db, paper, record, SOURCE)
        joined = editing.join_named_by(tx, [record], Added(merged=(paper,))).merged
        paper = joined[0] if joined else paper
        known[paper] = None
    see(tx.db, feed, paper, entry.day, entry.kind, entry.link)
    if entry.showing is not None:
        show(tx.db, paper, entry.showing)
    tx.touch([paper], listing=True, jobs=True, feeds=True)


def _tidy(entry: Entry, daily: bool) -> Entry:
    """A feed's keywords are not the user's tags, and its notes not the user's either."""
    record = replace(adding.tidy(entry.record), keywords=(), note="", citation_key=None)
    if daily and record.feed_date is None:
        record = replace(record, feed_date=date.fromisoformat(entry.day))
    return replace(entry, record=record, link=entry.link.strip())


def find_paper(db: sqlite3.Connection, feed: int, entry: Entry) -> int | None:
    """The paper of an entry: by identifier or title, or, where it has no identifier, by link and title together.

    Two entries of one feed with the same title and neither identifier nor the same link are two: "This week in ...".
    """
    if any(kind in IDENTITY_KINDS for kind, _, _ in identifiers_of(entry.record)):
        return find_same(db, entry.record)
    key = title_key(entry.record.title)
    if entry.link:
        row = db.execute(
            "SELECT papers.id FROM sightings JOIN papers ON papers.id = paper_id"
            " WHERE link = ? AND link <> '' AND title_key = ? AND present ORDER BY papers.id LIMIT 1",
            (entry.link, key),
        ).fetchone()
        if row is not None:
            return int(row[0])
    same = find_same(db, entry.record)
    if same is None or not entry.link:
        return same
    other = db.execute(
        "SELECT 1 FROM sightings WHERE feed_id = ? AND paper_id = ? AND link <> '' LIMIT 1", (feed, same)
    ).fetchone()
    return None if other else same


def show(db: sqlite3.Connection, paper: int, showing: Showing) -> None:
    """Keep the newest numbers and words, and today's point of the curve; what is absent today stays as it was."""
    at = now()
    db.execute(
        """INSERT INTO showings(paper_id, upvotes, comments, trending, submitted_by, organisation, summary, keywords,
            code, stars, project, thumbnail, at, trending_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET upvotes = excluded.upvotes, comments = excluded.comments,
            trending = ifnull(excluded.trending, trending), trending_at = ifnull(excluded.trending_at, trending_at),
            submitted_by = iif(excluded.submitted_by <> '', excluded.submitted_by, submitted_by),
            organisation = iif(excluded.organisation <> '', excluded.organisation, organisation),
            summary = iif(excluded.summary <> '', excluded.summary, summary),
            keywords = iif(excluded.keywords <> '[]', excluded.keywords, keywords),
            code = iif(excluded.code <> '', excluded.code, code), stars = max(excluded.stars, stars),
            project = iif(excluded.project <> '', excluded.project, project),
            thumbnail = iif(excluded.thumbnail <> '', excluded.thumbnail, thumbnail), at = excluded.at""",
        (
            paper,
            showing.upvotes,
            showing.comments,
            showing.trending,
            showing.submitted_by,
            showing.organisation,
            showing.summary,
            json.dumps(showing.keywords, ensure_ascii=False),
            showing.code,
            showing.stars,
            showing.project,
            showing.thumbnail,
            at,
            at if showing.trending is not None else None,
        ),
    )
    db.execute(
        "INSERT INTO popularity VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET upvotes = excluded.upvotes,"
        " comments = excluded.comments",
        (paper, at[:10], showing.upvotes, showing.comments),
    )


def _is_daily(db: sqlite3.Connection, feed: int) -> bool:
    row = db.execute("SELECT kind FROM feeds WHERE id = ?", (feed,)).fetchone()
    return row is not None and row["kind"] == "daily"


def _forget_trending(tx: Transaction, since: str) -> None:
    """A new list of trending papers takes the place of the former one."""
    rows = tx.db.execute(
        "UPDATE showings SET trending = NULL WHERE trending IS NOT NULL AND trending_at < ? RETURNING paper_id",
        (since,),
    ).fetchall()
    tx.touch(row[0] for row in rows)


def _note_days(db: sqlite3.Connection, feed: int, days: Iterable[str]) -> None:
    at = now()
    for day in days:
        db.execute(
            """INSERT INTO feed_days(feed_id, day, asked_at, papers)
            VALUES (?, ?, ?, (SELECT count(*) FROM sightings WHERE day = ? AND feed_id = ?))
            ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at, papers = excluded.papers""",
            (feed, day, at, day, feed),
        )
