"""Changing what papers say: by the user, by a look-up or a PDF, and two papers that become one."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any

from readinglist.errors import InputError, NotFoundError
from readinglist.identifiers import normalise_doi, normalise_isbn, parse_arxiv_id, title_key
from readinglist.library.adding import (
    FIELDS,
    add_identifiers,
    edited_by_user,
    fill_fields,
    key_characters,
    merge_record,
    remember,
    renew_key,
    set_authors,
    tidy,
)
from readinglist.library.annotations import hand_over
from readinglist.library.cleaning import clean, clean_line
from readinglist.library.database import Transaction, now
from readinglist.library.feed_merging import hand_over as hand_over_feeds
from readinglist.library.reading import named
from readinglist.library.records import SERVICES, Added, PaperRecord, Person, Status
from readinglist.library.same_paper import find_same, named_by, titles_agree, year_of

KINDS = {"arxiv_id": "arxiv", "doi": "doi", "pmid": "pmid", "openreview_id": "openreview", "isbn": "isbn"}
TRUST = {"file-name": 0, "pdf": 1, "pasted": 2, "bibtex": 3, "ris": 3, **dict.fromkeys(SERVICES, 3), "user": 9}
"""How much a source is believed; those not named stand with `pasted`. A source replaces what a lesser one said."""

FURTHER = (Status.INBOX, Status.DISMISSED, Status.TO_READ, Status.READING, Status.READ)
"""Statuses by how much the user has done about a paper."""


def edit(tx: Transaction, paper: int, values: dict[str, Any]) -> None:
    """Write the user's values (fields of PaperRecord, empty clears) inside an open change."""
    known = {field.name for field in dataclass_fields(PaperRecord)} - {"keywords", "note", "feed_date"}
    if unknown := set(values) - known:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    for field in ("title", "venue", "abstract", "url", "year", "date", "authors"):
        if field in values:
            _edit_field(tx.db, paper, field, values[field])
    for field in KINDS:
        if field in values:
            _edit_identifier(tx.db, paper, field, values[field] or "", values.get("arxiv_version"))
    if "citation_key" in values:
        _edit_key(tx.db, paper, values["citation_key"])
    else:
        renew_key(tx.db, paper)
    remember(tx.db, paper, (KINDS.get(field, field) for field in values if field != "arxiv_version"), "user")
    tx.touch([paper], listing=True)


def _edit_field(db: sqlite3.Connection, paper: int, field: str, value: Any) -> None:
    if field == "authors":
        authors = tuple(Person(clean_line(p.family), clean_line(p.given)) for p in value)
        set_authors(db, paper, [person for person in authors if person.name])
        return
    if field == "title":
        value = clean_line(value)
        if not value:
            raise InputError("A paper needs a title.")
        db.execute("UPDATE papers SET title_key = ? WHERE id = ?", (title_key(value), paper))
    elif field == "year":
        if value is not None and not 1000 <= value <= 2200:
            raise InputError(f"{value} is not a year. Give one between 1000 and 2200.")
        row = db.execute("SELECT date FROM papers WHERE id = ?", (paper,)).fetchone()
        if year_of(row["date"]) != value:
            db.execute("UPDATE papers SET date = NULL WHERE id = ?", (paper,))
    elif field == "abstract":
        value = clean(value or "").strip()
    elif field == "venue":
        value = clean_line(value or "")
    else:
        value = clean_line(value or "") or None
        if field == "url" and value and not value.lower().startswith(("http://", "https://")):
            raise InputError(f"{value} is not a link. It has to begin with http:// or https://.")
    db.execute(f"UPDATE papers SET {field} = ? WHERE id = ?", (value, paper))


def _edit_identifier(db: sqlite3.Connection, paper: int, field: str, text: str, version: int | None) -> None:
    kind = KINDS[field]
    value, found_version = _read_identifier(kind, clean_line(text))
    if value:
        other = db.execute(
            "SELECT paper_id FROM identifiers JOIN papers ON papers.id = paper_id"
            " WHERE kind = ? AND value = ? AND present AND paper_id <> ?",
            (kind, value, paper),
        ).fetchone()
        if other and kind != "isbn":  # the chapters of a book share its ISBN
            name = named(db, other[0])
            owner = name if name.startswith("“") else f"paper {other[0]}, which has no title yet,"
            raise InputError(
                f"{value} belongs to {owner} already. If they are one paper, keep that one and remove this."
            )
    db.execute("DELETE FROM identifiers WHERE paper_id = ? AND kind = ? AND value <> ?", (paper, kind, value or ""))
    if value:
        db.execute(
            "INSERT INTO identifiers VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " version = ifnull(excluded.version, version)",
            (paper, kind, value, version or found_version),
        )


