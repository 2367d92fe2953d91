"""Crossref: what publishers say of their DOIs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from readinglist.http_client import HttpClient
from readinglist.identifiers import normalise_doi, normalise_isbn, parse_arxiv_id
from readinglist.library.records import PaperRecord, Person
from readinglist.sources.addresses import is_web_address
from readinglist.sources.answers import Copy, Found
from readinglist.sources.errors import SourceError
from readinglist.sources.json_answers import Json, inside, objects, read_json, text
from readinglist.sources.text import (
    MOST_AUTHORS,
    date_of,
    latex_title,
    marked_up_abstract,
    marked_up_title,
    people,
    with_subtitle,
    year_of,
)

WORKS = "https://api.crossref.org/works"
_SELECTED = "DOI,title,subtitle,author,issued,container-title,publisher,abstract,type,ISBN,link,license,relation"
_DATES = ("issued", "published", "published-print", "published-online", "posted")
_BOOKS = frozenset(("book", "monograph", "edited-book", "reference-book", "dissertation", "report", "standard"))
_VERSIONS = {"vor": "published", "am": "accepted"}


def read_work(body: bytes) -> Found | None:
    """What an answer says of one DOI, None if it has no title; SourceError if it is no such answer."""
    return _found(_work(body))


def read_works(body: bytes) -> tuple[Found, ...]:
    """The works that a search brought, those without title left out."""
    items = inside(read_json(body, "Crossref"), "message", "items")
    if not isinstance(items, list):
        raise SourceError.strange("Crossref")
    return tuple(found for found in map(_found, objects(items)) if found)


def read_copies(body: bytes) -> tuple[tuple[Copy, ...], tuple[Copy, ...]]:
    """The PDFs that a work names: those under an open licence, and those that may be closed."""
    work = _work(body)
    copies = tuple(_copies(work))
    return (copies, ()) if _is_open(work) else ((), copies)


def ask_doi(client: HttpClient, doi: str, contact: str | None, cancelled: Callable[[], bool]) -> Found | None:
    """What it says of a DOI, under which it may know the paper by another one."""
    found = read_work(_fetch(client, doi, contact, cancelled))
    return found and replace(found, record=replace(found.record, doi=doi))


def ask_copies(
    client: HttpClient, doi: str, contact: str | None, cancelled: Callable[[], bool]
) -> tuple[tuple[Copy, ...], tuple[Copy, ...]]:
    """The PDFs that it names, as `read_copies` tells them apart."""
    return read_copies(_fetch(client, doi, contact, cancelled))


def ask_title(client: HttpClient, title: str, contact: str | None, cancelled: Callable[[], bool]) -> tuple[Found, ...]:
    """The works whose descriptions are likest to a title."""
    params: dict[str, str | int] = {
        "query.bibliographic": latex_title(title)[:500],
        "rows": 5,
        "select": _SELECTED,
        **_polite(contact),
    }
    return read_works(client.get(WORKS, params=params, cancelled=cancelled).body)


def _fetch(client: HttpClient, doi: str, contact: str | None, cancelled: Callable[[], bool]) -> bytes:
    return client.get(f"{WORKS}/{quote(doi, safe='/')}", params=_polite(contact), cancelled=cancelled).body


def _polite(contact: str | None) -> Mapping[str, str]:
    """Who gives an address is served by the quicker machines."""
    return {"mailto": contact} if contact else {}


def _work(body: bytes) -> Json:
    work = inside(read_json(body, "Crossref"), "message")
    if not isinstance(work, dict) or not text(work.get("DOI")):
        raise SourceError.strange("Crossref")
    return work


def _found(work: Json) -> Found | None:
    title = _title(work)
    doi = normalise_doi(text(work.get("DOI")))
    if not title or not doi:
        return None
    date = next(filter(None, (_date(work.get(name)) for name in _DATES)), None)
    record = PaperRecord(
        title=title,
        authors=tuple(_authors(work))[:MOST_AUTHORS],
        year=year_of(date),
        date=date,
        venue=_venue(work),
        abstract=marked_up_abstract(text(work.get("abstract"))),
        arxiv_id=_preprint(work),
        doi=doi,
        isbn=normalise_isbn(text(work.get("ISBN"))) if text(work.get("type")) in _BOOKS else None,
    )
    return Found(record, "crossref", tuple(copy.url for copy in _copies(work)) if _is_open(work) else ())


def _title(work: Json) -> str:
    title = text(work.get("title")) or text(work.get("original-title")) or text(work.get("short-title"))
    return with_subtitle(marked_up_title(title), marked_up_title(text(work.get("subtitle"))))


def _authors(work: Json) -> Iterator[Person]:
    """Authors, of a collection its editors; who has only `name` is an organisation."""
    for row in [*objects(work.get("author"))] or [*objects(work.get("editor"))]:
        family, given, suffix, name = (
            marked_up_title(text(row.get(part))) for part in ("family", "given", "suffix", "name")
        )
        if family:
            yield Person(f"{family} {suffix}".strip(), given)
        elif name:
            yield Person(name)
        else:
            yield from people([given])


def _date(value: object) -> str | None:
    """`{"date-parts": [[2014, 2, 27]]}`, which may be `[[null]]`."""
    parts = inside(value, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    return date_of(first) if isinstance(first, list) else None


def _venue(work: Json) -> str:
    """Journal or proceedings; for books and reports who published them, for preprints the server."""
    within = text(work.get("container-title"))
    if not within and work.get("type") == "posted-content":
        within = next((text(row.get("name")) for row in objects(work.get("institution"))), "")
    if not within and text(work.get("type")) in _BOOKS:
        within = text(work.get("publisher"))
    return marked_up_title(within)


def _preprint(work: Json) -> str | None:
    """The arXiv id of a work whose preprint stands there."""
    for row in objects(inside(work.get("relation"), "has-preprint")):
        known = parse_arxiv_id(text(row.get("id")))
        if known:
            return known[0]
    return None


def _copies(work: Json) -> Iterator[Copy]:
    for link in objects(work.get("link")):
        url = text(link.get("URL")).strip()
        if link.get("content-type") == "application/pdf" and is_web_address(url):
            yield Copy(url, "crossref", _VERSIONS.get(text(link.get("content-version")), ""))


def _is_open(work: Json) -> bool:
    licences = " ".join(text(row.get("URL")) for row in objects(work.get("license")))
    return re.search(r"\bcreativecommons\.org/", licences) is not None
