"""OPML, the list of feeds that programs exchange."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from readinglist.errors import InputError
from readinglist.library.cleaning import clean_line
from readinglist.sources.feed_addresses import Address, read_address, usual, web_address

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPACE = "https://readinglist.example/opml"
"""Names our own attribute: feeds that no other program knows come back from a file that we wrote."""
_OURS = f"{{{_SPACE}}}address"


def read_opml(body: bytes) -> list[Address]:
    """The feeds of a file, each once, with their names; InputError if it is no OPML."""
    root = _parsed(body)
    if root.tag.lower() != "opml":
        raise InputError("This is no OPML file: other programs call it their list of feeds or subscriptions.")
    found: dict[str, Address] = {}
    for outline in root.iter("outline"):
        url = clean_line(outline.get(_OURS) or outline.get("xmlUrl") or outline.get("xmlurl") or "")
        if not url:
            continue
        try:
            address = usual(read_address(url))
        except InputError:  # an address that leads nowhere is no reason to refuse all the others
            continue
        title = clean_line(outline.get("title") or outline.get("text") or "")[:200]
        found.setdefault(address.address.lower(), replace(address, title=title or address.title))
    return list(found.values())


def write_opml(feeds: Iterable[tuple[str, str]]) -> str:
    """A file with these feeds, (address, title) each."""
    lines = []
    for address, title in feeds:
        known = read_address(address)
        url = web_address(known)
        kind = "rss" if known.kind in ("rss", "arxiv", "arxiv-query") else "link"
        link = f" xmlUrl={quoteattr(url)}" if url else ""
        name = quoteattr(clean_line(title))
        lines.append(
            f"    <outline type={quoteattr(kind)} text={name} title={name}{link} rl:address={quoteattr(address)}/>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0" xmlns:rl="{_SPACE}">\n'
        "  <head><title>Feeds of Reading List</title></head>\n"
        f"  <body>\n{''.join(lines)}  </body>\n</opml>\n"
    )


def _parsed(body: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(body)
    except (ParseError, ValueError, LookupError) as error:  # cut; a trap; an odd encoding
        raise InputError("This file is no XML that can be read. Export the list of feeds once more.") from error
    return root
