"""Tables for what feeds show, what the user decided about feeds, and the queue of papers to read."""

from __future__ import annotations

USER_TABLES = (
    """CREATE TABLE feeds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        address TEXT NOT NULL UNIQUE COLLATE NOCASE,  -- as it was added, `hf-daily` or a URL for instance
        kind TEXT NOT NULL,  -- daily, arxiv, arxiv-query, rss, query or author
        title TEXT NOT NULL,
        added_at TEXT NOT NULL,
        every_minutes INTEGER,  -- between two askings; NULL for what suits its kind
        keep_days INTEGER,  -- how long undecided papers are kept: NULL for what suits its kind, 0 for ever
        removed_at TEXT  -- its papers stay, and it comes back where it was
    )""",
    # Out of sight until that time; the status stays.
    """CREATE TABLE later (
        paper_id INTEGER PRIMARY KEY REFERENCES papers(id) ON DELETE CASCADE,
        until TEXT NOT NULL
    )""",
    """CREATE TABLE rules (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        words TEXT NOT NULL,  -- in the query language
        action TEXT NOT NULL,  -- boost, mute or tag
        tag TEXT NOT NULL DEFAULT '',
        added_at TEXT NOT NULL
    )""",
    # A question in plain words, or a tag: new papers that come near are offered there.
    """CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        question TEXT,
        tag_id INTEGER REFERENCES tags(id) ON DELETE CASCADE,
        added_at TEXT NOT NULL,
        CHECK ((question IS NULL) <> (tag_id IS NULL))
    )""",
    # What the user said about the like of a paper: more, less, or mute (until a time).
    """CREATE TABLE wishes (
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        until TEXT,
        PRIMARY KEY (paper_id, kind)
    ) WITHOUT ROWID""",
    # The order of what is to be read; papers without a row come behind those with one.
    """CREATE TABLE queue (
        paper_id INTEGER PRIMARY KEY REFERENCES papers(id) ON DELETE CASCADE,
        place REAL NOT NULL,
        by_date TEXT
    )""",
)

