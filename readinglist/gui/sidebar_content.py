"""What the sidebar shows, as it was read from the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.library import Counts
from readinglist.library.decision_records import Watch
from readinglist.library.feed_records import Feed
from readinglist.library.records import SmartList, Tag


@dataclass(frozen=True, slots=True)
class Places:
    """Where one can go; `counts` None shows no numbers."""

    counts: Counts | None = None
    lists: Sequence[SmartList] = ()
    tags: Sequence[Tag] = ()
    feeds: Sequence[Feed] = ()
    unseen: int = 0
    """Undecided papers of all feeds that were not looked at yet."""
    watches: Sequence[Watch] = ()
