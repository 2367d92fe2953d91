"""What to read next: picks from the queue by time, closeness to what is being read, dates and age, with the why.

All of it reads the library and stored vectors; any thread but the window's.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.library.database import stamp
from readinglist.library.feed_records import Ranked
from readinglist.library.query import StatusIs
from readinglist.library.queue import Waiting
from readinglist.library.queue_words import days_until, due_in_words, since_in_words
from readinglist.library.reading_pace import Pace
from readinglist.library.records import Status
from readinglist.search.sentences import shortened

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.search import Searcher
    from readinglist.search.nearness import Near

LATELY = datetime.timedelta(days=7)
"""What was read in these days counts as what the user is at."""
FORGOTTEN_AFTER = datetime.timedelta(days=60)
"""A paper that waited so long and was never opened is forgotten."""
CLOSE, VERY_CLOSE = 2.0, 2.8
"""Standard deviations by which a paper must be nearer than usual to what is being read for that to be said: so many if
they share a rare phrase, people or tags, so many more if nothing but their meaning speaks for it. Of pairs of the ACL
Anthology one in 55 is as near as the first, one in 300 as the second."""
MOST_FORGOTTEN = 2
LONGEST_TITLE = 60
"""Characters of the title of another paper that are said."""
BY_ORDER, BY_CLOSENESS, BY_AGE, BY_LENGTH = 1.0, 1.2, 0.5, 0.8
"""What each ground weighs at the most."""
DUE = ((0, 2.5), (2, 1.5), (7, 0.9), (14, 0.4))
"""What a read-by date weighs that is so many days away, or less."""
HALF_WAY = 5.0
"""Places down the queue after which its order weighs half."""
SOME_TIME, LONG = 30, 730
"""Days of waiting that are worth a word, and after which more of it adds nothing."""


@dataclass(frozen=True, slots=True)
class Picks:
    """What to read next, the best first, and a sentence where that is not what was asked for.

    Kinds of reasons: date, length, near, order, age.
    """

    ranked: tuple[Ranked, ...] = ()
    minutes: Mapping[int, int] | None = None
    """How long each takes, where that is known."""
    by: Mapping[int, str] | None = None
    """The day by which each is to be read, of those that have one."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A paper that has waited for long, and what was read today that it comes near."""

    paper: int
    title: str
    since: str
    near: int
    near_title: str
    """Shortened if it is long."""
    reason: str
    """What the two have in common; words that weighed stand between asterisks."""


def pick(
    library: Library,
    searcher: Searcher,
    minutes: int | None = None,
    *,
    limit: int | None = None,
    now: datetime.datetime | None = None,
) -> Picks:
    """What to read next of the queue, or what of it fits into so many minutes. `now` is aware; local by default."""
    now = now or datetime.datetime.now().astimezone()
    waiting, pace = library.queue.waiting(), library.queue.pace()
    lengths = {each.paper: pace.minutes_left(each.pages, each.furthest) for each in waiting}
    fitting = _fitting(waiting, lengths, minutes)
    if not fitting:
        return Picks(note=_nothing(waiting, lengths, minutes))
    near = _near(library, searcher, [each.paper for each in fitting], now)
    places = {each.paper: place for place, each in enumerate(waiting)}
    ranked = sorted(
        (
            (_score(each, places[each.paper], lengths[each.paper], minutes, near.get(each.paper), now), each)
            for each in fitting
        ),
        key=lambda found: (-found[0], places[found[1].paper]),
    )[: len(fitting) if limit is None else limit]
    chosen = [each for _, each in ranked]
    why = _told(searcher, [near[each.paper] for each in chosen if each.paper in near])
    titles = library.index.answers.titles([near[paper].to for paper in why])
    reading = set(library.papers.select(StatusIs(Status.READING)))
    found = []
    for score, each in ranked:
        reasons = _grounds(each, places[each.paper], lengths[each.paper], pace, now)
        if each.paper in why:
            to = near[each.paper].to
            doing = "are reading" if to in reading else "have read lately"
            title = shortened(titles.get(to, ""), LONGEST_TITLE)
            reasons.append(("near", f"near “{title}”, which you {doing}: {why[each.paper]}"))
        found.append(Ranked(each.paper, round(score, 4), _in_order(reasons, each, now)))
    return Picks(
        tuple(found),
        {each.paper: length for each in chosen if (length := lengths[each.paper]) is not None},
        {each.paper: each.by for each in chosen if each.by is not None},
        _unknown_note(chosen, lengths, minutes),
    )


