"""Annotations: highlights, underlines, areas and margin notes on the pages of documents."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

from readinglist.errors import InputError, NotFoundError
from readinglist.library.annotation_import import stamp_of, stamps
from readinglist.library.annotation_records import COLOURS, KINDS, Annotation, Mark, Quad
from readinglist.library.annotation_sql import ANNOTATED, LEFT_OUT, ORDERS, SELECT, Filter, conditions
from readinglist.library.cleaning import clean, clean_line, tag_name
from readinglist.library.database import Database, Transaction, now
from readinglist.library.reading import named
from readinglist.library.tags import ensure
from readinglist.library.undo import History

LARGEST_PICTURE = 300_000
"""Bytes."""
DONE = {"highlight": "Highlight", "underline": "Underline", "area": "Mark an area", "note": "Write a margin note"}


class Annotations:
    """The library's annotations. What the user does is an undoable step; each method may be called on any thread."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    # -- reading ----------------------------------------------------------------------------------------------

    def get(self, annotation: int) -> Annotation:
        """One annotation; NotFoundError if it is gone."""
        return _get(self._database.current(), annotation)

    def of(self, paper: int) -> list[Annotation]:
        """A paper's annotations by document and page, then from top to bottom."""
        return self.select(Filter(paper=paper))

    def on(self, document: int) -> list[Annotation]:
        """A document's annotations by page, then from top to bottom."""
        return self.select(Filter(document=document))

    def left_out(self, document: int) -> list[tuple[int, str]]:
        """Page and key of each annotation that the document's file holds and the user deleted."""
        rows = self._database.current().execute(LEFT_OUT, (document,)).fetchall()
        return [(row[0], row[1]) for row in rows]

    def select(self, wanted: Filter, order: str = "paper", *, limit: int | None = None) -> list[Annotation]:
        """Annotations of papers outside the Trash that are not dismissed, or of the one paper that is asked for.

        `order`: `paper` (by paper, page, top to bottom) or `time` (the last made first).
        """
        condition, parameters = conditions(wanted)
        sql = f"{SELECT} WHERE {condition} ORDER BY {ORDERS[order]} LIMIT ?"
        db = self._database.current()
        return list(_read(db, db.execute(sql, (*parameters, -1 if limit is None else limit)).fetchall()))

    def count(self, wanted: Filter | None = None) -> int:
        """How many `select` would find."""
        condition, parameters = conditions(wanted or Filter())
        sql = f"SELECT count(*) {ANNOTATED} WHERE {condition}"
        return int(self._database.current().execute(sql, parameters).fetchone()[0])

    def tags(self) -> list[tuple[str, int]]:
        """The tags that annotations carry, by name, and how many `select` would find with each."""
        condition, parameters = conditions(Filter())
        names = (
            self._database.current()
            .execute(
                f"SELECT DISTINCT tags.name {ANNOTATED} JOIN annotation_tags ON annotation_id = a.id"
                f" JOIN tags ON tags.id = tag_id WHERE {condition} ORDER BY tags.name COLLATE NOCASE",
                parameters,
            )
            .fetchall()
        )
        return [(row[0], self.count(Filter(tag=row[0]))) for row in names]

    def file_stamps(self) -> list[tuple[int, int, str, int, int]]:
        """(document, its paper, path below the documents folder, size, modified_ns) of each that was looked through."""
        return stamps(self._database.current())

    def file_stamp(self, document: int) -> tuple[int, int] | None:
        """(size, modified_ns) of the document's file when it was looked through; None if it was not."""
        return stamp_of(self._database.current(), document)

    # -- the user's changes -------------------------------------------------------------------------------------

    def add(
        self,
        document: int,
        mark: Mark,
        *,
        comment: str = "",
        colour: str = COLOURS[0],
        tags: Iterable[str] = (),
        author: str = "",
        picture: bytes = b"",
    ) -> int:
        """Mark something on a page of a document; returns the annotation's id. InputError for nonsense.

        `picture` is the PNG of what an area shows; one larger than LARGEST_PICTURE is not kept.
        """
        _check(mark, colour)
        names = [tag_name(name) for name in tags]
        paper = _paper_of(self._database.current(), document)
        title = named(self._database.current(), paper)
        with self._history.change(f"{DONE[mark.kind]} on page {mark.page} of {title}") as tx:
            at = now()
            made = _insert(
                tx.db,
                document=document,
                page=mark.page,
                kind=mark.kind,
                quads=_packed(mark.quads),
                quote=clean_line(mark.quote),
                comment=clean(comment).strip(),
                colour=colour,
                author=clean_line(author),
                origin="here",
                key=f"readinglist-{secrets.token_hex(8)}",
                created=at,
                modified=at,
            )
            if picture and len(picture) <= LARGEST_PICTURE:
                tx.db.execute("INSERT INTO annotation_pictures VALUES (?, ?)", (made, picture))
            _tag(tx.db, made, names)
            tx.touch([paper], annotations=True, tags=bool(names))
        return made

    def edit(self, annotations: Collection[int], *, comment: str | None = None, colour: str | None = None) -> None:
        """Write the comment (Markdown) of annotations, or colour them."""
        if colour is not None and colour not in COLOURS:
            raise _no_colour(colour)
        values = {"comment": None if comment is None else clean(comment).strip(), "colour": colour}
        new = {column: value for column, value in values.items() if value is not None}
        label = "Edit the comment" if comment is not None else f"Colour {_many(annotations)} {colour}"
        with self._history.change(label) as tx:
            for annotation in annotations:
                found = _get(tx.db, annotation)
                changed = {column: value for column, value in new.items() if getattr(found, column) != value}
                if changed:
                    self._write(tx, found, changed)

    def underline(self, annotation: int, on: bool) -> None:
        """Turn a highlight into an underline, or back; nothing where it is neither, or is the file's own."""
        kind = "underline" if on else "highlight"
        with self._history.change("Underline instead" if on else "Highlight instead") as tx:
            found = _get(tx.db, annotation)
            if found.origin == "here" and found.kind in ("highlight", "underline") and found.kind != kind:
                self._write(tx, found, {"kind": kind})

    @staticmethod
    def _write(tx: Transaction, found: Annotation, changed: dict[str, str]) -> None:
        assignments = "".join(f"{column} = ?, " for column in changed)
        tx.db.execute(
            f"UPDATE annotations SET {assignments} modified = ?, edited = 1 WHERE id = ?",
            (*changed.values(), now(), found.id),
        )
        tx.touch([found.paper], annotations=True)

    def tag(self, annotations: Collection[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Give annotations tags of the library, made if they are new, and take others off."""
        new, old = [tag_name(name) for name in add], [tag_name(name) for name in remove]
        with self._history.change(f"Tag {_many(annotations)}: {', '.join((*new, *old))}") as tx:
            for annotation in annotations:
                found = _get(tx.db, annotation)
                _tag(tx.db, annotation, new)
                tx.db.executemany(
                    "DELETE FROM annotation_tags WHERE annotation_id = ? AND tag_id IN"
                    " (SELECT id FROM tags WHERE name = ?)",
                    [(annotation, name) for name in old],
                )
                # What the user has tagged is theirs, even if the file that brought it drops it.
                tx.db.execute("UPDATE annotations SET edited = 1 WHERE id = ? AND NOT edited", (annotation,))
                tx.touch([found.paper], annotations=True, tags=True)

    def remove(self, annotations: Collection[int]) -> None:
        """Take annotations away; the file that brought one keeps it, and does not bring it again."""
        with self._history.change(f"Delete {_many(annotations)}") as tx:
            at = now()
            for annotation in annotations:
                found = _get(tx.db, annotation)
                tx.db.execute("UPDATE annotations SET removed_at = ? WHERE id = ?", (at, annotation))
                tx.touch([found.paper], annotations=True)


def keep_from_removed(tx: Transaction, document: int) -> None:
    """Before the document goes for good: what the user made of it stays with the paper, without its place."""
    tx.db.execute(
        """UPDATE annotations SET paper_id = (SELECT paper_id FROM documents WHERE id = document_id),
        document_id = NULL WHERE document_id = ? AND removed_at IS NULL AND (origin = 'here' OR edited)""",
        (document,),
    )
    tx.touch(annotations=True)


def hand_over(tx: Transaction, keep: int, other: int) -> None:
    """Before the documents of `other` go over to `keep`: what hangs on the paper goes, too.

    An annotation that came with a file of each of them stays once.
    """
    tx.db.execute(
        """UPDATE annotations SET removed_at = ? WHERE removed_at IS NULL AND origin = 'pdf' AND NOT edited
        AND document_id IN (SELECT id FROM documents WHERE paper_id = ?) AND key IN (SELECT key FROM annotations
            WHERE removed_at IS NULL AND document_id IN (SELECT id FROM documents WHERE paper_id = ?))""",
        (now(), other, keep),
    )
    tx.db.execute("UPDATE annotations SET paper_id = ? WHERE paper_id = ?", (keep, other))
    tx.touch(annotations=True)


def _insert(db: sqlite3.Connection, *, document: int, **values: object) -> int:
    columns = ", ".join(values)
    made = db.execute(
        f"INSERT INTO annotations(document_id, {columns}) VALUES (?{', ?' * len(values)})",
        (document, *values.values()),
    ).lastrowid
    assert made is not None
    return made


def _tag(db: sqlite3.Connection, annotation: int, names: Sequence[str]) -> None:
    for name in names:
        db.execute("INSERT OR IGNORE INTO annotation_tags VALUES (?, ?)", (annotation, ensure(db, name)))


def _get(db: sqlite3.Connection, annotation: int) -> Annotation:
    rows = db.execute(f"{SELECT} WHERE a.id = ? AND a.removed_at IS NULL", (annotation,)).fetchall()
    for found in _read(db, rows):
        return found
    raise NotFoundError(f"There is no annotation {annotation} in the library.")


def _read(db: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> Iterator[Annotation]:
    tags: dict[int, list[tuple[str, str]]] = {}
    for row in db.execute(
        "SELECT annotation_id, name, colour FROM annotation_tags JOIN tags ON tags.id = tag_id WHERE annotation_id IN"
        " (SELECT value FROM json_each(?)) ORDER BY name COLLATE NOCASE",
        (json.dumps([row["id"] for row in rows]),),
    ).fetchall():
        tags.setdefault(row["annotation_id"], []).append((row["name"], row["colour"]))
    pictures = _pictures(db, [row["id"] for row in rows if row["kind"] == "area"])
    for row in rows:
        yield Annotation(
            id=row["id"],
            paper=row["paper"],
            document=row["document_id"],
            page=row["page"],
            kind=row["kind"],
            quads=_unpacked(row["quads"]),
            quote=row["quote"],
            comment=row["comment"],
            colour=row["colour"],
            tags=tuple(name for name, _ in tags.get(row["id"], ())),
            author=row["author"],
            origin=row["origin"],
            key=row["key"],
            created=row["created"],
            modified=row["modified"],
            edited=bool(row["edited"]),
            tag_colours=tuple(colour for _, colour in tags.get(row["id"], ())),
            picture=pictures.get(row["id"], b""),
        )


def _pictures(db: sqlite3.Connection, areas: Sequence[int]) -> dict[int, bytes]:
    if not areas:
        return {}
    sql = "SELECT annotation_id, png FROM annotation_pictures WHERE annotation_id IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1] for row in db.execute(sql, (json.dumps(areas),)).fetchall()}


def _paper_of(db: sqlite3.Connection, document: int) -> int:
    row = db.execute("SELECT paper_id FROM documents WHERE id = ? AND removed_at IS NULL", (document,)).fetchone()
    if row is None:
        raise NotFoundError("That file is no longer in the library.")
    return int(row[0])


def _check(mark: Mark, colour: str) -> None:
    if colour not in COLOURS:
        raise _no_colour(colour)
    if mark.kind not in KINDS:
        raise InputError(f"{mark.kind} is no kind of annotation. Choose one of {', '.join(KINDS)}.")
    if mark.page < 1:
        raise InputError(f"There is no page {mark.page}. Pages count from 1.")
    if not mark.quads:
        raise InputError("There is nothing to mark. Select some text or draw a rectangle.")


def _no_colour(colour: str) -> InputError:
    return InputError(f"{colour} is not a colour of annotations. Choose one of {', '.join(COLOURS)}.")


def _packed(quads: Sequence[Quad]) -> str:
    return json.dumps([[round(number, 3) for number in quad] for quad in quads])


def _unpacked(text: str) -> tuple[Quad, ...]:
    return tuple((a, b, c, d, e, f, g, h) for a, b, c, d, e, f, g, h in json.loads(text))


def _many(annotations: Collection[int]) -> str:
    return "1 annotation" if len(annotations) == 1 else f"{len(annotations)} annotations"
