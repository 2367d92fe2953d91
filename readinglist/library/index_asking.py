"""How questions are put to the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from readinglist.errors import LibraryError
from readinglist.library.database import Database
from readinglist.library.index_file import DAMAGED, condemn, is_damage
from readinglist.library.query_sql import Parameter


class Asking:
    """Asks index.db and library.db, on the reading connection of the calling thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _all(self, sql: str, parameters: Iterable[Parameter | str] = ()) -> list[sqlite3.Row]:
        try:
            return self._database.read().execute(sql, tuple(parameters)).fetchall()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            condemn(self._database.folder / "index.db")
            raise LibraryError(DAMAGED) from error
