"""One question to a feed of the web: whether anything is new, and what; a page leads to the feed that it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from readinglist.http_client import Answer, HttpClient, Known
from readinglist.sources.discovery import find_feeds, is_page
from readinglist.sources.errors import SourceError
from readinglist.sources.feed_reader import FeedAnswer, read_feed

NO_PAGES = "application/rss+xml, application/atom+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, */*;q=0.1"
ACCEPTED = f"{NO_PAGES}, text/html;q=0.5"
"""Pages too: they name their feed, and some hosts call a feed `text/html`."""
LARGEST = 15_000_000
"""Bytes of a feed; arXiv's largest announcements have about three million."""
WHOLE = 120.0
"""Seconds that one answer may take."""


@dataclass(frozen=True, slots=True)
class FeedReply:
    """What came of a question."""

    answer: FeedAnswer | None
    """None where nothing has changed since the last time."""
    known: Known
    """For the next question."""
    url: str
    """Where the feed itself is."""
    fresh_seconds: int = 0
    """For how long the host says that the answer holds."""


def ask_feed(
    client: HttpClient, url: str, known: Known, cancelled: Callable[[], bool], *, accept: str = ACCEPTED
) -> FeedReply:
    """The feed at that address, or the first one that the page there names; HttpError or SourceError."""
    answer = _get(client, url, known, cancelled, accept)
    if answer.status != 304 and is_page(answer):
        links = find_feeds(answer)
        if not links:
            raise SourceError(
                f"{_who(url)} answers with a web page that names no feed. Give the address of the feed itself."
            )
        url = links[0].url
        answer = _get(client, url, Known(), cancelled, accept)
        if is_page(answer):
            raise SourceError(
                f"{_who(url)} answers with a web page where its feed should be. It will be asked again later."
            )
    fresh = _fresh_seconds(answer)
    if answer.status == 304:
        return FeedReply(None, known, url, fresh)
    read = read_feed(
        answer.body,
        url=answer.url,
        content_type=answer.headers.get("content-type", ""),
        who=_who(url),
        now=datetime.now(UTC),
    )
    return FeedReply(read, answer.known, url, fresh)


def _get(client: HttpClient, url: str, known: Known, cancelled: Callable[[], bool], accept: str) -> Answer:
    return client.get(url, accept=accept, max_bytes=LARGEST, known=known, whole=WHOLE, cancelled=cancelled)


def _who(url: str) -> str:
    host = (urlsplit(url).hostname or "The feed").removeprefix("www.")
    return "arXiv" if host.endswith("arxiv.org") else host


def _fresh_seconds(answer: Answer) -> int:
    """What `Cache-Control: max-age=` says; at most a day."""
    for part in answer.headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.strip('"').isdecimal() and len(value) < 12:
            return min(int(value.strip('"')), 86_400)
    return 0
