"""Is it the same paper? By identifiers first, then by title, first author and year."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from readinglist.identifiers import name_key, parse_arxiv_id, title_key
from readinglist.library.records import PaperRecord

ARXIV_DOI = "10.48550/arxiv."
TELLING_TITLE_WORDS = 5
# Registrants of preprint servers: their DOI beside a publisher's does not make two papers of one.
PREPRINT_DOIS = (ARXIV_DOI, "10.1101/", "10.2139/", "10.20944/", "10.21203/", "10.26434/", "10.31219/", "10.31234/")
IDENTITY_KINDS = ("arxiv", "doi", "pmid", "openreview")


def identifiers_of(record: PaperRecord) -> Iterator[tuple[str, str, int | None]]:
    """(kind, value, version) of each identifier that the record names; an arXiv DOI counts as arXiv id as well."""
    arxiv = record.arxiv_id
    if arxiv is None and record.doi and record.doi.startswith(ARXIV_DOI):
        parsed = parse_arxiv_id(record.doi.removeprefix(ARXIV_DOI))
        arxiv = parsed[0] if parsed else None
    if arxiv:
        yield "arxiv", arxiv, record.arxiv_version
    if record.doi:
        yield "doi", record.doi.lower(), None
    for kind, value in (("pmid", record.pmid), ("openreview", record.openreview_id), ("isbn", record.isbn)):
        if value:
            yield kind, value, None


def find_same(db: sqlite3.Connection, record: PaperRecord, *, exclude: int = 0) -> int | None:
    """Id of the paper in the library that the record speaks of, the Trash included; the oldest if there are several."""
    named = named_by(db, record, exclude=exclude)
    return named[0] if named else _same_title(db, record, exclude)


def named_by(db: sqlite3.Connection, record: PaperRecord, *, exclude: int = 0) -> list[int]:
    """The papers that have an identifier of the record: several, if two of its identifiers stand in two papers."""
    found: dict[int, None] = {}
    for kind, value, _ in identifiers_of(record):
        if kind in IDENTITY_KINDS and (owner := owner_of(db, kind, value, besides=(exclude,))):
            found[owner] = None
    return list(found)


def owner_of(db: sqlite3.Connection, kind: str, value: str, *, besides: Collection[int]) -> int | None:
    """The paper that has this identifier, the oldest if there are several."""
    rows = db.execute(
        "SELECT paper_id FROM identifiers JOIN papers ON papers.id = paper_id"
        " WHERE kind = ? AND value = ? AND present ORDER BY paper_id",
        (kind, value),
    ).fetchall()
    return next((row[0] for row in rows if row[0] not in besides), None)


def titles_agree(db: sqlite3.Connection, one: int, other: int) -> bool:
    """Whether two papers have the same title, or one of them has none yet."""
    keys = [row[0] for row in db.execute("SELECT title_key FROM papers WHERE id IN (?, ?)", (one, other)).fetchall()]
    return len({key for key in keys if key}) < 2


def _same_title(db: sqlite3.Connection, record: PaperRecord, exclude: int) -> int | None:
    key = title_key(record.title)
    if not key:
        return None
    for row in db.execute(
        """SELECT papers.id, year, abstract, (SELECT name_key FROM authors WHERE paper_id = papers.id AND position = 0)
           AS author FROM papers WHERE title_key = ? AND present AND papers.id <> ? ORDER BY papers.id""",
        (key, exclude),
    ).fetchall():
        if _agree(key, record, row) and not _other_identifiers(db, record, row["id"]):
            return int(row["id"])
    return None


def _agree(key: str, record: PaperRecord, row: sqlite3.Row) -> bool:
    author = name_key(record.authors[0].family) if record.authors else ""
    year = record.year or year_of(record.date)
    if author and row["author"] and author != row["author"]:
        return False
    if year and row["year"] and abs(year - row["year"]) > 1:
        return False
    if author and row["author"] and year and row["year"]:
        return True
    if len(key.split()) >= TELLING_TITLE_WORDS:
        return True
    abstract = title_key(record.abstract)
    return bool(abstract) and abstract == title_key(row["abstract"])


def _other_identifiers(db: sqlite3.Connection, record: PaperRecord, paper: int) -> bool:
    """Two arXiv ids, or two DOIs of publishers, are two papers whatever their titles say ("Editorial")."""
    theirs = db.execute("SELECT kind, value FROM identifiers WHERE paper_id = ?", (paper,)).fetchall()
    ours = [(kind, value) for kind, value, _ in identifiers_of(record)]

    def distinct(kind: str, skip: tuple[str, ...]) -> bool:
        mine = {value for k, value in ours if k == kind and not value.startswith(skip)}
        other = {row["value"] for row in theirs if row["kind"] == kind and not row["value"].startswith(skip)}
        return bool(mine and other and not mine & other)

    return distinct("arxiv", ("\0",)) or distinct("doi", PREPRINT_DOIS)


def year_of(date: str | None) -> int | None:
    """The year of an ISO date or of the beginning of one."""
    return int(date[:4]) if date and date[:4].isdigit() else None
