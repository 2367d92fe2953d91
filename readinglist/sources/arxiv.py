"""arXiv: its Atom answers, by ids and by title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.http_client import HttpClient, RefusedError
from readinglist.identifiers import normalise_doi, parse_arxiv_id
from readinglist.library.cleaning import clean_line
from readinglist.library.records import PaperRecord
from readinglist.sources.answers import Found
from readinglist.sources.errors import SourceError
from readinglist.sources.text import iso_date, latex_abstract, latex_title, people, year_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

QUERY = "https://export.arxiv.org/api/query"
PDF = "https://arxiv.org/pdf/"
MOST_IDS = 100
"""Ids of one call."""
_ATOM, _ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


@dataclass(frozen=True, slots=True)
class Feed:
    """What an answer of arXiv says."""

    found: tuple[Found, ...]
    untitled: frozenset[str]
    """Ids of entries that came without a title."""
    complete: bool
    """Whether all entries that it speaks of are in it and could be read."""


class ArxivBatch(Mapping[str, Found]):
    """What arXiv says, by id; an id that is missing it does not know, unless it stands in `retry`."""

    def __init__(self, found: Mapping[str, Found], retry: frozenset[str] = frozenset()) -> None:
        self._found = dict(found)
        self.retry = retry
        """Ids whose entries came without a title or not at all, as happens at times: to be asked again."""

    def __getitem__(self, arxiv_id: str) -> Found:
        return self._found[arxiv_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def read_feed(body: bytes) -> Feed:
    """The entries of an Atom answer; SourceError if it is cut, mangled, or says that there was an error."""
    root = _parsed(body)
    found: list[Found] = []
    untitled: set[str] = set()
    unread = 0
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address:
            raise SourceError(
                f"arXiv says that there was an error: {clean_line(_text(entry, f'{_ATOM}summary'))[:200]}"
            )
        known = parse_arxiv_id(address)
        if known is None:
            unread += 1
            continue
        record = _record(entry, *known)
        if record.title:
            found.append(Found(record, "arxiv", (f"{PDF}{known[0]}",)))
        else:
            untitled.add(known[0])
    total = (root.findtext(_TOTAL) or "").strip()
    enough = total.isascii() and total.isdigit() and len(total) < 12 and int(total) <= len(entries)
    return Feed(tuple(found), frozenset(untitled), enough and not unread)


def ask_ids(client: HttpClient, ids: Sequence[str], cancelled: Callable[[], bool]) -> ArxivBatch:
    """What arXiv says of these ids, in one call for each 100; HttpError or SourceError if it says nothing."""
    found: dict[str, Found] = {}
    retry: set[str] = set()
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), MOST_IDS):
        part = wanted[start : start + MOST_IDS]
        for batch in _ask_some(client, part, cancelled):
            found.update(batch)
            retry |= batch.retry
    return ArxivBatch(found, frozenset(retry))


def ask_title(client: HttpClient, title: str, cancelled: Callable[[], bool]) -> tuple[Found, ...]:
    """The papers in whose titles these words stand in a row."""
    words = " ".join(re.sub(r"[\W_]+", " ", latex_title(title)).split()[:40])
    answer = client.get(
        QUERY,
        params={"search_query": f'ti:"{words}"', "max_results": 10},
        accept="application/atom+xml",
        cancelled=cancelled,
    )
    feed = read_feed(answer.body)
    if not feed.found and not feed.complete:
        raise SourceError.strange("arXiv")
    return feed.found


def _ask_some(client: HttpClient, ids: Sequence[str], cancelled: Callable[[], bool]) -> Iterator[ArxivBatch]:
    """One call; if arXiv turns it down for one id that it finds malformed, one for each half."""
    try:
        # Without max_results it would tell of ten.
        answer = client.get(
            QUERY,
            params={"id_list": ",".join(ids), "max_results": len(ids)},
            accept="application/atom+xml",
            cancelled=cancelled,
        )
    except RefusedError as error:
        if error.status != 400:
            raise
        middle = len(ids) // 2
        for half in (ids[:middle], ids[middle:]) if middle else ():
            yield from _ask_some(client, half, cancelled)
        return
    feed = read_feed(answer.body)
    found = {entry.record.arxiv_id: entry for entry in feed.found if entry.record.arxiv_id}
    missing = frozenset(ids) - found.keys()
    yield ArxivBatch(
        {key: found[key] for key in ids if key in found}, missing & feed.untitled if feed.complete else missing
    )


def _parsed(body: bytes) -> Element:
    # Here, for most starts of the program ask nobody.
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(body)
    except (ParseError, ValueError, LookupError) as error:  # cut; a trap, or characters that are none; an odd encoding
        raise SourceError.broken("arXiv") from error
    if root.tag != f"{_ATOM}feed":
        raise SourceError.strange("arXiv")
    return root


def _record(entry: Element, arxiv_id: str, version: int | None) -> PaperRecord:
    date = iso_date(_text(entry, f"{_ATOM}published"))
    return PaperRecord(
        title=latex_title(_text(entry, f"{_ATOM}title")),
        authors=people(name for author in entry.findall(f"{_ATOM}author") if (name := author.findtext(f"{_ATOM}name"))),
        year=year_of(date),
        date=date,
        venue=latex_title(_text(entry, f"{_ARXIV}journal_ref")),
        abstract=latex_abstract(_text(entry, f"{_ATOM}summary")),
        arxiv_id=arxiv_id,
        arxiv_version=version,
        doi=normalise_doi(_text(entry, f"{_ARXIV}doi")),
    )


def _text(entry: Element, name: str) -> str:
    return (entry.findtext(name) or "").strip()
