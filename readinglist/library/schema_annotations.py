"""Tables and triggers for annotations: what the user marked on a document's pages, and what was found marked there."""

from __future__ import annotations

from collections.abc import Callable

TABLES = (
    """CREATE TABLE annotations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
        -- Whose it is when it outlived its document; else that is the document's business, which may move.
        paper_id INTEGER REFERENCES papers(id) ON DELETE CASCADE,
        page INTEGER NOT NULL,  -- from 1
        kind TEXT NOT NULL,  -- highlight, underline, area or note
        quads TEXT NOT NULL,  -- JSON: a list of eight numbers each, points of the unrotated page
        quote TEXT NOT NULL,
        comment TEXT NOT NULL,
        colour TEXT NOT NULL,
        author TEXT NOT NULL,
        origin TEXT NOT NULL,  -- here or pdf
        key TEXT NOT NULL,  -- its name in PDFs: the same one in two files is one annotation
        created TEXT,
        modified TEXT,
        edited INTEGER NOT NULL DEFAULT 0,  -- 1 once the user has changed one that a file brought
        removed_at TEXT,  -- its row stays, so that the file does not bring it again
        CHECK ((document_id IS NULL) <> (paper_id IS NULL))
    )""",
    "CREATE INDEX annotations_document ON annotations(document_id)",
    "CREATE INDEX annotations_paper ON annotations(paper_id) WHERE paper_id IS NOT NULL",
    """CREATE TABLE annotation_tags (
        annotation_id INTEGER NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
        PRIMARY KEY (annotation_id, tag_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX annotation_tags_tag ON annotation_tags(tag_id, annotation_id)",
    # The state of the file in which its annotations were looked for; the machine's.
    """CREATE TABLE document_stamps (
        document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
        size INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL
    )""",
)

PICTURES = (
    # What an area showed when it was marked: the file may go, the picture stays.
    """CREATE TABLE annotation_pictures (
        annotation_id INTEGER PRIMARY KEY REFERENCES annotations(id) ON DELETE CASCADE,
        png BLOB NOT NULL
    )""",
)

READ_AGAIN = """INSERT INTO jobs(kind, paper_id, document_id) SELECT 'extract', documents.paper_id, documents.id
    FROM documents JOIN document_results ON document_id = documents.id
    WHERE removed_at IS NULL AND document_results.state <> 'failed' ON CONFLICT DO NOTHING"""
"""Documents that were read before anybody looked for annotations in them."""


def paper_of(row: str) -> str:
    """SQL for the paper of a row of `annotations`."""
    return f"ifnull({row}.paper_id, (SELECT paper_id FROM documents WHERE id = {row}.document_id))"


def paper_of_tagged(row: str) -> str:
    """SQL for the paper of a row of `annotation_tags`."""
    return f"(SELECT {paper_of('a')} FROM annotations AS a WHERE a.id = {row}.annotation_id)"


def statements(bump: Callable[[str], str]) -> tuple[str, ...]:
    """The migration; `bump(paper)` is SQL that counts a change of a paper."""
    made = list(TABLES)
    for table, paper in (("annotations", paper_of), ("annotation_tags", paper_of_tagged)):
        for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
            made.append(
                f"CREATE TRIGGER revise_{table}_{event.lower()} AFTER {event} ON {table}"
                f" WHEN (SELECT present FROM papers WHERE id = {paper(row)}) BEGIN {bump(paper(row))} END"
            )
    return (*made, READ_AGAIN)
