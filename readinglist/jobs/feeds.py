"""Feeds are asked what is new: one at a time, politely, and what came of it is told in a sentence."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from readinglist.errors import QueryError, ReadingListError
from readinglist.http_client import CallCancelledError, HttpClient, HttpError, Known, NoNetworkError, NotThereError
from readinglist.jobs.causes import cause_of
from readinglist.jobs.feed_gathering import gather, hand_on
from readinglist.jobs.feed_times import back_off, days_to_ask, next_time, showing, usual_first_day
from readinglist.library import Library
from readinglist.library.database import stamp
from readinglist.library.feed_records import Entry, Feed
from readinglist.settings import Settings
from readinglist.sources import arxiv_feeds, daily
from readinglist.sources.errors import SourceError
from readinglist.sources.feed_addresses import Address, read_address
from readinglist.sources.feed_asking import FeedReply, ask_feed

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = timedelta(minutes=2)
"""The longest single wait of somebody who waits, as for all other work."""
RETRIES = (3.0, 15.0, 45.0)
"""Seconds after which a host that did not answer is asked again while somebody waits."""
MOST_WAITS = 30
"""How often one question is put off by a host that asks for patience."""
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the update of a feed is."""

    feed: Feed
    done: int
    """Questions answered: days, for a feed that has days."""
    total: int
    new: int
    """Papers that were not known before."""
    waits: str = ""
    """Why nothing happens at the moment."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update brought."""

    feed: Feed
    new: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()
    """A sentence for each thing that could not be had."""
    cancelled: bool = False