def _read_identifier(kind: str, text: str) -> tuple[str | None, int | None]:
    if not text:
        return None, None
    if kind == "arxiv":
        if parsed := parse_arxiv_id(text):
            return parsed
        raise InputError(f"{text} is not an arXiv id. They look like 2405.15682 or hep-th/9901001.")
    if kind == "doi":
        if doi := normalise_doi(text):
            return doi, None
        raise InputError(f"{text} is not a DOI. They look like 10.1000/182.")
    if kind == "isbn":
        if isbn := normalise_isbn(text):
            return isbn, None
        raise InputError(f"{text} is not an ISBN: a digit is missing or wrong.")
    if kind == "pmid" and not text.isdigit():
        raise InputError(f"{text} is not a PubMed id, which is a number.")
    return text, None


def _edit_key(db: sqlite3.Connection, paper: int, value: str) -> None:
    key = clean_line(value)
    if not key or key != key_characters(key):
        raise InputError(
            "A citation key has letters, digits and signs such as - _ : . but no blanks, commas or braces."
        )
    if db.execute("SELECT 1 FROM papers WHERE citation_key = ? AND present AND id <> ?", (key, paper)).fetchone():
        raise InputError(f"Another paper has the citation key {key} already.")
    db.execute("UPDATE papers SET citation_key = ?, key_fixed = 1 WHERE id = ?", (key, paper))


def fill(tx: Transaction, paper: int, record: PaperRecord, source: str, *, wanted: Collection[str] = ()) -> int:
    """Take what a look-up or a PDF says, where the user has not edited and no better source has spoken.

    Fields that are `wanted` are taken in any case: the user has seen both. If it shows the paper to be another one of
    the library, the two become one. Returns the id that remains.
    """
    db = tx.db
    record = tidy(replace(record, citation_key=None))
    spoken = {
        row["field"]: row["source"]
        for row in db.execute("SELECT field, source FROM provenance WHERE paper_id = ?", (paper,)).fetchall()
    }
    row = db.execute("SELECT * FROM papers WHERE id = ?", (paper,)).fetchone()
    if row is None:
        raise NotFoundError("That paper is no longer in the library.")
    has_authors = db.execute("SELECT 1 FROM authors WHERE paper_id = ?", (paper,)).fetchone()
    by_user = edited_by_user(db, paper)
    better = [
        field
        for field in FIELDS
        if getattr(record, field)
        and (
            field in wanted
            or (
                field not in by_user
                and (
                    not (has_authors if field == "authors" else row[field])
                    or _trust(source) > _trust(spoken.get(field, "pasted"))
                )
            )
        )
    ]
    fill_fields(db, paper, record, better)
    kept = by_user - {"arxiv" if field == "arxiv_version" else KINDS.get(field, field) for field in wanted}
    kinds = add_identifiers(db, paper, _without(record, kept))
    remember(db, paper, [*better, *kinds], source)
    tx.touch([paper], listing=bool(better))
    same = find_same(db, _as_it_stands(db, paper, record), exclude=paper)
    if same is None:
        return paper
    keep, other = sorted((paper, same))
    merge(tx, keep, other)
    return keep


def join_named_by(tx: Transaction, records: Sequence[PaperRecord], found: Added) -> Added:
    """Records that name two papers of the library by two identifiers show that these are one, if the titles agree."""
    now_in: dict[int, int] = {}
    for record in records:
        keep, *others = sorted(named_by(tx.db, tidy(record))) or [0]
        for other in others:
            if titles_agree(tx.db, keep, other):
                merge(tx, keep, other)
                now_in[other] = keep
    if not now_in:
        return found
    added = tuple(paper for paper in found.added if paper not in now_in)
    merged = dict.fromkeys(now_in.get(paper, paper) for paper in (*found.merged, *now_in))
    return Added(added, tuple(paper for paper in merged if paper not in added))


def _trust(source: str) -> int:
    return TRUST.get(source, TRUST["pasted"])


def _without(record: PaperRecord, kinds: set[str]) -> PaperRecord:
    """The record without the identifiers of these kinds, which the user has set."""
    nothing: dict[str, Any] = {field: None for field, kind in KINDS.items() if kind in kinds}
    return replace(record, **nothing)


def _as_it_stands(db: sqlite3.Connection, paper: int, record: PaperRecord) -> PaperRecord:
    """The record with title, year, abstract and first author as the paper now has them."""
    row = db.execute("SELECT title, year, abstract FROM papers WHERE id = ?", (paper,)).fetchone()
    authors = db.execute("SELECT family, given FROM authors WHERE paper_id = ? ORDER BY position", (paper,)).fetchall()
    return replace(
        record,
        title=row["title"],
        year=row["year"],
        date=None,
        abstract=row["abstract"],
        authors=tuple(Person(author["family"], author["given"]) for author in authors),
    )


