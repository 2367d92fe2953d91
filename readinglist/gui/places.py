"""The places of the sidebar: which papers each holds, in which order, and what it says when it is empty."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from readinglist.library import Counts
from readinglist.library.query import AddedBetween, And, Everything, Has, Is, Not, Or, Query, StatusIs, TagIs
from readinglist.library.records import Sort, Status


class Kind(StrEnum):
    """What a place is; tags, smart lists and feeds also have a name."""

    LIBRARY = "library"
    TODAY = "today"
    INBOX = "inbox"
    TO_READ = "to-read"
    READING = "reading"
    READ = "read"
    STARRED = "starred"
    RECENT = "recent"
    HIGHLIGHTS = "highlights"
    DIGEST = "digest"
    LIST = "list"
    TAG = "tag"
    FEED = "feed"
    WATCH = "watch"
    DISMISSED = "dismissed"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar that can be chosen; `name` is the tag, list or question, or a feed's address."""

    kind: Kind
    name: str = ""
    called: str = field(default="", compare=False)
    """The title of a feed, or of what is watched."""

    @property
    def title(self) -> str:
        """How it is called in the window."""
        return self.called or self.name or TITLES[self.kind]

    @property
    def is_feed(self) -> bool:
        """Whether it shows what feeds brought, to be decided on with one key each."""
        return self.kind in (Kind.TODAY, Kind.FEED, Kind.WATCH)


LIBRARY = Place(Kind.LIBRARY)
TODAY = Place(Kind.TODAY)
FIXED = tuple(
    Place(kind) for kind in (Kind.LIBRARY, Kind.INBOX, Kind.TO_READ, Kind.READING, Kind.READ, Kind.STARRED, Kind.RECENT)
)
"""Those whose papers are counted by what the user decided."""
HIGHLIGHTS = Place(Kind.HIGHLIGHTS)
DIGEST = Place(Kind.DIGEST)
DISMISSED = Place(Kind.DISMISSED)
TRASH = Place(Kind.TRASH)

RECENT_DAYS = 7

TITLES = {
    Kind.LIBRARY: "Library",
    Kind.TODAY: "Today",
    Kind.INBOX: "Inbox",
    Kind.TO_READ: "To read",
    Kind.READING: "Reading",
    Kind.READ: "Read",
    Kind.STARRED: "Starred",
    Kind.RECENT: "Recently added",
    Kind.HIGHLIGHTS: "Highlights",
    Kind.DIGEST: "Digest",
    Kind.DISMISSED: "Dismissed",
    Kind.TRASH: "Trash",
}
TIPS = {
    Kind.LIBRARY: "To read, reading and read",
    Kind.TODAY: "What your feeds show, day by day",
    Kind.INBOX: "What a feed or a pasted page brought, not decided yet",
    Kind.RECENT: f"Added in the last {RECENT_DAYS} days, but what waits in the inbox",
    Kind.DIGEST: "What came and matters, on one page to read, save or send",
}
"""What a place holds, where its name does not say it."""
ICONS = {
    Kind.LIBRARY: "library",
    Kind.TODAY: "sun",
    Kind.FEED: "dot",
    Kind.WATCH: "eye",
    Kind.INBOX: "inbox",
    Kind.TO_READ: "to-read",
    Kind.READING: "reading",
    Kind.READ: "read",
    Kind.STARRED: "star",
    Kind.RECENT: "clock",
    Kind.HIGHLIGHTS: "highlight",
    Kind.DIGEST: "mail",
    Kind.LIST: "filter",
    Kind.TAG: "tag",
    Kind.DISMISSED: "close",
    Kind.TRASH: "trash",
}
STATUSES = {
    Kind.INBOX: Status.INBOX,
    Kind.TO_READ: Status.TO_READ,
    Kind.READING: Status.READING,
    Kind.READ: Status.READ,
    Kind.DISMISSED: Status.DISMISSED,
}
EMPTY = {
    Kind.LIBRARY: ("No papers in the library yet", "Add one with Ctrl+N, paste with Ctrl+V, or drop files anywhere."),
    Kind.TODAY: ("Nothing came yet", "Papers show here as soon as one of your feeds has been asked."),
    Kind.FEED: ("Nothing came yet", "Papers show here as soon as this feed has been asked."),
    Kind.WATCH: ("Nothing came near yet", "New papers that come near are offered here, as soon as they are indexed."),
    Kind.INBOX: ("The inbox is empty", "Papers that a feed or a pasted page brings wait here until you decide."),
    Kind.TO_READ: ("Nothing waits to be read", "Press 2 on a paper to put it here."),
    Kind.READING: ("You are not in the middle of anything", "Press 3 on a paper when you begin to read it."),
    Kind.READ: ("Nothing read yet", "Press 4 on a paper when you are done with it."),
    Kind.STARRED: ("No stars yet", "Press S on a paper that matters."),
    Kind.RECENT: ("Nothing new this week", "Add a paper with Ctrl+N, or paste a link with Ctrl+V."),
    Kind.HIGHLIGHTS: ("Nothing is marked yet", "What you mark in PDFs, here or in another program, is gathered here."),
    Kind.DIGEST: ("Nothing to tell of yet", "What feeds bring, and what was left lying, is told here."),
    Kind.LIST: ("No paper fits this list", "It fills by itself as papers come in or change."),
    Kind.TAG: ("No paper carries this tag", "Drop papers on the tag, or press T on a paper."),
    Kind.DISMISSED: ("Nothing is dismissed", "Press D on a paper that you do not want to see again."),
    Kind.TRASH: ("The Trash is empty", "What you delete stays here until you empty it."),
}


