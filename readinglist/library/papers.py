"""The papers of a library: adding, reading, choosing and changing them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from readinglist.errors import InputError, NotFoundError
from readinglist.library import adding, editing, reading
from readinglist.library.annotations import keep_from_removed
from readinglist.library.cleaning import tag_name
from readinglist.library.database import Database, Transaction, now
from readinglist.library.differences import Difference, differences
from readinglist.library.documents import Documents
from readinglist.library.dropped import leave_names
from readinglist.library.query import Everything, Query
from readinglist.library.query_sql import visible, where
from readinglist.library.queue import ORDER
from readinglist.library.records import SERVICES, Added, Event, Paper, PaperRecord, Row, Sort, Status
from readinglist.library.same_paper import find_same
from readinglist.library.undo import History

ORDERS = {
    Sort.ADDED: "p.added_at DESC, p.id",
    Sort.TITLE: "p.title COLLATE NOCASE, p.id",
    Sort.YEAR: "p.year DESC, p.date DESC, p.id",
    Sort.READ: "p.read_at DESC, p.id DESC",
    Sort.QUEUE: ORDER,
}


class Papers:
    """The papers. What the user does is an undoable step; each method may be called on any thread."""

    def __init__(self, database: Database, history: History, documents: Documents) -> None:
        self._database = database
        self._history = history
        self._documents = documents

    # -- reading ----------------------------------------------------------------------------------------------

    def get(self, paper: int) -> Paper:
        """One paper with all that hangs on it; NotFoundError if it is gone."""
        found = self.get_many([paper])
        if not found:
            raise NotFoundError(f"There is no paper {paper} in the library.")
        return found[0]

    def get_many(self, ids: Sequence[int]) -> list[Paper]:
        """The papers with these ids, in this order; ids that are gone are left out."""
        return reading.get_many(self._database.current(), self._documents, ids)

    def named(self, paper: int) -> str:
        """What sentences call a paper: its title in quotes, else an id; NotFoundError if it is gone."""
        return reading.named(self._database.current(), paper)

    def known(self, records: Sequence[PaperRecord]) -> list[int | None]:
        """For each record the paper outside the Trash that it speaks of: the same by an identifier, or by its title."""
        db = self._database.current()
        found = [find_same(db, adding.tidy(record)) for record in records]
        trashed = set(self.trashed())
        return [None if paper in trashed else paper for paper in found]

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """What the list shows of these papers, in this order: quick for one page of ids."""
        return reading.rows(self._database.current(), ids)

    def find(self, text: str) -> int:
        """The paper that a text means: id, citation key, arXiv id, DOI or the beginning of a title."""
        return reading.find(self._database.current(), text)

    def keyed(self, key: str) -> int:
        """The paper with that citation key or number, as a link names it; NotFoundError if there is none."""
        return reading.keyed(self._database.current(), key)

    def select(
        self, query: Query, sort: Sort = Sort.ADDED, *, limit: int | None = None, trash: bool = False
    ) -> list[int]:
        """Ids of the papers that match; those dismissed only if the query speaks of a status."""
        condition, parameters = self._condition(query, trash=trash)
        ids = (
            self._database.read()
            .execute(
                f"SELECT json_group_array(id) FROM (SELECT p.id AS id FROM papers AS p WHERE {condition}"
                f" ORDER BY {ORDERS[sort]} LIMIT ?)",
                (*parameters, -1 if limit is None else limit),
            )
            .fetchone()[0]
        )
        found: list[int] = json.loads(ids)
        return found

    def count(self, query: Query, *, trash: bool = False) -> int:
        """How many papers match."""
        condition, parameters = self._condition(query, trash=trash)
        sql = f"SELECT count(*) FROM papers AS p WHERE {condition}"
        return int(self._database.read().execute(sql, parameters).fetchone()[0])

    def trashed(self) -> list[int]:
        """Ids of what is in the Trash, whatever its status, the last thrown away first."""
        sql = "SELECT id FROM papers WHERE present AND trashed_at IS NOT NULL ORDER BY trashed_at DESC, id"
        return [row[0] for row in self._database.read().execute(sql).fetchall()]

    def provenance(self, paper: int) -> dict[str, tuple[str, str]]:
        """For each field who said it (a source, or `user`) and when; identifiers stand under their kind."""
        sql = "SELECT field, source, at FROM provenance WHERE paper_id = ?"
        rows = self._database.current().execute(sql, (paper,)).fetchall()
        return {row["field"]: (row["source"], row["at"]) for row in rows}

    def events(self, paper: int) -> list[Event]:
        """What happened to the paper, the newest first."""
        return reading.events(self._database.read(), paper)

    @staticmethod
    def _condition(query: Query, *, trash: bool) -> tuple[str, tuple[object, ...]]:
        place = "p.present = 1 AND p.trashed_at IS NOT NULL" if trash else visible(query)
        if isinstance(query, Everything):
            return place, ()
        condition, parameters = where(query)
        return f"{place} AND ({condition})", tuple(parameters)

    # -- the user's changes -------------------------------------------------------------------------------------

    def add(
        self,
        records: Sequence[PaperRecord],
        *,
        source: str,
        status: Status | None = None,
        tags: Iterable[str] = (),
        by_feed: bool = False,
        label: str | None = None,
    ) -> Added:
        """Add papers as one step; those that are there already take what is new and come back as merged.

        Without a status papers that a feed or its page shows go to the inbox, all others to `to-read`.
        """
        for_all = tuple(tag_name(tag) for tag in tags)
        if label is None:
            label = f"Add “{records[0].title}”" if len(records) == 1 and records[0].title else _many("Add", records)
        with self._history.change(label) as tx:
            found = adding.add(tx, records, adding.Wish(source, status, for_all, by_feed, now()))
            return editing.join_named_by(tx, records, found)

    def edit(self, paper: int, **values: Any) -> None:
        """Write fields of PaperRecord as the user wants them; InputError for nonsense, and nothing is changed."""
        with self._history.change(f"Edit {self.named(paper)}") as tx:
            editing.edit(tx, paper, values)

    def accept(self, paper: int, record: PaperRecord, source: str, *, wanted: Collection[str] = ()) -> int:
        """The user takes what a service offers (`choices`): one undo step; returns the id that remains.

        `wanted`: fields to be taken in any case; the others only where nobody better has spoken.
        """
        with self._history.change(f"Take what {SERVICES.get(source, source)} says") as tx:
            tx.db.execute("DELETE FROM choices WHERE paper_id = ?", (paper,))
            tx.db.execute("DELETE FROM jobs WHERE paper_id = ? AND kind IN ('look-up', 'refresh')", (paper,))
            tx.touch(jobs=True)
            return editing.fill(tx, paper, record, source, wanted=wanted)

    def differences(self, paper: int, record: PaperRecord) -> list[Difference]:
        """What a record of a service says otherwise than the paper."""
        by_user = frozenset(adding.edited_by_user(self._database.current(), paper))
        return differences(self.get(paper), record, by_user)

    def set_status(self, ids: Sequence[int], status: Status) -> None:
        """Set the status of papers, with the time; they count as decided."""
        with self._history.change(_many(f"Mark as {status}:", ids)) as tx:
            for paper in self._existing(tx, ids):
                adding.change_status(tx.db, paper, status)
                tx.db.execute("UPDATE papers SET unread = 0 WHERE id = ? AND unread", (paper,))
            tx.touch(listing=True)

    def star(self, ids: Sequence[int], on: bool = True) -> None:
        """Star papers, or take the star off."""
        self._set(ids, "starred", on, _many("Star" if on else "Unstar", ids))

    def set_unread(self, ids: Sequence[int], unread: bool) -> None:
        """Mark papers as not yet opened, or as opened."""
        self._set(ids, "unread", unread, _many(f"Mark as {'unread' if unread else 'opened'}:", ids))

    def opened(self, paper: int) -> None:
        """The paper was looked at: no longer unread. Not a step of its own, nobody wants to undo a glance."""
        with self._database.write() as tx:
            if tx.db.execute("UPDATE papers SET unread = 0 WHERE id = ? AND unread", (paper,)).rowcount:
                tx.touch(listing=True)

    def trash(self, ids: Sequence[int]) -> None:
        """Move papers to the Trash."""
        with self._history.change(_many("Move to Trash:", ids)) as tx:
            at = now()
            for paper in self._existing(tx, ids):
                tx.db.execute("UPDATE papers SET trashed_at = ? WHERE id = ? AND trashed_at IS NULL", (at, paper))
            tx.touch(listing=True, tags=True, jobs=True)

    def restore(self, ids: Sequence[int]) -> None:
        """Take papers out of the Trash."""
        with self._history.change(_many("Restore", ids)) as tx:
            for paper in self._existing(tx, ids):
                tx.db.execute("UPDATE papers SET trashed_at = NULL WHERE id = ?", (paper,))
            tx.touch(listing=True, tags=True, jobs=True)

    def empty_trash(self) -> int:
        """Delete what is in the Trash for good, with the undo steps that touch it; returns how many papers."""
        with self._database.write() as tx:
            gone = [
                row[0]
                for row in tx.db.execute("SELECT id FROM papers WHERE present AND trashed_at IS NOT NULL").fetchall()
            ]
            removed = tx.db.execute("SELECT id, paper_id FROM documents WHERE removed_at IS NOT NULL").fetchall()
            self._history.forget_papers(tx, [row["paper_id"] for row in removed])
            for row in removed:
                keep_from_removed(tx, row["id"])
            tx.db.executemany("DELETE FROM documents WHERE id = ?", [(row["id"],) for row in removed])
            self._delete_for_good(tx, gone)
            if gone or removed:
                self._history.mark_final(tx, "Empty the Trash")
        return len(gone)

    def delete_from_trash(self, ids: Sequence[int]) -> int:
        """Delete those of these papers that are in the Trash for good, as `empty_trash` does; returns how many."""
        with self._database.write() as tx:
            wanted = set(ids)
            trashed = tx.db.execute("SELECT id FROM papers WHERE present AND trashed_at IS NOT NULL").fetchall()
            gone = [row[0] for row in trashed if row[0] in wanted]
            self._delete_for_good(tx, gone)
            if gone:
                self._history.mark_final(tx, _many("Delete for good:", gone))
        return len(gone)

    def _delete_for_good(self, tx: Transaction, papers: list[int]) -> None:
        self._history.forget_papers(tx, papers)
        for paper in papers:
            leave_names(tx.db, paper)
        tx.db.executemany("DELETE FROM papers WHERE id = ?", [(paper,) for paper in papers])
        self._history.forget_undone(tx.db)  # so that no file has to be kept for them
        tx.touch(listing=True, tags=True, jobs=True, annotations=True)

    def merge(self, keep: int, other: int) -> None:
        """Make one paper of two: `keep` stays and takes what it lacks from `other`."""
        if keep == other:
            raise InputError("A paper cannot be merged with itself. Choose two papers.")
        with self._history.change(f"Merge into {self.named(keep)}") as tx:
            editing.merge(tx, keep, other)

    # -- the machine's changes ------------------------------------------------------------------------------------

    def fill(
        self, tx: Transaction, paper: int, record: PaperRecord, source: str, *, wanted: Collection[str] = ()
    ) -> int:
        """Take what a look-up or a PDF says, inside `library.write()`; returns the id that remains.

        Fields that are `wanted` are taken even over what the user wrote.
        """
        return editing.fill(tx, paper, record, source, wanted=wanted)

    def _set(self, ids: Sequence[int], column: str, on: bool, label: str) -> None:
        with self._history.change(label) as tx:
            for paper in self._existing(tx, ids):
                tx.db.execute(f"UPDATE papers SET {column} = ? WHERE id = ?", (on, paper))
            tx.touch(listing=True)

    @staticmethod
    def _existing(tx: Transaction, ids: Sequence[int]) -> list[int]:
        """The ids as they are; NotFoundError, before anything is changed, if one of them is gone."""
        for paper in ids:
            if not tx.db.execute("SELECT 1 FROM papers WHERE id = ? AND present", (paper,)).fetchone():
                raise NotFoundError(f"There is no paper {paper} in the library.")
        return list(dict.fromkeys(ids))


def _many(verb: str, things: Sequence[object]) -> str:
    return f"{verb} 1 paper" if len(things) == 1 else f"{verb} {len(things)} papers"
