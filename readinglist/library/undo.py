"""One history of the user's changes per library, fed by triggers on the user's connection.

Method: SQLite's page "Automatic Undo/Redo With SQLite": TEMP triggers write the inverse of each statement. Ours name
only the columns that changed and demand that these still hold what the step left in them, so that a step which no
longer fits is refused instead of overwriting what came since.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readinglist.errors import UndoError
from readinglist.library.cleaning import clean_line
from readinglist.library.database import Database, Transaction, now
from readinglist.library.recognised import FORGET
from readinglist.library.schema_annotations import paper_of, paper_of_tagged

STEPS_KEPT = 500
FINAL = "NOT EXISTS (SELECT 1 FROM undo_statements WHERE step_id = undo_steps.id)"
"""Condition for a step that deleted something for good: there is nothing that would take it back."""

QUESTION = "kind = 'look-up' AND state = 'failed' AND cause = 'choice'"
"""Condition for the job that stands for the question which of several papers it is."""


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    """Columns that the user owns, keys apart."""
    paper: str | Callable[[str], str] | None = None
    """Column that holds the paper, or SQL for it: rows of one that is not present are not recorded, undoing hides them
    with it."""
    inserts: bool = True
    """False for papers, which come by their column `present` changing, since jobs may hold the id of an undone one; and
    for feeds, which come by `removed_at`, since what they showed stays."""


TRACKED = (
    _Table(
        "papers",
        ("id",),
        (
            *("present", "title", "title_key", "year", "date", "venue", "abstract", "url", "citation_key", "key_fixed"),
            *("status", "starred", "unread", "read_at", "trashed_at", "feed_date", "merged_into"),
        ),
        paper="id",
        inserts=False,
    ),
    _Table("authors", ("paper_id", "position"), ("family", "given", "name_key"), paper="paper_id"),
    _Table("identifiers", ("paper_id", "kind", "value"), ("version",), paper="paper_id"),
    _Table("provenance", ("paper_id", "field"), ("source", "at"), paper="paper_id"),
    _Table("tags", ("id",), ("name", "colour")),
    _Table("paper_tags", ("paper_id", "tag_id"), (), paper="paper_id"),
    _Table("notes", ("paper_id",), ("text", "edited_at"), paper="paper_id"),
    _Table("status_changes", ("id",), ("paper_id", "status", "at"), paper="paper_id"),
    _Table("smart_lists", ("id",), ("name", "query")),
    _Table(
        "documents",
        ("id",),
        ("paper_id", "path", "sha256", "original_name", "added_at", "removed_at"),
        paper="paper_id",
    ),
    _Table(
        "annotations",
        ("id",),
        (
            *("document_id", "paper_id", "page", "kind", "quads", "quote", "comment", "colour", "author", "origin"),
            *("key", "created", "modified", "edited", "removed_at"),
        ),
        paper=paper_of,
    ),
    _Table("annotation_tags", ("annotation_id", "tag_id"), (), paper=paper_of_tagged),
    _Table("annotation_pictures", ("annotation_id",), ("png",), paper=paper_of_tagged),
    _Table("choices", ("id",), ("paper_id", "kind", "source", "record"), paper="paper_id"),
    _Table(
        "feeds",
        ("id",),
        ("address", "kind", "title", "added_at", "every_minutes", "keep_days", "removed_at"),
        inserts=False,
    ),
    _Table("later", ("paper_id",), ("until",), paper="paper_id"),
    _Table("rules", ("id",), ("words", "action", "tag", "added_at")),
    _Table("watches", ("id",), ("question", "tag_id", "added_at")),
    _Table("wishes", ("paper_id", "kind"), ("at", "until"), paper="paper_id"),
    _Table("queue", ("paper_id",), ("place", "by_date"), paper="paper_id"),
)


class History:
    """Undo and redo of the user's changes, shared by window and command line."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextlib.contextmanager
    def change(self, label: str) -> Iterator[Transaction]:
        """One action of the user, undone as one step; inside an open change of this thread it joins that one."""
        with self._database.user_write() as tx:
            if not tx.undoable or self._recording:
                yield tx
                return
            self._recording = True
            try:
                self._prepare(tx.db)
                before = _counter(tx.db)
                yield tx
                if self._has_records(tx.db):
                    self.forget_undone(tx.db)
                    step = tx.db.execute(
                        "INSERT INTO undo_steps(label, at) VALUES (?, ?)", (clean_line(label), now())
                    ).lastrowid
                    assert step is not None
                    self._keep_records(tx.db, step, before)
                    self._forget_old(tx.db)
                    tx.touch(history=True)
            finally:
                self._recording = False

    _recording = False

    def undo(self) -> str | None:
        """Take back the last step and return its label; None if there is none. UndoError if it no longer fits.

        UndoError, once, also where something was deleted for good last: nobody is to think that it came back.
        """
        return self._replay("SELECT id, label FROM undo_steps WHERE NOT undone ORDER BY id DESC LIMIT 1", undone=True)

    def redo(self) -> str | None:
        """Do again the step that was undone last and return its label; None if there is none."""
        return self._replay("SELECT id, label FROM undo_steps WHERE undone ORDER BY id LIMIT 1", undone=False)

    def next_undo(self) -> str | None:
        """Label of the step that `undo` would take back; of a final one it says so."""
        return self._label(
            f"SELECT label || iif({FINAL}, ' (cannot be undone)', '') FROM undo_steps WHERE NOT undone"
            " ORDER BY id DESC LIMIT 1"
        )

    def papers_of_next_undo(self) -> tuple[int, ...]:
        """The papers that `undo` would change; none where the next step was about something else."""
        rows = self._database.read().execute(
            "SELECT paper_id FROM undo_papers WHERE step_id ="
            " (SELECT id FROM undo_steps WHERE NOT undone ORDER BY id DESC LIMIT 1) ORDER BY paper_id"
        )
        return tuple(row[0] for row in rows.fetchall())

    def next_redo(self) -> str | None:
        """Label of the step that `redo` would do again."""
        return self._label("SELECT label FROM undo_steps WHERE undone ORDER BY id LIMIT 1")

    def forget_papers(self, tx: Transaction, papers: list[int]) -> None:
        """Drop the steps that touch these papers, because they are about to be gone for good."""
        for paper in papers:
            tx.db.execute(
                "DELETE FROM undo_steps WHERE id IN (SELECT step_id FROM undo_papers WHERE paper_id = ?)", (paper,)
            )
        tx.touch(history=True)

    @staticmethod
    def mark_final(tx: Transaction, label: str) -> None:
        """Note that something was deleted for good, which the next undo says instead of taking back what was before."""
        last = "(SELECT max(id) FROM undo_steps WHERE NOT undone)"
        tx.db.execute(f"DELETE FROM undo_steps WHERE id = {last} AND {FINAL}")
        tx.db.execute("INSERT INTO undo_steps(label, at) VALUES (?, ?)", (label, now()))
        tx.touch(history=True)

    def _label(self, sql: str) -> str | None:
        row = self._database.read().execute(sql).fetchone()
        return None if row is None else str(row[0])

    def _replay(self, choose: str, *, undone: bool) -> str | None:
        what = ""
        try:
            with self._database.user_write() as tx:
                step = tx.db.execute(choose).fetchone()
                if step is None:
                    return None
                label = str(step["label"])
                final = undone and self._pass_final(tx, step["id"])
                what = f"“{label}” cannot be {'undone' if undone else 'done again'}"
                if not final:
                    self._run_step(tx, step["id"], what, undone=undone)
                    return label
                before = tx.db.execute(choose).fetchone()
        except sqlite3.IntegrityError as error:  # at a statement, or at the commit that checks the deferred keys
            raise UndoError(f"{what}: something else has taken its place since. Nothing was touched.") from error
        more = f"The step before it was “{before['label']}”: undo again to take that back." if before else ""
        raise UndoError(f"{what}: what was deleted is gone for good. {more}".rstrip())

    @staticmethod
    def _pass_final(tx: Transaction, step: int) -> bool:
        """Take a final step out of the way, so that the next undo goes on before it; whether it was one."""
        gone = tx.db.execute(f"DELETE FROM undo_steps WHERE id = ? AND {FINAL}", (step,)).rowcount
        tx.touch(history=gone > 0)
        return gone > 0

    def _run_step(self, tx: Transaction, step: int, what: str, *, undone: bool) -> None:
        db = tx.db
        self._prepare(db)
        before = _counter(db)
        db.execute("PRAGMA defer_foreign_keys = ON")
        asked = _asking(db)
        for (sql,) in db.execute(
            "SELECT sql FROM undo_statements WHERE step_id = ? ORDER BY seq DESC", (step,)
        ).fetchall():
            if db.execute(sql).rowcount != 1:
                raise UndoError(f"{what}: what it changed has been changed again since. Nothing was touched.")
        db.execute("DELETE FROM undo_statements WHERE step_id = ?", (step,))
        for paper in _asking(db) - asked:
            _ask_again(db, paper, step)
        for paper in asked - _asking(db):
            db.execute(f"DELETE FROM jobs WHERE paper_id = ? AND {QUESTION}", (paper,))
        db.execute("UPDATE undo_steps SET undone = ? WHERE id = ?", (undone, step))
        self._keep_records(db, step, before)
        tx.touch(history=True, listing=True, tags=True, lists=True, jobs=True, annotations=True, feeds=True)

    # -- recording --------------------------------------------------------------------------------------------

    @staticmethod
    def _prepare(db: sqlite3.Connection) -> None:
        """Make the triggers on the user's connection; a rollback takes them away as well, so look each time."""
        if db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'undo_buffer'").fetchone():
            return
        db.execute("CREATE TEMP TABLE undo_buffer (seq INTEGER PRIMARY KEY AUTOINCREMENT, sql TEXT NOT NULL)")
        for table in TRACKED:
            for statement in _triggers(table):
                db.execute(statement)

    @staticmethod
    def _has_records(db: sqlite3.Connection) -> bool:
        return db.execute("SELECT 1 FROM temp.undo_buffer LIMIT 1").fetchone() is not None

    @staticmethod
    def _keep_records(db: sqlite3.Connection, step: int, before: int) -> None:
        db.execute("INSERT INTO undo_statements SELECT ?, seq, sql FROM temp.undo_buffer", (step,))
        db.execute("DELETE FROM temp.undo_buffer")
        db.execute(
            "INSERT OR IGNORE INTO undo_papers SELECT ?, paper_id FROM paper_revisions WHERE revision > ?",
            (step, before),
        )

    @staticmethod
    def forget_undone(db: sqlite3.Connection) -> None:
        """End redo, as each new change does; papers that only redo could bring back are deleted with it."""
        db.execute("DELETE FROM undone_results")  # no document that is gone can come again
        db.execute(FORGET)
        if not db.execute("SELECT 1 FROM undo_steps WHERE undone LIMIT 1").fetchone():
            return
        db.execute(
            """CREATE TEMP TABLE hidden AS SELECT DISTINCT paper_id FROM undo_papers
               JOIN undo_steps ON undo_steps.id = step_id JOIN papers ON papers.id = paper_id
               WHERE undone AND NOT present AND merged_into IS NULL"""
        )
        db.execute("DELETE FROM undo_steps WHERE undone")
        db.execute(
            """DELETE FROM papers WHERE id IN (SELECT paper_id FROM temp.hidden) AND NOT present
               AND id NOT IN (SELECT paper_id FROM undo_papers)
               AND id NOT IN (SELECT merged_into FROM papers WHERE merged_into IS NOT NULL)"""
        )
        db.execute("DROP TABLE temp.hidden")

    @staticmethod
    def _forget_old(db: sqlite3.Connection) -> None:
        db.execute(
            "DELETE FROM undo_steps WHERE id <= (SELECT id FROM undo_steps ORDER BY id DESC LIMIT 1 OFFSET ?)",
            (STEPS_KEPT,),
        )


