"""RSS, Atom and RDF of any host become entries: checked for traps, read by feedparser, told in plain text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from readinglist.identifiers import identify, normalise_doi, parse_arxiv_id
from readinglist.library.cleaning import clean_line
from readinglist.library.feed_records import Entry
from readinglist.library.person_names import read_name
from readinglist.library.records import PaperRecord, Person
from readinglist.sources.errors import SourceError
from readinglist.sources.feed_check import STEADY, Pace, check
from readinglist.sources.html_text import safe_address, text_of
from readinglist.sources.text import (
    LONGEST_ABSTRACT,
    MOST_AUTHORS,
    latex_abstract,
    latex_title,
    people,
    plain_abstract,
    year_of,
)

MOST_ENTRIES = 5_000
KINDS = ("new", "cross", "replace", "replace-cross")
_ANNOUNCED = re.compile(r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>\S+)\s*(?:Abstract:\s*)?", re.IGNORECASE)
_HEADING = re.compile(r"\A(?:abstract|summary):?\n\n", re.IGNORECASE)
"""Stands above many an abstract."""
_INITIALS = re.compile(r"\s*(?:[A-ZÀ-Þ]\.?[\s-]*){1,4}\s*")
_DOI_IN_PATH = re.compile(r"/(10\.\d{4,9}/[^?#\s]+)")
_VERSION_BEHIND = re.compile(r"(?<=\d)v\d{1,2}(?:\.(?:full|abstract|short)(?:-text)?)?$|\.(?:full|abstract)(?:-text)?$")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What one answer of a feed holds."""

    title: str
    """What the feed calls itself; may be empty."""
    entries: tuple[Entry, ...]
    """In the feed's order."""
    pace: Pace = STEADY


def read_feed(body: bytes, *, url: str, content_type: str = "", who: str = "The feed", now: datetime) -> FeedAnswer:
    """The papers of an answer; SourceError if it is no feed, is broken beyond reading, or sets a trap.

    `url` is where it came from, `content_type` the whole header, `who` what a person calls the host.
    """
    pace = check(body, who)
    import feedparser  # it takes a while, and most starts of the program ask nobody

    # A stream, for feedparser would fetch an address and open a file.
    parsed: Any = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type, "content-location": url},
        sanitize_html=False,  # nothing of it stays HTML
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        raise SourceError(f"{who} sent something that is no RSS or Atom feed. Look whether the address is right.")
    title = latex_title(text_of(_text(parsed.feed, "title")))[:200]
    entries = (_entry(row, url, now) for row in parsed.entries[:MOST_ENTRIES])
    return FeedAnswer(title, tuple(_once_each(entry for entry in entries if entry is not None)), pace)


def _once_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    """A paper that is listed twice on a day (arXiv does, new and cross) is shown once, as what it is first."""
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        record = entry.record
        key = (entry.day, record.arxiv_id or record.doi or entry.link or "", "" if record.arxiv_id else record.title)
        if key not in seen:
            seen.add(key)
            yield entry


def _entry(row: Row, base: str, now: datetime) -> Entry | None:
    link = _link(row, base)
    day = _day(row, now)
    body = _text(row, "summary") or next((_text(part, "value") for part in row.get("content") or ()), "")
    known = _arxiv_id(row, link, body)
    if known:
        return _of_arxiv(row, known, link, day, body)
    named = identify(link) if link else None
    record = PaperRecord(
        title=_title(row),
        authors=_people(row),
        year=year_of(day if _is_dated(row) else None),
        date=day if _is_dated(row) else None,
        venue=latex_title(text_of(_text(row, "prism_publicationname")))[:300],
        abstract=_HEADING.sub("", plain_abstract(text_of(body[: 4 * LONGEST_ABSTRACT], base=link or base, but=link))),
        doi=_doi(row, link),
        pmid=named.value if named and named.kind == "pmid" else None,
        openreview_id=named.value if named and named.kind == "openreview" else None,
        url=link or None,
    )
    return Entry(record, day, link=link) if record.title or record.doi else None


