"""Reading what feeds showed: by paper, by day, and counted."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from readinglist.library.database import now, stamp
from readinglist.library.feed_records import DayCount, Showing, Shown, Sighting

FOLLOWED = "feed_id IN (SELECT id FROM feeds WHERE removed_at IS NULL)"
BEHIND = "CASE kind WHEN 'new' THEN 0 WHEN 'cross' THEN 1 ELSE 2 END"
SIGHT = "papers.present AND papers.trashed_at IS NULL"
NOT_PUT_OFF = "papers.id NOT IN (SELECT paper_id FROM later WHERE until > ?)"
UNDECIDED = f"papers.status = 'inbox' AND {NOT_PUT_OFF}"

TRENDING_FOR = timedelta(hours=36)
"""How long a list of trending papers says something; then what was gained lately says more."""
# Up to the last point of its curve, from three days before that; a curve that is younger began with nothing.
GAINED = """(showings.upvotes - ifnull((SELECT upvotes FROM popularity WHERE paper_id = showings.paper_id
    AND day <= date((SELECT max(day) FROM popularity WHERE paper_id = showings.paper_id), '-3 days')
    ORDER BY day DESC LIMIT 1), iif((SELECT min(day) FROM sightings WHERE paper_id = showings.paper_id)
        < date((SELECT min(day) FROM popularity WHERE paper_id = showings.paper_id), '-3 days'),
        (SELECT upvotes FROM popularity WHERE paper_id = showings.paper_id ORDER BY day LIMIT 1), 0)))"""


def _of(feed: int | None) -> str:
    return FOLLOWED if feed is None else "feed_id = ?"


def _given(*values: str | int | None) -> tuple[str | int, ...]:
    return tuple(value for value in values if value is not None)


def of_day(db: sqlite3.Connection, day: str, feed: int | None) -> list[int]:
    """See `Feeds.of_day`; over all feeds in the order in which these were added."""
    rows = db.execute(
        f"""SELECT paper_id FROM sightings JOIN papers ON papers.id = paper_id
        WHERE day = ? AND {_of(feed)} AND {SIGHT}
        GROUP BY paper_id ORDER BY min({BEHIND}), min(feed_id * 1000000 + place)""",
        _given(day, feed),
    ).fetchall()
    return [row[0] for row in rows]


def days(db: sqlite3.Connection, feed: int | None, since: str | None, limit: int | None) -> list[DayCount]:
    """See `Feeds.days`. Day after day along the index, so that a few new days of many years are quick."""
    found: list[DayCount] = []
    day: str | None = None
    while limit is None or len(found) < limit:
        before = "" if day is None else " AND day < ?"
        row = db.execute(
            f"""SELECT day FROM sightings INDEXED BY sightings_day WHERE {_of(feed)}{before}
            ORDER BY day DESC LIMIT 1""",
            _given(feed, day),
        ).fetchone()
        if row is None or (since is not None and row["day"] < since):
            break
        day = str(row["day"])
        count = _count(db, day, feed)
        if count.papers:
            found.append(count)
    return found


def _count(db: sqlite3.Connection, day: str, feed: int | None) -> DayCount:
    row = db.execute(
        f"""SELECT count(*), ifnull(sum(open), 0), ifnull(sum(open AND unread), 0)
        FROM (SELECT DISTINCT papers.id, {UNDECIDED} AS open, unread FROM sightings JOIN papers ON papers.id = paper_id
            WHERE day = ? AND {_of(feed)} AND {SIGHT})""",
        (now(), *_given(day, feed)),
    ).fetchone()
    return DayCount(day, *row)


def undecided(db: sqlite3.Connection, feed: int | None) -> list[int]:
    """See `Feeds.undecided`."""
    inbox = f"{SIGHT} AND {UNDECIDED}"
    if feed is None:
        sql = f"SELECT json_group_array(id) FROM (SELECT id FROM papers WHERE {inbox} ORDER BY added_at DESC, id)"
    else:
        sql = f"""SELECT json_group_array(paper_id) FROM (SELECT paper_id, max(day) AS newest, min(place) AS place
            FROM sightings JOIN papers ON papers.id = paper_id WHERE feed_id = ? AND {inbox}
            GROUP BY paper_id ORDER BY newest DESC, place)"""
    found: list[int] = json.loads(db.execute(sql, _given(feed, now())).fetchone()[0])
    return found


def counts(db: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """(papers, undecided ones that were not looked at) of each feed: as triggers count, without merged and undone ones
    and those put off."""
    # CROSS JOIN: from the few to their sightings; the planner would go through all of these to have them by feed.
    kept = db.execute("SELECT feed_id, papers, unseen FROM feed_counts").fetchall()
    hidden = dict(
        db.execute(
            """SELECT feed_id, count(DISTINCT paper_id) FROM papers CROSS JOIN sightings ON paper_id = papers.id
            WHERE papers.present = 0 GROUP BY feed_id"""
        ).fetchall()
    )
    put_off = dict(
        db.execute(
            f"""SELECT feed_id, count(DISTINCT papers.id) FROM later CROSS JOIN papers ON papers.id = later.paper_id
            CROSS JOIN sightings ON sightings.paper_id = papers.id
            WHERE until > ? AND {SIGHT} AND status = 'inbox' AND unread GROUP BY feed_id""",
            (now(),),
        ).fetchall()
    )
    return {feed: (papers - hidden.get(feed, 0), unseen - put_off.get(feed, 0)) for feed, papers, unseen in kept}


def unread(db: sqlite3.Connection) -> int:
    """See `Feeds.unread`."""
    sql = f"""SELECT count(*) FROM papers WHERE {SIGHT} AND unread AND {UNDECIDED}
        AND EXISTS (SELECT 1 FROM sightings WHERE paper_id = papers.id AND {FOLLOWED})"""
    return int(db.execute(sql, (now(),)).fetchone()[0])


def shown(db: sqlite3.Connection, papers: Sequence[int]) -> dict[int, Shown]:
    """See `Feeds.shown`."""
    wanted = (json.dumps(list(papers)),)
    among = "paper_id IN (SELECT value FROM json_each(?))"
    sightings: dict[int, list[Sighting]] = {}
    for row in db.execute(
        f"""SELECT paper_id, address, title, day, sightings.kind, link FROM sightings JOIN feeds ON feeds.id = feed_id
        WHERE {among} ORDER BY paper_id, day, seen_at, feed_id""",
        wanted,
    ).fetchall():
        sightings.setdefault(row[0], []).append(Sighting(*tuple(row)[1:]))
    showings = {
        row["paper_id"]: _showing(row) for row in db.execute(f"SELECT * FROM showings WHERE {among}", wanted).fetchall()
    }
    curves: dict[int, list[tuple[str, int, int]]] = {}
    for paper, *point in db.execute(
        f"SELECT paper_id, day, upvotes, comments FROM popularity WHERE {among} ORDER BY paper_id, day", wanted
    ).fetchall():
        curves.setdefault(paper, []).append((point[0], point[1], point[2]))
    put_off = dict(
        db.execute(f"SELECT paper_id, until FROM later WHERE {among} AND until > ?", (*wanted, now())).fetchall()
    )
    return {
        paper: Shown(
            paper,
            tuple(sightings.get(paper, ())),
            showings.get(paper, Showing()),
            tuple(curves.get(paper, ())),
            put_off.get(paper),
        )
        for paper in papers
        if paper in sightings or paper in showings or paper in put_off
    }


def _showing(row: sqlite3.Row) -> Showing:
    return Showing(
        upvotes=row["upvotes"],
        comments=row["comments"],
        trending=row["trending"],
        submitted_by=row["submitted_by"],
        organisation=row["organisation"],
        summary=row["summary"],
        keywords=tuple(json.loads(row["keywords"])),
        code=row["code"],
        stars=row["stars"],
        project=row["project"],
        thumbnail=row["thumbnail"],
    )


def in_order(db: sqlite3.Connection, papers: Sequence[int], by: str) -> list[int]:
    """See `Feeds.in_order`."""
    if by == "new":
        return list(papers)
    fresh = datetime.now(UTC) - TRENDING_FOR
    known = {
        row["paper_id"]: row
        for row in db.execute(
            f"""SELECT paper_id, upvotes, iif(trending_at >= ?, trending, NULL) AS trending, {GAINED} AS gained
            FROM showings WHERE paper_id IN (SELECT value FROM json_each(?))""",
            (stamp(fresh), json.dumps(list(papers))),
        ).fetchall()
    }

    def rank(paper: int) -> tuple[float, ...]:
        row = known.get(paper)
        if row is None:
            return (math.inf, math.inf, math.inf)
        if by == "upvotes":
            return (-row["upvotes"], 0, 0)
        return (row["trending"] or math.inf, -row["gained"], -row["upvotes"])

    return sorted(papers, key=rank)
