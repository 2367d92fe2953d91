"""The queue of papers to read: an order of the user's own, and the days by which they want to have read them."""

from __future__ import annotations

import datetime
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from readinglist.errors import InputError, NotFoundError
from readinglist.library.adding import change_status, count_change
from readinglist.library.database import Database
from readinglist.library.reading import named
from readinglist.library.reading_pace import Pace, pace
from readinglist.library.records import Status
from readinglist.library.undo import History

SINCE = """ifnull((SELECT at FROM status_changes WHERE paper_id = p.id AND status = 'to-read'
    ORDER BY id DESC LIMIT 1), p.added_at)"""
"""When `papers AS p` was put on the queue."""
PLACE = f"""ifnull((SELECT place FROM queue WHERE paper_id = p.id), (julianday({SINCE}) - 2440587.5) * 86400)"""
"""Where `papers AS p` stands: seconds since 1970, so that what comes later stands behind what the user has ordered."""
ORDER = f"{PLACE}, p.id"

STEP = 1.0
"""Between papers that are put before all others."""
LITTLE = 1e-4
"""Between papers that are put behind all others: what is saved a moment later comes behind them."""
CLOCK = 0.01
"""The times in the tables are cut to milliseconds: what is saved in this one may seem to have come before now."""
CLOSEST = 1e-5
"""Places nearer to each other than that are too close to put another between; the numbers have seven digits left."""

MOST_READ = 20
"""Papers read lately that are told."""

Where = Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper on the queue, with what is known about how long it takes and how long it has waited."""

    paper: int
    title: str
    since: str
    """When it was put there, ISO 8601 in UTC."""
    by: str | None
    """The day by which the user wants to have read it, ISO 8601."""
    pages: int | None
    """Of its document, None while no document was read."""
    furthest: int
    """The last page that was ever in view, 0 if it was never opened."""


@dataclass(frozen=True, slots=True)
class Pile:
    """How much waits to be read, and since when; `oldest` is ISO 8601 in UTC."""

    papers: int = 0
    oldest: str | None = None
    due: int = 0
    """Whose day has come, or is past."""
    a_month_ago: int = 0
    """How many waited 30 days ago."""


class Queue:
    """The papers `to-read` in their order. What the user does is an undoable step; any thread."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    # -- reading ------------------------------------------------------------------------------------------------

    def order(self) -> list[int]:
        """Ids of the papers to read, the next one first."""
        return [paper for paper, _ in _places(self._database.current())]

    def by_dates(self, papers: Sequence[int]) -> dict[int, str]:
        """The days by which papers are to be read, of those that have one."""
        marks = ",".join("?" * len(papers))
        sql = f"SELECT paper_id, by_date FROM queue WHERE by_date IS NOT NULL AND paper_id IN ({marks})"
        return {row[0]: row[1] for row in self._database.current().execute(sql, tuple(papers)).fetchall()}

    def waiting(self) -> list[Waiting]:
        """All papers to read in their order."""
        rows = self._database.current().execute(
            f"""SELECT p.id, p.title, {SINCE} AS since, (SELECT by_date FROM queue WHERE paper_id = p.id) AS by_date,
            (SELECT ifnull(document_results.pages, reading_places.pages) FROM documents
             LEFT JOIN document_results ON document_results.document_id = documents.id
             LEFT JOIN reading_places ON reading_places.document_id = documents.id
             WHERE paper_id = p.id AND removed_at IS NULL ORDER BY reading_places.at DESC, documents.id LIMIT 1),
            ifnull((SELECT max(furthest) FROM documents JOIN reading_places ON document_id = documents.id
             WHERE paper_id = p.id AND removed_at IS NULL), 0)
            FROM papers AS p WHERE {_QUEUED} ORDER BY {ORDER}"""
        )
        return [Waiting(*row) for row in rows.fetchall()]

    def pace(self) -> Pace:
        """How long the user reads on a page."""
        return pace(self._database.current())

    def pile(self, now: datetime.datetime) -> Pile:
        """How much waits, and how much did a month ago; `now` is aware, its day the user's."""
        month = (now - datetime.timedelta(days=30)).astimezone(datetime.UTC).isoformat()
        row = (
            self._database.current()
            .execute(
                f"""SELECT count(*), min({SINCE}),
                count(*) FILTER (WHERE (SELECT by_date FROM queue WHERE paper_id = p.id) <= ?),
                (SELECT count(*) FROM (SELECT paper_id, status AS stood, max(id) FROM status_changes WHERE at < ?
                     GROUP BY paper_id) JOIN papers ON papers.id = paper_id
                 WHERE stood = 'to-read' AND present AND ifnull(trashed_at, '9') > ?)
                FROM papers AS p WHERE {_QUEUED}""",
                (now.date().isoformat(), month, month),
            )
            .fetchone()
        )
        return Pile(*row)

    def read_since(self, moment: str) -> list[int]:
        """Papers that were read in here, begun or finished at or after `moment` (ISO 8601, UTC), the latest first."""
        rows = self._database.current().execute(
            f"""SELECT paper_id FROM (
                SELECT paper_id, at FROM documents JOIN reading_places ON document_id = documents.id
                WHERE removed_at IS NULL AND at >= ?1
                UNION ALL SELECT paper_id, at FROM status_changes WHERE at >= ?1 AND status IN ('reading', 'read'))
            JOIN papers ON papers.id = paper_id WHERE present AND trashed_at IS NULL AND papers.status <> 'dismissed'
            GROUP BY paper_id ORDER BY max(at) DESC LIMIT {MOST_READ}""",
            (moment,),
        )
        return [row[0] for row in rows.fetchall()]

    # -- the user's changes ---------------------------------------------------------------------------------------

    def put(self, papers: Sequence[int], where: Where | None = None, *, before: int | None = None) -> None:
        """Put papers on the queue, in this order: first, last, or before another paper; they are `to-read` then.

        With neither, what is there already keeps its place, and the rest comes last. NotFoundError, InputError.
        """
        papers = list(dict.fromkeys(papers))
        with self._history.change(_label(papers, where, before)) as tx:
            there = {paper for paper in papers if _stands(tx.db, paper) == Status.TO_READ}
            if before is not None and _stands(tx.db, before) != Status.TO_READ:
                raise InputError(f"{named(tx.db, before)} is not to be read, so nothing can be put before it.")
            if where is None and before is None:
                papers, where = [paper for paper in papers if paper not in there], "last"
            for paper in papers:
                if paper not in there:
                    change_status(tx.db, paper, Status.TO_READ)
                    tx.db.execute("UPDATE papers SET unread = 0 WHERE id = ? AND unread", (paper,))
            if papers and before not in papers:  # before itself means where it is
                _move(tx.db, papers, where, before)
            tx.touch(papers, listing=True)

    def set_by(self, papers: Sequence[int], day: datetime.date | None) -> None:
        """Remember by which day papers are to be read, None for no day; those not there come onto the queue."""
        label = "Take the read-by date off" if day is None else f"Read by {day.isoformat()}:"
        with self._history.change(f"{label} {_papers(papers)}") as tx:
            if day is not None:
                self.put(papers)
            for paper in papers:
                _stands(tx.db, paper)
                if day is None:
                    tx.db.execute("UPDATE queue SET by_date = NULL WHERE paper_id = ? AND by_date NOT NULL", (paper,))
                else:
                    tx.db.execute(
                        f"INSERT INTO queue SELECT p.id, {PLACE}, ? FROM papers AS p WHERE p.id = ?"
                        " ON CONFLICT(paper_id) DO UPDATE SET by_date = excluded.by_date",
                        (day.isoformat(), paper),
                    )
                count_change(tx.db, paper)
            tx.touch(papers, listing=True)


