"""What goes into a digest: of the papers that came since the last one, those that matter, and why."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from readinglist.errors import ModelError
from readinglist.exchange.digest import Digest, Item, Section
from readinglist.library import Library
from readinglist.library.feed_records import Shown, Sighting
from readinglist.library.query import AddedBetween
from readinglist.library.queue import Waiting
from readinglist.library.queue_words import due_in_words, since_in_words
from readinglist.library.records import Paper
from readinglist.recommend.next_read import Forgotten, forgotten
from readinglist.recommend.recommender import Ranking

if TYPE_CHECKING:
    from readinglist.search import Searcher

log = logging.getLogger(__name__)

MOST_FOR_YOU = 10
REACHES = (200, 2000, None)
"""How far down the ranking of all that is undecided those are looked for that came."""
MOST_TRENDING = 8
MOST_WATCHED = 5
"""Of one question or tag."""
MOST_FOLLOWED = 12
MOST_WAITING = 3
WAITS = datetime.timedelta(days=30)
"""How long a paper lies unopened until it is told of again."""
SOON = datetime.timedelta(days=7)
"""How long before its day a paper that is to be read by one is told of."""


Rank: TypeAlias = Callable[[int | None], Ranking]


@dataclass
class _Gathering:
    """The papers that came, and those that a section has already."""

    library: Library
    since: datetime.datetime
    until: datetime.datetime
    came: Sequence[int] = ()
    """Undecided papers that feeds showed in that time, the newest day first."""
    shown: Mapping[int, Shown] = field(default_factory=dict)
    beside: dict[int, list[str]] = field(default_factory=dict)
    """Reasons that a paper carries into whichever section has it."""
    sections: list[Section] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    hidden: frozenset[int] = frozenset()
    """What the user does not want to see."""

    def add(self, kind: str, title: str, found: Iterable[tuple[int, Sequence[str]]], most: int, note: str = "") -> None:
        """A section of the first papers that no other has; none if there are no such papers."""
        chosen: dict[int, tuple[str, ...]] = {}
        for paper, reasons in found:
            if len(chosen) == most:
                break
            if paper not in self.taken and paper not in self.hidden and paper not in chosen:
                chosen[paper] = tuple(dict.fromkeys((*reasons, *self.beside.get(paper, ()))))
        if chosen:
            self.taken |= chosen.keys()
            papers = {paper.id: paper for paper in self.library.papers.get_many(list(chosen))}
            shown = self.library.feeds.shown(list(chosen))
            items = tuple(_item(papers[paper], chosen[paper], shown.get(paper)) for paper in chosen)
            self.sections.append(Section(kind, title, items, note))


def gather(
    library: Library,
    since: datetime.datetime,
    until: datetime.datetime,
    rank: Rank | None = None,
    searcher: Searcher | None = None,
) -> Digest:
    """The digest of what came between two times, which know their zones; any thread but a GUI's.

    `rank` ranks what is undecided: so many, best first; in a child process, for some seconds at first. With `searcher`
    papers are brought up again that lie near to what was read today.
    """
    arrived = _arrived(library, since, until) or _caught_up(library, since, until)
    undecided = set(library.feeds.undecided())
    came = [paper for paper in arrived if paper in undecided]
    shown = library.feeds.shown(came)
    gathering = _Gathering(library, since, until, [paper for paper in came if paper in shown], shown)
    watched, followed = _watched(gathering), _followed(gathering)
    for paper, reason in [*(found for _, offered in watched for found in offered), *followed]:
        gathering.beside.setdefault(paper, []).append(reason)
    if rank is not None and came:
        _add_for_you(gathering, rank)
    gathering.add("trending", "Trending", _trending(gathering), MOST_TRENDING)
    for title, offered in watched:
        gathering.add("watched", title, ((paper, ()) for paper, _ in offered), MOST_WATCHED)
    by_authors = ((paper, ()) for paper, _ in followed)
    gathering.add("author", "Followed authors and searches", by_authors, MOST_FOLLOWED)
    waiting = library.queue.waiting()
    near = forgotten(library, searcher, until) if searcher is not None else []
    left = _left_lying(waiting, near, since, until)
    gathering.add("waiting", "Left lying", left, MOST_WAITING, _of_the_pile(waiting, until))
    return Digest(since, until, tuple(gathering.sections), len(arrived), str(library.folder))


def _arrived(library: Library, since: datetime.datetime, until: datetime.datetime) -> list[int]:
    """Papers whose feed day lies in that time, new ones and not new versions of old ones."""
    first, last = (at.astimezone(datetime.UTC).date().isoformat() for at in (since, until))
    days = [day.day for day in library.feeds.days(since=first) if day.day <= last]
    papers = list(dict.fromkeys(paper for day in days for paper in library.feeds.of_day(day)))
    shown = library.feeds.shown(papers)
    newest = {
        paper: max((seen.day for seen in found.sightings if _is_new(seen, first, last)), default="")
        for paper, found in shown.items()
    }
    known = _added_before(library, [paper for paper in papers if newest.get(paper) == first], since)
    return [paper for paper in papers if newest.get(paper) and paper not in known]


def _caught_up(library: Library, since: datetime.datetime, until: datetime.datetime) -> list[int]:
    """Papers of older days that feeds brought in that time: what there is to tell of when only those were fetched."""
    added = library.papers.select(AddedBetween(since, until))
    shown = library.feeds.shown(added)
    return [paper for paper in added if paper in shown and shown[paper].sightings]


def _is_new(seen: Sighting, first: str, last: str) -> bool:
    return first <= seen.day <= last and seen.kind in ("new", "cross")


def _added_before(library: Library, papers: Sequence[int], since: datetime.datetime) -> set[int]:
    """Of papers of the day on which the last digest was made, those that it knew."""
    start = _written(since)
    return {paper.id for paper in library.papers.get_many(papers) if paper.added[:19] < start}


def _written(at: datetime.datetime) -> str:
    """To the second, as times stand in the library."""
    return f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}"


# ------------------------------------------------------------------------------------------------- what is chosen


def _add_for_you(gathering: _Gathering, rank: Rank) -> None:
    """The best of what came; where nothing can be ranked, for there is no model, the rest is told all the same."""
    came = set(gathering.came)
    try:
        for reach in REACHES:
            ranking = rank(reach)
            best = [place for place in ranking.ranked if place.paper in came]
            if len(best) >= MOST_FOR_YOU or reach is None or len(ranking.ranked) < reach:
                break
    except ModelError as error:
        log.warning("The digest is without a ranking: %s", error)
        return
    gathering.hidden = ranking.hidden
    # How popular it is stands beside each paper anyway.
    found = (
        (place.paper, tuple(_unmarked(*reason) for reason in place.reasons if reason[0] != "popular")) for place in best
    )
    gathering.add("for-you", "For you", found, MOST_FOR_YOU, ranking.note)


def _unmarked(kind: str, text: str) -> str:
    """A reason without the asterisks around the words that weighed."""
    return text.replace("*", "") if kind == "words" else text


def _watched(gathering: _Gathering) -> list[tuple[str, list[tuple[int, str]]]]:
    """For each question and tag that is watched, what was offered to it in that time, and why."""
    deciding, start = gathering.library.deciding, _written(gathering.since)
    found = []
    for watch in deciding.watches():
        offers = [offer for offer in deciding.offers(watch.id) if offer.at[:19] >= start]
        title = f"“{watch.question}”" if watch.question else f"Tag {watch.tag}"
        found.append((title, [(offer.paper, offer.reason) for offer in offers]))
    return found


def _followed(gathering: _Gathering) -> list[tuple[int, str]]:
    """Papers that feeds by author and by query have among what came."""
    came = set(gathering.came)
    found = []
    for feed in gathering.library.feeds.all():
        if not feed.goes_out:
            reason = f"by {feed.title}" if feed.kind == "author" else f"found by your search {feed.title}"
            papers = [paper for paper in gathering.library.feeds.undecided(feed.id) if paper in came]
            found += [(paper, reason) for paper in papers]
    return found


def _trending(gathering: _Gathering) -> list[tuple[int, Sequence[str]]]:
    """Papers by their place in the list of trending ones, then by the upvotes that they gained in that time."""
    start = gathering.since.astimezone(datetime.UTC).date().isoformat()
    found: list[tuple[int, Sequence[str]]] = []
    last = 0
    for paper in gathering.library.feeds.in_order(gathering.came, "trending"):
        shown = gathering.shown[paper]
        place, gained = shown.showing.trending or 0, _gained(shown, start)
        if place > last >= 0:
            found.append((paper, (f"number {place} of what is trending",)))
        elif gained > 0:
            found.append((paper, (f"{gained:,} upvotes in this time",) if gained > 1 else ()))
        last = place if place > last >= 0 else -1  # a list of long ago says nothing more: it comes after the others
    return found


def _gained(shown: Shown, start: str) -> int:
    before = [upvotes for day, upvotes, _ in shown.curve if day < start]
    return shown.showing.upvotes - (before[-1] if before else 0)


def _left_lying(
    waiting: Sequence[Waiting], near: Sequence[Forgotten], since: datetime.datetime, until: datetime.datetime
) -> list[tuple[int, Sequence[str]]]:
    """Papers whose day comes, those near to today's reading, then others that nobody opened for long, in turn."""
    soon = (until + SOON).date().isoformat()
    due = sorted((each.by, each.paper) for each in waiting if each.by is not None and each.by <= soon)
    old = _written(until - WAITS)
    lying = sorted((each.since, each.paper) for each in waiting if each.since < old and not each.furthest)
    turn = until.date().toordinal() // max((until - since).days, 1) * MOST_WAITING
    start = turn % len(lying) if len(lying) > MOST_WAITING else 0
    found: list[tuple[int, Sequence[str]]] = [(paper, (due_in_words(day, until.date()),)) for day, paper in due]
    found += [(each.paper, (_near_today(each), _unmarked("words", each.reason))) for each in near]
    found += [(paper, (f"waits since {since_in_words(at, until)}",)) for at, paper in lying[start:] + lying[:start]]
    return found


def _near_today(each: Forgotten) -> str:
    return f"near “{each.near_title}”, which you read today"


def _of_the_pile(waiting: Sequence[Waiting], until: datetime.datetime) -> str:
    if len(waiting) <= MOST_WAITING:
        return ""
    oldest = min(each.since for each in waiting)
    return f"{len(waiting):,} papers wait to be read, the oldest since {since_in_words(oldest, until)}."


def _item(paper: Paper, reasons: tuple[str, ...], shown: Shown | None) -> Item:
    if shown is None:
        return Item(paper, reasons)
    seen = tuple(dict.fromkeys(sighting.title for sighting in shown.sightings))
    showing = shown.showing
    return Item(paper, reasons, seen, showing.upvotes, showing.comments, showing.summary)
