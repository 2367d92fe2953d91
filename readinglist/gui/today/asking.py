"""Which papers a page of feeds shows, and what its head says. Reads the library; any thread but the GUI's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from readinglist.errors import NotFoundError, ReadingListError
from readinglist.gui.places import Kind, Place
from readinglist.gui.today.dates import before, date_of
from readinglist.gui.today.orders import Order, held, ordered
from readinglist.library.feed_records import DayCount, Feed, Ranked
from readinglist.library.query import Is

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.program import Program

BARS = 14
ALL_DAYS = "all"
"""In place of a day: all that is undecided."""
MOST_REASONS = 300
FEW = 500
"""So many papers are looked at one by one; to ask for all that is unread is quicker for more."""
ENOUGH_NOW = "Enough is known of what you want by now: press For you to order these by it."
LOOK_BACK = 45
"""Days before the bars among which the next older one is looked for first."""


@dataclass(frozen=True, slots=True)
class ForYou:
    """A ranking for this person, best first, and what is to be said of it."""

    ranked: Mapping[int, Ranked] = field(default_factory=dict)
    note: str = ""
    hidden: frozenset[int] = frozenset()
    """What a rule or a wish of the user keeps out of it."""
    too_little: bool = False
    """Whether it was made with too little known of the person to learn from."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The head of a page, and why its papers stand where they stand."""

    feeds: tuple[Feed, ...] = ()
    """Those of the page: one, or all that are followed."""
    day: str | None = None
    """The day that is shown, ALL_DAYS for all that is undecided, None where nothing came yet."""
    bars: tuple[DayCount, ...] = ()
    """As many days as there are bars, oldest first; days on which nothing came are empty."""
    older: str | None = None
    newer: str | None = None
    """The next days that have papers."""
    papers: int = 0
    undecided: int = 0
    unread: int = 0
    ranking: ForYou | None = None
    """None until it is there."""
    title: str = ""
    """Of a page that is not about days: what is watched. It has one order."""


def read_page(
    library: Library,
    place: Place,
    day: str | None,
    order: Order,
    *,
    unread: bool = False,
    stood: Sequence[int] = (),
    ranking: ForYou | None = None,
) -> tuple[list[int], FeedPage]:
    """The papers of a page and its head; `stood` is how they stood before, `ranking` the one that is there."""
    feeds = tuple(_followed(library, place))
    one = feeds[0].id if place.kind == Kind.FEED else None
    newest = library.feeds.newest_day(one)
    if day is None:
        day = newest
    if day is None or newest is None:
        return [], FeedPage(feeds)
    if day == ALL_DAYS:
        papers = library.feeds.undecided(one)
        around = newest
    else:
        papers = library.feeds.of_day(day, one)
        around = day
    fresh = unread_of(library, papers) if unread else papers
    if ranking is not None and order is Order.FOR_YOU:
        fresh = [paper for paper in fresh if paper not in ranking.hidden]
    if day == ALL_DAYS and not unread:
        fresh = [*fresh, *decided_of(library, stood, fresh)]
    if order is not Order.NEW and not set(fresh) <= set(stood):  # what stands already need not be put in order
        ranked = ranking.ranked if ranking is not None and order is Order.FOR_YOU else {}
        shown = {} if ranked else library.feeds.shown(fresh)
        fresh = ordered(fresh, order, shown, ranked)
    days = _days_around(library, one, around, newest)
    count = next((count for count in days if count.day == day), DayCount(day, 0, 0, 0))
    if day == ALL_DAYS:
        count = DayCount(day, len(papers), len(papers), len(unread_of(library, papers)))
    page = FeedPage(
        feeds,
        day,
        _bars(days, around, newest),
        *_beside(library, one, day, newest, days),
        papers=count.papers,
        undecided=count.undecided,
        unread=count.unread,
        ranking=_as_of_now(library, ranking),
    )
    return held(fresh, stood) if stood else fresh, page


def _followed(library: Library, place: Place) -> list[Feed]:
    feeds = library.feeds.all()
    if place.kind != Kind.FEED:
        return feeds
    found = [feed for feed in feeds if feed.address.lower() == place.name.lower()]
    if not found:
        raise NotFoundError(f"You no longer follow {place.title}.")
    return found


def unread_of(library: Library, papers: Sequence[int]) -> list[int]:
    """Those of the papers that were not looked at yet, in their order."""
    if len(papers) <= FEW:
        return [row.id for row in library.papers.rows(papers) if row.unread]
    all_unread = set(library.papers.select(Is("unread")))
    return [paper for paper in papers if paper in all_unread]


def decided_of(library: Library, stood: Sequence[int], undecided: Sequence[int]) -> list[int]:
    """What stood among the undecided and was decided since: it stays in sight until one goes elsewhere."""
    waiting = set(undecided)
    gone = [paper for paper in stood if paper not in waiting]
    return [paper.id for paper in library.papers.get_many(gone) if not paper.trashed]


def _days_around(library: Library, feed: int | None, day: str, newest: str) -> list[DayCount]:
    """The days that have papers from before the bars of `day` on, newest first."""
    return library.feeds.days(feed, since=before(_first_bar(day, newest), LOOK_BACK))


def _first_bar(day: str, newest: str) -> str:
    """Bars come in pages that end at the newest day."""
    page = max((date_of(newest) - date_of(day)).days, 0) // BARS
    return before(newest, (page + 1) * BARS - 1)


def _bars(days: Sequence[DayCount], day: str, newest: str) -> tuple[DayCount, ...]:
    first = _first_bar(day, newest)
    known = {count.day: count for count in days}
    names = [before(first, -number) for number in range(BARS)]
    return tuple(known.get(name, DayCount(name, 0, 0, 0)) for name in names)


def _beside(
    library: Library, feed: int | None, day: str, newest: str, days: Sequence[DayCount]
) -> tuple[str | None, str | None]:
    """The next older and newer days with papers."""
    if day == ALL_DAYS:
        return newest, None
    older = next((count.day for count in days if count.day < day), None)
    if older is None:
        older = next((count.day for count in library.feeds.days(feed) if count.day < day), None)
    newer = next((count.day for count in reversed(days) if count.day > day), None)
    return older, newer


def rank(program: Program, papers: Sequence[int], *, undecided: bool) -> ForYou:
    """The ranking of the papers of a page. Seconds at first, tenths of them later; any thread but the GUI's.

    `undecided`: all that is undecided is ranked, and only the best get reasons; there may be very many.
    """
    try:
        all_undecided = program.recommender.rank(limit=MOST_REASONS if undecided else 1)
        found = all_undecided if undecided else program.recommender.rank(papers)
    except ReadingListError as error:
        return ForYou(note=f"Ordered by upvotes: {error}")
    hidden = all_undecided.hidden.intersection(papers)
    return ForYou(
        {one.paper: one for one in found.ranked},
        f"{found.note} {_muted(len(hidden))}".strip(),
        hidden,
        too_little=bool(found.note),
    )


def _as_of_now(library: Library, ranking: ForYou | None) -> ForYou | None:
    """An order stays below the eyes while one decides; what is said of how little is known must not."""
    if ranking is None or not ranking.too_little:
        return ranking
    from readinglist.recommend.recommender import note_on
    from readinglist.recommend.task import is_enough

    judged = library.judgements.now()
    note = ENOUGH_NOW if is_enough(judged) else note_on(judged)
    return replace(ranking, note=f"{note} {_muted(len(ranking.hidden))}".strip())


def _muted(count: int) -> str:
    if not count:
        return ""
    papers = "1 paper is" if count == 1 else f"{count:,} papers are"
    return f"{papers} muted by what you said; the other orders show all."
