"""When feeds are asked: which days, when the next time, and after a failure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from readinglist.dates import day_and_month
from readinglist.library.feed_records import Feed
from readinglist.sources.feed_asking import FeedReply
from readinglist.sources.feed_check import STEADY

FRESH_DAYS = 7
"""Days that are asked for again, since their upvotes still move."""
MOST_MISSED = 60
"""Days that are filled in by themselves after a long absence."""
LONGEST = timedelta(days=1)
FIRST_BACK_OFF = timedelta(minutes=15)
MOST_DAYS = 20_000
AGAIN = ("It is asked again later.", "It will be asked again later.", "")
"""What says less than the time that stands beside it."""


def days_to_ask(first: date, last: date, today: date, asked: Mapping[str, tuple[str, int]]) -> list[date]:
    """The days from `first` to `last`, newest first, but those to come and those of which nothing new can be had.

    `asked`: when each day was last asked for (UTC), and how many papers it had.
    """
    last = min(last, today)
    count = min((last - first).days + 1, MOST_DAYS)
    days = (last - timedelta(days=number) for number in range(max(0, count)))
    return [day for day in days if not _is_complete(day, asked.get(day.isoformat()))]


def usual_first_day(today: date, last_answer: str | None) -> date:
    """From which day on a feed is asked where nobody says: the last ones, and those that were missed meanwhile."""
    fresh = today - timedelta(days=FRESH_DAYS - 1)
    if last_answer is None:
        return fresh
    return max(min(fresh, date.fromisoformat(last_answer[:10])), today - timedelta(days=MOST_MISSED))


def _is_complete(day: date, asked: tuple[str, int] | None) -> bool:
    """A week after a day its upvotes rest; a weekend without papers stays without."""
    if asked is None:
        return False
    at, papers = date.fromisoformat(asked[0][:10]), asked[1]
    if at - day >= timedelta(days=FRESH_DAYS):
        return True
    return papers == 0 and day.weekday() >= 5 and at > day


def next_time(feed: Feed, reply: FeedReply | None, now: datetime, usual: int) -> datetime:
    """When the feed is asked again after all went well: as the user, its kind or the feed itself would have it.

    `usual`: minutes for feeds of its kind.
    """
    pace = reply.answer.pace if reply is not None and reply.answer is not None else STEADY
    fresh = reply.fresh_seconds / 60 if reply is not None else 0
    minutes = max(feed.every_minutes or usual, pace.minutes, fresh)
    at = now + timedelta(minutes=minutes)
    for _ in range(24 * 8):
        if at.hour not in pace.skip_hours and at.weekday() not in pace.skip_days:
            break
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at


def back_off(feed: Feed, until: datetime | None, now: datetime) -> datetime:
    """When the feed is asked again after a failure: when its host says, else later with each failure in a row."""
    if until is not None and until > now:
        return min(until, now + LONGEST)
    return now + min(FIRST_BACK_OFF * (1 << min(feed.failures, 10)), LONGEST)


def showing(sentence: str, newest: str | None, now: datetime) -> str:
    """The sentence, and what is shown meanwhile: `arXiv asked us to wait until 14:20; showing yesterday's.`"""
    if newest is None:
        return sentence
    day = date.fromisoformat(newest)
    match (now.date() - day).days:
        case 0:
            shown = "today's"
        case 1:
            shown = "yesterday's"
        case _:
            year = f" {day.year}" if day.year != now.year else ""
            shown = f"what it had up to {day_and_month(day)}{year}"
    first, _, more = sentence.partition(". ")
    more = "" if more in AGAIN else f" {more}"
    return f"{first.rstrip('.')}; showing {shown}.{more}"
