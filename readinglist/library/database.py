"""Connections, transactions and listeners of one library's library.db."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from readinglist.errors import LibraryError
from readinglist.library.records import Changes

BUSY_TIMEOUT_MS = 10_000
Listener = Callable[[Changes], None]


def now() -> str:
    """The time as it stands in the tables."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """A moment, which knows its zone, as it stands in the tables: ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def be_there(path: Path) -> None:
    """LibraryError if library.db at `path`, which was there, is gone, alone or with its folder."""
    try:
        path.stat()
    except PermissionError:  # it may well be there; SQLite will say that it cannot open it
        return
    except OSError as error:
        raise LibraryError(
            f"The library in {path.parent} is gone: its {path.name} is not there any more. Bring it back or connect its"
            " disk, then try again."
        ) from error


@contextlib.contextmanager
def plain_errors(folder: Path, *, made: bool = True) -> Iterator[None]:
    """Turn what SQLite says of a disk or folder that fails into a sentence for the user.

    `made`: the library was there before, so that it is gone if there is none.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if made:
            be_there(folder / "library.db")
        name = getattr(error, "sqlite_errorname", "") or ""
        sentence = _sentence(name, folder)
        if sentence is None:
            raise
        raise LibraryError(sentence) from error


def _sentence(name: str, folder: Path) -> str | None:
    for prefix, sentence in {
        "SQLITE_FULL": f"The disk is full, so nothing was changed. Make room on the disk of {folder} and try again.",
        "SQLITE_READONLY": f"The library in {folder} cannot be changed: the folder or its files are read-only."
        " Give yourself the right to write there, or name another folder with --library.",
        "SQLITE_CANTOPEN": f"The library in {folder} cannot be opened. Is the disk still connected, and may you write"
        " in that folder?",
        "SQLITE_IOERR": f"The disk of {folder} does not read or write as it should, so nothing was changed."
        " Check that it is connected and not full.",
        "SQLITE_BUSY": "Another program has kept the library locked for ten seconds, so nothing was changed."
        " Try again in a moment.",
        "SQLITE_NOTADB": f"{folder / 'library.db'} is not a library of this program."
        " If it was one, take the newest copy from the folder 'backups'.",
        "SQLITE_CORRUPT": f"{folder / 'library.db'} is damaged. Put the newest copy from the folder 'backups' in its"
        " place; the damaged file may be kept beside it.",
    }.items():
        if name.startswith(prefix):
            return sentence
    return None


@dataclass(slots=True)
class Transaction:
    """An open write transaction; `touch` gathers what listeners will be told after the commit."""

    db: sqlite3.Connection
    undoable: bool
    changes: Changes = field(default_factory=Changes)

    def touch(self, papers: Iterable[int] = (), **flags: bool) -> None:
        """Note that these papers and kinds of things change (flags are fields of Changes)."""
        gathered = {name for name in flags if flags[name]}
        self.changes = replace(self.changes, papers=self.changes.papers.union(papers), **dict.fromkeys(gathered, True))


class Database:
    """The connections to library.db: one for reading per thread, one for the user's changes, one for the machine's."""

    def __init__(self, folder: Path, *, attach: Path | None = None) -> None:
        self.folder = folder
        self.path = folder / "library.db"
        self._attach = attach
        self._lock = threading.RLock()
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._listeners: list[Listener] = []
        self._open_transaction: Transaction | None = None
        self._user = self._connect(synchronous="FULL")
        self._machine = self._connect(synchronous="NORMAL")
        self._watching = self._connect(synchronous="NORMAL", read_only=True)
        self._token = secrets.token_hex(8)
        self._closed = False
        self._data_version, self._foreign_commits = -1, 0
        self._data_version, self._foreign_commits = self._watch()

    # -- connections ------------------------------------------------------------------------------------------

    def _connect(self, *, synchronous: str, read_only: bool = False, attach: Path | None = None) -> sqlite3.Connection:
        with plain_errors(self.folder):
            be_there(self.path)
            connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=rw",  # never make an empty file where the library has gone
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                timeout=BUSY_TIMEOUT_MS / 1000,
            )
            connection.row_factory = sqlite3.Row
            set_pragmas(connection, synchronous=synchronous)
            if attach is not None:
                connection.execute("ATTACH ? AS idx", (str(attach),))
            if read_only:
                connection.execute("PRAGMA query_only = ON")
        with self._lock:
            self._all.append(connection)
        return connection

    def read(self) -> sqlite3.Connection:
        """This thread's reading connection, with index.db attached as `idx`. Fetch all rows: no open cursors."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._closed:
                raise LibraryError("The library is closed.")
            connection = self._connect(synchronous="NORMAL", read_only=True, attach=self._attach)
            self._local.connection = connection
        return connection

    def current(self) -> sqlite3.Connection:
        """What this thread reads library.db with: inside its own open change, that change's connection."""
        mine: Transaction | None = getattr(self._local, "transaction", None)
        return self.read() if mine is None else mine.db

    def forget_thread(self) -> None:
        """Close this thread's reading connection; a thread that ends before the library does calls it."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            self._local.connection = None
            with self._lock:
                self._all.remove(connection)
            connection.close()

    def close(self) -> None:
        """Close every connection. No other thread may be using the library any more."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            with contextlib.suppress(sqlite3.Error):
                self._machine.execute("PRAGMA optimize")
            for connection in self._all:
                connection.close()
            self._all.clear()

    # -- transactions -----------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """One short transaction of the machine's, without undo. Rolled back on any error."""
        with self._transaction(self._machine, undoable=False) as tx:
            yield tx

    @contextlib.contextmanager
    def user_write(self) -> Iterator[Transaction]:
        """One short transaction on the user's connection; nested ones join it. History builds undo steps on it."""
        with self._transaction(self._user, undoable=True) as tx:
            yield tx

    @contextlib.contextmanager
    def _transaction(self, connection: sqlite3.Connection, *, undoable: bool) -> Iterator[Transaction]:
        with self._lock:
            if self._open_transaction is not None:
                # The lock is this thread's, so the open transaction is too: join it.
                if undoable and not self._open_transaction.undoable:
                    raise RuntimeError("a user's change cannot start inside a machine's write")
                yield self._open_transaction
                return
            if self._closed:
                raise LibraryError("The library is closed.")
            be_there(self.path)
            with plain_errors(self.folder):
                connection.execute("BEGIN IMMEDIATE")
                tx = Transaction(connection, undoable)
                self._open_transaction = self._local.transaction = tx
                try:
                    before = connection.execute("SELECT value FROM change_counter").fetchone()[0]
                    changes_before = connection.total_changes
                    yield tx
                    if connection.total_changes == changes_before:
                        connection.execute("COMMIT")
                        return
                    connection.execute(
                        "INSERT INTO writers(token, commits) VALUES (?, 1)"
                        " ON CONFLICT(token) DO UPDATE SET commits = commits + 1",
                        (self._token,),
                    )
                    tx.touch(
                        row[0]
                        for row in connection.execute(
                            "SELECT paper_id FROM paper_revisions WHERE revision > ?", (before,)
                        ).fetchall()
                    )
                    connection.execute("COMMIT")
                except BaseException:
                    # SQLite has rolled back by itself after some errors (a full disk).
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
                finally:
                    self._open_transaction = self._local.transaction = None
        self._tell(tx.changes)

    # -- listeners --------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit, on the committing thread; returns what ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def _tell(self, changes: Changes) -> None:
        if changes != Changes():
            for listener in tuple(self._listeners):
                listener(changes)

    def poll(self) -> bool:
        """Has another process committed since the last look? Then listeners hear Changes(everything=True)."""
        with self._lock:
            if self._closed or self._open_transaction is not None:
                return False
            version, foreign = self._watch()
            changed = foreign != self._foreign_commits
            self._data_version, self._foreign_commits = version, foreign
        if changed:
            self._tell(Changes(everything=True))
        return changed

    def _watch(self) -> tuple[int, int]:
        """(data_version, commits of other processes); data_version alone also moves with our own commits."""
        version = int(self._watching.execute("PRAGMA data_version").fetchone()[0])
        if version == self._data_version:
            return version, self._foreign_commits
        row = self._watching.execute(
            "SELECT ifnull(sum(commits), 0) FROM writers WHERE token <> ?", (self._token,)
        ).fetchone()
        return version, int(row[0])


def set_pragmas(connection: sqlite3.Connection, *, synchronous: str) -> None:
    """The settings that SQLite keeps per connection, the same on each of ours."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -16000")


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Put the file into WAL mode, where it stays; waits for others, since SQLite's own patience does not cover this."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            if not name.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
        time.sleep(0.02)
