"""Query trees. `search` parses text into them, `library` turns them into SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches each paper: the empty query."""


@dataclass(frozen=True, slots=True)
class Words:
    """One word or phrase in `field` (title author abstract note text tag venue, or None for anywhere).

    `text` is as typed; `phrase` means quoted; `prefix` means `word*` or the last word while typing.
    """

    text: str
    field: str | None = None
    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class TagIs:
    """The tag of that name or one nested in it; case does not matter."""

    name: str


@dataclass(frozen=True, slots=True)
class IdIs:
    """An identifier of any kind, or the citation key."""

    value: str


@dataclass(frozen=True, slots=True)
class YearBetween:
    """Both ends belong to it; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class AddedBetween:
    """Added at or after `start` and before `end` (UTC, aware); None is open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class StatusIs:
    """`status:read`; a query with it anywhere also sees dismissed papers."""

    status: str


@dataclass(frozen=True, slots=True)
class Has:
    """`what` is pdf, note, annotation, doi or arxiv."""

    what: str


@dataclass(frozen=True, slots=True)
class Is:
    """`what` is starred, unread or later (put off)."""

    what: str


@dataclass(frozen=True, slots=True)
class FeedIs:
    """Seen in a feed with that address, name or kind; `prefix`: with an address or name that begins so."""

    name: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class SeenBetween:
    """Seen in a feed on a day (ISO, UTC) from `first` to `last`, both included; None is open."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class UpvotesBetween:
    """Both ends belong to it; None is open. A paper that Daily Papers has not shown has none."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


Query: TypeAlias = (
    Everything
    | Words
    | TagIs
    | IdIs
    | YearBetween
    | AddedBetween
    | StatusIs
    | Has
    | Is
    | FeedIs
    | SeenBetween
    | UpvotesBetween
    | Not
    | And
    | Or
)