_QUEUED = "p.present AND p.trashed_at IS NULL AND p.status = 'to-read'"


def _stands(db: sqlite3.Connection, paper: int) -> str:
    """The status of a paper that can be queued; NotFoundError, or InputError for one in the Trash."""
    row = db.execute("SELECT status, trashed_at FROM papers WHERE id = ? AND present", (paper,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no paper {paper} in the library.")
    if row["trashed_at"] is not None:
        raise InputError(f"{named(db, paper)} is in the Trash. Put it back first.")
    return str(row["status"])


def _places(db: sqlite3.Connection) -> list[tuple[int, float]]:
    sql = f"SELECT p.id, {PLACE} AS place FROM papers AS p WHERE {_QUEUED} ORDER BY place, p.id"
    return [(row[0], row[1]) for row in db.execute(sql).fetchall()]


def _move(db: sqlite3.Connection, papers: Sequence[int], where: Where | None, before: int | None) -> None:
    moved = set(papers)
    rest = [(paper, place) for paper, place in _places(db) if paper not in moved]
    at = len(rest) if where == "last" else 0
    if before is not None:
        at = next(number for number, (paper, _) in enumerate(rest) if paper == before)
    first = last = at
    while (places := _room(rest, first, last, len(papers))) is None:
        # Too close, or alike: an import saves all its papers at one moment. The neighbours make room.
        first, last = first - 1, last + 1 if last - at < at - first else last
    order = [*(paper for paper, _ in rest[first:at]), *papers, *(paper for paper, _ in rest[at:last])]
    for paper, place in zip(order, places, strict=True):
        db.execute(
            "INSERT INTO queue(paper_id, place) VALUES (?, ?)"
            " ON CONFLICT(paper_id) DO UPDATE SET place = excluded.place",
            (paper, place),
        )
        count_change(db, paper)


def _room(rest: Sequence[tuple[int, float]], first: int, last: int, more: int) -> list[float] | None:
    """Places for the papers from `first` to before `last` and for `more`; None if there is no room for them."""
    count = last - first + more
    if first <= 0:
        high = rest[last][1] if last < len(rest) else time.time()
        return [high - STEP * (count - number) for number in range(count)]
    low = rest[first - 1][1]
    if last >= len(rest):
        low = max(low, time.time() - CLOCK)
        return [low + LITTLE * (number + 1) for number in range(count)]
    between = (rest[last][1] - low) / (count + 1)
    return None if between < CLOSEST else [low + between * (number + 1) for number in range(count)]


def _label(papers: Sequence[int], where: Where | None, before: int | None) -> str:
    if before is not None:
        return f"Move {_papers(papers)} in the queue"
    return f"Put {_papers(papers)} {'first' if where == 'first' else 'last' if where else ''} in the queue"


def _papers(papers: Sequence[int]) -> str:
    return "1 paper" if len(papers) == 1 else f"{len(papers)} papers"
