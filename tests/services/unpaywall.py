"""Unpaywall: who has an open copy of a paper with a DOI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.services.messages import Reply, Request, as_json
from tests.services.papers import PaperOnServer

_LINK = Callable[[PaperOnServer], str]
_WHO = "Email address required in API call, see http://unpaywall.org/products/api"


class Unpaywall:
    """api.unpaywall.org: `/v2/{doi}?email=`."""

    def __init__(self, papers: Sequence[PaperOnServer], link: _LINK) -> None:
        """`link`: where the publisher has a paper's PDF."""
        self._answers: dict[str, Reply] = {}
        for paper in papers:
            if paper.known_to("unpaywall"):
                recorded = paper.recorded.get("unpaywall")
                self._answers[paper.doi.lower()] = Reply(recorded) if recorded else as_json(_said(paper, link(paper)))

    def __call__(self, request: Request) -> Reply:
        if "@" not in request.query.get("email", ""):
            return _error(422, _WHO)
        doi = request.path.removeprefix("/v2/").lower()
        return self._answers.get(doi) or _error(404, f"'{doi}' isn't in Unpaywall. See https://support.unpaywall.org")


def _error(status: int, message: str) -> Reply:
    return as_json({"HTTP_status_code": status, "error": True, "message": message}, status)


def _said(paper: PaperOnServer, link: str) -> dict[str, Any]:
    is_open = "unpaywall" in paper.open_at
    place = {
        "endpoint_id": None,
        "evidence": "open (via page says license)",
        "host_type": "publisher",
        "is_best": True,
        "license": "cc-by",
        "pmh_id": None,
        "repository_institution": None,
        "updated": f"{paper.year}-02-03T12:57:34.127712",
        "url": link,
        "url_for_landing_page": f"https://doi.org/{paper.doi}",
        "url_for_pdf": link,
        "version": "publishedVersion",
    }
    return {
        "best_oa_location": place if is_open else None,
        "data_standard": 2,
        "doi": paper.doi.lower(),
        "doi_url": f"https://doi.org/{paper.doi.lower()}",
        "genre": "journal-article",
        "has_repository_copy": False,
        "is_oa": is_open,
        "is_paratext": False,
        "journal_is_in_doaj": False,
        "journal_is_oa": False,
        "journal_issn_l": None,
        "journal_issns": None,
        "journal_name": paper.venue,
        "oa_locations": [place] if is_open else [],
        "oa_status": "hybrid" if is_open else "closed",
        "published_date": f"{paper.year}-01-02",
        "publisher": paper.venue,
        "title": paper.title,
        "updated": f"{paper.year}-02-03T12:58:28.971672",
        "year": paper.year,
        "z_authors": [
            {"family": family, "given": given, "sequence": "additional" if number else "first"}
            for number, (given, family) in enumerate(paper.names)
        ],
    }