def query_of(place: Place) -> Query:
    """The papers of a place (LIST has its own text, TRASH is asked for by `trash=True`, feeds have days)."""
    match place.kind:
        case Kind.LIBRARY:
            return Or(tuple(StatusIs(status) for status in (Status.TO_READ, Status.READING, Status.READ)))
        case Kind.STARRED:
            return Is("starred")
        case Kind.RECENT:
            start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=RECENT_DAYS)
            # What feeds bring is not added yet: it would bury what the user brought.
            return And((AddedBetween(start, None), Not(StatusIs(Status.INBOX))))
        case Kind.HIGHLIGHTS:
            return Has("annotation")
        case Kind.DIGEST:
            return Not(Everything())  # it tells of papers on a page of its own
        case Kind.TAG:
            return TagIs(place.name)
        case Kind.LIST | Kind.TRASH | Kind.TODAY | Kind.FEED | Kind.WATCH:
            return Everything()
        case _:
            return StatusIs(STATUSES[place.kind])


def text_of(place: Place) -> str:
    """The same as query text, to narrow a search down to the place; empty where a search goes everywhere."""
    match place.kind:
        case Kind.STARRED:
            return "is:starred"
        case Kind.RECENT:
            return f"added:<{RECENT_DAYS}d -status:inbox"
        case Kind.HIGHLIGHTS:
            return "has:annotation"
        case Kind.TAG:
            return f'tag:"{place.name}"'
        case Kind.LIBRARY | Kind.TRASH | Kind.LIST | Kind.TODAY | Kind.FEED | Kind.WATCH | Kind.DIGEST:
            return ""
        case _:
            return f"status:{STATUSES[place.kind].value}"


def sort_of(place: Place) -> Sort:
    """The order that a place starts with."""
    return {Kind.READ: Sort.READ, Kind.TO_READ: Sort.QUEUE}.get(place.kind, Sort.ADDED)


def count_of(place: Place, counts: Counts) -> int:
    """How many papers a fixed place holds; of the highlights, how many there are themselves."""
    return int(getattr(counts, "all" if place.kind == Kind.LIBRARY else place.kind.value.replace("-", "_")))


class Filter(StrEnum):
    """The round buttons above the list."""

    ALL = "All"
    UNREAD = "Unread"
    PDF = "Has PDF"
    NOTES = "With notes"
    MONTH = "This month"


SPOKEN = {
    Filter.ALL: "Show all papers",
    Filter.UNREAD: "Show unread papers",
    Filter.PDF: "Show papers with a PDF",
    Filter.NOTES: "Show papers with notes",
    Filter.MONTH: "Show papers added this month",
}
"""What the round buttons do, for those who hear it."""


def narrowed(query: Query, chosen: Filter) -> Query:
    """A query and what the chosen filter asks for."""
    extra = _filter_query(chosen)
    if extra is None:
        return query
    return extra if isinstance(query, Everything) else And((query, extra))


def filter_text(chosen: Filter) -> str:
    """What the chosen filter asks for, as query text."""
    match chosen:
        case Filter.UNREAD:
            return "is:unread"
        case Filter.PDF:
            return "has:pdf"
        case Filter.NOTES:
            return "has:note"
        case Filter.MONTH:
            return f"added:{_month_start():%Y-%m}.."
        case _:
            return ""


def _filter_query(chosen: Filter) -> Query | None:
    match chosen:
        case Filter.UNREAD:
            return Is("unread")
        case Filter.PDF:
            return Has("pdf")
        case Filter.NOTES:
            return Has("note")
        case Filter.MONTH:
            return AddedBetween(_month_start(), None)
        case _:
            return None


def _month_start() -> datetime.datetime:
    today = datetime.datetime.now().astimezone()
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(datetime.UTC)


def leaves(place: Place, status: Status) -> bool:
    """Whether a paper of that place is no longer in it once it has this status."""
    if place.kind in STATUSES:
        return STATUSES[place.kind] is not status
    if place.kind == Kind.LIBRARY:
        return status in (Status.INBOX, Status.DISMISSED)
    return status is Status.DISMISSED and place.kind != Kind.TRASH and not place.is_feed
