"""What arXiv announces: categories by their RSS feeds, saved queries and days that are past by its API."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from readinglist.http_client import HttpClient, Known, RefusedError
from readinglist.library.feed_records import Entry
from readinglist.sources.arxiv import QUERY, read_feed
from readinglist.sources.errors import SourceError
from readinglist.sources.feed_addresses import RSS
from readinglist.sources.feed_asking import NO_PAGES, FeedReply, ask_feed

PAGE = 100
"""Papers of one answer of the API."""
MOST_OF_QUERY = 300
"""New papers of a saved query that are taken at one time."""
MOST_OF_DAY = 3_000
Cancelled = Callable[[], bool]


def ask_categories(client: HttpClient, names: str, known: Known, cancelled: Cancelled) -> FeedReply:
    """Today's announcement for categories joined by `+`, in one call; empty on days without one."""
    try:
        return ask_feed(client, f"{RSS}{names}", known, cancelled, accept=NO_PAGES)
    except RefusedError as error:
        if error.status == 400:
            raise SourceError(
                f"arXiv knows no category {names.replace('+', ' or ')}. Look whether it is right."
            ) from error
        raise


def ask_query(
    client: HttpClient, query: str, is_known: Callable[[Entry], bool], cancelled: Cancelled
) -> tuple[Entry, ...]:
    """The newest papers that a query of arXiv's API finds, back to those that are known."""
    found: list[Entry] = []
    for page in _pages(client, query, cancelled):
        found += page
        if len(found) >= MOST_OF_QUERY or any(is_known(entry) for entry in page):
            break
    return tuple(found[:MOST_OF_QUERY])


def ask_day(client: HttpClient, names: str, day: datetime.date, cancelled: Cancelled) -> tuple[Entry, ...]:
    """What was submitted to those categories on a day that is past: the RSS feed knows today's alone."""
    any_of = " OR ".join(f"cat:{name}" for name in names.split("+"))
    query = f"({any_of}) AND submittedDate:[{day:%Y%m%d}0000 TO {day:%Y%m%d}2359]"
    found: list[Entry] = []
    for page in _pages(client, query, cancelled):
        found += page
        if len(found) >= MOST_OF_DAY:
            break
    return tuple(found)


def _pages(client: HttpClient, query: str, cancelled: Cancelled) -> Iterator[list[Entry]]:
    """Page after page, the newest first, while they are full."""
    start = 0
    while True:
        params: dict[str, str | int] = {
            "search_query": query,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
            "start": start,
            "max_results": PAGE,
        }
        try:
            body = client.get(QUERY, params=params, accept="application/atom+xml", cancelled=cancelled).body
        except RefusedError as error:
            if error.status == 400:
                raise SourceError(
                    f"arXiv does not understand the query {query[:80]}. Look whether it is right."
                ) from error
            raise
        found = [
            Entry(
                paper.record,
                paper.record.date if paper.record.date and len(paper.record.date) == 10 else _today(),
                link=f"https://arxiv.org/abs/{paper.record.arxiv_id}",
            )
            for paper in read_feed(body).found
        ]
        if found:
            yield found
        if len(found) < PAGE:
            return
        start += PAGE


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