@dataclass(slots=True)
class _Round:
    """One update under way."""

    feed: Feed
    address: Address
    on_progress: Callable[[Progress], object]
    cancelled: Callable[[], bool]
    patient: bool
    new: dict[int, None] = field(default_factory=dict)
    known: dict[int, None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    error: ReadingListError | None = None
    done: int = 0
    total: int = 1
    reply: FeedReply | None = None

    def tell(self, waits: str = "") -> None:
        self.on_progress(Progress(self.feed, self.done, self.total, len(self.new), waits))


def _ignore(progress: Progress) -> None:
    return None


def _never() -> bool:
    return False


class FeedUpdater:
    """Asks feeds and keeps what they show. Any thread; a feed is asked by one at a time, over all processes."""

    def __init__(
        self,
        library: Library,
        client: HttpClient,
        *,
        arrived: Callable[[Sequence[int]], object] = lambda papers: None,
        usual: Callable[[str], int] = lambda kind: Settings().feed_minutes(kind),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rest: Callable[[float], object] = time.sleep,
    ) -> None:
        """`arrived` is told of the papers that are new after each update, on its thread.

        `usual`: minutes between two askings of a feed of that kind.
        """
        self._usual = usual
        self._library, self._client = library, client
        self._arrived = arrived
        self._now, self._rest = now, rest

    def update(
        self,
        feed: Feed,
        *,
        from_: date | None = None,
        to: date | None = None,
        on_progress: Callable[[Progress], object] = _ignore,
        cancelled: Callable[[], bool] = _never,
        patient: bool = True,
        leased: bool = False,
    ) -> Updated:
        """Ask a feed, for the days from `from_` to `to` where it has days; what came is kept, whatever happens then.

        `patient`: short waits that hosts ask for are waited for. `leased`: the caller has the feed already.
        Raises nothing for what goes wrong with a feed: that is among the problems, and in its health.
        """
        round_ = _Round(feed, read_address(feed.address), on_progress, cancelled, patient)
        if round_.address.goes_out and not leased and not self._claimed(round_):
            sentence = f"{feed.title} is being updated already."
            return Updated(feed, problems=(sentence,), cancelled=cancelled())
        ended = False
        try:
            try:
                self._ask(round_, from_, to)
            except CallCancelledError:
                ended = True
            self._tell_health(round_, ended)
        finally:
            if round_.address.goes_out:
                self._library.feeds.release(feed.id)
        self._tell_arrival(round_)
        fresh = self._library.feeds.get(feed.address)
        return Updated(fresh, tuple(round_.new), tuple(round_.known), tuple(round_.problems), ended)

    # ------------------------------------------------------------------------------------------------------- asking

    def _ask(self, round_: _Round, from_: date | None, to: date | None) -> None:
        round_.tell()
        match round_.address.kind:
            case "daily":
                self._ask_daily(round_, from_, to)
            case "arxiv" if from_ is not None or to is not None:
                self._ask_days(round_, from_, to, lambda day: self._arxiv_day(round_, day))
            case "arxiv":
                names = round_.address.rest
                self._ask_web(
                    round_, lambda known: arxiv_feeds.ask_categories(self._client, names, known, round_.cancelled)
                )
            case "arxiv-query":
                self._ask_query(round_)
            case "rss":
                self._ask_web(round_, lambda known: self._rss(round_, known))
            case _:
                self._gather(round_)

    def _ask_daily(self, round_: _Round, from_: date | None, to: date | None) -> None:
        again = from_ is not None  # upvotes move, and who names days of which all is known wants them anew
        self._ask_days(round_, from_, to, lambda day: daily.ask_day(self._client, day, round_.cancelled), again=again)
        today = self._now().date()
        if round_.error is not None or (to is not None and to < today):
            return
        try:
            entries = self._patiently(round_, lambda: daily.ask_trending(self._client, today, round_.cancelled))
        except CallCancelledError:
            raise
        except (HttpError, SourceError) as error:
            if not getattr(error, "final", True):
                self._note(round_, error)
            return
        asked = self._library.feeds.days_asked(round_.feed.id)
        # A day of which only the trending papers are known would look as if that was all.
        self._take(round_, [entry for entry in entries if entry.day in asked])

    def _ask_days(
        self,
        round_: _Round,
        from_: date | None,
        to: date | None,
        question: Callable[[date], tuple[Entry, ...] | None],
        *,
        again: bool = False,
    ) -> None:
        today = self._now().date()
        asked = self._library.feeds.days_asked(round_.feed.id)
        if from_ is None:
            from_ = usual_first_day(today, round_.feed.last_answer)
        wanted = days_to_ask(from_, to or today, today, asked)
        if not wanted and again:
            wanted = days_to_ask(from_, to or today, today, {})
        round_.total = len(wanted)
        round_.tell()
        for day in wanted:
            try:
                entries = self._patiently(round_, lambda day=day: question(day))  # type: ignore[misc]
            except SourceError as error:
                self._note(round_, error, f"{day.isoformat()}: ")
                continue
            except CallCancelledError:
                raise
            except HttpError as error:  # it is the same for all days
                left = len(wanted) - round_.done
                self._note(round_, error, f"{left} of {len(wanted)} days are missing. " if len(wanted) > 1 else "")
                return
            if entries is not None:
                self._take(round_, entries, (day.isoformat(),))
            round_.done += 1
            round_.tell()

    def _arxiv_day(self, round_: _Round, day: date) -> tuple[Entry, ...]:
        return arxiv_feeds.ask_day(self._client, round_.address.rest, day, round_.cancelled)

    def _ask_web(self, round_: _Round, question: Callable[[Known], FeedReply]) -> None:
        feed = round_.feed
        reply = self._tried(round_, lambda: question(Known(feed.etag, feed.last_modified)))
        if reply is None:
            return
        if reply.answer is not None:
            if feed.kind == "rss":
                self._library.feeds.call(feed.id, reply.answer.title, instead_of=round_.address.title)
            self._take(round_, reply.answer.entries)
        round_.reply = reply
        round_.done = 1
        round_.tell()

    def _rss(self, round_: _Round, known: Known) -> FeedReply:
        """The feed where it was last; if it has gone from there, the one that the user's page names now."""
        page, url = round_.address.rest, round_.feed.url
        if not url or url == page:
            return ask_feed(self._client, page, known, round_.cancelled)
        try:
            return ask_feed(self._client, url, known, round_.cancelled)
        except NotThereError:
            return ask_feed(self._client, page, Known(), round_.cancelled)

    def _ask_query(self, round_: _Round) -> None:
        library = self._library

        def known(entry: Entry) -> bool:
            paper = library.papers.known([entry.record])[0]
            return paper is not None and paper in library.feeds.shown([paper])

        query = round_.address.rest
        entries = self._tried(round_, lambda: arxiv_feeds.ask_query(self._client, query, known, round_.cancelled))
        if entries is None:
            return
        self._take(round_, entries)
        round_.done = 1
        round_.tell()

    def _gather(self, round_: _Round) -> None:
        try:
            round_.new |= dict.fromkeys(gather(self._library, round_.feed, round_.address))
        except QueryError as error:
            self._note(round_, error)
        round_.done = 1

    # ------------------------------------------------------------------------------------------------- what came of it

    def _take(self, round_: _Round, entries: Sequence[Entry], asked_days: Sequence[str] = ()) -> None:
        taken = self._library.feeds.take(round_.feed.id, entries, asked_days=asked_days)
        round_.new |= dict.fromkeys(taken.new)
        round_.known |= dict.fromkeys(paper for paper in taken.known if paper not in round_.new)
        hand_on(self._library, taken.new)

    def _note(self, round_: _Round, error: ReadingListError, before: str = "") -> None:
        round_.error = round_.error or error
        round_.problems.append(f"{round_.feed.title}: {before}{error}")

    def _tell_health(self, round_: _Round, ended: bool) -> None:
        library, feed, now = self._library, round_.feed, self._now()
        if round_.error is not None:
            error = round_.error
            newest = library.feeds.newest_day(feed.id)
            until = getattr(error, "until", None)
            library.feeds.failed(
                feed.id,
                showing(str(error), newest, now.astimezone()),
                cause_of(error) if isinstance(error, HttpError) else "wrong-content",
                stamp(back_off(feed, until, now)),
            )
        elif not ended:
            reply = round_.reply
            library.feeds.answered(
                feed.id,
                etag=reply.known.etag if reply else "",
                last_modified=reply.known.last_modified if reply else "",
                url=reply.url if reply and feed.kind == "rss" else "",
                next_at=stamp(next_time(feed, reply, now, self._usual(feed.kind))) if round_.address.goes_out else None,
            )

    def _tell_arrival(self, round_: _Round) -> None:
        if round_.new:
            try:
                self._arrived(tuple(round_.new))
            except ReadingListError as error:
                log.warning("New papers of %s were not looked at: %s", round_.feed.address, error)

    # ---------------------------------------------------------------------------------------------------------- waiting

    def _claimed(self, round_: _Round) -> bool:
        """Whether the feed is ours; somebody else may be just about done with it."""
        ends = time.monotonic() + PATIENCE.total_seconds() * round_.patient
        while not self._library.feeds.claim(round_.feed.id):
            if round_.cancelled() or time.monotonic() >= ends:
                return False
            self._rest(LOOK_SECONDS)
        return True

    def _tried(self, round_: _Round, question: Callable[[], T]) -> T | None:
        """What the question brings; None, and the reason noted, where it cannot be had."""
        try:
            return self._patiently(round_, question)
        except CallCancelledError:
            raise
        except (HttpError, SourceError) as error:
            self._note(round_, error)
            return None

    def _patiently(self, round_: _Round, question: Callable[[], T]) -> T:
        """What the question brings; HttpError where it cannot be had within anybody's patience."""
        waits = retries = 0
        while True:
            if round_.cancelled():
                raise CallCancelledError("The update was ended.")
            try:
                return question()
            except HttpError as error:
                if error.final or not round_.patient or isinstance(error, CallCancelledError | NoNetworkError):
                    raise
                if error.until is not None and waits < MOST_WAITS:
                    waits += 1
                    seconds = (error.until - self._now()).total_seconds()
                elif error.until is None and retries < len(RETRIES):
                    seconds = RETRIES[retries]
                    retries += 1
                else:
                    raise
                if seconds > PATIENCE.total_seconds():
                    raise
                round_.tell(str(error))
            self._wait(max(seconds, 0.05), round_.cancelled)

    def _wait(self, seconds: float, cancelled: Callable[[], bool]) -> None:
        while seconds > 0:
            if cancelled():
                raise CallCancelledError("The update was ended while it waited.")
            self._rest(min(seconds, LOOK_SECONDS))
            seconds -= LOOK_SECONDS
