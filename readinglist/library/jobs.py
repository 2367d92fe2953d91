"""Rows of background work. A lease names the process that has a job, so that a dead one's is free at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from readinglist.library.database import Database, Transaction, now
from readinglist.library.processes import is_alive, own_start
from readinglist.library.records import Job

CANCELLED = "Cancelled."
DOCUMENTS_AT_ONCE = 2
"""A long document takes minutes to embed: papers that come in meanwhile must not wait for many of them."""

SELECT = """SELECT jobs.id, jobs.kind, jobs.paper_id, jobs.document_id, jobs.state, jobs.attempts, jobs.not_before,
    jobs.error, jobs.progress, jobs.generation, papers.title FROM jobs JOIN papers ON papers.id = jobs.paper_id"""
STATES = ("running", "failed", "waiting", "paused")
# Jobs of a paper that is undone, merged away or in the Trash rest until it comes back.
VISIBLE = "papers.present AND papers.trashed_at IS NULL"
MINE = "state = 'running' AND lease_pid = ? AND lease_start = ?"


@dataclass(frozen=True, slots=True)
class JobGroup:
    """Jobs that are alike; `not_before` is the earliest of theirs, None if one may run now."""

    kind: str
    state: str
    error: str | None
    count: int
    not_before: str | None


Found: TypeAlias = list[Job]
"""Named here, for inside the class `list` is a method."""


class Jobs:
    """The queue in library.db. Any thread; several processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- making and doing work ----------------------------------------------------------------------------------

    def enqueue(self, tx: Transaction, kind: str, paper: int, document: int | None = None) -> None:
        """Ask for work; asked again while it waits or runs, it is done (once) after that moment."""
        tx.db.execute(
            """INSERT INTO jobs(kind, paper_id, document_id) VALUES (?, ?, ?)
            ON CONFLICT(kind, paper_id, ifnull(document_id, 0)) DO UPDATE SET generation = generation + 1,
                attempts = 0, not_before = NULL, error = NULL, state = iif(state = 'failed', 'waiting', state)""",
            (kind, paper, document),
        )
        tx.touch(jobs=True)

    def enqueue_new(self, tx: Transaction, kind: str, works: Iterable[tuple[int, int | None]]) -> None:
        """Ask for work on (paper, document) where nobody has asked yet; what failed or is paused stays so."""
        asked = tx.db.executemany(
            "INSERT INTO jobs(kind, paper_id, document_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(kind, paper, document) for paper, document in works],
        ).rowcount
        tx.touch(jobs=asked > 0)

    def claim(self, kinds: Collection[str], *, limit: int = 1) -> Sequence[Job]:
        """Take up to `limit` jobs that are due, oldest first, all of papers themselves or all of documents.

        Papers come first: an abstract is embedded before the five hundred passages of a PDF.
        """
        if not self._anything(kinds):
            return []
        with self._database.write() as tx:
            self._free_the_dead(tx.db)
            for of_what, most in (("IS NULL", limit), ("IS NOT NULL", min(limit, DOCUMENTS_AT_ONCE))):
                rows = tx.db.execute(
                    f"{SELECT} WHERE state = 'waiting' AND kind IN ({_marks(kinds)}) AND jobs.document_id {of_what}"
                    f" AND {VISIBLE} AND (not_before IS NULL OR not_before <= ?) ORDER BY jobs.id LIMIT ?",
                    (*kinds, now(), most),
                ).fetchall()
                if rows:
                    break
            tx.db.executemany(
                "UPDATE jobs SET state = 'running', lease_pid = ?, lease_start = ?, progress = NULL WHERE id = ?",
                [(os.getpid(), own_start(), row["id"]) for row in rows],
            )
            if rows:
                tx.touch(jobs=True)
        return [_job(row, state="running") for row in rows]

    def finish(self, tx: Transaction, job: Job) -> bool:
        """Done, in the transaction that keeps the result; False if it was cancelled or paused: keep nothing then.

        A job that was asked for again while it ran goes back to waiting.
        """
        held = tx.db.execute(
            f"UPDATE jobs SET state = 'waiting', {RESTING} WHERE id = ? AND {MINE}", (job.id, *_lease())
        ).rowcount
        if held:
            tx.db.execute("DELETE FROM jobs WHERE id = ? AND generation = ?", (job.id, job.generation))
            tx.touch(jobs=True)
        return bool(held)

    def fail(self, job: Job, reason: str, retry_at: str | None = None) -> bool:
        """It did not work: try again at that time (UTC, as in the tables), or give up if there is none.

        False, and nothing changed, if the job was not held any more.
        """
        # Asked for again while it ran: what failed is out of date, so it has another go.
        state = "iif(generation = ?, ?, 'waiting')"
        with self._database.write() as tx:
            held = tx.db.execute(
                f"UPDATE jobs SET state = {state}, attempts = attempts + 1, not_before = ?, error = ?, {RESTING}"
                f" WHERE id = ? AND {MINE}",
                (job.generation, "waiting" if retry_at else "failed", retry_at, reason, job.id, *_lease()),
            ).rowcount
            tx.touch(jobs=bool(held))
        return bool(held)

    def release(self, *jobs: Job, reason: str | None = None, not_before: str | None = None) -> None:
        """Give jobs back unfinished at no cost (the program ends, it is paused, the model is missing)."""
        with self._database.write() as tx:
            tx.db.executemany(
                f"UPDATE jobs SET state = 'waiting', {RESTING}, error = ?, not_before = ? WHERE id = ? AND {MINE}",
                [(reason, not_before, job.id, *_lease()) for job in jobs],
            )
            tx.touch(jobs=bool(jobs))

    def postpone(self, kinds: Collection[str], reason: str, until: str) -> None:
        """No waiting job of these kinds can run before that time, and why."""
        with self._database.write() as tx:
            tx.db.execute(
                f"UPDATE jobs SET not_before = ?, error = ? WHERE state = 'waiting' AND kind IN ({_marks(kinds)})",
                (until, reason, *kinds),
            )
            tx.touch(jobs=True)

    def progress(self, job: Job, fraction: float) -> None:
        """How far it is, 0 to 1. A commit each: not more than about once a second."""
        with self._database.write() as tx:
            tx.db.execute(f"UPDATE jobs SET progress = ? WHERE id = ? AND {MINE}", (fraction, job.id, *_lease()))
            tx.touch(jobs=True)

    def held(self, jobs: Sequence[Job]) -> set[int]:
        """Ids of those that are still this process's to do: not cancelled, paused or trashed meanwhile."""
        ids = [job.id for job in jobs]
        rows = self._database.read().execute(
            f"SELECT jobs.id FROM jobs JOIN papers ON papers.id = jobs.paper_id WHERE jobs.id IN ({_marks(ids)})"
            f" AND {MINE} AND {VISIBLE}",
            (*ids, *_lease()),
        )
        return {row[0] for row in rows.fetchall()}

    # -- looking ------------------------------------------------------------------------------------------------

    def list(self, *, states: Collection[str] = STATES, limit: int = -1) -> Sequence[Job]:
        """Jobs of visible papers, the running first, then failed, waiting, paused; the oldest of each first."""
        db = self._database.read()
        found: Found = []
        for state in STATES:  # one after another, each along its index: the panel wants few of a long queue
            if state in states and len(found) != limit:
                most = limit if limit < 0 else limit - len(found)
                sql = f"{SELECT} WHERE state = ? AND {VISIBLE} ORDER BY jobs.id LIMIT ?"
                found += [_job(row) for row in db.execute(sql, (state, most)).fetchall()]
        return found

    def of(self, paper: int) -> Sequence[Job]:
        """The jobs of one paper."""
        rows = self._database.read().execute(f"{SELECT} WHERE jobs.paper_id = ? ORDER BY jobs.id", (paper,))
        return [_job(row) for row in rows.fetchall()]

    def counts(self) -> dict[tuple[str, str], int]:
        """How many there are of each (kind, state), of visible papers."""
        rows = self._database.read().execute(
            f"SELECT kind, state, count(*) FROM jobs JOIN papers ON papers.id = jobs.paper_id WHERE {VISIBLE}"
            " GROUP BY kind, state"
        )
        return {(row[0], row[1]): row[2] for row in rows.fetchall()}

    def cancelled(self) -> dict[str, int]:
        """How many of each kind, among those that `counts` calls failed, the user gave up; of visible papers."""
        rows = self._database.read().execute(
            "SELECT kind, count(*) FROM jobs JOIN papers ON papers.id = jobs.paper_id"
            f" WHERE state = 'failed' AND error = ? AND {VISIBLE} GROUP BY kind",
            (CANCELLED,),
        )
        return {row[0]: row[1] for row in rows.fetchall()}

    def groups(self) -> Sequence[JobGroup]:
        """The jobs of visible papers, those alike together: for a summary."""
        rows = (
            self._database.read()
            .execute(
                "SELECT kind, state, error, count(*), min(ifnull(not_before, '')) FROM jobs JOIN papers"
                f" ON papers.id = jobs.paper_id WHERE {VISIBLE} GROUP BY kind, state, error"
                " ORDER BY kind, state, count(*) DESC"
            )
            .fetchall()
        )
        return [JobGroup(kind, state, error, count, first or None) for kind, state, error, count, first in rows]

    def any_before(self, kinds: Collection[str], time: str) -> bool:
        """Whether a job of these kinds runs, here or in another process, or waits and may run before that time."""
        row = (
            self._database.read()
            .execute(
                f"SELECT 1 FROM jobs JOIN papers ON papers.id = jobs.paper_id WHERE kind IN ({_marks(kinds)})"
                # What a dead process had in hand is free, so it may run as well.
                f" AND {VISIBLE} AND (state = 'running' OR (state = 'waiting' AND ifnull(not_before, '') <= ?))"
                " LIMIT 1",
                (*kinds, time),
            )
            .fetchone()
        )
        return row is not None

    # -- what the user says about them ----------------------------------------------------------------------------

    def pause(self, ids: Iterable[int]) -> None:
        """Rest until resumed; a running one is given up by its worker within a second."""
        self._set(ids, f"state = 'paused', {RESTING}", "state IN ('waiting', 'running')")

    def resume(self, ids: Iterable[int]) -> None:
        """Paused jobs wait for their turn again."""
        self._set(ids, "state = 'waiting'", "state = 'paused'")

    def cancel(self, ids: Iterable[int]) -> None:
        """Give up; it stays in the list as failed, to be tried again if the user thinks better of it."""
        self._set(ids, f"state = 'failed', error = '{CANCELLED}', {RESTING}", "state <> 'failed'")

    def retry(self, ids: Iterable[int]) -> None:
        """Failed jobs, and such as wait for a later time, run as soon as they can, with all attempts before them."""
        self._set(
            ids, "state = 'waiting', attempts = 0, error = NULL, not_before = NULL", "state IN ('failed', 'waiting')"
        )

    def _set(self, ids: Iterable[int], assignments: str, condition: str) -> None:
        with self._database.write() as tx:
            tx.db.executemany(
                f"UPDATE jobs SET {assignments} WHERE id = ? AND {condition}", [(number,) for number in ids]
            )
            tx.touch(jobs=True)

    # -- inside -------------------------------------------------------------------------------------------------

    def _anything(self, kinds: Collection[str]) -> bool:
        """A look without the write lock: is a job waiting and due, or in the hands of one who may be dead?"""
        return (
            self._database.read()
            .execute(
                f"SELECT 1 FROM jobs WHERE kind IN ({_marks(kinds)}) AND ((state = 'waiting' AND (not_before IS NULL"
                " OR not_before <= ?)) OR (state = 'running' AND NOT (lease_pid = ? AND lease_start = ?))) LIMIT 1",
                (*kinds, now(), *_lease()),
            )
            .fetchone()
            is not None
        )

    def _free_the_dead(self, db: sqlite3.Connection) -> None:
        """What a process had when it was killed waits again; that costs the job no attempt."""
        leases = db.execute("SELECT DISTINCT lease_pid, lease_start FROM jobs WHERE state = 'running'").fetchall()
        for pid, start in leases:
            if not is_alive(pid, start):
                db.execute(
                    f"UPDATE jobs SET state = 'waiting', {RESTING} WHERE state = 'running' AND lease_pid = ?"
                    " AND lease_start = ?",
                    (pid, start),
                )


RESTING = "lease_pid = NULL, lease_start = NULL, progress = NULL"


def _lease() -> tuple[int, str]:
    return os.getpid(), own_start()


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _job(row: sqlite3.Row, *, state: str | None = None) -> Job:
    return Job(
        id=row["id"],
        kind=row["kind"],
        paper=row["paper_id"],
        document=row["document_id"],
        state=state or row["state"],
        attempts=row["attempts"],
        not_before=row["not_before"],
        error=row["error"],
        progress=row["progress"],
        generation=row["generation"],
        title=row["title"],
    )
