"""DataCite: every arXiv paper under its DOI, and data and reports of many houses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from readinglist.http_client import HttpClient
from readinglist.identifiers import normalise_doi, parse_arxiv_id
from readinglist.library.records import PaperRecord, Person
from readinglist.sources.answers import Found
from readinglist.sources.arxiv import PDF
from readinglist.sources.errors import SourceError
from readinglist.sources.json_answers import Json, inside, objects, read_json, text
from readinglist.sources.text import (
    MOST_AUTHORS,
    iso_date,
    latex_title,
    marked_up_abstract,
    marked_up_title,
    people,
    with_subtitle,
    year_of,
)

DOIS = "https://api.datacite.org/dois/"
_DATES = ("Submitted", "Issued", "Available", "Created")
"""Which of its dates is the paper's, the best first; arXiv's is the day of its first version."""


def read_doi(body: bytes) -> Found | None:
    """What an answer says of its DOI, None if it has no title; SourceError if it is no such answer."""
    attributes = inside(read_json(body, "DataCite"), "data", "attributes")
    doi = normalise_doi(text(inside(attributes, "doi")))
    if not isinstance(attributes, dict) or not doi:
        raise SourceError.strange("DataCite")
    arxiv = parse_arxiv_id(doi) if doi.startswith("10.48550/") else None
    date = _date(attributes)
    title = _title(attributes)
    if not title:
        return None
    record = PaperRecord(
        title=title,
        authors=tuple(_authors(attributes))[:MOST_AUTHORS],
        year=year_of(date),
        date=date,
        venue="" if arxiv else _venue(attributes),
        abstract=_abstract(attributes),
        arxiv_id=arxiv[0] if arxiv else None,
        doi=_published_as(attributes) if arxiv else doi,
    )
    return Found(record, "datacite", (f"{PDF}{arxiv[0]}",) if arxiv else ())


def ask_doi(client: HttpClient, doi: str, cancelled: Callable[[], bool]) -> Found | None:
    """What it says of a DOI; SourceError if that is of another one."""
    found = read_doi(client.get(f"{DOIS}{quote(doi, safe='/')}", cancelled=cancelled).body)
    arxiv = parse_arxiv_id(doi) if doi.startswith("10.48550/") else None
    if found and (found.record.arxiv_id != arxiv[0] if arxiv else found.record.doi != doi):
        raise SourceError.strange("DataCite")
    return found


def _title(attributes: Json) -> str:
    """The main title with its subtitle; alternative titles and translations are none."""
    titles = list(objects(attributes.get("titles")))
    main = next((text(title.get("title")) for title in titles if not title.get("titleType")), "")
    below = next((text(title.get("title")) for title in titles if title.get("titleType") == "Subtitle"), "")
    return with_subtitle(marked_up_title(main), marked_up_title(below))


def _authors(attributes: Json) -> Iterator[Person]:
    for creator in objects(attributes.get("creators")):
        family, given = (latex_title(text(creator.get(name))) for name in ("familyName", "givenName"))
        name = latex_title(text(creator.get("name")))
        if creator.get("nameType") == "Organizational" and name:
            yield Person(name)
        elif family:
            yield Person(family, given)
        else:
            yield from people([name])


def _date(attributes: Json) -> str | None:
    dates: dict[str, str] = {}
    for row in objects(attributes.get("dates")):
        if date := iso_date(text(row.get("date"))):
            kind = text(row.get("dateType"))
            dates[kind] = min(dates.get(kind, date), date)
    year = iso_date(str(attributes.get("publicationYear")))
    return next((dates[kind] for kind in _DATES if kind in dates), year)


def _venue(attributes: Json) -> str:
    """The journal or series, else who published it (a name, or an object that has one)."""
    publisher = attributes.get("publisher")
    named = text(inside(attributes, "container", "title")) or text(inside(publisher, "name")) or text(publisher)
    return marked_up_title(named)


def _abstract(attributes: Json) -> str:
    rows = objects(attributes.get("descriptions"))
    return next(
        (marked_up_abstract(text(row.get("description"))) for row in rows if row.get("descriptionType") == "Abstract"),
        "",
    )


def _published_as(attributes: Json) -> str | None:
    """The publisher's DOI of an arXiv paper."""
    for row in objects(attributes.get("relatedIdentifiers")):
        if row.get("relatedIdentifierType") == "DOI" and row.get("relationType") == "IsVersionOf":
            doi = normalise_doi(text(row.get("relatedIdentifier")))
            if doi and not doi.startswith("10.48550/"):
                return doi
    return None
