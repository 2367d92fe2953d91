"""DataCite: every arXiv paper under its DOI, and papers whose DOI was registered there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.services.messages import Reply, Request, as_json
from tests.services.papers import ARXIV_DOI, PaperOnServer

_KNOWS_NOT = {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}


class DataCite:
    """api.datacite.org: `/dois/{doi}`, in whatever letters."""

    def __init__(self, papers: Sequence[PaperOnServer]) -> None:
        self._answers: dict[str, Reply] = {}
        for paper in papers:
            if paper.known_to("datacite"):
                doi = f"{ARXIV_DOI}{paper.arxiv_id}" if paper.arxiv_id else paper.doi
                recorded = paper.recorded.get("datacite")
                self._answers[doi.lower()] = Reply(recorded) if recorded else as_json(_doi(doi.lower(), paper))

    def __call__(self, request: Request) -> Reply:
        return self._answers.get(request.path.removeprefix("/dois/").lower()) or as_json(_KNOWS_NOT, 404)


def _doi(doi: str, paper: PaperOnServer) -> dict[str, Any]:
    url = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else f"https://doi.org/{doi}"
    attributes = {
        "doi": doi,
        "identifiers": [{"identifier": url, "identifierType": "URL"}],
        "creators": [_creator(given, family) for given, family in paper.names],
        "titles": [{"title": paper.title}],
        "publisher": "arXiv" if paper.arxiv_id else paper.venue,
        "container": {},
        "publicationYear": paper.year,
        "subjects": [{"subject": "Machine Learning (cs.LG)", "subjectScheme": "arXiv"}],
        "contributors": [],
        "dates": [
            {"date": f"{paper.year}-01-02T17:59:46Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": f"{paper.year}-02-03T08:18:33Z", "dateType": "Updated", "dateInformation": f"v{paper.version}"},
            {"date": f"{paper.year}-01", "dateType": "Available", "dateInformation": "v1"},
            {"date": str(paper.year), "dateType": "Issued"},
        ],
        "language": None,
        "types": {
            "ris": "GEN",
            "bibtex": "misc",
            "citeproc": "article",
            "schemaOrg": "CreativeWork",
            "resourceTypeGeneral": "Preprint",
        },
        "relatedIdentifiers": _published_as(paper),
        "sizes": [],
        "formats": [],
        "version": str(paper.version),
        "rightsList": [],
        "descriptions": [{"description": paper.abstract, "descriptionType": "Abstract"}],
        "geoLocations": [],
        "fundingReferences": [],
        "url": url,
        "contentUrl": None,
        "metadataVersion": 1,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "source": "mds",
        "isActive": True,
        "state": "findable",
        "reason": None,
        "created": f"{paper.year}-01-03T02:21:56.000Z",
        "registered": f"{paper.year}-01-03T02:21:57.000Z",
        "published": str(paper.year),
        "updated": f"{paper.year}-02-04T02:21:56.000Z",
    }
    client = {"client": {"data": {"id": "arxiv.content" if paper.arxiv_id else "cern.zenodo", "type": "clients"}}}
    return {"data": {"id": doi, "type": "dois", "attributes": attributes, "relationships": client}}


def _creator(given: str, family: str) -> dict[str, Any]:
    if not given:
        return {"name": family, "nameType": "Organizational", "affiliation": [], "nameIdentifiers": []}
    return {
        "name": f"{family}, {given}",
        "nameType": "Personal",
        "givenName": given,
        "familyName": family,
        "affiliation": [],
        "nameIdentifiers": [],
    }


def _published_as(paper: PaperOnServer) -> list[dict[str, str]]:
    if not paper.arxiv_id or not paper.doi:
        return []
    return [{"relationType": "IsVersionOf", "relatedIdentifier": paper.doi, "relatedIdentifierType": "DOI"}]
