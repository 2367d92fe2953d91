"""Putting what sources say into the library: new papers, and what is new about papers that are there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from readinglist.errors import InputError
from readinglist.identifiers import citation_key_base, name_key, title_key
from readinglist.library.cleaning import clean, clean_line, tag_name
from readinglist.library.database import Transaction, now
from readinglist.library.records import Added, PaperRecord, Person, Status
from readinglist.library.same_paper import IDENTITY_KINDS, find_same, identifiers_of, owner_of, year_of
from readinglist.library.sightings import see_pasted
from readinglist.library.tags import attach

FIELDS = ("title", "authors", "year", "date", "venue", "abstract", "url")
"""Fields whose source is remembered, identifiers apart (those are remembered under their kind)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of the papers that come in."""

    source: str
    status: Status | None
    tags: tuple[str, ...]
    by_feed: bool
    """A feed shows them; the user did not ask for each."""
    at: str
    """The time of the addition: one for all, so that its papers keep the order of their source."""


def add(tx: Transaction, records: Iterable[PaperRecord], wish: Wish) -> Added:
    """Add the records inside an open change, or merge what is new into the papers that are there already."""
    added: dict[int, None] = {}
    merged: dict[int, None] = {}
    for record in map(tidy, records):
        if not record.names_a_paper:
            raise InputError("A paper needs a title or an identifier.")
        same = find_same(tx.db, record)
        if same is None:
            paper = insert(tx.db, record, wish)
            added[paper] = None
        else:
            paper = same
            if paper not in added:
                merged[paper] = None
                _welcome_back(tx.db, paper, wish)
            merge_record(tx.db, paper, record, wish.source)
        attach(tx, [paper], (*wish.tags, *_keywords(record)))
        _take_note(tx.db, paper, record.note)
        if wish.by_feed and record.feed_date:
            see_pasted(tx.db, paper, record.feed_date.isoformat())
    tx.touch((*added, *merged), listing=True, jobs=True, feeds=wish.by_feed)
    return Added(tuple(added), tuple(merged))


def tidy(record: PaperRecord) -> PaperRecord:
    """The record with clean text and its year taken from its date."""
    return replace(
        record,
        title=clean_line(record.title),
        authors=tuple(
            Person(clean_line(person.family), clean_line(person.given))
            for person in record.authors
            if clean_line(person.name)
        ),
        year=record.year or year_of(record.date),
        venue=clean_line(record.venue),
        abstract=clean(record.abstract).strip(),
        url=clean_line(record.url) if record.url else None,
        doi=clean_line(record.doi).lower() if record.doi else None,
        citation_key=key_characters(record.citation_key or "") or None,
        note=clean(record.note),
    )


def key_characters(key: str) -> str:
    """A citation key without the characters that BibTeX does not allow in one."""
    return "".join(c for c in clean(key) if not c.isspace() and c not in "{}(),=\\\"#%~'")


def insert(db: sqlite3.Connection, record: PaperRecord, wish: Wish) -> int:
    """A new row with its people and ids; it becomes present last, which is the one thing that undo takes back."""
    status = wish.status or (Status.INBOX if wish.by_feed else Status.TO_READ)
    paper = db.execute(
        """INSERT INTO papers(title, title_key, year, date, venue, abstract, url, citation_key, key_fixed, status,
        added_at, feed_date, read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            record.title,
            title_key(record.title),
            record.year,
            record.date,
            record.venue,
            record.abstract,
            record.url,
            new_key(db, record.citation_key or key_base(record)),
            bool(record.authors or record.citation_key),
            status,
            wish.at,
            record.feed_date.isoformat() if record.feed_date else None,
            wish.at if status is Status.READ else None,
        ),
    ).lastrowid
    assert paper is not None
    set_authors(db, paper, record.authors)
    for kind, value, version in identifiers_of(record):
        db.execute("INSERT OR IGNORE INTO identifiers VALUES (?, ?, ?, ?)", (paper, kind, value, version))
    db.executemany(
        "INSERT INTO provenance VALUES (?, ?, ?, ?)",
        [(paper, field, wish.source, wish.at) for field in said(record)],
    )
    db.execute("INSERT INTO status_changes(paper_id, status, at) VALUES (?, ?, ?)", (paper, status, wish.at))
    db.execute("UPDATE papers SET present = 1 WHERE id = ?", (paper,))
    return paper


