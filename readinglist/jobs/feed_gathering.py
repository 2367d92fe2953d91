"""Feeds that ask nobody: a query's and an author's gather what all others bring."""

from __future__ import annotations

from collections.abc import Sequence

from readinglist.errors import QueryError
from readinglist.library import Library
from readinglist.library.feed_records import Feed
from readinglist.library.query import Query
from readinglist.search.query_language import parse
from readinglist.sources.feed_addresses import Address, read_address


def gather(library: Library, feed: Feed, address: Address) -> list[int]:
    """See in this feed what all others have shown so far, each paper on its first day; those that are new in it.

    QueryError if its words are no query any more.
    """
    by_day: dict[str, list[int]] = {}
    library.index.catch_up()
    for paper, shown in library.feeds.shown(library.papers.select(_query(address))).items():
        days = [sighting.day for sighting in shown.sightings if sighting.feed != feed.address]
        if days and len(days) == len(shown.sightings):
            by_day.setdefault(min(days), []).append(paper)
    for day, papers in sorted(by_day.items()):
        library.feeds.see(feed.id, papers, day)
    return [paper for papers in by_day.values() for paper in papers]


def hand_on(library: Library, new: Sequence[int]) -> None:
    """New papers are seen in the feeds that watch for an author or a query as well."""
    watching = [feed for feed in library.feeds.all() if not feed.goes_out] if new else []
    if not watching:
        return
    library.index.catch_up()
    days = {paper: shown.sightings[-1].day for paper, shown in library.feeds.shown(new).items() if shown.sightings}
    for feed in watching:
        try:
            found = library.deciding.matching(_query(read_address(feed.address)), new)
        except QueryError as error:
            library.feeds.failed(feed.id, str(error))
            continue
        for day in sorted({days[paper] for paper in found if paper in days}):
            library.feeds.see(feed.id, [paper for paper in found if days.get(paper) == day], day)


def _query(address: Address) -> Query:
    name = address.rest.replace('"', " ")
    return parse(f'author:"{name}"' if address.kind == "author" else address.rest)
