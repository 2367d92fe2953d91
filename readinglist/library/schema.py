"""The tables of library.db: append-only migrations, each a tuple of statements."""

from __future__ import annotations

from readinglist.library import (
    reading_places,
    recognised,
    schema_annotations,
    schema_arrival,
    schema_feeds,
    schema_notes,
)

NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

TABLES = (
    """CREATE TABLE papers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        present INTEGER NOT NULL DEFAULT 0,  -- 0 while undone or merged into another: never deleted, jobs may hold it
        title TEXT NOT NULL DEFAULT '',
        title_key TEXT NOT NULL DEFAULT '',  -- identifiers.title_key(title), for finding the same paper again
        year INTEGER,
        date TEXT,
        venue TEXT NOT NULL DEFAULT '',
        abstract TEXT NOT NULL DEFAULT '',
        url TEXT,
        citation_key TEXT NOT NULL DEFAULT '',
        key_fixed INTEGER NOT NULL DEFAULT 0,  -- 1 once it may not change by itself any more
        status TEXT NOT NULL,
        starred INTEGER NOT NULL DEFAULT 0,
        unread INTEGER NOT NULL DEFAULT 1,
        added_at TEXT NOT NULL,
        read_at TEXT,
        trashed_at TEXT,
        feed_date TEXT,
        merged_into INTEGER REFERENCES papers(id) ON DELETE CASCADE
    )""",
    "CREATE INDEX papers_title_key ON papers(title_key)",
    "CREATE INDEX papers_citation_key ON papers(citation_key)",
    # Covering indexes: a sorted list of 100,000 ids comes from the index alone.
    # Papers of one addition share its time and keep the order of their source.
    "CREATE INDEX papers_by_added ON papers(present, trashed_at, added_at DESC, id, status, starred, unread)",
    "CREATE INDEX papers_by_title ON papers(present, trashed_at, title COLLATE NOCASE, id, status, starred, unread)",
    "CREATE INDEX papers_by_year ON papers(present, trashed_at, year DESC, date DESC, id, status, starred, unread)",
    "CREATE INDEX papers_by_read ON papers(present, trashed_at, read_at DESC, id DESC, status, starred, unread)",
    "CREATE INDEX papers_merged ON papers(merged_into) WHERE merged_into IS NOT NULL",
    """CREATE TABLE authors (
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        family TEXT NOT NULL,
        given TEXT NOT NULL DEFAULT '',
        name_key TEXT NOT NULL,
        PRIMARY KEY (paper_id, position)
    ) WITHOUT ROWID""",
    "CREATE INDEX authors_name ON authors(name_key, paper_id)",
    """CREATE TABLE identifiers (
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        version INTEGER,
        PRIMARY KEY (paper_id, kind, value)
    ) WITHOUT ROWID""",
    "CREATE INDEX identifiers_value ON identifiers(kind, value, paper_id)",
    """CREATE TABLE provenance (
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        source TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (paper_id, field)
    ) WITHOUT ROWID""",
    """CREATE TABLE tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        colour TEXT NOT NULL
    )""",
    """CREATE TABLE paper_tags (
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
        PRIMARY KEY (paper_id, tag_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX paper_tags_tag ON paper_tags(tag_id, paper_id)",
    """CREATE TABLE notes (
        paper_id INTEGER PRIMARY KEY REFERENCES papers(id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        edited_at TEXT NOT NULL
    )""",
    # Former texts of a note: history that undo does not take back.
    """CREATE TABLE note_revisions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    "CREATE INDEX note_revisions_paper ON note_revisions(paper_id, id)",
    """CREATE TABLE status_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        status TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    "CREATE INDEX status_changes_paper ON status_changes(paper_id, id)",
    """CREATE TABLE smart_lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        query TEXT NOT NULL
    )""",
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        path TEXT NOT NULL,  -- below documents/
        sha256 TEXT NOT NULL,
        original_name TEXT NOT NULL,
        added_at TEXT NOT NULL,
        removed_at TEXT  -- taken off its paper; row and file go when the Trash is emptied
    )""",
    "CREATE INDEX documents_paper ON documents(paper_id)",
    "CREATE INDEX documents_sha256 ON documents(sha256)",
    # What reading a document brought; the machine's, so undo does not see it.
    """CREATE TABLE document_results (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
        state TEXT NOT NULL,
        pages INTEGER,
        reason TEXT,
        at TEXT NOT NULL
    )""",
    """CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        document_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
        state TEXT NOT NULL DEFAULT 'waiting',
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before TEXT,
        lease_pid INTEGER,
        lease_start TEXT,
        error TEXT,
        progress REAL,
        generation INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE UNIQUE INDEX jobs_once ON jobs(kind, paper_id, ifnull(document_id, 0))",
    "CREATE INDEX jobs_due ON jobs(state, kind, id)",
    "CREATE INDEX jobs_paper ON jobs(paper_id)",
    "CREATE INDEX jobs_document ON jobs(document_id) WHERE document_id IS NOT NULL",
    # The change counter that index.db follows. No foreign key: a deleted paper leaves its last change behind.
    """CREATE TABLE paper_revisions (
        paper_id INTEGER PRIMARY KEY,
        revision INTEGER NOT NULL UNIQUE,
        at TEXT NOT NULL
    )""",
    "CREATE TABLE change_counter (value INTEGER NOT NULL)",
    "INSERT INTO change_counter VALUES (0)",
    # Commits of each running process, so that one can tell its own from another's.
    "CREATE TABLE writers (token TEXT PRIMARY KEY, commits INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE undo_steps (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        at TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE undo_statements (
        step_id INTEGER NOT NULL REFERENCES undo_steps(id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        sql TEXT NOT NULL,
        PRIMARY KEY (step_id, seq)
    ) WITHOUT ROWID""",
    """CREATE TABLE undo_papers (
        step_id INTEGER NOT NULL REFERENCES undo_steps(id) ON DELETE CASCADE,
        paper_id INTEGER NOT NULL,
        PRIMARY KEY (step_id, paper_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX undo_papers_paper ON undo_papers(paper_id)",
)


def _bump(paper: str) -> str:
    return f"""
        UPDATE change_counter SET value = value + 1;
        INSERT INTO paper_revisions(paper_id, revision, at)
            SELECT {paper}, value, {NOW} FROM change_counter WHERE true
            ON CONFLICT(paper_id) DO UPDATE SET revision = excluded.revision, at = excluded.at;"""


def _revision_triggers() -> tuple[str, ...]:
    """Triggers that count a change of a paper for everything about it that is shown or searched."""
    made = [
        f"""CREATE TRIGGER revise_papers AFTER UPDATE OF present, title, year, date, venue, abstract, url, citation_key,
            status, starred, unread, trashed_at, feed_date ON papers BEGIN {_bump("new.id")} END""",
        f"CREATE TRIGGER revise_papers_gone AFTER DELETE ON papers BEGIN {_bump('old.id')} END",
        f"""CREATE TRIGGER revise_tags AFTER UPDATE OF name, colour ON tags BEGIN
            UPDATE change_counter SET value = value + (SELECT count(*) FROM paper_tags WHERE tag_id = new.id);
            INSERT INTO paper_revisions(paper_id, revision, at)
                SELECT paper_id, value - row_number() OVER (ORDER BY paper_id) + 1, {NOW}
                FROM paper_tags, change_counter WHERE tag_id = new.id
                ON CONFLICT(paper_id) DO UPDATE SET revision = excluded.revision, at = excluded.at; END""",
        f"""CREATE TRIGGER revise_results AFTER INSERT ON document_results BEGIN
            {_bump("(SELECT paper_id FROM documents WHERE id = new.document_id)")} END""",
        f"""CREATE TRIGGER revise_results_again AFTER UPDATE ON document_results BEGIN
            {_bump("(SELECT paper_id FROM documents WHERE id = new.document_id)")} END""",
    ]
    for table in ("authors", "identifiers", "paper_tags", "notes", "documents"):
        for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
            # What hangs on a paper that is not present yet is counted once, when it becomes present.
            made.append(
                f"CREATE TRIGGER revise_{table}_{event.lower()} AFTER {event} ON {table}"
                f" WHEN (SELECT present FROM papers WHERE id = {row}.paper_id)"
                f" BEGIN {_bump(row + '.paper_id')} END"
            )
    return tuple(made)


def _ask(kind: str, paper: str, document: str, condition: str) -> str:
    """Statement inside a trigger: ask for a job, or ask again when it is there already."""
    return f"""INSERT INTO jobs(kind, paper_id, document_id) SELECT '{kind}', {paper}, {document} WHERE {condition}
        ON CONFLICT(kind, paper_id, ifnull(document_id, 0)) DO UPDATE SET generation = generation + 1, attempts = 0,
            not_before = NULL, error = NULL, state = iif(state = 'failed', 'waiting', state);"""


JOB_TRIGGERS = (
    f"""CREATE TRIGGER embed_papers AFTER UPDATE OF present, title, abstract ON papers
        WHEN new.present AND new.title <> '' AND (NOT old.present OR old.title IS NOT new.title
            OR old.abstract IS NOT new.abstract)
        BEGIN {_ask("embed", "new.id", "NULL", "true")} END""",
    f"""CREATE TRIGGER look_up_papers AFTER UPDATE OF present ON papers
        WHEN new.present AND NOT old.present AND new.title = ''
        BEGIN {_ask("look-up", "new.id", "NULL", "true")} END""",
    f"""CREATE TRIGGER extract_documents AFTER INSERT ON documents
        BEGIN {_ask("extract", "new.paper_id", "new.id", "true")} END""",
    """CREATE TRIGGER removed_documents AFTER UPDATE OF removed_at ON documents WHEN new.removed_at IS NOT NULL
        BEGIN DELETE FROM jobs WHERE document_id = new.id; END""",
    f"""CREATE TRIGGER returned_documents AFTER UPDATE OF removed_at ON documents
        WHEN new.removed_at IS NULL AND old.removed_at IS NOT NULL
        BEGIN {_ask("extract", "new.paper_id", "new.id", "true")} END""",
    # A document that moves to another paper takes its work along.
    """CREATE TRIGGER move_jobs AFTER UPDATE OF paper_id ON documents
        BEGIN UPDATE jobs SET paper_id = new.paper_id WHERE document_id = new.id; END""",
)

READ = "EXISTS (SELECT 1 FROM document_results WHERE document_id = new.id AND state = 'read')"
NOT_KNOWN = "NOT EXISTS (SELECT 1 FROM document_results WHERE document_id = new.id AND state <> 'failed')"

KEPT_RESULTS = (
    # What reading a document brought while undo has taken the document away. No foreign key: that is the point.
    """CREATE TABLE undone_results (
        document_id INTEGER PRIMARY KEY,
        state TEXT NOT NULL,
        pages INTEGER,
        reason TEXT,
        at TEXT NOT NULL
    )""",
    """CREATE TRIGGER keep_results BEFORE DELETE ON documents BEGIN
        INSERT OR REPLACE INTO undone_results SELECT document_id, state, pages, reason, at FROM document_results
            WHERE document_id = old.id AND state <> 'failed'; END""",
    "DROP TRIGGER extract_documents",
    f"""CREATE TRIGGER extract_documents AFTER INSERT ON documents BEGIN
        INSERT INTO document_results SELECT * FROM undone_results WHERE document_id = new.id;
        DELETE FROM undone_results WHERE document_id = new.id;
        {_ask("extract", "new.paper_id", "new.id", NOT_KNOWN)}
        {_ask("embed", "new.paper_id", "new.id", READ)} END""",
    "DROP TRIGGER returned_documents",
    f"""CREATE TRIGGER returned_documents AFTER UPDATE OF removed_at ON documents
        WHEN new.removed_at IS NULL AND old.removed_at IS NOT NULL BEGIN
        {_ask("extract", "new.paper_id", "new.id", NOT_KNOWN)}
        {_ask("embed", "new.paper_id", "new.id", READ)} END""",
)

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_first", TABLES + _revision_triggers() + JOB_TRIGGERS),
    ("0002_kept_results", KEPT_RESULTS),
    ("0003_arrival", schema_arrival.STATEMENTS),
    ("0004_annotations", schema_annotations.statements(_bump)),
    ("0005_reading_places", reading_places.STATEMENTS),
    ("0006_annotation_pictures", schema_annotations.PICTURES),
    ("0007_note_passages", schema_notes.STATEMENTS),
    ("0008_recognised_pages", recognised.STATEMENTS),
    ("0009_feeds", schema_feeds.STATEMENTS),
    ("0010_feeds_arrive", schema_feeds.ARRIVAL + schema_arrival.FEED_TRIGGERS),
    ("0011_feed_counts", schema_feeds.COUNTS),
)
"""Name and statements of each migration, in order. Never change one that was released: append."""
