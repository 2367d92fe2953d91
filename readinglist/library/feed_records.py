"""What is told about feeds and the papers they show. Days are ISO dates in UTC, times ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field

from readinglist.library.records import PaperRecord


@dataclass(frozen=True, slots=True)
class Showing:
    """What a feed says of a paper beside its record; empty where it says nothing."""

    upvotes: int = 0
    comments: int = 0
    trending: int | None = None
    """Place in the list of trending papers, from 1."""
    submitted_by: str = ""
    organisation: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    code: str = ""
    stars: int = 0
    project: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as one answer of a feed shows it."""

    record: PaperRecord
    day: str
    kind: str = "new"
    """`new`, `cross`, `replace` or `replace-cross`."""
    link: str = ""
    showing: Showing | None = None


WITHOUT_NETWORK = ("query", "author")
"""Kinds of feeds that nobody is asked for: new papers of the others are seen in them as well."""
WITH_DAYS = ("daily", "arxiv")
"""Kinds that can be asked for days that are past."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its health. `address` is what the user gave; `every_minutes` and `keep_days` None for its kind's."""

    id: int
    address: str
    kind: str
    """`daily`, `arxiv`, `arxiv-query`, `rss`, `query` or `author`."""
    title: str
    papers: int = 0
    unread: int = 0
    """Undecided papers of it that were not looked at yet."""
    every_minutes: int | None = None
    keep_days: int | None = None
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    last_asked: str | None = None
    last_answer: str | None = None
    error: str | None = None
    """A sentence for the user; None while all is well."""
    cause: str = ""
    next_at: str | None = None
    failures: int = 0

    @property
    def goes_out(self) -> bool:
        """Whether it is asked over the network; else it gathers from what other feeds bring."""
        return self.kind not in WITHOUT_NETWORK

    @property
    def has_days(self) -> bool:
        """Whether it can be asked for days that are past."""
        return self.kind in WITH_DAYS


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a paper was seen."""

    feed: str
    """The feed's address."""
    title: str
    day: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the views say about a paper that feeds showed."""

    paper: int
    sightings: tuple[Sighting, ...] = ()
    showing: Showing = field(default_factory=Showing)
    curve: tuple[tuple[str, int, int], ...] = ()
    """(day, upvotes, comments), oldest first."""
    later_until: str | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day of one feed or of all: its papers, how many are undecided, and how many of those were not looked at yet."""

    day: str
    papers: int
    undecided: int
    unread: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking with its reasons; scores of different rankings do not compare."""

    paper: int
    score: float
    reasons: tuple[tuple[str, str], ...] = ()
    """(kind, sentence part): kind is near, words, tag, author, popular, variety, rule or wish."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer of a feed brought, in its order: papers that are new, and papers that were there already."""

    new: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
