"""How feeds are, as a shape, a colour and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from readinglist.library.feed_records import Feed

WAITS = ("offline", "cooling", "busy")
"""Causes that pass by themselves."""


class Health(StrEnum):
    """What the mark of a feed says."""

    WELL = "well"
    WAITS = "waits"
    TROUBLE = "trouble"
    UNASKED = "unasked"


ROLES = {Health.WELL: "good", Health.WAITS: "star", Health.TROUBLE: "bad", Health.UNASKED: "text_third"}


def health_of(feed: Feed) -> Health:
    """What to mark a feed with: one failure with a time at which it is asked again is only a wait."""
    if feed.error:
        passes = feed.cause in WAITS or (feed.failures <= 1 and feed.next_at is not None)
        return Health.WAITS if passes else Health.TROUBLE
    return Health.WELL if feed.last_answer or not feed.goes_out else Health.UNASKED


def sentence_of(feed: Feed) -> str:
    """What is to be said of it: what went wrong, else when it answered last."""
    if feed.error:
        return feed.error
    if not feed.goes_out:
        return "Shows what your other feeds bring"
    return f"Answered {_when(feed.last_answer)}" if feed.last_answer else "Not asked yet"


def troubles(feeds: Sequence[Feed]) -> str:
    """One sentence for what is wrong with these; empty while all is well."""
    wrong = [feed for feed in feeds if feed.error]
    if not wrong:
        return ""
    first = f"{wrong[0].title}: {wrong[0].error}" if len(feeds) > 1 else str(wrong[0].error)
    return first if len(wrong) == 1 else f"{first} ({len(wrong) - 1} more)"


def _when(stamp: str) -> str:
    try:
        moment = datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return stamp
    now = datetime.now().astimezone()
    return f"at {moment:%H:%M}" if moment.date() == now.date() else f"on {moment:%Y-%m-%d} at {moment:%H:%M}"
