"""The nouns that travel between packages: frozen values without behaviour of their own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from readinglist.identifiers import PARTICLES
from readinglist.library.landing import Landing


class Status(StrEnum):
    """Where a paper stands; `inbox` is not decided yet, the library proper is to-read, reading and read."""

    INBOX = "inbox"
    TO_READ = "to-read"
    READING = "reading"
    READ = "read"
    DISMISSED = "dismissed"


class Sort(StrEnum):
    """Orders of a list: newest addition, title, newest year, latest read first, or the user's own of what to read."""

    ADDED = "added"
    TITLE = "title"
    YEAR = "year"
    READ = "read"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Person:
    """An author; an organisation or a one-word name stands in `family` alone."""

    family: str
    given: str = ""

    @property
    def name(self) -> str:
        """The name as it is printed on a paper: given name first."""
        return f"{self.given} {self.family}".strip()

    @classmethod
    def from_name(cls, name: str) -> Person:
        """Read `Ada Lovelace`, `Lovelace, Ada` or `Ludwig van Beethoven` (particles stay with the family name)."""
        name = " ".join(name.split())
        if "," in name:
            family, _, given = name.partition(",")
            return cls(family.strip(), given.strip())
        words = name.split(" ")
        first = len(words) - 1
        if first > 1 and words[first].rstrip(".").lower() in {"jr", "sr", "ii", "iii", "iv"}:
            first -= 1
        while first > 1 and words[first - 1].lower() in PARTICLES:
            first -= 1
        return cls(" ".join(words[first:]), " ".join(words[:first]))


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """What one source says about one paper; empty means that it says nothing.

    `doi` is lower case, `arxiv_id` without version, `date` ISO 8601 and perhaps only `2024` or `2024-05`.
    `keywords` become tags. `feed_date` is the day on which a feed showed it.
    """

    title: str = ""
    authors: tuple[Person, ...] = ()
    year: int | None = None
    date: str | None = None
    venue: str = ""
    abstract: str = ""
    arxiv_id: str | None = None
    arxiv_version: int | None = None
    doi: str | None = None
    pmid: str | None = None
    openreview_id: str | None = None
    isbn: str | None = None
    url: str | None = None
    citation_key: str | None = None
    keywords: tuple[str, ...] = ()
    note: str = ""
    feed_date: datetime.date | None = None

    @property
    def names_a_paper(self) -> bool:
        """Whether it says which paper it speaks of: by a title, an identifier or at least a link."""
        named = (self.title.strip(), self.url, self.arxiv_id, self.doi, self.pmid, self.openreview_id, self.isbn)
        return any(named)


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a paper. `pages`, `state` and `reason` are what reading it brought: waiting, read, empty or failed."""

    id: int
    paper: int
    path: Path
    sha256: str
    original_name: str
    pages: int | None = None
    state: str = "waiting"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the library with all that hangs on it. Times are ISO 8601 in UTC."""

    id: int
    citation_key: str
    title: str
    authors: tuple[Person, ...]
    year: int | None
    date: str | None
    venue: str
    abstract: str
    arxiv_id: str | None
    arxiv_version: int | None
    doi: str | None
    pmid: str | None
    openreview_id: str | None
    isbn: str | None
    url: str | None
    status: Status
    starred: bool
    unread: bool
    tags: tuple[str, ...]
    note: str
    documents: tuple[Document, ...]
    feed_date: str | None
    added: str
    updated: str
    trashed: bool
    waits_for_lookup: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a paper was read: up to page `furthest` of `pages`, in `seconds` altogether."""

    furthest: int
    pages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of the list shows."""

    id: int
    title: str
    people: str
    """`Ge, Cheng, Wang +6`: the family names of the first three and how many more."""
    source: str
    """`arXiv 2405.15738`, else the venue, another id or the link, else `Daily Papers` if they showed it."""
    when: str
    """The date as far as it is known: `2024-05-24`, `2024-05` or `2024`, else the day a feed showed it, else empty."""
    status: Status
    starred: bool
    unread: bool
    tags: tuple[tuple[str, str], ...]
    """(name, colour) of each tag, in order of name."""
    has_document: bool
    has_note: bool
    waits: str
    """Why the paper is not complete yet (`waiting for look-up`, `reading the PDF`), else empty."""
    stuck: str = ""
    """Kind of the job that `waits` speaks of, if it does not go on by itself: `look-up` or `download`."""
    progress: Progress | None = None
    """Of the file that was read last; None where none was opened."""
    minutes: int | None = None
    """How long reading it takes, of a paper to read whose length is known."""
    by: str | None = None
    """The day by which the user wants to have read it, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with its colour (one of COLOURS) and how many papers carry it or one nested in it."""

    name: str
    colour: str
    count: int = 0
    real: bool = True
    """False for a name that is no tag itself and only holds others together: `nlp` where there is `nlp/retrieval`."""


