"""Tags: names nested with a slash, each with a colour."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence

from readinglist.errors import InputError, NotFoundError
from readinglist.library.cleaning import tag_name
from readinglist.library.database import Database, Transaction
from readinglist.library.records import COLOURS, Tag
from readinglist.library.undo import History

SHOWN = "papers.present AND papers.trashed_at IS NULL AND papers.status <> 'dismissed'"


class Tags:
    """The library's tags and which paper carries which. Changes are undoable steps."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    def all(self) -> list[Tag]:
        """All tags by name, with how many papers outside Trash and dismissed carry them or one nested in them."""
        db = self._database.read()
        counts = {
            row[0]: row[1]
            for row in db.execute(
                f"SELECT tag_id, count(*) FROM paper_tags JOIN papers ON papers.id = paper_id WHERE {SHOWN}"
                " GROUP BY tag_id"
            ).fetchall()
        }
        rows = db.execute("SELECT id, name, colour FROM tags ORDER BY name COLLATE NOCASE").fetchall()
        parents = _parents([row["name"] for row in rows])
        return [
            Tag(
                row["name"],
                row["colour"],
                self.count_below(row["name"]) if row["name"].lower() in parents else counts.get(row["id"], 0),
            )
            for row in rows
        ]

    def tree(self) -> list[Tag]:
        """All tags and the names that only hold others together, each before what is nested in it."""
        found = {tag.name.lower(): tag for tag in self.all()}
        for tag in list(found.values()):
            for name in _holders(tag.name):
                if name.lower() not in found:
                    found[name.lower()] = Tag(name, tag.colour, self.count_below(name), real=False)
        return [found[name] for name in sorted(found, key=lambda name: name.split("/"))]

    def count_below(self, name: str) -> int:
        """How many papers carry the tag or one nested in it; the tag itself need not exist."""
        return int(
            self._database.read()
            .execute(
                f"""SELECT count(DISTINCT paper_id) FROM paper_tags JOIN papers ON papers.id = paper_id
                JOIN tags ON tags.id = tag_id WHERE {SHOWN} AND {BELOW}""",
                below(name),
            )
            .fetchone()[0]
        )

    def add(self, papers: Sequence[int], names: Iterable[str]) -> None:
        """Give the papers these tags; tags that do not exist yet are made."""
        tidy = [tag_name(name) for name in names]
        with self._history.change(_label("Tag", papers, tidy)) as tx:
            attach(tx, papers, tidy)

    def remove(self, papers: Sequence[int], names: Iterable[str]) -> None:
        """Take these tags off the papers; the tags stay."""
        tidy = [tag_name(name) for name in names]
        with self._history.change(_label("Untag", papers, tidy)) as tx:
            for name in tidy:
                tag = _id_of(tx.db, name)
                tx.db.executemany(
                    "DELETE FROM paper_tags WHERE paper_id = ? AND tag_id = ?", [(paper, tag) for paper in papers]
                )
            tx.touch(papers, tags=True, listing=True)

    def rename(self, old: str, new: str) -> bool:
        """Rename a tag and those nested in it, or a name that only holds others together; False if it is called so.

        InputError if the new name is taken (merge them instead).
        """
        old, new = tag_name(old), tag_name(new)
        if new.lower().startswith(old.lower() + "/"):
            raise InputError(f"The tag {old} cannot be moved into itself.")
        with self._history.change(f"Rename tag {old} to {new}") as tx:
            found = _nested(tx.db, old)
            if all(row["name"] == new + row["name"][len(old) :] for row in found):
                return False
            for row in found:
                renamed = new + row["name"][len(old) :]
                other = tx.db.execute("SELECT id FROM tags WHERE name = ? AND id <> ?", (renamed, row["id"])).fetchone()
                if other:
                    raise InputError(f"There is a tag {renamed} already. Merge {row['name']} into it instead.")
                tx.db.execute("UPDATE tags SET name = ? WHERE id = ?", (renamed, row["id"]))
            tx.touch(tags=True)
        return True

    def merge(self, source: str, target: str) -> None:
        """What is tagged `source` becomes tagged `target` and `source` is gone; nested tags move along."""
        source, target = tag_name(source), tag_name(target)
        if source.lower() == target.lower() or target.lower().startswith(source.lower() + "/"):
            raise InputError(f"The tag {source} cannot be merged into itself.")
        with self._history.change(f"Merge tag {source} into {target}") as tx:
            for row in _nested(tx.db, source):
                into = ensure(tx.db, target + row["name"][len(source) :])
                tx.db.execute(
                    "INSERT OR IGNORE INTO paper_tags SELECT paper_id, ? FROM paper_tags WHERE tag_id = ?",
                    (into, row["id"]),
                )
                tx.db.execute(
                    "INSERT OR IGNORE INTO annotation_tags SELECT annotation_id, ? FROM annotation_tags"
                    " WHERE tag_id = ?",
                    (into, row["id"]),
                )
                tx.db.execute("DELETE FROM tags WHERE id = ?", (row["id"],))
            tx.touch(tags=True)

    def delete(self, name: str) -> None:
        """Delete a tag from the library; papers stay, and so do tags nested in it."""
        name = tag_name(name)
        with self._history.change(f"Delete tag {name}") as tx:
            tx.db.execute("DELETE FROM tags WHERE id = ?", (_id_of(tx.db, name),))
            tx.touch(tags=True)

    def delete_left_over(self, papers: Sequence[int], names: Iterable[str]) -> None:
        """Delete those of the tags that no annotation and no paper but these carries, be it in the Trash or not."""
        tidy = [tag_name(name) for name in names]
        with self._history.change(f"Delete tags {', '.join(tidy)}") as tx:
            others = f"NOT IN ({', '.join('?' * len(papers))})"
            for name in tidy:
                tx.db.execute(
                    "DELETE FROM tags WHERE name = ? AND NOT EXISTS (SELECT 1 FROM paper_tags JOIN papers"
                    f" ON papers.id = paper_id WHERE tag_id = tags.id AND papers.present AND paper_id {others})"
                    " AND NOT EXISTS (SELECT 1 FROM annotation_tags WHERE tag_id = tags.id)",
                    (name, *papers),
                )
            tx.touch(papers, tags=True)

    def set_colour(self, name: str, colour: str) -> None:
        """Colour a tag with one of COLOURS; a name that only holds others together becomes a tag by it."""
        if colour not in COLOURS:
            raise InputError(f"{colour} is not a tag colour. Choose one of {', '.join(COLOURS)}.")
        name = tag_name(name)
        with self._history.change(f"Colour tag {name}") as tx:
            _nested(tx.db, name)
            tx.db.execute("UPDATE tags SET colour = ? WHERE id = ?", (colour, ensure(tx.db, name)))
            tx.touch(tags=True)


