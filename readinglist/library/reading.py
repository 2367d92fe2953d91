"""Reading papers: whole ones, lines of the list, and which paper a text means."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from readinglist.errors import AmbiguousError, NotFoundError
from readinglist.identifiers import normalise_doi, parse_arxiv_id, title_key
from readinglist.library.documents import Documents
from readinglist.library.reading_pace import Pace, pace
from readinglist.library.records import Event, Paper, Person, Progress, Row, Status
from readinglist.library.same_paper import ARXIV_DOI

CANDIDATES_SHOWN = 20
PAGES = {"openreview": "https://openreview.net/forum?id=", "pmid": "https://pubmed.ncbi.nlm.nih.gov/"}
NAMES = {"arxiv": "arXiv", "doi": "DOI", "pmid": "PubMed", "openreview": "OpenReview", "isbn": "ISBN"}
IDS = "IN (SELECT value FROM json_each(?))"


def get_many(db: sqlite3.Connection, documents: Documents, ids: Sequence[int]) -> list[Paper]:
    """The papers with these ids, in this order; ids that are gone are left out."""
    asked = json.dumps(list(ids))
    rows = {
        row["id"]: row
        for row in db.execute(
            f"""SELECT papers.*, ifnull(at, added_at) AS updated, ifnull(notes.text, '') AS note, EXISTS (SELECT 1
            FROM jobs WHERE jobs.paper_id = papers.id AND jobs.kind = 'look-up') AS waits_for_lookup
            FROM papers LEFT JOIN paper_revisions ON paper_revisions.paper_id = papers.id
            LEFT JOIN notes ON notes.paper_id = papers.id WHERE papers.id {IDS} AND present""",
            (asked,),
        ).fetchall()
    }
    people = _people(db, asked)
    identifiers = _identifiers(db, asked)
    tags = _tags(db, asked)
    files = documents.of_many(list(rows))
    return [
        Paper(
            id=row["id"],
            citation_key=row["citation_key"],
            title=row["title"],
            authors=tuple(people[row["id"]]),
            year=row["year"],
            date=row["date"],
            venue=row["venue"],
            abstract=row["abstract"],
            arxiv_id=identifiers[row["id"]].get("arxiv", (None, None))[0],
            arxiv_version=identifiers[row["id"]].get("arxiv", (None, None))[1],
            doi=identifiers[row["id"]].get("doi", (None, None))[0],
            pmid=identifiers[row["id"]].get("pmid", (None, None))[0],
            openreview_id=identifiers[row["id"]].get("openreview", (None, None))[0],
            isbn=identifiers[row["id"]].get("isbn", (None, None))[0],
            url=row["url"] or _page_of(identifiers[row["id"]]),
            status=Status(row["status"]),
            starred=bool(row["starred"]),
            unread=bool(row["unread"]),
            tags=tuple(name for name, _ in tags[row["id"]]),
            note=row["note"],
            documents=tuple(files.get(row["id"], ())),
            feed_date=row["feed_date"],
            added=row["added_at"],
            updated=row["updated"],
            trashed=row["trashed_at"] is not None,
            waits_for_lookup=bool(row["waits_for_lookup"]),
        )
        for row in (rows[i] for i in ids if i in rows)
    ]


def named(db: sqlite3.Connection, paper: int) -> str:
    """What sentences call a paper: its title in quotes, else an id or link, such as `arXiv 2405.15738`.

    NotFoundError if it is gone.
    """
    row = db.execute("SELECT title, url, citation_key FROM papers WHERE id = ? AND present", (paper,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no paper {paper} in the library.")
    if row["title"]:
        return f"“{row['title']}”"
    ids = _identifiers(db, json.dumps([paper]))[paper]
    return next((f"{NAMES[kind]} {ids[kind][0]}" for kind in NAMES if kind in ids), row["url"] or row["citation_key"])


def rows(db: sqlite3.Connection, ids: Sequence[int]) -> list[Row]:
    """What the list shows of these papers, in this order; meant for one page of ids."""
    asked = json.dumps(list(ids))
    found = {
        row["id"]: row
        for row in db.execute(
            f"""SELECT papers.id, title, venue, year, date, feed_date, status, starred, unread, url,
            (SELECT value FROM identifiers WHERE paper_id = papers.id AND kind = 'arxiv' LIMIT 1) AS arxiv,
            (SELECT kind || ' ' || value FROM identifiers WHERE paper_id = papers.id AND kind <> 'arxiv'
             ORDER BY kind LIMIT 1) AS other_id,
            EXISTS (SELECT 1 FROM documents WHERE paper_id = papers.id AND removed_at IS NULL) AS has_document,
            EXISTS (SELECT 1 FROM notes WHERE paper_id = papers.id AND text <> '') AS has_note,
            (SELECT furthest || ' ' || reading_places.pages || ' ' || seconds FROM documents
             JOIN reading_places ON document_id = documents.id
             WHERE paper_id = papers.id AND removed_at IS NULL ORDER BY at DESC LIMIT 1) AS progress,
            iif(status = 'to-read', (SELECT pages FROM documents JOIN document_results ON document_id = documents.id
             WHERE paper_id = papers.id AND removed_at IS NULL ORDER BY documents.id LIMIT 1), NULL) AS length,
            iif(status = 'to-read', (SELECT by_date FROM queue WHERE paper_id = papers.id), NULL) AS by_date,
            (SELECT kind || ' ' || state || ' ' || cause FROM jobs WHERE paper_id = papers.id
             AND (kind IN ('look-up', 'download') OR kind = 'extract' AND state IN ('waiting', 'running'))
             ORDER BY state = 'failed', kind = 'extract', kind = 'download' LIMIT 1) AS job
            FROM papers WHERE papers.id {IDS} AND present""",
            (asked,),
        ).fetchall()
    }
    people: dict[int, list[str]] = defaultdict(list)
    counts: dict[int, int] = {}
    for row in db.execute(
        f"SELECT paper_id, family, position FROM authors WHERE paper_id {IDS} AND position < 3"
        " ORDER BY paper_id, position",
        (asked,),
    ).fetchall():
        people[row["paper_id"]].append(row["family"])
    for row in db.execute(
        f"SELECT paper_id, count(*) FROM authors WHERE paper_id {IDS} GROUP BY paper_id", (asked,)
    ).fetchall():
        counts[row[0]] = row[1]
    tags = _tags(db, asked)
    own = pace(db) if any(row["status"] == Status.TO_READ for row in found.values()) else Pace()
    return [_row(found[i], people[i], counts.get(i, 0), tags[i], own) for i in ids if i in found]


def _row(row: sqlite3.Row, people: list[str], count: int, tags: list[tuple[str, str]], own: Pace) -> Row:
    more = f" +{count - len(people)}" if count > len(people) else ""
    arxiv = f"arXiv {row['arxiv']}" if row["arxiv"] else ""
    kind, _, value = (row["other_id"] or "").partition(" ")
    source = arxiv or row["venue"] or (f"{NAMES[kind]} {value}" if kind else "") or row["url"] or ""
    if row["feed_date"] and not source:
        source = "Daily Papers"
    progress = _progress(row["progress"])
    return Row(
        id=row["id"],
        title=row["title"] or source or "Untitled",
        people=", ".join(people) + more,
        source=source,
        when=row["date"] or (str(row["year"]) if row["year"] else row["feed_date"] or ""),
        status=Status(row["status"]),
        starred=bool(row["starred"]),
        unread=bool(row["unread"]),
        tags=tuple(tags),
        has_document=bool(row["has_document"]),
        has_note=bool(row["has_note"]),
        progress=progress,
        minutes=own.minutes_left(row["length"], progress.furthest if progress else 0),
        by=row["by_date"],
        **_standing(row),
    )


def _progress(said: str | None) -> Progress | None:
    if said is None:
        return None
    furthest, pages, seconds = said.split(" ")
    return Progress(int(furthest), int(pages), float(seconds))


def _standing(row: sqlite3.Row) -> dict[str, str]:
    kind, state, cause = (row["job"] or "  ").split(" ")
    if state == "failed" and kind == "download" and row["has_document"]:
        return {"waits": ""}
    waits = STANDS.get((kind, cause or state)) or STANDS.get((kind, state), "")
    return {"waits": waits, "stuck": kind if state == "failed" else ""}


STANDS = {
    ("look-up", "waiting"): "waiting for look-up",
    ("look-up", "paused"): "look-up paused",
    ("look-up", "running"): "looking up",
    ("look-up", "choice"): "which paper is it?",
    ("look-up", "not-found"): "not found",
    ("look-up", "failed"): "not looked up",
    ("download", "waiting"): "waiting for its PDF",
    ("download", "paused"): "PDF paused",
    ("download", "running"): "fetching the PDF",
    ("download", "no-pdf"): "no PDF found",
    ("download", "failed"): "PDF not fetched",
    ("extract", "waiting"): "reading the PDF",
    ("extract", "running"): "reading the PDF",
}
"""Where a paper stands, by the kind of its job and the cause or state of that."""


def _people(db: sqlite3.Connection, asked: str) -> defaultdict[int, list[Person]]:
    people: defaultdict[int, list[Person]] = defaultdict(list)
    for row in db.execute(
        f"SELECT paper_id, family, given FROM authors WHERE paper_id {IDS} ORDER BY paper_id, position", (asked,)
    ).fetchall():
        people[row["paper_id"]].append(Person(row["family"], row["given"]))
    return people


def _identifiers(db: sqlite3.Connection, asked: str) -> defaultdict[int, dict[str, tuple[str | None, int | None]]]:
    """The identifier of each kind to show; a publisher's DOI goes before arXiv's."""
    found: defaultdict[int, dict[str, tuple[str | None, int | None]]] = defaultdict(dict)
    for row in db.execute(
        f"SELECT paper_id, kind, value, version FROM identifiers WHERE paper_id {IDS}"
        f" ORDER BY paper_id, kind, value LIKE '{ARXIV_DOI}%', value",
        (asked,),
    ).fetchall():
        found[row["paper_id"]].setdefault(row["kind"], (row["value"], row["version"]))
    return found


def _page_of(identifiers: dict[str, tuple[str | None, int | None]]) -> str | None:
    """The web page of a paper that is known by an id with a page of its own, arXiv and DOI apart."""
    for kind, page in PAGES.items():
        if kind in identifiers:
            return page + str(identifiers[kind][0])
    return None


def _tags(db: sqlite3.Connection, asked: str) -> defaultdict[int, list[tuple[str, str]]]:
    tags: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in db.execute(
        f"""SELECT paper_id, name, colour FROM paper_tags JOIN tags ON tags.id = tag_id WHERE paper_id {IDS}
        ORDER BY name COLLATE NOCASE""",
        (asked,),
    ).fetchall():
        tags[row["paper_id"]].append((row["name"], row["colour"]))
    return tags


_BY_KEY = (
    "SELECT id, present, merged_into FROM papers WHERE citation_key = ? AND present ORDER BY trashed_at IS NOT NULL, id"
)


def find(db: sqlite3.Connection, text: str) -> int:
    """The paper that `text` means: its id, citation key, arXiv id, DOI, or the beginning of its title.

    NotFoundError if there is none, AmbiguousError with the candidates if a title is begun by several.
    """
    text = text.strip()
    if not text:
        raise NotFoundError("Say which paper: its number, citation key, arXiv id, DOI or the beginning of its title.")
    for found in _named(db, text):
        return found
    candidates = _titled(db, text)
    if not candidates:
        raise NotFoundError(f"No paper in the library answers to “{text}”. `readinglist list` shows those there are.")
    if len(candidates) > 1:
        raise AmbiguousError(
            f"“{text}” begins the titles of several papers. Name one by its number:",
            tuple((row["id"], row["title"]) for row in candidates[:CANDIDATES_SHOWN]),
        )
    return int(candidates[0]["id"])


def keyed(db: sqlite3.Connection, key: str) -> int:
    """The paper with that citation key, else that number, as links name it; NotFoundError if there is none."""
    for found in _follow(db, _BY_KEY, (key,)):
        return found
    if key.isascii() and key.isdigit() and len(key) < 18:
        for found in _follow(db, "SELECT id, present, merged_into FROM papers WHERE id = ?", (int(key),)):
            return found
    raise NotFoundError(f"The link leads to a paper called {key}, and there is none in this library.")


def _named(db: sqlite3.Connection, text: str) -> Iterable[int]:
    if text.isascii() and text.isdigit() and len(text) < 18:
        yield from _follow(db, "SELECT id, present, merged_into FROM papers WHERE id = ?", (int(text),))
    yield from _follow(db, _BY_KEY, (text,))
    wanted: list[tuple[str, str]] = []
    if arxiv := parse_arxiv_id(text):
        wanted.append(("arxiv", arxiv[0]))
    if doi := normalise_doi(text):
        wanted.append(("doi", doi))
        if doi.startswith(ARXIV_DOI) and (arxiv := parse_arxiv_id(doi.removeprefix(ARXIV_DOI))):
            wanted.append(("arxiv", arxiv[0]))
    for kind, value in wanted:
        yield from _follow(
            db,
            "SELECT id, present, merged_into FROM papers WHERE id IN (SELECT paper_id FROM identifiers WHERE kind = ?"
            " AND value = ?) AND present ORDER BY trashed_at IS NOT NULL, id",
            (kind, value),
        )


def _follow(db: sqlite3.Connection, sql: str, parameters: tuple[object, ...]) -> Iterable[int]:
    """Papers that the statement finds; one that was merged into another stands for that other."""
    for row in db.execute(sql, parameters).fetchall():
        while row is not None and not row["present"] and row["merged_into"]:
            row = db.execute(
                "SELECT id, present, merged_into FROM papers WHERE id = ?", (row["merged_into"],)
            ).fetchone()
        if row is not None and row["present"]:
            yield int(row["id"])


def _titled(db: sqlite3.Connection, text: str) -> list[sqlite3.Row]:
    key = title_key(text)
    if not key:
        return []
    found = db.execute(
        "SELECT id, title, title_key, trashed_at FROM papers WHERE title_key >= ? AND title_key < ? AND present"
        " ORDER BY trashed_at IS NOT NULL, title_key, id LIMIT 1000",
        (key, key + "\U0010ffff"),
    ).fetchall()
    outside_trash = [row for row in found if row["trashed_at"] is None]
    found = outside_trash or found
    exact = [row for row in found if row["title_key"] == key]
    return exact if len(exact) == 1 else found


def events(db: sqlite3.Connection, paper: int) -> list[Event]:
    """What happened to the paper, the newest first."""
    found = [Event(row[0], row[1], row[2]) for row in db.execute(EVENTS, {"paper": paper}).fetchall()]
    return sorted(found, key=lambda event: event.at, reverse=True)


EVENTS = """
    SELECT added_at, 'added', 'Added' FROM papers WHERE id = :paper
    UNION ALL SELECT at, 'status', status FROM status_changes WHERE paper_id = :paper
    UNION ALL SELECT at, 'field', field || ' from ' || source FROM provenance WHERE paper_id = :paper
    UNION ALL SELECT edited_at, 'note', 'Note edited' FROM notes WHERE paper_id = :paper AND text <> ''
    UNION ALL SELECT added_at, 'document', original_name FROM documents
        WHERE paper_id = :paper AND removed_at IS NULL
    UNION ALL SELECT at, 'merged', ifnull(nullif(title, ''), citation_key)
        FROM papers JOIN paper_revisions ON paper_id = papers.id
        WHERE merged_into = :paper AND NOT present
"""