def said(record: PaperRecord) -> list[str]:
    """Names of the fields about which the record says something, identifiers by their kind."""
    return [field for field in FIELDS if getattr(record, field)] + list(
        dict.fromkeys(kind for kind, _, _ in identifiers_of(record))
    )


def set_authors(db: sqlite3.Connection, paper: int, authors: Sequence[Person]) -> None:
    """Replace the people of a paper; two of them may have the same name."""
    db.execute("DELETE FROM authors WHERE paper_id = ?", (paper,))
    db.executemany(
        "INSERT INTO authors VALUES (?, ?, ?, ?, ?)",
        [(paper, i, person.family, person.given, name_key(person.family)) for i, person in enumerate(authors)],
    )


def merge_record(db: sqlite3.Connection, paper: int, record: PaperRecord, source: str, *, of: int = 0) -> list[str]:
    """Take from the record what the paper lacks; returns the fields that were filled.

    `of`: the paper that the record describes, if that is about to be merged into this one.
    """
    row = db.execute("SELECT * FROM papers WHERE id = ?", (paper,)).fetchone()
    has_authors = db.execute("SELECT 1 FROM authors WHERE paper_id = ?", (paper,)).fetchone()
    by_user = edited_by_user(db, paper)  # what the user emptied stays empty
    filled = [
        field
        for field in FIELDS
        if getattr(record, field) and not (has_authors if field == "authors" else row[field]) and field not in by_user
    ]
    fill_fields(db, paper, record, filled)
    filled += add_identifiers(db, paper, record, of=of)
    if record.feed_date and not row["feed_date"]:
        db.execute("UPDATE papers SET feed_date = ? WHERE id = ?", (record.feed_date.isoformat(), paper))
    remember(db, paper, filled, source)
    return filled


def edited_by_user(db: sqlite3.Connection, paper: int) -> set[str]:
    """The fields that the user has written or emptied; a date is as much the user's as the year in it."""
    rows = db.execute("SELECT field FROM provenance WHERE paper_id = ? AND source = 'user'", (paper,)).fetchall()
    fields = {row["field"] for row in rows}
    return fields | {"date"} if "year" in fields else fields


def fill_fields(db: sqlite3.Connection, paper: int, record: PaperRecord, fields: Sequence[str]) -> None:
    """Write these fields of the record over the paper's, and renew a key that still waits for its author."""
    for field in fields:
        if field == "authors":
            set_authors(db, paper, record.authors)
        else:
            db.execute(f"UPDATE papers SET {field} = ? WHERE id = ?", (getattr(record, field), paper))
        if field == "title":
            db.execute("UPDATE papers SET title_key = ? WHERE id = ?", (title_key(record.title), paper))
    if {"authors", "title", "year"} & set(fields):
        renew_key(db, paper)


def add_identifiers(db: sqlite3.Connection, paper: int, record: PaperRecord, *, of: int = 0) -> list[str]:
    """Add identifiers that the paper lacks, and a newer arXiv version; returns the kinds that are new.

    One that another paper (but `of`) has stays with that paper.
    """
    new: list[str] = []
    for kind, value, version in identifiers_of(record):
        if kind in IDENTITY_KINDS and owner_of(db, kind, value, besides=(paper, of)):
            continue
        row = db.execute(
            "SELECT version FROM identifiers WHERE paper_id = ? AND kind = ? AND value = ?", (paper, kind, value)
        ).fetchone()
        if row is None:
            db.execute("INSERT INTO identifiers VALUES (?, ?, ?, ?)", (paper, kind, value, version))
            new.append(kind)
        elif version and version > (row["version"] or 0):
            db.execute(
                "UPDATE identifiers SET version = ? WHERE paper_id = ? AND kind = ? AND value = ?",
                (version, paper, kind, value),
            )
    return new


