"""What is told about decisions on what feeds show. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What a user decides about a paper: to read it, not to, or to be asked again tomorrow."""

    SAVE = "save"
    DISMISS = "dismiss"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to new papers that match `words`, which are in the query language."""

    id: int
    words: str
    action: str
    """`boost`, `mute` or `tag`."""
    tag: str = ""


ACTIONS = ("boost", "mute", "tag")


@dataclass(frozen=True, slots=True)
class Wished:
    """What the user said about the like of a paper: `kind` is more, less or mute."""

    paper: int
    kind: str
    at: str
    until: str | None = None


WISHES = ("more", "less", "mute")


@dataclass(frozen=True, slots=True)
class Watch:
    """A question in plain words, or a tag, that new papers are offered to; one of the two is empty."""

    id: int
    question: str
    tag: str
    added_at: str
    open: int = 0
    """Offers that wait for a decision."""

    @property
    def name(self) -> str:
        """The question, or the tag's name."""
        return self.question or self.tag


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that came near a watch, and the sentence part that says why."""

    watch: int
    paper: int
    score: float
    reason: str
    at: str
