"""Bring a library.db up to this program's tables, with a copy first; refuse one that is newer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from readinglist.errors import LibraryError
from readinglist.library.database import BUSY_TIMEOUT_MS, plain_errors, use_write_ahead_log
from readinglist.library.schema import STEPS

SET = "library"


def migrate(path: Path, backup: Callable[[Path], object]) -> None:
    """Apply what is missing to the database at `path`; `backup(path)` is called before if it holds anything.

    Raises LibraryError if the library was made by a newer program.
    """
    with plain_errors(path.parent, made=False):
        connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            if pending(connection):
                _apply(connection, path, backup)
        finally:
            connection.close()


def pending(connection: sqlite3.Connection) -> list[str]:
    """Names of the steps that are still to do. Plain sqlite3: sqlite_utils is slow to import at each start."""
    known = [name for name, _ in STEPS]
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return known
    applied = {
        row[0]
        for row in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,)).fetchall()
    }
    if applied - set(known):
        raise LibraryError(
            "This library was made by a newer version of Reading List. Install that version to open it;"
            " nothing was changed."
        )
    return [name for name in known if name not in applied]


def _apply(connection: sqlite3.Connection, path: Path, backup: Callable[[Path], object]) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations(SET)
    for name, statements in STEPS:
        migrations(name=name)(_runner(statements))
    use_write_ahead_log(connection)
    connection.execute("PRAGMA foreign_keys = OFF")  # a table rebuild with it on cascades its children away
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'papers'").fetchone():
        backup(path)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if pending(connection):  # another process may have been quicker
            migrations.apply(Database(connection))
            if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"migration broke references: {broken[:3]}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _runner(statements: tuple[str, ...]) -> Callable[[Any], None]:
    def run(db: Any) -> None:
        for statement in statements:
            db.execute(statement)

    return run
