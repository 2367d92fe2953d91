"""How far a paper was read, in words."""

from __future__ import annotations

from readinglist.library.records import Progress

FEW = 10
"""More minutes than that are told in steps of five where they are guessed."""


def far(progress: Progress) -> str:
    """`page 5 of 15, 14 min`."""
    minutes = round(progress.seconds / 60)
    return f"page {progress.furthest:,} of {progress.pages:,}" + (f", {minutes:,} min" if minutes else "")


def furthest(progress: Progress) -> str:
    """`Furthest page 5 · 14 min read, about 30 left`."""
    minutes = round(progress.seconds / 60)
    said = f"Furthest page {progress.furthest:,}"
    if minutes:
        said += f" · {minutes:,} min read"
        left = minutes_left(progress)
        said += f", about {left:,} left" if left else ""
    return said


def minutes_left(progress: Progress) -> int:
    """How long the rest takes at the speed so far; 0 where there is no rest, or too little to go by."""
    rest = progress.pages - progress.furthest
    if progress.furthest < 2 or rest <= 0:
        return 0
    minutes = progress.seconds / 60 / progress.furthest * rest
    return round(minutes) if minutes <= FEW else 5 * round(minutes / 5)
