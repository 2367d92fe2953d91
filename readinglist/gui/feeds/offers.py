"""Which feeds a few words may mean, best first; no widgets, and nothing is asked."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from readinglist.errors import InputError
from readinglist.sources.arxiv_categories import CATEGORIES
from readinglist.sources.feed_addresses import DAILY, Address, read_address, usual

MOST = 200
_WEB = re.compile(r"(?:https?://|feed:|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_SAID = re.compile(r"(?:hf-daily|arxiv|arxiv-query|author|query|https?|feed):", re.IGNORECASE)
"""The beginning of an address that leaves nothing to guess."""
_OWN_QUERY = re.compile(r"\b(?:ti|au|abs|cat|all|co|jr):")
"""A field of arXiv's own query language."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that can be followed."""

    text: str
    faint: str
    """What it is, in a few words."""
    address: Address
    look: bool = False
    """Whether it is to be found out first which feeds are there."""
    followed: bool = False


def offers(text: str, followed: Collection[str]) -> list[Offer]:
    """What `text` may mean; all there is to choose from for nothing. `followed`: addresses in small letters."""
    text = " ".join(text.split())
    found: dict[str, Offer] = {}
    for offer in _found(text):
        address = offer.address.address.lower()
        if address in followed:
            offer = Offer(offer.text, "You follow it", offer.address, followed=True)
        found.setdefault(address, offer)
    return list(found.values())[:MOST]


def feed_links(links: Collection[tuple[str, str]], followed: Collection[str]) -> list[Offer]:
    """The feeds that were found at an address, (URL, title) each."""
    found = []
    for url, title in links:
        try:
            address = usual(read_address(url))
        except InputError:
            continue
        if title and address.kind == "rss":
            address = Address(address.address, address.kind, title, address.rest)
        there = address.address.lower() in followed
        found.append(Offer(address.title, "You follow it" if there else url, address, followed=there))
    return found


def _found(text: str) -> Iterator[Offer]:
    with contextlib.suppress(InputError):
        yield _plain(read_address(text))
    words = text.lower().split()
    if all(word in "hf-daily daily papers hugging face" for word in words):
        yield Offer("Daily Papers", "Hugging Face's papers of the day", read_address(DAILY))
    for code, name in CATEGORIES.items():
        said = f"{code} {name}".lower()
        if all(re.search(rf"(?<![^\W_]){re.escape(word)}", said) for word in words):
            yield Offer(f"{name}", f"arXiv {code}", read_address(f"arxiv:{code}"))
    if _WEB.fullmatch(text) and "://" not in text:
        with contextlib.suppress(InputError):
            yield _plain(read_address(f"https://{text}"))
    if len(text) > 1 and not _WEB.fullmatch(text) and not _SAID.match(text):
        yield Offer(f"New papers by “{text}”", "Author, in all your feeds", read_address(f"author:{text}"))
        yield Offer(f"New papers that fit “{text}”", "Library query, in all your feeds", read_address(f"query:{text}"))
        yield _arxiv_query(text)


def _plain(address: Address) -> Offer:
    address = usual(address)
    match address.kind:
        case "rss":
            return Offer(f"Look for feeds at {address.title}", "Page or feed", address, look=True)
        case "arxiv":
            names = [CATEGORIES.get(name, name) for name in address.rest.split("+")]
            return Offer(", ".join(names), address.title, address)
        case "author":
            return Offer(f"New papers by “{address.rest}”", "Author, in all your feeds", address)
        case "query":
            return Offer(f"New papers that fit “{address.rest}”", "Library query, in all your feeds", address)
        case "arxiv-query":
            return Offer(f"Newest on arXiv for “{address.rest}”", "Saved arXiv query", address)
        case _:
            return Offer("Daily Papers", "Hugging Face's papers of the day", address)


def _arxiv_query(text: str) -> Offer:
    query = text if _OWN_QUERY.search(text) else f'all:"{text.replace(chr(34), " ")}"'
    address = read_address(f"arxiv-query:{query}")
    return Offer(f"Newest on arXiv for “{text}”", "Saved arXiv query", address)
