"""Smart lists: saved queries, kept as the text that was typed."""

from __future__ import annotations

from readinglist.errors import InputError, NotFoundError
from readinglist.library.cleaning import clean_line
from readinglist.library.database import Database
from readinglist.library.records import SmartList
from readinglist.library.undo import History


class SmartLists:
    """The library's saved queries. Changes are undoable steps."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    def all(self) -> list[SmartList]:
        """All smart lists, in the order in which they were made."""
        rows = self._database.read().execute("SELECT name, query FROM smart_lists ORDER BY id").fetchall()
        return [SmartList(row["name"], row["query"]) for row in rows]

    def save(self, name: str, query: str) -> SmartList | None:
        """Make a smart list, or give the one of that name another query (which the caller has parsed).

        Returns the list as it was, None if it is new.
        """
        name, query = clean_line(name), clean_line(query)
        if not name or not query:
            raise InputError("A smart list needs a name and a query.")
        with self._history.change(f"Save smart list {name}") as tx:
            row = tx.db.execute("SELECT name, query FROM smart_lists WHERE name = ?", (name,)).fetchone()
            tx.db.execute(
                "INSERT INTO smart_lists(name, query) VALUES (?, ?)"
                " ON CONFLICT(name) DO UPDATE SET query = excluded.query",
                (name, query),
            )
            tx.touch(lists=True)
        return None if row is None else SmartList(row["name"], row["query"])

    def remove(self, name: str) -> None:
        """Remove a smart list; its papers stay."""
        with self._history.change(f"Remove smart list {name}") as tx:
            if not tx.db.execute("DELETE FROM smart_lists WHERE name = ?", (clean_line(name),)).rowcount:
                raise NotFoundError(f"There is no smart list {name}. `readinglist lists` shows those there are.")
            tx.touch(lists=True)