BELOW = "(tags.name = ? OR substr(tags.name, 1, ?) = ? COLLATE NOCASE)"
"""Condition for a tag and those nested in it; its parameters are `below(name)`."""


def below(name: str) -> tuple[str, int, str]:
    """Parameters of BELOW."""
    return name, len(name) + 1, name + "/"


def attach(tx: Transaction, papers: Sequence[int], names: Iterable[str]) -> None:
    """Tag the papers inside an open transaction; names are in their one form already."""
    for name in names:
        tag = ensure(tx.db, name)
        tx.db.executemany("INSERT OR IGNORE INTO paper_tags VALUES (?, ?)", [(paper, tag) for paper in papers])
        tx.touch(papers, tags=True, listing=True)


def ensure(db: sqlite3.Connection, name: str) -> int:
    """Id of the tag, made if it is new, with its parent's colour or one drawn from its name."""
    row = db.execute("SELECT id FROM tags WHERE name = ?", (name,)).fetchone()
    if row:
        return int(row[0])
    parent = db.execute("SELECT colour FROM tags WHERE name = ?", (name.rpartition("/")[0],)).fetchone()
    colour = parent[0] if parent else COLOURS[zlib.crc32(name.lower().encode()) % len(COLOURS)]
    made = db.execute("INSERT INTO tags(name, colour) VALUES (?, ?)", (name, colour)).lastrowid
    assert made is not None
    return made


def _parents(names: Iterable[str]) -> set[str]:
    return {holder.lower() for name in names for holder in _holders(name)}


def _holders(name: str) -> list[str]:
    """`nlp` and `nlp/retrieval` of `nlp/retrieval/sparse`."""
    return [name[:i] for i, character in enumerate(name) if character == "/"]


def _nested(db: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    rows = db.execute(f"SELECT id, name FROM tags WHERE {BELOW} ORDER BY name", below(name)).fetchall()
    if not rows:
        raise _no_tag(name)
    return rows


def _id_of(db: sqlite3.Connection, name: str) -> int:
    row = db.execute("SELECT id FROM tags WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise _no_tag(name)
    return int(row[0])


def _no_tag(name: str) -> NotFoundError:
    return NotFoundError(f"There is no tag {name}. `readinglist tags` lists those there are.")


def _label(verb: str, papers: Sequence[int], names: Sequence[str]) -> str:
    many = "1 paper" if len(papers) == 1 else f"{len(papers)} papers"
    return f"{verb} {many}: {', '.join(names)}"
