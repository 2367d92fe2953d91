"""Tables and triggers for papers that arrive by themselves: which job a paper asks for, and what was found for it."""

from __future__ import annotations

COLUMNS = (
    "ALTER TABLE jobs ADD COLUMN rank INTEGER NOT NULL DEFAULT 0",  # higher goes first: the user's order
    "ALTER TABLE jobs ADD COLUMN asked INTEGER NOT NULL DEFAULT 0",  # 1 if the user asked for this very job
    "ALTER TABLE jobs ADD COLUMN cause TEXT NOT NULL DEFAULT ''",  # kind of reason why it waits or failed
    "ALTER TABLE jobs ADD COLUMN bytes_done INTEGER",
    "ALTER TABLE jobs ADD COLUMN bytes_total INTEGER",
    "DROP INDEX jobs_due",
    "CREATE INDEX jobs_due ON jobs(state, kind, rank DESC, id)",
)

# What services say of a paper where the user has to decide: which of several it is, or what of it to renew.
CHOICES = (
    """CREATE TABLE choices (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,  -- same-title or refresh
        source TEXT NOT NULL,
        record TEXT NOT NULL  -- JSON
    )""",
    "CREATE INDEX choices_paper ON choices(paper_id, id)",
)

INCOMPLETE = """(papers.title = '' OR NOT EXISTS (SELECT 1 FROM authors WHERE paper_id = papers.id)
    OR NOT EXISTS (SELECT 1 FROM identifiers WHERE paper_id = papers.id AND kind <> 'isbn'))"""
"""Nobody has said yet who wrote it, what it is called, or under which id services know it."""
REACHABLE = """(papers.url IS NOT NULL
    OR EXISTS (SELECT 1 FROM identifiers WHERE paper_id = papers.id AND kind IN ('arxiv', 'doi', 'pmid')))"""
# A file names itself before it is read; then reading asks. The sample is complete, and nobody asked for its PDFs.
ASKED_FOR = """NOT EXISTS (SELECT 1 FROM provenance WHERE paper_id = papers.id AND field = 'title'
    AND source IN ('file-name', 'sample'))"""
# A file that the user took off its paper stays off.
WITHOUT_FILE = "NOT EXISTS (SELECT 1 FROM documents WHERE paper_id = papers.id)"
# A look-up asks for the download when it ends.
WITHOUT_LOOK_UP = (
    "NOT EXISTS (SELECT 1 FROM jobs WHERE paper_id = papers.id AND kind = 'look-up' AND state <> 'failed')"
)
KEPT = "papers.present AND papers.status <> 'dismissed'"


def _look_up(paper: str, also: str = "") -> str:
    condition = f" AND {also}" if also else ""
    return f"""INSERT INTO jobs(kind, paper_id) SELECT 'look-up', papers.id FROM papers
        WHERE papers.id = {paper} AND {INCOMPLETE} AND {ASKED_FOR} AND {KEPT}{condition}
        ON CONFLICT(kind, paper_id, ifnull(document_id, 0)) DO UPDATE SET generation = generation + 1, attempts = 0,
            not_before = NULL, error = NULL, cause = '', state = iif(state = 'failed', 'waiting', state);"""


def _download(paper: str, also: str = "true") -> str:
    """What failed before is not tried again by itself."""
    return f"""INSERT INTO jobs(kind, paper_id) SELECT 'download', papers.id FROM papers
        WHERE papers.id = {paper} AND {REACHABLE} AND {ASKED_FOR} AND {WITHOUT_FILE} AND {also} AND {KEPT}
        ON CONFLICT DO NOTHING;"""


def _settled(paper: str) -> str:
    """Where a look-up failed and somebody else has completed the paper, nothing is left to do about it."""
    return f"""DELETE FROM jobs WHERE paper_id = {paper} AND kind = 'look-up' AND state = 'failed'
        AND EXISTS (SELECT 1 FROM papers WHERE papers.id = {paper} AND NOT {INCOMPLETE});"""


# A paper that only a feed brought is asked about when it is saved, which is what `fetch_saved_papers` waits for.
DECIDED = """NOT (papers.status = 'inbox'
    AND EXISTS (SELECT 1 FROM provenance WHERE paper_id = papers.id AND source = 'feed'))"""

ASK_FOR_DOWNLOAD = _download(":paper", DECIDED)

TRIGGERS = (
    "DROP TRIGGER look_up_papers",
    f"""CREATE TRIGGER look_up_papers AFTER UPDATE OF present ON papers WHEN new.present AND NOT old.present
        BEGIN {_look_up("new.id")} {_download("new.id", WITHOUT_LOOK_UP)} END""",
    f"""CREATE TRIGGER fetch_saved_papers AFTER UPDATE OF status ON papers
        WHEN old.status IN ('inbox', 'dismissed') AND new.status NOT IN ('inbox', 'dismissed')
        BEGIN {_look_up("new.id")} {_download("new.id", WITHOUT_LOOK_UP)} END""",
    f"""CREATE TRIGGER fetch_identified_papers AFTER INSERT ON identifiers
        WHEN new.kind IN ('arxiv', 'doi', 'pmid') AND (SELECT present FROM papers WHERE id = new.paper_id)
        BEGIN {_settled("new.paper_id")} {_look_up("new.paper_id")} {_download("new.paper_id", WITHOUT_LOOK_UP)} END""",
)

STATEMENTS = COLUMNS + CHOICES + TRIGGERS
"""The migration. Papers that are there already are not asked for: their owner did not expect it of an update."""

FEED_TRIGGERS = (
    "DROP TRIGGER look_up_papers",
    f"""CREATE TRIGGER look_up_papers AFTER UPDATE OF present ON papers WHEN new.present AND NOT old.present
        BEGIN {_look_up("new.id", DECIDED)} {_download("new.id", f"{WITHOUT_LOOK_UP} AND {DECIDED}")} END""",
    "DROP TRIGGER fetch_identified_papers",
    f"""CREATE TRIGGER fetch_identified_papers AFTER INSERT ON identifiers
        WHEN new.kind IN ('arxiv', 'doi', 'pmid') AND (SELECT present FROM papers WHERE id = new.paper_id)
        BEGIN {_settled("new.paper_id")} {_look_up("new.paper_id", DECIDED)}
        {_download("new.paper_id", f"{WITHOUT_LOOK_UP} AND {DECIDED}")} END""",
)
"""What replaces triggers of TRIGGERS since there are feeds."""
