"""In which order the papers of a day are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from readinglist.library.feed_records import Ranked, Shown


class Order(StrEnum):
    """The four orders; their values are how the window calls them."""

    FOR_YOU = "For you"
    UPVOTES = "Upvotes"
    TRENDING = "Trending"
    NEW = "New"


UNKNOWN = Shown(0)
GAIN_DAYS = 3
"""Upvotes that came within the last so many days of the curve make a paper trend."""


def ordered(papers: Sequence[int], order: Order, shown: Mapping[int, Shown], ranked: Mapping[int, Ranked]) -> list[int]:
    """The papers in that order; what it says nothing of keeps the order in which the feeds had it.

    Without a ranking, for you is by upvotes.
    """
    if order is Order.NEW:
        return list(papers)
    if order is Order.FOR_YOU and ranked:
        places = {paper: place for place, paper in enumerate(ranked)}
        return sorted(papers, key=lambda paper: places.get(paper, len(places)))
    if order is Order.TRENDING:
        return sorted(papers, key=lambda paper: _trend(shown.get(paper, UNKNOWN)))
    return sorted(papers, key=lambda paper: -shown.get(paper, UNKNOWN).showing.upvotes)


def _trend(shown: Shown) -> tuple[float, int, int]:
    place = shown.showing.trending
    return (float("inf") if place is None else place, -gained(shown), -shown.showing.upvotes)


def gained(shown: Shown) -> int:
    """Upvotes that came in the last days of the curve."""
    if not shown.curve:
        return 0
    before = shown.curve[max(len(shown.curve) - 1 - GAIN_DAYS, 0)]
    return shown.curve[-1][1] - (before[1] if len(shown.curve) > 1 else 0)


def held(fresh: Sequence[int], before: Iterable[int]) -> list[int]:
    """The papers of `fresh` where they stood `before`, lest rows move below the eyes."""
    before = list(before)
    known, alive = set(before), set(fresh)
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for paper in fresh:
        if paper in known:
            last = paper
        else:
            behind.setdefault(last, []).append(paper)
    found = behind.get(None, [])[:]
    for paper in before:
        if paper in alive:
            found.append(paper)
            found += behind.get(paper, ())
    return found