def forgotten(library: Library, searcher: Searcher, now: datetime.datetime | None = None) -> list[Forgotten]:
    """Papers that were put on the queue long ago and never opened, and that today's reading comes near."""
    now = now or datetime.datetime.now().astimezone()
    before = stamp(now - FORGOTTEN_AFTER)
    lying = {each.paper: each for each in library.queue.waiting() if each.since < before and not each.furthest}
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    read = library.queue.read_since(stamp(today)) if lying else []
    if not read:
        return []
    near = searcher.near(list(lying), read)
    why = _told(searcher, near)
    found = sorted((each for each in near if each.paper in why), key=lambda each: -each.nearness)[:MOST_FORGOTTEN]
    titles = library.index.answers.titles([each.to for each in found])
    return [
        Forgotten(
            each.paper,
            lying[each.paper].title,
            lying[each.paper].since,
            each.to,
            shortened(titles.get(each.to, ""), LONGEST_TITLE),
            why[each.paper],
        )
        for each in found
    ]


# -- which of them, and how good each is ------------------------------------------------------------------------------


def _fitting(waiting: Sequence[Waiting], lengths: Mapping[int, int | None], minutes: int | None) -> list[Waiting]:
    """Those that can be read in the time; where none is known to, those whose length nobody knows."""
    if minutes is None:
        return list(waiting)
    known = [each for each in waiting if (length := lengths[each.paper]) is not None and length <= minutes]
    return known or [each for each in waiting if lengths[each.paper] is None]


def _near(library: Library, searcher: Searcher, papers: Sequence[int], now: datetime.datetime) -> dict[int, Near]:
    reading = library.papers.select(StatusIs(Status.READING), limit=20)
    lately = library.queue.read_since(stamp(now - LATELY))
    to = list(dict.fromkeys([*lately, *reading]))
    return {each.paper: each for each in searcher.near(papers, to)} if to else {}


def _score(
    each: Waiting, place: int, length: int | None, minutes: int | None, near: Near | None, now: datetime.datetime
) -> float:
    score = BY_ORDER / (1 + place / HALF_WAY)
    if near is not None:
        score += BY_CLOSENESS * min(max((near.nearness - 1) / 3, 0.0), 1.0)
    if each.by is not None:
        away = days_until(each.by, now.date())
        score += next((weight for days, weight in DUE if away <= days), 0.0)
    waited = min(max(_days_waited(each, now), 0), LONG)
    score += BY_AGE * math.log1p(waited) / math.log1p(LONG)
    if minutes is not None and length is not None:
        score += BY_LENGTH * math.sqrt(min(length / max(minutes, 1), 1.0))
    return score


def _told(searcher: Searcher, found: Sequence[Near]) -> dict[int, str]:
    """What these papers have in common with those that they are nearest to, of those that are near enough."""
    close = [each for each in found if each.nearness >= CLOSE]
    nearness = {each.paper: each.nearness for each in close}
    return {
        paper: reasons[0].text
        for paper, reasons in searcher.why_near(close).items()
        if nearness[paper] >= VERY_CLOSE or reasons[0].kind in ("phrase", "author", "tag")
    }


def _days_waited(each: Waiting, now: datetime.datetime) -> int:
    return (now - datetime.datetime.fromisoformat(each.since)).days


# -- why ----------------------------------------------------------------------------------------------------------


def _grounds(
    each: Waiting, place: int, length: int | None, pace: Pace, now: datetime.datetime
) -> list[tuple[str, str]]:
    reasons = []
    if each.by is not None:
        reasons.append(("date", due_in_words(each.by, now.date())))
    if length is not None:
        left = f"{each.pages} pages" if each.pages != 1 else "1 page"
        if each.pages is not None and 0 < each.furthest < each.pages:
            left = f"the last {each.pages - each.furthest} of {each.pages} pages"
        own = ", at your pace" if pace.pages else ""
        reasons.append(("length", f"about {length} min for {left}{own}"))
    if place == 0:
        reasons.append(("order", "the first in your queue"))
    if _days_waited(each, now) >= SOME_TIME:
        reasons.append(("age", f"has waited since {since_in_words(each.since, now)}"))
    return reasons or [("order", f"number {place + 1} in your queue")]


def _in_order(reasons: list[tuple[str, str]], each: Waiting, now: datetime.datetime) -> tuple[tuple[str, str], ...]:
    """What is urgent is told first, then what it has to do with what is being read."""
    urgent = each.by is not None and days_until(each.by, now.date()) <= DUE[2][0]
    order = [*(["date"] if urgent else []), "near", "order", "length", "date", "age"]
    return tuple(sorted(reasons, key=lambda reason: order.index(reason[0])))


def _nothing(waiting: Sequence[Waiting], lengths: Mapping[int, int | None], minutes: int | None) -> str:
    if not waiting:
        return "Nothing waits to be read."
    shortest = min(waiting, key=lambda each: lengths[each.paper] or math.inf)
    title = f"“{shortest.title}”" if shortest.title else "the shortest paper"
    return f"Nothing on your queue can be read in {minutes} min: {title} takes about {lengths[shortest.paper]}."


def _unknown_note(chosen: Sequence[Waiting], lengths: Mapping[int, int | None], minutes: int | None) -> str:
    if minutes is None or lengths[chosen[0].paper] is not None:
        return ""
    return "How long these take is not known, for their PDFs are not here or not read yet."
