"""What is said of feeds that are asked, in a few words; no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.jobs.feeds import Progress, Updated

EVERY = (
    (None, "As It Suits the Feed"),
    (15, "Every 15 Minutes"),
    (60, "Every Hour"),
    (240, "Every 4 Hours"),
    (1440, "Once a Day"),
)
"""Minutes between two askings."""
KEEP = (
    (None, "As Usual"),
    (0, "For Ever"),
    (30, "For a Month"),
    (90, "For Three Months"),
    (365, "For a Year"),
)
"""Days for which undecided papers are kept."""


def asking_words(progress: Progress) -> str:
    """`Asking Daily Papers, day 4 of 30`, or why nothing happens at the moment."""
    if progress.waits:
        return f"{progress.feed.title}: {progress.waits.removesuffix('.')}"
    far = f", day {min(progress.done + 1, progress.total):,} of {progress.total:,}" if progress.total > 1 else ""
    return f"Asking {progress.feed.title}{far}"


def updated_words(done: Updated) -> str:
    """What an update brought that the user asked for."""
    title = done.feed.title
    if done.problems:
        return done.problems[0]
    brought = f"{len(done.new):,} new papers" if len(done.new) != 1 else "1 new paper"
    if done.cancelled:
        return f"{title} was stopped: {brought} came before that"
    return f"{title}: {brought}" if done.new else f"{title}: nothing new"


def all_updated_words(done: list[Updated]) -> str:
    """What an update of several feeds brought."""
    new = len({paper for one in done for paper in one.new})
    brought = f"{new:,} new papers" if new != 1 else "1 new paper"
    troubled = [one for one in done if one.problems]
    if troubled:
        return f"{brought}; {troubled[0].problems[0]}"
    return f"{brought} in {many_feeds(len(done))}" if new else f"Nothing new in {many_feeds(len(done))}"


def many_feeds(count: int) -> str:
    """`1 feed`, `3 feeds`."""
    return f"{count:,} feed" if count == 1 else f"{count:,} feeds"
