"""What services say of papers and the user has still to decide on."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from readinglist.library.database import Database, Transaction
from readinglist.library.records import Choice, PaperRecord, Person


class Choices:
    """Rows of choices; a paper has those of one look-up only. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, tx: Transaction, paper: int, kind: str, found: Iterable[tuple[str, PaperRecord]]) -> None:
        """Put (source, record) before the user in place of what was offered of this kind before; none clears."""
        tx.db.execute("DELETE FROM choices WHERE paper_id = ? AND kind = ?", (paper, kind))
        tx.db.executemany(
            "INSERT INTO choices(paper_id, kind, source, record) VALUES (?, ?, ?, ?)",
            [(paper, kind, source, _written(record)) for source, record in found],
        )
        tx.touch([paper], jobs=True)

    def refuse(self, paper: int, kind: str) -> None:
        """The user wants none of these; a look-up that ended in the question is settled with it."""
        with self._database.write() as tx:
            self.set(tx, paper, kind, ())
            if kind == "same-title":
                tx.db.execute(
                    "DELETE FROM jobs WHERE paper_id = ? AND kind = 'look-up' AND state = 'failed'"
                    " AND cause = 'choice'",
                    (paper,),
                )

    def of(self, paper: int) -> Sequence[Choice]:
        """What is offered for a paper, the likeliest first."""
        rows = self._database.current().execute("SELECT * FROM choices WHERE paper_id = ? ORDER BY id", (paper,))
        return [_choice(row) for row in rows.fetchall()]

    def papers(self) -> Sequence[int]:
        """The visible papers for which something is offered."""
        rows = self._database.read().execute(
            "SELECT DISTINCT paper_id FROM choices JOIN papers ON papers.id = paper_id"
            " WHERE papers.present AND papers.trashed_at IS NULL ORDER BY paper_id"
        )
        return [row[0] for row in rows.fetchall()]


def _choice(row: sqlite3.Row) -> Choice:
    return Choice(row["id"], row["paper_id"], row["kind"], row["source"], _read(json.loads(row["record"])))


def _written(record: PaperRecord) -> str:
    values = {name: value for name, value in dataclasses.asdict(record).items() if value}
    if record.feed_date:
        values["feed_date"] = record.feed_date.isoformat()
    return json.dumps(values, ensure_ascii=False)


def _read(values: dict[str, Any]) -> PaperRecord:
    values["authors"] = tuple(Person(**person) for person in values.get("authors", ()))
    values["keywords"] = tuple(values.get("keywords", ()))
    if "feed_date" in values:
        values["feed_date"] = datetime.date.fromisoformat(values["feed_date"])
    return PaperRecord(**values)
