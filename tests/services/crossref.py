"""Crossref: publishers' DOIs, and a search over what it knows of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from tests.services.messages import Reply, Request
from tests.services.papers import ARXIV_DOI, PaperOnServer
from tests.services.words import WordSearch

_LINK = Callable[[PaperOnServer], str]
_TYPE = "application/json;charset=UTF-8"
_POOL = (("x-rate-limit-limit", "50"), ("x-rate-limit-interval", "1s"))
MOST_ROWS = 1000


class Crossref:
    """api.crossref.org: `/works/{doi}` in whatever letters, and `/works?query.bibliographic=`."""

    def __init__(self, papers: Sequence[PaperOnServer], link: _LINK) -> None:
        """`link`: where the publisher has a paper's PDF."""
        self._works: dict[str, dict[str, Any]] = {}
        self._answers: dict[str, Reply] = {}
        known = {paper.doi.lower(): paper for paper in papers if paper.known_to("crossref")}
        for doi, paper in known.items():
            recorded = paper.recorded.get("crossref")
            self._works[doi] = json.loads(recorded)["message"] if recorded else _work(paper, link(paper))
            self._answers[doi] = _reply(recorded or _bytes("work", self._works[doi]))
        self._search = WordSearch(
            {doi: f"{paper.title} {' '.join(paper.authors)} {paper.venue} {paper.year}" for doi, paper in known.items()}
        )

    def __call__(self, request: Request) -> Reply:
        if request.path.rstrip("/") == "/works":
            return self._found(request)
        doi = request.path.removeprefix("/works/").lower()
        return self._answers.get(doi) or Reply(b"Resource not found.", 404, "text/plain", _POOL)

    def _found(self, request: Request) -> Reply:
        query = request.query
        rows = query.get("rows", "20")
        if not rows.isdecimal() or int(rows) > MOST_ROWS:
            wrong = {
                "type": "integer-not-valid",
                "value": rows,
                "message": f"Integer specified as {rows} but must be a positive integer less than or equal to 1000. ",
            }
            return _reply(_json({"status": "failed", "message-type": "validation-failure", "message": [wrong]}), 400)
        question = query.get("query.bibliographic") or query.get("query", "")
        found = self._search.find(question)
        items = [{**self._works[doi], "score": 10 * score} for doi, score in found[: int(rows)]]
        if wanted := query.get("select"):
            items = [{name: item[name] for name in wanted.split(",") if name in item} for item in items]
        message = {
            "facets": {},
            "total-results": len(found),
            "items": items,
            "items-per-page": int(rows),
            "query": {"start-index": 0, "search-terms": question},
        }
        return _reply(_bytes("work-list", message))


def _work(paper: PaperOnServer, link: str) -> dict[str, Any]:
    published = {"date-parts": [[paper.year, 1, 2]]}
    noted = {
        "date-parts": [[paper.year, 2, 3]],
        "date-time": f"{paper.year}-02-03T01:00:52Z",
        "timestamp": 1_738_544_452_000,
    }
    is_open = "crossref" in paper.open_at
    preprint = {"id-type": "doi", "id": f"{ARXIV_DOI}{paper.arxiv_id}", "asserted-by": "subject"}
    work = {
        "indexed": {**noted, "version": "3.54.1"},
        "reference-count": 0,
        "publisher": paper.venue,
        "issue": "1",
        "license": [
            {
                "start": {**noted},
                "content-version": "vor",
                "delay-in-days": 0,
                "URL": "http://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "short-container-title": [],
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{_marked_up(paper.abstract)}</jats:p>",
        "DOI": paper.doi,
        "type": "journal-article",
        "created": {**noted},
        "page": "1-12",
        "source": "Crossref",
        "is-referenced-by-count": 0,
        "title": [_marked_up(paper.title)],
        "prefix": paper.doi.split("/")[0],
        "volume": "7",
        "author": [_author(number, given, family) for number, (given, family) in enumerate(paper.names)],
        "member": "340",
        "published-online": published,
        "container-title": [paper.venue],
        "original-title": [],
        "language": "en",
        "link": [
            {
                "URL": link,
                "content-type": "application/pdf" if is_open else "unspecified",
                "content-version": "vor",
                "intended-application": "text-mining" if is_open else "similarity-checking",
            }
        ],
        "deposited": {**noted},
        "score": 1,
        "resource": {"primary": {"URL": f"https://doi.org/{paper.doi}"}},
        "subtitle": [],
        "short-title": [],
        "issued": published,
        "references-count": 0,
        "URL": f"https://doi.org/{paper.doi}",
        "relation": {"has-preprint": [preprint]} if paper.arxiv_id else {},
        "ISSN": [],
        "subject": [],
        "published": published,
    }
    if not is_open:
        del work["license"]
    if not paper.abstract:
        del work["abstract"]
    return work


def _author(number: int, given: str, family: str) -> dict[str, Any]:
    sequence = "additional" if number else "first"
    if not given:
        return {"name": family, "sequence": sequence, "affiliation": []}
    return {"given": given, "family": family, "sequence": sequence, "affiliation": []}


def _marked_up(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _bytes(kind: str, message: dict[str, Any]) -> bytes:
    return _json({"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/").encode()


def _reply(body: bytes, status: int = 200) -> Reply:
    return Reply(body, status, _TYPE, _POOL)
