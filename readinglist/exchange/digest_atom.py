"""A digest as an Atom feed (RFC 4287), for the feed reader of one's choice."""

from __future__ import annotations

import datetime
import uuid
from html import escape
from xml.etree import ElementTree as ET

from readinglist.exchange.digest import (
    MODEL_WROTE,
    Digest,
    Item,
    Section,
    about,
    clean,
    gist,
    heading,
    library_link,
    opening,
    title,
    web_link,
    why,
)

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACE = uuid.UUID("6d0f5a43-4a3e-5a7b-9a53-6f1d9f0c6a1e")
"""Of the ids that are made here: the same library and paper have the same id in every digest."""


def digest_atom(digest: Digest) -> str:
    """The feed, an entry for each paper. A paper that is told again for the same reason is the same entry."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"), {"xml:lang": "en"})
    _text(feed, "id", uuid.uuid5(NAMESPACE, digest.origin).urn)
    _text(feed, "title", "Reading List digest")
    _text(feed, "subtitle", f"{heading(digest)}. {opening(digest)}")
    _text(feed, "updated", _time(digest.until))
    _text(ET.SubElement(feed, _name("author")), "name", "Reading List")
    _text(feed, "generator", "Reading List")
    for section in digest.sections:
        for item in section.items:
            _entry(feed, digest, section, item)
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ET.Element, digest: Digest, section: Section, item: Item) -> None:
    paper = item.paper
    entry = ET.SubElement(feed, _name("entry"))
    identity = paper.arxiv_id or paper.doi or f"paper {paper.id}"
    _text(entry, "id", uuid.uuid5(NAMESPACE, f"{digest.origin} {section.kind} {identity}").urn)
    _text(entry, "title", title(item))
    _text(entry, "updated", _time(_since_when(digest, section, item)))
    for person in paper.authors:
        if name := clean(person.name):
            _text(ET.SubElement(entry, _name("author")), "name", name)
    ET.SubElement(entry, _name("category"), {"term": section.kind, "label": clean(section.title)})
    link = web_link(paper) or library_link(paper)
    ET.SubElement(entry, _name("link"), {"rel": "alternate", "href": link})
    content = ET.SubElement(entry, _name("content"), {"type": "html"})
    content.text = _content(item)


def _content(item: Item) -> str:
    words, by_model = gist(item)
    lines = (" · ".join(about(item)), why(item), f"{MODEL_WROTE}: {words}" if by_model else words)
    link = f'<p><a href="{escape(library_link(item.paper))}">Open in Reading List</a></p>'
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line) + link


def _since_when(digest: Digest, section: Section, item: Item) -> datetime.datetime:
    if section.kind == "waiting":  # it came long ago, and is told of now
        return digest.until
    try:
        added = datetime.datetime.fromisoformat(item.paper.added)
    except ValueError:
        return digest.until
    return added if added.tzinfo else added.replace(tzinfo=datetime.UTC)


def _time(at: datetime.datetime) -> str:
    return f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, _name(tag)).text = text
