"""Europe PMC: medicine and biology, with open copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readinglist.http_client import HttpClient
from readinglist.identifiers import normalise_doi
from readinglist.library.records import PaperRecord, Person
from readinglist.sources.addresses import is_web_address
from readinglist.sources.answers import Copy, Found
from readinglist.sources.errors import SourceError
from readinglist.sources.json_answers import Json, inside, objects, read_json, text
from readinglist.sources.text import MOST_AUTHORS, iso_date, marked_up_abstract, marked_up_title, people, year_of

SEARCH = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
_OPEN = frozenset(("OA", "F"))
"""Codes for open access and free to read."""
_INITIALS = re.compile(
    r"(?P<family>.+?)\s+(?P<initials>[A-Z](?:[-.]?[A-Z]){0,4}\.?)(?:\s+(?P<suffix>Jr|Sr|[23][nr]d|I{2,3}))?"
)


@dataclass(frozen=True, slots=True)
class Result:
    """One paper of an answer."""

    found: Found | None
    """None if it came without a title."""
    pmid: str | None
    doi: str | None
    copies: tuple[Copy, ...]


def read_results(body: bytes) -> tuple[Result, ...]:
    """The papers of an answer; SourceError if it is none."""
    answer = read_json(body, "Europe PMC")
    if not isinstance(inside(answer, "resultList"), dict):
        raise SourceError.strange("Europe PMC")
    return tuple(map(_result, objects(inside(answer, "resultList", "result"))))


def ask(client: HttpClient, pmid: str | None, doi: str | None, cancelled: Callable[[], bool]) -> Result | None:
    """The paper with this PMID, else with this DOI; None if it knows none."""
    question = f"EXT_ID:{pmid} AND SRC:MED" if pmid else f'DOI:"{doi}"'
    params: dict[str, str | int] = {"query": question, "format": "json", "resultType": "core", "pageSize": 5}
    results = read_results(client.get(SEARCH, params=params, cancelled=cancelled).body)
    return next((result for result in results if (result.pmid == pmid if pmid else result.doi == doi)), None)


def render_address(pmcid: str) -> str:
    """Where it hands out the PDF of a paper that PubMed Central has."""
    return f"https://europepmc.org/articles/{pmcid}?pdf=render"


def _result(row: Json) -> Result:
    pmid = text(row.get("pmid")).strip()
    known = pmid if re.fullmatch(r"[1-9]\d{0,8}", pmid, re.ASCII) else None
    doi = normalise_doi(text(row.get("doi")))
    title = _title(row)
    date = iso_date(text(row.get("firstPublicationDate"))) or iso_date(str(row.get("pubYear")))
    record = PaperRecord(
        title=title,
        authors=tuple(_authors(row))[:MOST_AUTHORS],
        year=year_of(date),
        date=date,
        venue=marked_up_title(text(inside(row, "journalInfo", "journal", "title")) or text(row.get("journalTitle"))),
        abstract=marked_up_abstract(text(row.get("abstractText"))),
        doi=doi,
        pmid=known,
    )
    copies = tuple(dict.fromkeys(_copies(row)))
    found = Found(record, "europepmc", tuple(copy.url for copy in copies)) if title else None
    return Result(found, known, doi, copies)


def _title(row: Json) -> str:
    """PubMed ends each title with a full stop, and has those that were translated in brackets."""
    title = marked_up_title(text(row.get("title")))
    if not title.endswith(".."):
        title = title.removesuffix(".")
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title


def _authors(row: Json) -> Iterator[Person]:
    rows = list(objects(inside(row, "authorList", "author")))
    for author in rows:
        family, given, group = (
            marked_up_title(text(author.get(key))) for key in ("lastName", "firstName", "collectiveName")
        )
        if group:
            yield Person(group)
        elif family:
            yield Person(family, given or marked_up_title(text(author.get("initials"))))
        else:
            yield from _abbreviated(text(author.get("fullName")))
    if not rows:
        for name in text(row.get("authorString")).strip().rstrip(".").split(", "):
            yield from _abbreviated(name)


def _abbreviated(name: str) -> Iterator[Person]:
    """`van Gogh V` and `Luther King M Jr`; what has no initials is a group."""
    name = marked_up_title(name)
    found = _INITIALS.fullmatch(name)
    if found:
        yield Person(f"{found['family']} {found['suffix'] or ''}".strip(), found["initials"])
    elif name:
        yield from people([name])


def _copies(row: Json) -> Iterator[Copy]:
    for link in objects(inside(row, "fullTextUrlList", "fullTextUrl")):
        url = text(link.get("url")).strip()
        if link.get("documentStyle") == "pdf" and text(link.get("availabilityCode")) in _OPEN and is_web_address(url):
            yield Copy(url, "europepmc")
    pmcid = text(row.get("pmcid")).strip()
    there = row.get("hasPDF") == "Y" and "Y" in (row.get("isOpenAccess"), row.get("inEPMC"))
    if there and re.fullmatch(r"PMC\d{1,12}", pmcid, re.ASCII):
        yield Copy(render_address(pmcid), "europepmc")
