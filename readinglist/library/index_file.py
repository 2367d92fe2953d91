"""The file index.db: its tables, and what happens when it is missing, old or damaged. All in it can be made again."""

from __future__ import annotations

import contextlib
import logging
import secrets
import sqlite3
import time
from pathlib import Path

from readinglist.library.database import use_write_ahead_log

log = logging.getLogger(__name__)

FORMAT = 3
"""Raise it when a table or the way words are cut changes: an index of another format is made anew."""
WITHOUT_ANNOTATIONS = 2
"""The format before annotations were searched; all but the words of papers can stay as it is."""

TOKENIZE = "porter unicode61 remove_diacritics 2"

PAPER_FTS = f"""CREATE VIRTUAL TABLE paper_fts USING fts5(
        title, authors, abstract, note, tags, venue, ids, annotations, tokenize = '{TOKENIZE}', prefix = '1 2 3')"""
PAPER_TERMS = "CREATE VIRTUAL TABLE paper_terms USING fts5vocab(paper_fts, 'row')"

NOTE_PASSAGES = (
    # `digest` is of the note that was cut and embedded.
    """CREATE TABLE IF NOT EXISTS note_passages (
        model_id INTEGER NOT NULL REFERENCES models(id), paper_id INTEGER NOT NULL, made INTEGER NOT NULL,
        digest BLOB NOT NULL, texts TEXT NOT NULL, vectors BLOB NOT NULL, UNIQUE (model_id, paper_id))""",
    "CREATE INDEX IF NOT EXISTS note_passages_made ON note_passages(model_id, made)",
)
RANKINGS = (
    # The last ranking of undecided papers; `digest` is of all that it was made from.
    """CREATE TABLE IF NOT EXISTS rankings (
        id INTEGER PRIMARY KEY CHECK (id = 1), digest TEXT NOT NULL, ranking TEXT NOT NULL)""",
)
CAME_LATER = NOTE_PASSAGES + RANKINGS
"""Came later than the others; nothing else has to be made anew for them."""

TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # What of library.db is in the index: digest of the paper's text, and its terms as numbers, in order,
    # `main` of title and abstract, `other` of the rest.
    """CREATE TABLE indexed (
        paper_id INTEGER PRIMARY KEY, digest BLOB NOT NULL, main BLOB NOT NULL, other BLOB NOT NULL)""",
    PAPER_FTS,
    PAPER_TERMS,
    # Words that are not the beginning of their stem or equal to it: search as you type needs them.
    "CREATE TABLE vocabulary (word TEXT PRIMARY KEY, stem TEXT NOT NULL) WITHOUT ROWID",
    # id: document << 16 | page. Which paper a document belongs to stands in library.db alone.
    "CREATE TABLE pages (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE texts (document_id INTEGER PRIMARY KEY, pages INTEGER NOT NULL)",
    f"CREATE VIRTUAL TABLE page_fts USING fts5(text, content = 'pages', content_rowid = 'id', tokenize = '{TOKENIZE}')",
    """CREATE TRIGGER pages_insert AFTER INSERT ON pages BEGIN
        INSERT INTO page_fts(rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER pages_delete AFTER DELETE ON pages BEGIN
        INSERT INTO page_fts(page_fts, rowid, text) VALUES ('delete', old.id, old.text); END""",
    """CREATE TRIGGER pages_update AFTER UPDATE ON pages BEGIN
        INSERT INTO page_fts(page_fts, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO page_fts(rowid, text) VALUES (new.id, new.text); END""",
    "CREATE TABLE models (id INTEGER PRIMARY KEY, stamp TEXT NOT NULL UNIQUE)",
    # `made` counts up over all vectors, so that a reader can ask for those it has not seen.
    """CREATE TABLE paper_vectors (
        model_id INTEGER NOT NULL REFERENCES models(id), paper_id INTEGER NOT NULL, made INTEGER NOT NULL,
        digest BLOB NOT NULL, vector BLOB NOT NULL, title BLOB NOT NULL, UNIQUE (model_id, paper_id))""",
    "CREATE INDEX paper_vectors_made ON paper_vectors(model_id, made)",
    # The sentences of the abstract: only for the few papers that are looked at closely.
    """CREATE TABLE paper_sentences (
        model_id INTEGER NOT NULL REFERENCES models(id), paper_id INTEGER NOT NULL, vectors BLOB NOT NULL,
        UNIQUE (model_id, paper_id))""",
    """CREATE TABLE passages (
        model_id INTEGER NOT NULL REFERENCES models(id), document_id INTEGER NOT NULL, made INTEGER NOT NULL,
        texts TEXT NOT NULL, vectors BLOB NOT NULL, UNIQUE (model_id, document_id))""",
    "CREATE INDEX passages_made ON passages(model_id, made)",
    *CAME_LATER,
)

