"""How politely each host is to be treated, over all processes on one library: turns, intervals and cool-downs."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from readinglist.library.database import BUSY_TIMEOUT_MS, plain_errors, use_write_ahead_log
from readinglist.library.processes import is_alive, own_start

ASK_AGAIN = 0.05
"""Seconds after which to look again for a turn that another process or thread has."""
LONGEST_COOLING = 24 * 3600.0
"""Seconds; whatever lies further ahead was written while the clock was wrong."""

TABLES = (
    """CREATE TABLE IF NOT EXISTS hosts (
        name TEXT PRIMARY KEY,
        next_turn REAL NOT NULL DEFAULT 0,  -- Unix times
        cooling_until REAL NOT NULL DEFAULT 0,
        cooling_step INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS turns (name TEXT NOT NULL, pid INTEGER NOT NULL, start TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS turns_name ON turns(name)",
)


class Hosts:
    """The file hosts.db of a library: what services asked of us must outlive a restart. Any thread.

    A file of its own, since each call to the network writes it: nobody who waits for library.db is to wait for that.
    It may be deleted; then nothing is known of former calls.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        with plain_errors(folder):
            self._db = sqlite3.connect(
                folder / "hosts.db", isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000
            )
            use_write_ahead_log(self._db)
            self._db.execute("PRAGMA synchronous = NORMAL")
            for statement in TABLES:
                self._db.execute(statement)

    def close(self) -> None:
        """Close the file; turns that are still held become free when the process ends."""
        with self._lock:
            self._db.close()

    def take_turn(self, group: str, connections: int, interval: float) -> float | None:
        """Take one of the group's turns: None if it is ours now, else the seconds after which to ask again.

        The next turn begins `interval` seconds after this one at the earliest, in whichever process.
        """
        with self._write() as db:
            now = self._clock()
            row = db.execute("SELECT next_turn FROM hosts WHERE name = ?", (group,)).fetchone()
            # A clock that was set back must not lock us out for long.
            wait = min(row[0] - now, interval) if row else 0.0
            if wait > 0:
                return float(wait)
            if self._held(db, group) >= connections:
                return ASK_AGAIN
            db.execute("INSERT INTO turns VALUES (?, ?, ?)", (group, os.getpid(), own_start()))
            if interval > 0:
                db.execute(
                    "INSERT INTO hosts(name, next_turn) VALUES (?, ?)"
                    " ON CONFLICT(name) DO UPDATE SET next_turn = excluded.next_turn",
                    (group, now + interval),
                )
        return None

    def end_turn(self, group: str) -> None:
        """Give one turn of this process back."""
        with self._write() as db:
            db.execute(
                "DELETE FROM turns WHERE rowid = (SELECT rowid FROM turns WHERE name = ? AND pid = ? AND start = ?"
                " LIMIT 1)",
                (group, os.getpid(), own_start()),
            )

    def cool(self, group: str, until: float, step: int) -> None:
        """Nobody calls the group before that Unix time, at most a day ahead; `step` counts its refusals in a row."""
        with self._write() as db:
            latest = self._clock() + LONGEST_COOLING
            db.execute(
                "INSERT INTO hosts(name, cooling_until, cooling_step) VALUES (?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
                " cooling_until = max(iif(cooling_until > ?, 0, cooling_until), excluded.cooling_until),"
                " cooling_step = excluded.cooling_step",
                (group, min(until, latest), step, latest),
            )

    def cooling(self, group: str) -> tuple[float, int] | None:
        """Until when (Unix time, perhaps past) the group cools down, and its step.

        None if it has answered since, or if it named a time that is over and has not asked to be called less (step 0).
        """
        with self._lock, plain_errors(self._folder):
            row = self._db.execute(
                "SELECT cooling_until, cooling_step FROM hosts WHERE name = ?"
                " AND (cooling_step > 0 OR cooling_until > 0)",
                (group,),
            ).fetchone()
        if row is None:
            return None
        now, until, step = self._clock(), float(row[0]), int(row[1])
        if until > now + LONGEST_COOLING:
            until = 0.0
        return (until, step) if step > 0 or until > now else None

    def warm(self, group: str) -> None:
        """The group answered as it should: the next cool-down begins small again."""
        if self.cooling(group) is not None:
            with self._write() as db:
                db.execute("UPDATE hosts SET cooling_until = 0, cooling_step = 0 WHERE name = ?", (group,))

    def _held(self, db: sqlite3.Connection, group: str) -> int:
        rows = db.execute("SELECT DISTINCT pid, start FROM turns WHERE name = ?", (group,)).fetchall()
        for pid, start in rows:
            if (pid, start) != (os.getpid(), own_start()) and not is_alive(pid, start):
                db.execute("DELETE FROM turns WHERE pid = ? AND start = ?", (pid, start))
        return int(db.execute("SELECT count(*) FROM turns WHERE name = ?", (group,)).fetchone()[0])

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, plain_errors(self._folder):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