def _of_arxiv(row: Row, known: tuple[str, int | None], link: str, day: str, body: str) -> Entry | None:
    """arXiv's abstracts are no HTML: `p<q` stands in them as it is."""
    announced = _ANNOUNCED.match(body)
    said = _text(row, "arxiv_announce_type") or (announced["kind"] if announced else "new")
    kind = said.strip().lower()
    month = _month(known[0])
    plain = announced is not None or "</" not in body
    abstract = latex_abstract(body[announced.end() if announced else 0 :]) if plain else plain_abstract(text_of(body))
    record = PaperRecord(
        title=latex_title(_text(row, "title")) if announced else _title(row),
        authors=_people(row),
        year=year_of(month),
        date=month,
        abstract=abstract,
        arxiv_id=known[0],
        arxiv_version=known[1],
        doi=normalise_doi(_text(row, "arxiv_doi")),
    )
    entry = Entry(record, day, kind if kind in KINDS else "new", link)
    return entry if record.title else replace(entry, record=replace(record, title=""))


def _title(row: Row) -> str:
    return latex_title(text_of(_text(row, "title")))


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _link(row: Row, base: str) -> str:
    """Where the entry leads, if that is a page of the web."""
    href = _text(row, "link")
    return (safe_address(href, base) if href else "") or safe_address(_text(row, "id"))


def _arxiv_id(row: Row, link: str, body: str) -> tuple[str, int | None] | None:
    name = _text(row, "id")
    if name.lower().startswith("oai:arxiv.org:"):
        return parse_arxiv_id(name[len("oai:arxiv.org:") :])
    if found := parse_arxiv_id(link) if "arxiv.org/" in link or "/papers/" in link else None:
        return found
    announced = _ANNOUNCED.match(body)
    return parse_arxiv_id(announced["id"]) if announced else None


def _month(arxiv_id: str) -> str:
    """The month in which arXiv gave that id out: the paper's own date, which the listing does not tell."""
    number = arxiv_id.rpartition("/")[2]
    year = int(number[:2])
    return f"{1900 + year if year > 90 else 2000 + year}-{number[2:4]}"


def _doi(row: Row, link: str) -> str | None:
    """Where journals tell it: in a field for it, in the id, in a doi.org link or in the link's path."""
    for name in ("prism_doi", "dc_identifier", "id"):
        if found := normalise_doi(_text(row, name)):
            return found
    if found := normalise_doi(link) if "doi.org/" in link else None:
        return found
    in_path = _DOI_IN_PATH.search(link)
    return normalise_doi(_VERSION_BEHIND.sub("", in_path[1])) if in_path else None


def _is_dated(row: Row) -> bool:
    return bool(row.get("published_parsed") or row.get("updated_parsed"))


def _day(row: Row, now: datetime) -> str:
    """The day in UTC on which it appeared; today where nobody says, or says a day to come."""
    today = now.astimezone(UTC).date()
    parts = row.get("published_parsed") or row.get("updated_parsed")
    try:
        day = date(*parts[:3]) if parts else today
    except (TypeError, ValueError):  # the 31st of February
        day = today
    return min(day, today).isoformat() if day.year >= 1900 else today.isoformat()


def _people(row: Row) -> tuple[Person, ...]:
    """Who wrote it. A feed's `author` may be one name or all of them, in any order of their parts."""
    rows = row.get("authors") or ()
    names = [_text(person, "name") for person in rows if isinstance(person, Mapping)]
    found: dict[Person, None] = {}
    for name in names[:MOST_AUTHORS]:
        if "@" not in name:
            found |= dict.fromkeys(_in_one_line(text_of(name)))
    return tuple(found)[:MOST_AUTHORS]


def _in_one_line(line: str) -> Iterator[Person]:
    """`Ada Lovelace, Alan Turing`; `Doe, J., Roe, R. A.`; `Lovelace, Ada; Turing, Alan`; `Lovelace, Ada`."""
    line = clean_line(line)
    if ";" in line:
        yield from people(line.split(";"))
        return
    parts = [part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", line) if part.strip()]
    if len(parts) % 2 == 0 and parts and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        pairs = zip(parts[::2], parts[1::2], strict=True)
        yield from (Person(family, given) for family, given in pairs)
    elif len(parts) == 2 and " and " not in line and any(" " not in part for part in parts):
        yield read_name(line)
    else:
        yield from people(parts)
