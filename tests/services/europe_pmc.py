"""Europe PMC: papers by PMID or DOI."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tests.services.messages import Reply, Request, as_json
from tests.services.papers import PaperOnServer

_LINK = Callable[[PaperOnServer], str]


class EuropePmc:
    """www.ebi.ac.uk: `/europepmc/webservices/rest/search?query=`, which understands `EXT_ID:` and `DOI:`."""

    def __init__(self, papers: Sequence[PaperOnServer], link: _LINK) -> None:
        """`link`: where the publisher has a paper's PDF."""
        self._rows: dict[str, dict[str, Any]] = {}
        self._recorded: dict[str, bytes] = {}
        for paper in papers:
            if not paper.known_to("europepmc"):
                continue
            recorded = paper.recorded.get("europepmc")
            for key in filter(None, (paper.pmid, paper.doi.lower())):
                if recorded:
                    self._recorded[key] = recorded
                else:
                    self._rows[key] = _row(paper, link(paper))

    def __call__(self, request: Request) -> Reply:
        query = request.query
        if not request.path.startswith("/europepmc/webservices/rest/search"):
            return Reply(b"<html><body>Not found</body></html>", 404, "text/html")
        if query.get("format") != "json":
            return Reply(b"<responseWrapper><hitCount>0</hitCount></responseWrapper>", type="application/xml")
        asked = query.get("query", "")
        named = re.search(r'EXT_ID:"?(?P<pmid>\d+)|DOI:"?(?P<doi>[^"\s]+)', asked)
        key = (named["pmid"] or named["doi"].lower()) if named else ""
        if key in self._recorded:
            return Reply(self._recorded[key])
        return as_json(_answer(query, [self._rows[key]] if key in self._rows else []))


def _answer(query: Any, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "version": "6.9",
        "hitCount": len(rows),
        **({"nextCursorMark": "AoIIQEOWhig1NjM2MzAxMQ=="} if rows else {}),
        "request": {
            "queryString": query.get("query", ""),
            "resultType": query.get("resultType", "lite"),
            "cursorMark": query.get("cursorMark", "*"),
            "pageSize": int(query.get("pageSize", 25)),
            "synonym": False,
        },
        "resultList": {"result": list(rows)},
    }


def _row(paper: PaperOnServer, link: str) -> dict[str, Any]:
    is_open = "europepmc" in paper.open_at
    places = [_place("Subscription required", "S", "doi", "DOI", f"https://doi.org/{paper.doi}")] if paper.doi else []
    if is_open:
        places.append(_place("Open access", "OA", "pdf", "Unpaywall", link))
    row = {
        "id": paper.pmid,
        "source": "MED",
        "pmid": paper.pmid,
        "doi": paper.doi,
        "title": f"{paper.title}.",
        "authorString": ", ".join(f"{family} {_initials(given)}".strip() for given, family in paper.names) + ".",
        "authorList": {"author": [_author(given, family) for given, family in paper.names]},
        "journalInfo": {"volume": "7", "yearOfPublication": paper.year, "journal": {"title": paper.venue}},
        "pubYear": str(paper.year),
        "pageInfo": "1-12",
        "abstractText": f"<h4>Background</h4>{paper.abstract}",
        "publicationStatus": "ppublish",
        "language": "eng",
        "pubTypeList": {"pubType": ["Journal Article"]},
        "fullTextUrlList": {"fullTextUrl": places},
        "isOpenAccess": "Y" if is_open else "N",
        "inEPMC": "N",
        "inPMC": "N",
        "hasPDF": "N",
        "firstPublicationDate": f"{paper.year}-01-02",
    }
    return {name: value for name, value in row.items() if value}


def _place(availability: str, code: str, style: str, site: str, url: str) -> dict[str, str]:
    return {
        "availability": availability,
        "availabilityCode": code,
        "documentStyle": style,
        "site": site,
        "url": url,
    }


def _author(given: str, family: str) -> dict[str, str]:
    if not given:
        return {"collectiveName": family}
    initials = _initials(given)
    return {"fullName": f"{family} {initials}", "firstName": given, "lastName": family, "initials": initials}


def _initials(given: str) -> str:
    return "".join(name[0] for name in given.split())