def remember(db: sqlite3.Connection, paper: int, fields: Iterable[str], source: str) -> None:
    """Note who said these fields."""
    at = now()
    for field in fields:
        db.execute(
            "INSERT INTO provenance VALUES (?, ?, ?, ?) ON CONFLICT(paper_id, field) DO UPDATE SET"
            " source = excluded.source, at = excluded.at",
            (paper, field, source, at),
        )


def renew_key(db: sqlite3.Connection, paper: int) -> None:
    """Make the citation key again from author, year and title, unless it is fixed; an author fixes it."""
    row = db.execute("SELECT title, year, citation_key, key_fixed FROM papers WHERE id = ?", (paper,)).fetchone()
    if row["key_fixed"]:
        return
    first = db.execute("SELECT family FROM authors WHERE paper_id = ? AND position = 0", (paper,)).fetchone()
    base = citation_key_base(first[0] if first else None, row["year"], row["title"])
    if first or row["title"]:
        key = new_key(db, base, besides=paper)
        db.execute("UPDATE papers SET citation_key = ?, key_fixed = ? WHERE id = ?", (key, first is not None, paper))


def key_base(record: PaperRecord) -> str:
    """The citation key that a record asks for, before it is made unique."""
    first = record.authors[0].family if record.authors else None
    if first or record.title:
        return citation_key_base(first, record.year, record.title)
    identifier = next(iter(identifiers_of(record)), None)
    return key_characters(f"{identifier[0]}:{identifier[1]}".lower() if identifier else "paper")


def new_key(db: sqlite3.Connection, base: str, *, besides: int = 0) -> str:
    """The base itself, or with the first letter behind it that makes it unique."""

    def taken(number: int) -> bool:
        row = db.execute(
            "SELECT 1 FROM papers WHERE citation_key = ? AND present AND id <> ?", (base + _letters(number), besides)
        ).fetchone()
        return row is not None

    if not taken(0):
        return base
    # Doubling and halving: an import may bring thousands that begin alike.
    free = 1
    while taken(free):
        free *= 2
    low = free // 2
    while free - low > 1:
        middle = (low + free) // 2
        low, free = (middle, free) if taken(middle) else (low, middle)
    return base + _letters(free)


def _letters(number: int) -> str:
    """0 -> nothing, 1 -> a, 26 -> z, 27 -> aa."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _welcome_back(db: sqlite3.Connection, paper: int, wish: Wish) -> None:
    """A paper that is asked for again leaves the Trash, the inbox and the dismissed; one that a feed shows does not."""
    if wish.by_feed and wish.status is None:
        return
    db.execute("UPDATE papers SET trashed_at = NULL WHERE id = ? AND trashed_at IS NOT NULL", (paper,))
    row = db.execute("SELECT status FROM papers WHERE id = ?", (paper,)).fetchone()
    undecided = row["status"] in (Status.INBOX, Status.DISMISSED)
    wanted = wish.status or (Status.TO_READ if undecided else None)
    if wanted is not None and wanted != row["status"]:
        change_status(db, paper, wanted)


def change_status(db: sqlite3.Connection, paper: int, status: Status) -> None:
    """Set the status and note the time."""
    at = now()
    db.execute(
        "UPDATE papers SET status = ?, read_at = iif(? = 'read', ?, read_at) WHERE id = ?", (status, status, at, paper)
    )
    db.execute("INSERT INTO status_changes(paper_id, status, at) VALUES (?, ?, ?)", (paper, status, at))
    if status not in (Status.TO_READ, Status.READING):
        db.execute("DELETE FROM queue WHERE paper_id = ?", (paper,))


def count_change(db: sqlite3.Connection, paper: int) -> None:
    """The paper counts as changed, so that the step is forgotten when the paper is deleted for good."""
    db.execute("UPDATE papers SET status = status WHERE id = ?", (paper,))


def _keywords(record: PaperRecord) -> list[str]:
    return [tag_name(word[:200]) for word in record.keywords if clean(word).replace("/", " ").strip()]


def _take_note(db: sqlite3.Connection, paper: int, text: str) -> None:
    """A note that comes along is kept where there is none yet, and never replaces what the user wrote."""
    if text.strip():
        db.execute("INSERT OR IGNORE INTO notes VALUES (?, ?, ?)", (paper, text, now()))