def _asking(db: sqlite3.Connection) -> set[int]:
    """The papers of which the user is to say which of several they are."""
    return {row[0] for row in db.execute("SELECT DISTINCT paper_id FROM choices WHERE kind = 'same-title'").fetchall()}


def _ask_again(db: sqlite3.Connection, paper: int, step: int) -> None:
    """The user's answer was taken back: nothing stays that the machine brought because of it.

    What the user added since are steps of their own, undone before this one: what is there came by the answer's id.
    Such a file is no longer the paper's, as if it had never come; redo brings it back.
    """
    db.execute("DELETE FROM jobs WHERE paper_id = ? AND kind = 'download'", (paper,))
    db.execute(
        "DELETE FROM documents WHERE paper_id = ? AND added_at >= (SELECT at FROM undo_steps WHERE id = ?)",
        (paper, step),
    )
    db.execute(
        "INSERT INTO jobs(kind, paper_id, state, error, cause) VALUES ('look-up', ?, 'failed', ?, 'choice')"
        " ON CONFLICT DO NOTHING",
        (paper, "Your choice was taken back. Say which of those offered it is."),
    )


def _counter(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT value FROM change_counter").fetchone()[0])


def _triggers(table: _Table) -> Iterator[str]:
    """TEMP triggers of one table. AFTER: cascades then log children before parents, as the reversed replay needs."""
    name = table.name
    log = "INSERT INTO undo_buffer(sql) SELECT"
    where_new = " || ' AND ".join(f"{key} IS ' || quote(new.{key})" for key in table.keys)
    if table.inserts:
        yield f"""CREATE TEMP TRIGGER undo_{name}_insert AFTER INSERT ON main.{name} {_when(table, "new")}
            BEGIN {log} 'DELETE FROM {name} WHERE {where_new}; END"""
        columns = (*table.keys, *table.columns)
        values = " || ', ' || ".join(f"quote(old.{column})" for column in columns)
        yield f"""CREATE TEMP TRIGGER undo_{name}_delete AFTER DELETE ON main.{name} {_when(table, "old")}
            BEGIN {log} 'INSERT INTO {name}({", ".join(columns)}) VALUES (' || {values} || ')'; END"""
    columns = (*(key for key in table.keys if key != "id"), *table.columns)
    if not columns:
        return
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    back = " || ".join(_if_changed(column, f"', {column} = ' || quote(old.{column})") for column in columns)
    still = " || ".join(
        _if_changed(column, f"' AND {column} IS ' || quote(new.{column})")
        for column in columns
        if column not in table.keys
    )
    yield f"""CREATE TEMP TRIGGER undo_{name}_update AFTER UPDATE OF {", ".join(columns)} ON main.{name}
        {_when(table, "new", f"({changed})", either=name == "papers")}
        BEGIN {log} 'UPDATE {name} SET ' || substr({back}, 3) || ' WHERE {where_new}{" || " + still if still else ""};
        END"""


def _if_changed(column: str, text: str) -> str:
    return f"iif(old.{column} IS NOT new.{column}, {text}, '')"


def _when(table: _Table, row: str, also: str = "", *, either: bool = False) -> str:
    conditions = [also] if also else []
    if either:
        conditions.append("(old.present OR new.present)")
    elif table.paper:
        paper = f"{row}.{table.paper}" if isinstance(table.paper, str) else table.paper(row)
        conditions.append(f"(SELECT present FROM main.papers WHERE id = {paper})")
    return f"WHEN {' AND '.join(conditions)}" if conditions else ""
