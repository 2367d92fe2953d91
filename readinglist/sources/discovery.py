"""Which feeds a web page names in its head."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from readinglist.http_client import Answer, HttpClient
from readinglist.library.cleaning import clean_line
from readinglist.sources.html_text import links_of, safe_address

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_LESS_WANTED = re.compile(r"comment|kommentar|reply|replies", re.IGNORECASE)
LARGEST_PAGE = 5_000_000
WHOLE = 60.0
"""Seconds that the answer may take."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str


def is_page(answer: Answer) -> bool:
    """Whether an answer is a web page, whatever its host calls it."""
    start = re.sub(rb"^(?:\xef\xbb\xbf|\s|<!--.*?-->)+", b"", answer.body[:4096], flags=re.DOTALL)[:400].lower()
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return b"<html" in answer.body[:2048].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return True
    return answer.content_type in ("text/html", "application/xhtml+xml")


def find_feeds(answer: Answer) -> list[FeedLink]:
    """The feeds that a page names, those of comments last."""
    page = answer.body.decode("utf-8", "replace")
    found: dict[str, FeedLink] = {}
    for link in links_of(page):
        if "alternate" in link.rel.lower().split() and link.type.lower() in _TYPES:
            url = safe_address(link.href, answer.url)
            if url:
                found.setdefault(url, FeedLink(url, clean_line(link.title)[:200]))
    return sorted(found.values(), key=lambda link: bool(_LESS_WANTED.search(f"{link.title} {link.url}")))


def discover(client: HttpClient, url: str, cancelled: Callable[[], bool]) -> list[FeedLink]:
    """The feeds at an address: itself if it is one, else those that the page there names. HttpError."""
    answer = client.get(url, accept="*/*", max_bytes=LARGEST_PAGE, whole=WHOLE, cancelled=cancelled)
    return find_feeds(answer) if is_page(answer) else [FeedLink(url, "")]
