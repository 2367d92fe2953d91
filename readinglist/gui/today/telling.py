"""What a row says of a paper that feeds showed, in words; no widgets."""

from __future__ import annotations

from readinglist.library.feed_records import Ranked, Shown
from readinglist.library.records import Row, Status

DECIDED = {
    Status.TO_READ: ("bookmark", "Saved", "good"),
    Status.READING: ("reading", "Reading", "good"),
    Status.READ: ("read", "Read", "good"),
    Status.DISMISSED: ("close", "Dismissed", "text_second"),
}


def seen_in(shown: Shown) -> str:
    """The feeds that showed it, in the order of first sighting."""
    return ", ".join(dict.fromkeys(sighting.title for sighting in shown.sightings))


def decision_of(row: Row, shown: Shown) -> tuple[str, str, str] | None:
    """Icon, words and colour of what was decided; None for nothing."""
    if row.status == Status.INBOX:
        return ("clock", "Tomorrow", "text_second") if shown.later_until else None
    return DECIDED[row.status]


def reason_of(shown: Shown, ranked: Ranked | None) -> tuple[str, str]:
    """Kind and words of why it may matter: the first reason of the ranking, else what it is about in a line."""
    if ranked is not None and ranked.reasons:
        kind, text = ranked.reasons[0]
        return kind, text[:1].upper() + text[1:]
    return "summary", " ".join(shown.showing.summary.split())


def spoken_besides(row: Row, shown: Shown, ranked: Ranked | None) -> list[str]:
    """What a screen reader says of it after what it says of any paper."""
    decided = decision_of(row, shown)
    upvotes = shown.showing.upvotes
    return [
        decided[1] if decided is not None else "",
        f"{upvotes:,} upvotes" if upvotes else "",
        f"seen in {seen_in(shown)}" if shown.sightings else "",
        reason_of(shown, ranked)[1].replace("*", ""),
    ]