COLOURS = ("violet", "blue", "teal", "green", "amber", "rose", "slate")


@dataclass(frozen=True, slots=True)
class SmartList:
    """A saved query."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one commit touched; listeners look only at what they show. `everything` comes from another process."""

    papers: frozenset[int] = field(default_factory=frozenset)
    listing: bool = False
    """Papers came, went, or moved between lists (added, trashed, status, star, unread)."""
    tags: bool = False
    lists: bool = False
    jobs: bool = False
    history: bool = False
    annotations: bool = False
    """Annotations came, went or changed; `papers` says whose, unless all may have."""
    feeds: bool = False
    """Feeds came, went, answered or failed, or papers were seen in them; rules and watches too."""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A former text of a note."""

    id: int
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a paper's history: `kind` is added, status, field, note, document or merged."""

    at: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Added:
    """What an add did, in the order of the records: ids that are new, and ids that were there already."""

    added: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A piece of input that could not be used: where it came from, its line if known, and why, for the user."""

    source: str
    error: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper was found: `kind` is words, phrase, meaning, author, tag or venue; `text` is a sentence part."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A found paper; a higher score is better, scores of different answers do not compare.

    `snippet` marks what matched with U+E000 before and U+E001 behind (private-use characters that no text holds).
    """

    paper: int
    score: float
    reasons: tuple[Reason, ...] = ()
    snippet: str = ""
    landing: Landing | None = None
    """Where the snippet stands in a file of the paper, if it does."""


MARK_START, MARK_END = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A passage that lies next door to a page: of a document, on `page` (from 1), or of the note of `paper`.

    `quote` is the piece of `text` that says best why; a higher score is nearer.
    """

    paper: int
    title: str
    document: int | None
    page: int | None
    quote: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Job:
    """One durable piece of background work; `state` is waiting, running, paused or failed (what is done is deleted)."""

    id: int
    kind: str
    """`look-up`, `refresh`, `download`, `extract` or `embed`."""
    paper: int
    document: int | None
    state: str
    attempts: int
    not_before: str | None
    error: str | None
    progress: float | None
    generation: int
    title: str
    """Title of its paper, for showing."""
    asked: bool = False
    """The user asked for this very job; else it follows from what was added."""
    rank: int = 0
    """The user's order: higher goes first, then the older."""
    cause: str = ""
    """Kind of the reason in `error`, one of CAUSES; empty if there is none, or none of them."""
    bytes_done: int | None = None
    bytes_total: int | None = None


CAUSES = (
    *("offline", "cooling", "busy", "unavailable"),  # waits, and goes on by itself
    *("not-found", "choice", "no-pdf", "refused", "wrong-content", "too-large", "quota"),  # somebody has to look at it
)
"""Why a job of the network waits or failed."""


SERVICES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "datacite": "DataCite",
    "crossref": "Crossref",
    "europepmc": "Europe PMC",
}
"""The services that tell about papers, as provenance has them and as a person calls them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a service says of a paper and the user has to decide on.

    `kind`: `same-title` (it may be the paper, whose title is all that is known of it) or `refresh` (the newest state).
    """

    id: int
    paper: int
    kind: str
    source: str
    record: PaperRecord