def merge(tx: Transaction, keep: int, other: int) -> None:
    """Two papers become one: all that the other has goes over to the one that stays, where it lacks it."""
    db = tx.db
    mine, theirs = (
        db.execute("SELECT * FROM papers WHERE id = ? AND present", (paper,)).fetchone() for paper in (keep, other)
    )
    if mine is None or theirs is None:
        raise NotFoundError("One of the two papers is no longer in the library.")
    record = _record_of(db, other, theirs)
    by_user = _written_by_user(db, keep, other, record)
    filled = merge_record(db, keep, record, "merge", of=other)
    fill_fields(db, keep, record, by_user)
    if "year" in by_user:  # with the year goes the date that it was taken from, or was put in place of
        db.execute("UPDATE papers SET date = ? WHERE id = ?", (record.date, keep))
    remember(db, keep, by_user, "user")
    for field in (*filled, *by_user):
        db.execute(
            "UPDATE provenance SET source = p.source, at = p.at FROM (SELECT source, at FROM provenance"
            " WHERE paper_id = ? AND field = ?) AS p WHERE paper_id = ? AND field = ?",
            (other, field, keep, field),
        )
    db.execute("INSERT OR IGNORE INTO paper_tags SELECT ?, tag_id FROM paper_tags WHERE paper_id = ?", (keep, other))
    hand_over(tx, keep, other)
    hand_over_feeds(db, keep, other)
    db.execute("UPDATE documents SET paper_id = ? WHERE paper_id = ?", (keep, other))
    _merge_notes(db, keep, other)
    if theirs["starred"] and not mine["starred"]:
        db.execute("UPDATE papers SET starred = 1 WHERE id = ?", (keep,))
    _merge_places(db, keep, mine, theirs)
    db.execute("DELETE FROM jobs WHERE paper_id = ? AND document_id IS NULL", (other,))
    db.execute("UPDATE papers SET present = 0, merged_into = ? WHERE id = ?", (keep, other))
    tx.touch([keep, other], listing=True, tags=True, jobs=True)


def _written_by_user(db: sqlite3.Connection, keep: int, other: int, record: PaperRecord) -> list[str]:
    """Fields that the user has written in the other paper and not in the one that stays."""
    mine, theirs = edited_by_user(db, keep), edited_by_user(db, other)
    return [field for field in FIELDS if field in theirs - mine and getattr(record, field)]


def _merge_places(db: sqlite3.Connection, keep: int, mine: sqlite3.Row, theirs: sqlite3.Row) -> None:
    """What is in use in one of the two is in use: out of the Trash, decided, and read as far as it was in either."""
    if mine["trashed_at"] and not theirs["trashed_at"]:
        db.execute("UPDATE papers SET trashed_at = NULL WHERE id = ?", (keep,))
    if FURTHER.index(theirs["status"]) > FURTHER.index(mine["status"]):
        db.execute(
            "UPDATE papers SET status = ?, read_at = ? WHERE id = ?", (theirs["status"], theirs["read_at"], keep)
        )
        db.execute("INSERT INTO status_changes(paper_id, status, at) VALUES (?, ?, ?)", (keep, theirs["status"], now()))


def _merge_notes(db: sqlite3.Connection, keep: int, other: int) -> None:
    notes = [db.execute("SELECT text FROM notes WHERE paper_id = ?", (paper,)).fetchone() for paper in (keep, other)]
    texts: Sequence[str] = [row["text"] for row in notes if row is not None and row["text"].strip()]
    if notes[1] is not None and texts:
        db.execute(
            "INSERT INTO notes VALUES (?, ?, ?) ON CONFLICT(paper_id) DO UPDATE SET text = excluded.text,"
            " edited_at = excluded.edited_at",
            (keep, "\n\n".join(dict.fromkeys(texts)), now()),
        )


def _record_of(db: sqlite3.Connection, paper: int, row: sqlite3.Row) -> PaperRecord:
    record = PaperRecord(
        title=row["title"],
        year=row["year"],
        date=row["date"],
        venue=row["venue"],
        abstract=row["abstract"],
        url=row["url"],
    )
    record = _as_it_stands(db, paper, record)
    found: dict[str, Any] = {}
    for identifier in db.execute("SELECT * FROM identifiers WHERE paper_id = ?", (paper,)).fetchall():
        field = next(field for field, kind in KINDS.items() if kind == identifier["kind"])
        found[field] = identifier["value"]
        if field == "arxiv_id":
            found["arxiv_version"] = identifier["version"]
    return replace(record, date=row["date"], **found)
