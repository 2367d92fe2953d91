"""Rows of background work. A lease names the process that has a job, so that a dead one's is free at once."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

from readinglist.library.database import Database, Transaction, now
from readinglist.library.job_rows import SELECT, JobGroup, job_of
from readinglist.library.processes import is_alive, own_start
from readinglist.library.records import Job
from readinglist.library.schema_arrival import ASK_FOR_DOWNLOAD

CANCELLED = "Cancelled."
DOCUMENTS_AT_ONCE = 2
"""A long document takes minutes to embed: papers that come in meanwhile must not wait for many of them."""

STATES = ("running", "failed", "waiting", "paused")
# Jobs of a paper that is undone, merged away or in the Trash rest until it comes back.
VISIBLE = "papers.present AND papers.trashed_at IS NULL"
MINE = "state = 'running' AND lease_pid = ? AND lease_start = ?"


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
                attempts = 0, not_before = NULL, error = NULL, cause = '',
                state = iif(state = 'failed', 'waiting', state)""",
            (kind, paper, document),
        )
        tx.touch(jobs=True)

    def ask(self, tx: Transaction, kind: str, papers: Iterable[int]) -> None:
        """The user wants this done, and before all that follows by itself; what rests or has failed goes on."""
        tx.db.executemany(
            """INSERT INTO jobs(kind, paper_id, asked, rank) VALUES (?, ?, 1, 1)
            ON CONFLICT(kind, paper_id, ifnull(document_id, 0)) DO UPDATE SET generation = generation + 1,
                attempts = 0, not_before = NULL, error = NULL, cause = '', asked = 1, rank = max(rank, 1),
                state = iif(state = 'running', 'running', 'waiting')""",
            [(kind, paper) for paper in papers],
        )
        tx.touch(jobs=True, listing=True)

    def enqueue_new(self, tx: Transaction, kind: str, works: Iterable[tuple[int, int | None]]) -> None:
        """Ask for work on (paper, document) where nobody has asked yet; what failed or is paused stays so."""
        asked = tx.db.executemany(
            "INSERT INTO jobs(kind, paper_id, document_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(kind, paper, document) for paper, document in works],
        ).rowcount
        tx.touch(jobs=asked > 0)

    def enqueue_download(self, tx: Transaction, paper: int) -> bool:
        """Ask for the PDF of a paper whose look-up has ended, if it can be had and no file is or was there."""
        asked = tx.db.execute(ASK_FOR_DOWNLOAD, {"paper": paper}).rowcount > 0
        tx.touch([paper] if asked else (), jobs=asked)
        return asked

    def claim(self, kinds: Collection[str], *, limit: int = 1) -> Sequence[Job]:
        """Take up to `limit` jobs that are due, by rank, then age, all of papers themselves or all of documents.

        Papers come first: an abstract is embedded before the five hundred passages of a PDF.
        """
        if not self._anything(kinds):
            return []
        with self._database.write() as tx:
            self._free_the_dead(tx.db)
            for of_what, most in (("IS NULL", limit), ("IS NOT NULL", min(limit, DOCUMENTS_AT_ONCE))):
                rows = tx.db.execute(
                    f"{SELECT} WHERE state = 'waiting' AND kind IN ({_marks(kinds)}) AND jobs.document_id {of_what}"
                    f" AND {VISIBLE} AND (not_before IS NULL OR not_before <= ?) ORDER BY rank DESC, jobs.id LIMIT ?",
                    (*kinds, now(), most),
                ).fetchall()
                if rows:
                    break
            tx.db.executemany(
                "UPDATE jobs SET state = 'running', lease_pid = ?, lease_start = ?, progress = NULL WHERE id = ?",
                [(os.getpid(), own_start(), row["id"]) for row in rows],
            )
            if rows:
                tx.touch(_shown([row["kind"] for row in rows], [row["paper_id"] for row in rows]), jobs=True)
        return [job_of(row, state="running") for row in rows]

    def finish(self, tx: Transaction, job: Job) -> bool:
        """Done, in the transaction that keeps the result; False if it was cancelled or paused: keep nothing then.

        A job that was asked for again while it ran goes back to waiting.
        """
        held = tx.db.execute(
            f"UPDATE jobs SET state = 'waiting', {RESTING} WHERE id = ? AND {MINE}", (job.id, *_lease())
        ).rowcount
        if held:
            tx.db.execute("DELETE FROM jobs WHERE id = ? AND generation = ?", (job.id, job.generation))
            tx.touch(_shown([job.kind], [job.paper]), jobs=True)
        return bool(held)

    def fail(self, job: Job, reason: str, retry_at: str | None = None, *, cause: str = "") -> bool:
        """It did not work: try again at that time (UTC, as in the tables), or give up if there is none.

        False, and nothing changed, if the job was not held any more.
        """
        # Asked for again while it ran: what failed is out of date, so it has another go.
        state = "iif(generation = ?, ?, 'waiting')"
        with self._database.write() as tx:
            held = tx.db.execute(
                f"UPDATE jobs SET state = {state}, attempts = attempts + 1, not_before = ?, error = ?, cause = ?,"
                f" {RESTING} WHERE id = ? AND {MINE}",
                (job.generation, "waiting" if retry_at else "failed", retry_at, reason, cause, job.id, *_lease()),
            ).rowcount
            tx.touch(_shown([job.kind], [job.paper]) if held else (), jobs=bool(held))
        return bool(held)

    def release(self, *jobs: Job, reason: str | None = None, not_before: str | None = None, cause: str = "") -> None:
        """Give jobs back unfinished at no cost (the program ends, it is paused, the model is missing)."""
        with self._database.write() as tx:
            tx.db.executemany(
                f"UPDATE jobs SET state = 'waiting', {RESTING}, error = ?, not_before = ?, cause = ?"
                f" WHERE id = ? AND {MINE}",
                [(reason, not_before, cause, job.id, *_lease()) for job in jobs],
            )
            tx.touch(_shown([job.kind for job in jobs], [job.paper for job in jobs]), jobs=bool(jobs))

    def postpone(self, kinds: Collection[str], reason: str, until: str, *, cause: str = "") -> None:
        """No waiting job of these kinds can run before that time, and why; one that waits for longer is left alone."""
        with self._database.write() as tx:
            tx.db.execute(
                "UPDATE jobs SET not_before = ?, error = ?, cause = ? WHERE state = 'waiting'"
                f" AND kind IN ({_marks(kinds)}) AND ifnull(not_before, '') < ?",
                (until, reason, cause, *kinds, until),
            )
            tx.touch(jobs=True)

    def hurry(self, cause: str) -> None:
        """What waits for this cause need not wait any longer: the network is back."""
        with self._database.write() as tx:
            changed = tx.db.execute(
                "UPDATE jobs SET not_before = NULL, error = NULL, cause = '' WHERE state = 'waiting' AND cause = ?",
                (cause,),
            ).rowcount
            tx.touch(jobs=changed > 0)

    def progress(
        self, job: Job, fraction: float | None, bytes_done: int | None = None, bytes_total: int | None = None
    ) -> None:
        """How far it is, 0 to 1 where that is known. A commit each: not more than about once a second."""
        with self._database.write() as tx:
            tx.db.execute(
                f"UPDATE jobs SET progress = ?, bytes_done = ?, bytes_total = ? WHERE id = ? AND {MINE}",
                (fraction, bytes_done, bytes_total, job.id, *_lease()),
            )
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
                sql = f"{SELECT} WHERE state = ? AND {VISIBLE} ORDER BY rank DESC, jobs.id LIMIT ?"
                found += [job_of(row) for row in db.execute(sql, (state, most)).fetchall()]
        return found

    def of(self, paper: int) -> Sequence[Job]:
        """The jobs of one paper."""
        rows = self._database.read().execute(f"{SELECT} WHERE jobs.paper_id = ? ORDER BY jobs.id", (paper,))
        return [job_of(row) for row in rows.fetchall()]

    def papers(self, kind: str) -> set[int]:
        """The papers that have a job of that kind, whatever its state; those in the Trash included."""
        rows = self._database.read().execute("SELECT DISTINCT paper_id FROM jobs WHERE kind = ?", (kind,))
        return {row[0] for row in rows.fetchall()}

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
                "SELECT kind, state, error, count(*), min(ifnull(not_before, '')), cause FROM jobs JOIN papers"
                f" ON papers.id = jobs.paper_id WHERE {VISIBLE} GROUP BY kind, state, error, cause"
                " ORDER BY kind, state, count(*) DESC"
            )
            .fetchall()
        )
        return [
            JobGroup(kind, state, error, count, first or None, cause)
            for kind, state, error, count, first, cause in rows
        ]

    def any_ahead(self, kind: str, rank: int) -> bool:
        """Whether a job of that kind waits that is to go before those of that rank."""
        sql = (
            "SELECT 1 FROM jobs JOIN papers ON papers.id = jobs.paper_id WHERE state = 'waiting' AND kind = ?"
            f" AND rank > ? AND (not_before IS NULL OR not_before <= ?) AND {VISIBLE} LIMIT 1"
        )
        return self._database.read().execute(sql, (kind, rank, now())).fetchone() is not None

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

    def first(self, ids: Iterable[int]) -> None:
        """These go before all others that wait, in the order given."""
        with self._database.write() as tx:
            (highest,) = tx.db.execute("SELECT ifnull(max(rank), 0) FROM jobs").fetchone()
            wanted = list(ids)
            ranks = range(highest + len(wanted), highest, -1)
            tx.db.executemany("UPDATE jobs SET rank = ? WHERE id = ?", list(zip(ranks, wanted, strict=True)))
            tx.touch(jobs=True)

    def last(self, ids: Iterable[int]) -> None:
        """These go behind all others that wait."""
        with self._database.write() as tx:
            (lowest,) = tx.db.execute("SELECT ifnull(min(rank), 0) FROM jobs").fetchone()
            tx.db.executemany("UPDATE jobs SET rank = ? WHERE id = ?", [(lowest - 1, number) for number in ids])
            tx.touch(jobs=True)

    def cancel(self, ids: Iterable[int]) -> None:
        """Give up; it stays in the list as failed, to be tried again if the user thinks better of it."""
        self._set(ids, f"state = 'failed', error = '{CANCELLED}', {RESTING}", "state <> 'failed'")

    def retry(self, ids: Iterable[int]) -> None:
        """Failed jobs, and such as wait for a later time, run as soon as they can, with all attempts before them."""
        self._set(
            ids,
            "state = 'waiting', attempts = 0, error = NULL, cause = '', not_before = NULL",
            "state IN ('failed', 'waiting')",
        )

    def _set(self, ids: Iterable[int], assignments: str, condition: str) -> None:
        with self._database.write() as tx:
            rows = tx.db.execute(
                f"UPDATE jobs SET {assignments} WHERE id IN (SELECT value FROM json_each(?)) AND {condition}"
                " RETURNING kind, paper_id",
                (json.dumps(list(ids)),),
            ).fetchall()
            tx.touch(_shown([row["kind"] for row in rows], [row["paper_id"] for row in rows]), jobs=True)

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
"""Bytes stay: a download that rests goes on where it was."""


def _shown(kinds: Sequence[str], papers: Sequence[int]) -> Sequence[int]:
    """The papers whose line in the list says what becomes of such jobs."""
    return [paper for kind, paper in zip(kinds, papers, strict=True) if kind in ("look-up", "download")]


def _lease() -> tuple[int, str]:
    return os.getpid(), own_start()


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