MACHINE_TABLES = (
    """CREATE TABLE feed_health (
        feed_id INTEGER PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
        url TEXT NOT NULL DEFAULT '',  -- of the feed itself, where the address is that of a page which names it
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        last_asked TEXT,
        last_answer TEXT,
        error TEXT,  -- a sentence; NULL while all is well
        cause TEXT NOT NULL DEFAULT '',  -- kind of the reason, one of records.CAUSES where it is one
        next_at TEXT,
        failures INTEGER NOT NULL DEFAULT 0,  -- in a row
        lease_pid INTEGER,
        lease_start TEXT
    )""",
    # Days of a feed that has days: which were asked for, and what came.
    """CREATE TABLE feed_days (
        feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        papers INTEGER NOT NULL,
        PRIMARY KEY (feed_id, day)
    ) WITHOUT ROWID""",
    # Where and when a paper was seen: as precious as the papers, for it cannot be fetched again.
    """CREATE TABLE sightings (
        feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        day TEXT NOT NULL,  -- the feed's day, YYYY-MM-DD in UTC
        kind TEXT NOT NULL DEFAULT 'new',  -- new, cross, replace or replace-cross
        place INTEGER NOT NULL,  -- in that day's order, from 1
        link TEXT NOT NULL DEFAULT '',
        seen_at TEXT NOT NULL,
        PRIMARY KEY (feed_id, paper_id, day)
    ) WITHOUT ROWID""",
    "CREATE INDEX sightings_day ON sightings(day, feed_id, place, paper_id)",
    "CREATE INDEX sightings_paper ON sightings(paper_id, day, feed_id)",
    # What Daily Papers says of a paper beside its record, the newest.
    """CREATE TABLE showings (
        paper_id INTEGER PRIMARY KEY REFERENCES papers(id) ON DELETE CASCADE,
        upvotes INTEGER NOT NULL DEFAULT 0,
        comments INTEGER NOT NULL DEFAULT 0,
        trending INTEGER,  -- place in its list of trending papers, from 1
        submitted_by TEXT NOT NULL DEFAULT '',
        organisation TEXT NOT NULL DEFAULT '',
        summary TEXT NOT NULL DEFAULT '',
        keywords TEXT NOT NULL DEFAULT '[]',  -- JSON
        code TEXT NOT NULL DEFAULT '',
        stars INTEGER NOT NULL DEFAULT 0,
        project TEXT NOT NULL DEFAULT '',
        thumbnail TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL
    )""",
    # The curve: one row for each day on which the numbers were asked for.
    """CREATE TABLE popularity (
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        upvotes INTEGER NOT NULL,
        comments INTEGER NOT NULL,
        PRIMARY KEY (paper_id, day)
    ) WITHOUT ROWID""",
    # Papers that were dropped undecided: by id or title key, so that they are not shown as new again.
    """CREATE TABLE dropped (
        kind TEXT NOT NULL,  -- that of identifiers, or title
        value TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (kind, value)
    ) WITHOUT ROWID""",
    # What was offered to a watch, and why; an answered one stays, so that it is not offered again.
    """CREATE TABLE offers (
        watch_id INTEGER NOT NULL REFERENCES watches(id) ON DELETE CASCADE,
        paper_id INTEGER NOT NULL REFERENCES papers(id) ON DELETE CASCADE,
        score REAL NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (watch_id, paper_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX offers_paper ON offers(paper_id)",
)

STATEMENTS = USER_TABLES + MACHINE_TABLES
"""The migration."""

ARRIVAL = (
    # When Daily Papers last said that it is trending: an old list says nothing of today.
    "ALTER TABLE showings ADD COLUMN trending_at TEXT",
    # Entries without any identifier are known again by their link.
    "CREATE INDEX sightings_link ON sightings(link, feed_id) WHERE link <> ''",
    # The sidebar counts what is undecided and new, of tens of thousands that are neither.
    """CREATE INDEX papers_unseen ON papers(id) WHERE present AND trashed_at IS NULL AND status = 'inbox' AND unread""",
)
"""What the first feeds taught."""


_UNSEEN = "papers.present AND papers.trashed_at IS NULL AND papers.status = 'inbox' AND papers.unread"


def _unseen(row: str) -> str:
    return f"({row}.present AND {row}.trashed_at IS NULL AND {row}.status = 'inbox' AND {row}.unread)"


def _of_sighting(row: str, sign: str) -> str:
    """What a sighting that comes or goes changes, unless the feed has the paper on another day too."""
    return f"""UPDATE feed_counts SET papers = papers {sign} 1,
            unseen = unseen {sign} EXISTS (SELECT 1 FROM papers WHERE id = {row}.paper_id AND {_UNSEEN})
        WHERE feed_id = {row}.feed_id AND NOT EXISTS (SELECT 1 FROM sightings WHERE feed_id = {row}.feed_id
            AND paper_id = {row}.paper_id AND day <> {row}.day);"""


COUNTS = (
    # Counting the papers of each feed anew takes a tenth of a second where there are 100,000: triggers keep count.
    """CREATE TABLE feed_counts (
        feed_id INTEGER PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
        papers INTEGER NOT NULL,
        unseen INTEGER NOT NULL  -- undecided and not looked at; those that are put off as well
    )""",
    f"""INSERT INTO feed_counts SELECT id,
        (SELECT count(DISTINCT paper_id) FROM sightings WHERE feed_id = feeds.id),
        (SELECT count(DISTINCT paper_id) FROM sightings JOIN papers ON papers.id = paper_id
         WHERE feed_id = feeds.id AND {_UNSEEN}) FROM feeds""",
    f"""CREATE TRIGGER count_sightings AFTER INSERT ON sightings BEGIN
        INSERT OR IGNORE INTO feed_counts VALUES (new.feed_id, 0, 0);
        {_of_sighting("new", "+")} END""",
    f"CREATE TRIGGER count_sightings_gone AFTER DELETE ON sightings BEGIN {_of_sighting('old', '-')} END",
    f"""CREATE TRIGGER count_unseen AFTER UPDATE OF present, trashed_at, status, unread ON papers
        WHEN {_unseen("old")} <> {_unseen("new")} BEGIN
        UPDATE feed_counts SET unseen = unseen + {_unseen("new")} - {_unseen("old")}
        WHERE feed_id IN (SELECT feed_id FROM sightings WHERE paper_id = new.id); END""",
    # While it is there to be asked what it was; the cascade comes when it is gone.
    """CREATE TRIGGER forget_sightings BEFORE DELETE ON papers
        BEGIN DELETE FROM sightings WHERE paper_id = old.id; END""",
)
"""Counts of each feed."""
