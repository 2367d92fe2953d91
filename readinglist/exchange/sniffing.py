"""Finds out what a pasted, dropped or piped text is, and reads it as that."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import PurePath

from readinglist.daily_papers import is_daily_papers
from readinglist.errors import InputError
from readinglist.exchange.bibtex import looks_like_bibtex, read_bibtex
from readinglist.exchange.daily_json import read_daily_json
from readinglist.exchange.daily_page import is_daily_page, read_daily_page
from readinglist.exchange.decoding import decoded
from readinglist.exchange.page_html import HtmlPage, read_html
from readinglist.exchange.parsed import Parsed
from readinglist.exchange.ris import looks_like_ris, read_ris
from readinglist.identifiers import Identifier, find_identifiers, unique
from readinglist.library.records import Failure, PaperRecord


def read_any(
    content: str | bytes,
    *,
    today: datetime.date,
    html: str | None = None,
    date: datetime.date | None = None,
    name: str = "",
) -> Parsed | None:
    """Whatever papers are in a text or in a file's bytes; None where nothing could be made of it.

    BibTeX, RIS and Hugging Face's JSON are known by their form, a Daily Papers page by its titles and abstracts; of
    any other text the identifiers count, each a record that waits for its look-up. `name` is the file's, if it has
    one. `html` is the same content as the clipboard or a page has it. `date` is the day on which a feed showed them,
    whatever the text says of it.
    """
    parsed = _read(content, today, html, date, name)
    if parsed is None or date is None:
        return parsed
    return replace(parsed, records=tuple(replace(record, feed_date=date) for record in parsed.records))


def _read(
    content: str | bytes, today: datetime.date, html: str | None, date: datetime.date | None, name: str
) -> Parsed | None:
    text = (decoded(content) if isinstance(content, bytes) else content).lstrip("\ufeff")
    if not html and _is_html(text, name):
        text, html = "", text
    source = name or "The text"
    kind = sniff(text, today=today, html=html, name=name)
    if kind == "bibtex":
        return read_bibtex(text, source=source)
    if kind == "ris":
        return read_ris(text, source=source)
    if kind == "daily-json":
        return _json(text, date, source)
    if kind == "daily-page":
        return read_daily_page(text, today=today, date=date, html=html)
    if kind == "identifiers":
        return Parsed(tuple(_record(identifier) for identifier in _identifiers(text, html)), kind=kind)
    return None


def sniff(text: str, *, today: datetime.date, html: str | None = None, name: str = "") -> str | None:
    """What a text is: bibtex, ris, daily-json, daily-page, identifiers, or None."""
    suffix = PurePath(name).suffix.lower()
    by_name = {".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex", ".ris": "ris"}.get(suffix)
    if by_name:
        return by_name
    if text.startswith("%PDF-"):
        return None
    start = text.lstrip()
    if start.startswith(("[", "{")) and (is_daily_papers(text) or text.strip() == "[]" or suffix == ".json"):
        return "daily-json"
    if looks_like_bibtex(text):
        return "bibtex"
    if looks_like_ris(text):
        return "ris"
    page = read_html(html) if html else None
    if _is_page(text, page, today):
        return "daily-page"
    return "identifiers" if _identifiers(text, html) else None


def _is_html(text: str, name: str) -> bool:
    start = text[:2000].lstrip().lower()
    return start.startswith(("<!doctype html", "<html")) or (
        PurePath(name).suffix.lower() in {".html", ".htm", ".xhtml"} and re.search(r"<\w+", start) is not None
    )


def _is_page(text: str, page: HtmlPage | None, today: datetime.date) -> bool:
    if page and (page.data or sum(link.is_listing and len(link.text.split()) >= 3 for link in page.links) >= 3):
        return True
    return is_daily_page(text if text.strip() or not page else page.text, today=today)


def _json(text: str, date: datetime.date | None, source: str) -> Parsed:
    try:
        parsed = read_daily_json(text, date=date, source=source)
    except InputError as error:
        return Parsed(failures=(Failure(source, str(error)),), kind="daily-json")
    if not parsed.records and not parsed.failures:
        return Parsed(
            failures=(Failure(source, "No papers stand in it, as on weekends and holidays."),), kind="daily-json"
        )
    return parsed


_KINDS = frozenset({"arxiv", "doi", "pmid", "isbn", "openreview"})


def _identifiers(text: str, html: str | None) -> list[Identifier]:
    """Each identifier of a text once; where its words have none, those of its links."""
    found = [identifier for identifier in unique(find_identifiers(text)) if identifier.kind in _KINDS]
    if not found and html:
        page = read_html(html)
        shown = [] if text.strip() else find_identifiers(page.text)
        found = list(unique([*(link.identifier for link in page.links), *shown]))
    return [identifier for identifier in found if identifier.kind in _KINDS]


def _record(identifier: Identifier) -> PaperRecord:
    match identifier.kind:
        case "arxiv":
            return PaperRecord(arxiv_id=identifier.value, arxiv_version=identifier.version)
        case "doi":
            return PaperRecord(doi=identifier.value)
        case "pmid":
            return PaperRecord(pmid=identifier.value)
        case "isbn":
            return PaperRecord(isbn=identifier.value)
        case _:
            return PaperRecord(openreview_id=identifier.value)
