"""Annotations that a PDF brings along become rows of the library: once, and anew when the file changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from readinglist.library.annotation_records import COLOURS, KINDS, InFile
from readinglist.library.cleaning import clean, clean_line
from readinglist.library.database import Transaction

OURS = ("page", "kind", "quads", "quote", "comment", "colour", "author", "created", "modified")

# What the user deleted is known as well. What went with its file is not: another file may bring it.
KNOWN = """SELECT a.id, a.document_id, a.key, a.origin, a.edited FROM annotations AS a
    LEFT JOIN documents AS d ON d.id = a.document_id
    WHERE ifnull(d.paper_id, a.paper_id) = (SELECT paper_id FROM documents WHERE id = ?)
    AND (a.removed_at IS NOT NULL OR d.id IS NULL OR d.removed_at IS NULL OR a.origin = 'here' OR a.edited)"""


def import_from_pdf(tx: Transaction, document: int, found: Sequence[InFile]) -> int:
    """Bring the library up to what was found in a document; returns how many annotations are new.

    One is known by its key, whichever of the paper's files it stands in, so that a copy with our own annotations adds
    none. What the user has changed, tagged or deleted stays as the user left it; all else follows the file.
    """
    db = tx.db
    known = {row["key"]: row for row in db.execute(KNOWN, (document,)).fetchall()}
    values = dict(_rows(found))
    new = 0
    for key, row in values.items():
        before = known.get(key)
        if before is None:
            _insert(db, document, key, row)
            new += 1
        elif before["document_id"] == document and before["origin"] == "pdf" and not before["edited"]:
            _follow(db, before["id"], row)
    gone = [
        (row["id"],)
        for row in known.values()
        if row["document_id"] == document and row["origin"] == "pdf" and row["key"] not in values
    ]
    db.executemany("DELETE FROM annotations WHERE id = ? AND NOT edited AND removed_at IS NULL", gone)
    paper = db.execute("SELECT paper_id FROM documents WHERE id = ?", (document,)).fetchone()
    if paper is not None and (values or gone):
        tx.touch([paper[0]], annotations=True)
    return new


def write_stamp(tx: Transaction, document: int, size: int, modified_ns: int, sha256: str | None = None) -> None:
    """Remember in which state of the document's file its annotations were looked for, and its new sha256 if given."""
    tx.db.execute(
        "INSERT INTO document_stamps VALUES (?, ?, ?) ON CONFLICT(document_id) DO UPDATE SET size = excluded.size,"
        " modified_ns = excluded.modified_ns",
        (document, size, modified_ns),
    )
    if sha256 is not None:
        tx.db.execute("UPDATE documents SET sha256 = ? WHERE id = ? AND sha256 <> ?", (sha256, document, sha256))


def stamp_of(db: sqlite3.Connection, document: int) -> tuple[int, int] | None:
    """(size, modified_ns) that `write_stamp` kept."""
    row = db.execute("SELECT size, modified_ns FROM document_stamps WHERE document_id = ?", (document,)).fetchone()
    return None if row is None else (row[0], row[1])


def stamps(db: sqlite3.Connection) -> list[tuple[int, int, str, int, int]]:
    """(document, its paper, path below the documents folder, size, modified_ns) of each document that was stamped."""
    rows = db.execute(
        "SELECT d.id, d.paper_id, d.path, s.size, s.modified_ns FROM document_stamps AS s"
        " JOIN documents AS d ON d.id = s.document_id JOIN papers AS p ON p.id = d.paper_id"
        " WHERE d.removed_at IS NULL AND p.present ORDER BY d.id"
    ).fetchall()
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _rows(found: Sequence[InFile]) -> Iterator[tuple[str, dict[str, object]]]:
    """Key and columns of each; several of one name are told apart by their order."""
    seen: Counter[str] = Counter()
    for one in found:
        quads = json.dumps([[round(number, 3) for number in quad] for quad in one.quads])
        row: dict[str, object] = {
            "page": one.page,
            "kind": one.kind if one.kind in KINDS else "note",
            "quads": quads,
            "quote": clean_line(one.quote),
            "comment": clean(one.comment).strip(),
            "colour": one.colour if one.colour in COLOURS else COLOURS[0],
            "author": clean_line(one.author),
            "created": one.created,
            "modified": one.modified,
        }
        key = clean_line(one.key) or _name(one.page, one.kind, quads)
        seen[key] += 1
        yield key if seen[key] == 1 else f"{key}#{seen[key]}", row


def _name(page: int, kind: str, quads: str) -> str:
    return hashlib.blake2b(f"{page} {kind} {quads}".encode(), digest_size=12).hexdigest()


def _insert(db: sqlite3.Connection, document: int, key: str, row: dict[str, object]) -> None:
    db.execute(
        f"INSERT INTO annotations(document_id, key, origin, {', '.join(OURS)}) VALUES (?, ?, 'pdf'{', ?' * len(OURS)})",
        (document, key, *(row[column] for column in OURS)),
    )


def _follow(db: sqlite3.Connection, annotation: int, row: dict[str, object]) -> None:
    """Written only where it differs, for each write counts as a change of the paper."""
    db.execute(
        f"UPDATE annotations SET {', '.join(f'{column} = ?' for column in OURS)} WHERE id = ?"
        f" AND removed_at IS NULL AND ({' OR '.join(f'{column} IS NOT ?' for column in OURS)})",
        (*(row[column] for column in OURS), annotation, *(row[column] for column in OURS)),
    )