DAMAGED = "The search index is damaged. Nothing of yours is lost: it is made again when the program starts next."
DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def prepare(path: Path) -> bool:
    """See to it that `path` is an index that can be used; True if it had to be made, because there was none to use.

    Call it before anything attaches the file. sqlite3.Error if the folder cannot be written.
    """
    if path.exists() and not _usable(path):
        _move_aside(path)
    connection = connect(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        made = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]) == 0
        if made:
            create_tables(connection)
        elif _format(connection) == WITHOUT_ANNOTATIONS:
            _search_annotations(connection)
        for statement in CAME_LATER:
            connection.execute(statement)
        connection.execute("COMMIT")
        return made
    finally:
        connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may write the index; what a power loss takes from it is made again."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30.0)
    use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -16000")
    return connection


def create_tables(connection: sqlite3.Connection) -> None:
    """Make the tables inside the caller's transaction."""
    for statement in TABLES:
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("format", FORMAT), ("generation", secrets.token_hex(8)), ("seen", 0), ("made", 0), ("papers", 0)],
    )


def drop_tables(connection: sqlite3.Connection) -> None:
    """Empty the file inside the caller's transaction."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')"
    ).fetchall()
    virtual = [name for _, name, sql in found if (sql or "").startswith("CREATE VIRTUAL")]
    for kind, name, _ in sorted(found, key=lambda row: (row[0] != "trigger", row[1] not in virtual)):
        connection.execute(f'DROP {kind} IF EXISTS "{name}"')  # a virtual table takes its shadow tables along


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error means that the file itself is broken."""
    return (getattr(error, "sqlite_errorname", "") or "").startswith(DAMAGE)


def condemn(path: Path) -> None:
    """Have the index made anew at the next start: it is damaged, and open connections hold it now."""
    with contextlib.suppress(OSError):
        _mark(path).touch()


def _usable(path: Path) -> bool:
    if _mark(path).exists():
        return False
    try:
        connection = sqlite3.connect(path, timeout=30.0)
        try:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables == 0:
                return True  # an empty file: tables can be made in it
            usable = _format(connection) in (FORMAT, WITHOUT_ANNOTATIONS)
            for table in ("paper_fts", "page_fts"):
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
            return usable
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if is_damage(error) or "no such table" in str(error):
            return False
        raise
    except sqlite3.DatabaseError:
        return False


def _format(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    return 0 if row is None else int(row[0])


def _search_annotations(connection: sqlite3.Connection) -> None:
    """Have the words of papers taken in again, seconds of work; text and vectors, hours of it, stay."""
    for statement in ("DROP TABLE paper_terms", "DROP TABLE paper_fts", PAPER_FTS, PAPER_TERMS, "DELETE FROM indexed"):
        connection.execute(statement)
    connection.execute("UPDATE meta SET value = 0 WHERE key IN ('seen', 'papers')")
    connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (FORMAT,))


def _move_aside(path: Path) -> None:
    aside = path.with_name(f"{path.name}.unusable-{time.strftime('%Y%m%d-%H%M%S')}")
    log.warning("The search index %s cannot be used and is made anew; the old one is now %s.", path, aside.name)
    for old in path.parent.glob(f"{path.name}.unusable-*"):
        old.unlink(missing_ok=True)  # one is enough to look into
    path.replace(aside)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    _mark(path).unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
