"""The papers of the shared folder: recorded answers byte for byte, days of Daily Papers, real PDFs."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from readinglist.exchange import read_daily_page
from readinglist.identifiers import title_key
from tests.services.papers import PaperOnServer, printed

_ATOM = "{http://www.w3.org/2005/Atom}"
_AT_DATACITE = ("10.5281/", "10.17174/", "10.18429/")
"""Begin the DOIs of houses that are DataCite's customers, among the papers of which we have the PDF."""


@dataclass(frozen=True)
class Shared:
    """What `Services` takes."""

    papers: list[PaperOnServer]
    days: dict[str, bytes]
    recorded_feeds: list[bytes]


def read_shared(shared: Path) -> Shared:
    """All that services can say of papers, from the folder of shared data.

    Recordings name hosts of the real world for the copies of papers with a DOI: those are not played here.
    """
    data = shared / "data"
    samples = data / "api-samples"
    days = {path.stem: path.read_bytes() for path in sorted((data / "daily-papers").glob("*.json"))}
    for path in sorted((samples / "hf").glob("daily_papers_*.json")):
        if found := re.search(r"\d{4}-\d\d-\d\d", path.name):
            days[found[0]] = path.read_bytes()
    feeds = [path.read_bytes() for path in sorted((samples / "arxiv").glob("arxiv_query_*.xml"))]
    papers: dict[str, PaperOnServer] = {}
    for paper in (*_with_pdf(data / "pdfs" / "papers"), *_of_days(days), *_of_feeds(feeds), *_with_ids(samples)):
        papers.setdefault(paper.arxiv_id or paper.doi.lower(), paper)
    titles = {title_key(paper.title) for paper in papers.values()}
    for paper in _of_page(data / "daily-papers-listing.txt"):
        if title_key(paper.title) not in titles:
            papers[paper.arxiv_id] = paper
    return Shared(
        [paper if paper.pdf else replace(paper, pdf=printed(paper)) for paper in papers.values()], days, feeds
    )


def _with_pdf(folder: Path) -> Iterator[PaperOnServer]:
    """Whole papers, as far as they have ids by which services know them."""
    for line in (folder / "truth.jsonl").read_text().splitlines():
        truth = json.loads(line)
        others = truth.get("other_own_ids") or []
        arxiv = truth["arxiv_id"] or next((name[6:] for name in others if name.startswith("arXiv:")), "")
        doi = truth["doi"] or next((name for name in others if name.startswith("10.")), "")
        if not arxiv and not doi:
            continue
        at_datacite = doi.startswith(_AT_DATACITE)
        yield PaperOnServer(
            title=truth["title"],
            authors=tuple(truth["authors"]),
            year=truth["year"],
            arxiv_id=arxiv,
            doi=doi,
            registered_with="datacite" if at_datacite else "crossref",
            pdf=(folder / truth["file"]).read_bytes(),
            open_at=frozenset() if at_datacite or not doi else frozenset({"crossref", "unpaywall"}),
        )


def _of_days(days: Mapping[str, bytes]) -> Iterator[PaperOnServer]:
    for body in days.values():
        for row in json.loads(body):
            paper = row["paper"]
            yield PaperOnServer(
                title=" ".join(paper["title"].split()),
                authors=tuple(person["name"] for person in paper["authors"] if not person.get("hidden")),
                abstract=" ".join(paper.get("summary", "").split()),
                year=int(paper["publishedAt"][:4]),
                arxiv_id=paper["id"],
                recorded={"huggingface": json.dumps(row).encode()},
            )


def _of_page(path: Path) -> Iterator[PaperOnServer]:
    """The papers of a page that was copied: ids and authors are not on it, and are made up so that it can be played."""
    page = read_daily_page(path.read_text(), today=datetime.date(2025, 9, 3))
    for number, record in enumerate(page.records):
        yield PaperOnServer(record.title, abstract=record.abstract, arxiv_id=f"2509.{99000 + number}")


def _of_feeds(feeds: list[bytes]) -> Iterator[PaperOnServer]:
    for feed in feeds:
        for entry in ElementTree.fromstring(feed).iter(f"{_ATOM}entry"):
            found = re.fullmatch(r"http://arxiv\.org/abs/(.+?)v(\d+)", entry.findtext(f"{_ATOM}id", ""))
            if found:
                yield PaperOnServer(
                    title=" ".join(entry.findtext(f"{_ATOM}title", "").split()),
                    authors=tuple(name.text or "" for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
                    abstract=entry.findtext(f"{_ATOM}summary", "").strip(),
                    year=int(entry.findtext(f"{_ATOM}published", "")[:4]),
                    arxiv_id=found[1],
                    version=int(found[2]),
                    unknown_to=frozenset({"huggingface"}),
                )


def _with_ids(samples: Path) -> Iterator[PaperOnServer]:
    """Papers of which a service that goes by DOI or PMID has spoken."""
    for path in (samples / "crossref" / "crossref_work.json", samples / "crossref" / "papis_crossref_abstract.json"):
        body = path.read_bytes()
        work = json.loads(body)["message"]
        people = tuple(f"{person.get('given', '')} {person['family']}".strip() for person in work["author"])
        yield _spoken_of("crossref", body, work["title"][0], people, work["issued"]["date-parts"][0][0], work["DOI"])
    for path in sorted((samples / "unpaywall").glob("*.json")):
        body = path.read_bytes()
        said = json.loads(body)
        people = tuple(f"{person['given']} {person['family']}" for person in said["z_authors"])
        yield _spoken_of("unpaywall", body, said["title"], people, said["year"], said["doi"])
    for path in sorted((samples / "datacite").glob("*.json")):
        body = path.read_bytes()
        about = json.loads(body)["data"]["attributes"]
        people = tuple(f"{person['givenName']} {person['familyName']}" for person in about["creators"])
        title, year = about["titles"][0]["title"], about["publicationYear"]
        found = _spoken_of("datacite", body, title, people, year, about["doi"])
        yield replace(found, registered_with="datacite")
    for path in sorted((samples / "europepmc").glob("*.json")):
        body = path.read_bytes()
        row: dict[str, Any] = json.loads(body)["resultList"]["result"][0]
        people = tuple(row["authorString"].rstrip(".").split(", "))
        found = _spoken_of("europepmc", body, row["title"].rstrip("."), people, int(row["pubYear"]), row["doi"])
        yield replace(found, pmid=row["pmid"])


def _spoken_of(service: str, body: bytes, title: str, people: tuple[str, ...], year: int, doi: str) -> PaperOnServer:
    return PaperOnServer(title, people, year=year, doi=doi, recorded={service: body})
