"""Hugging Face's papers: one by its arXiv id, a search, and the list of a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.services.hugging_face_days import DailyLists
from tests.services.messages import Reply, Request, as_json
from tests.services.papers import PaperOnServer
from tests.services.words import WordSearch

LONGEST_QUESTION, MOST_RESULTS = 250, 120
_LIMITS = (("RateLimit", '"api";r=499;t=300'), ("RateLimit-Policy", '"fixed window";"api";q=500;w=300'))


class HuggingFace:
    """huggingface.co: `/api/papers/{id}`, `/api/papers/search` and `/api/daily_papers`."""

    def __init__(self, papers: Sequence[PaperOnServer], days: DailyLists) -> None:
        known = [paper for paper in papers if paper.known_to("huggingface")]
        self._rows: dict[str, dict[str, Any]] = {paper.arxiv_id: _row_of(paper) for paper in known}
        self._search = WordSearch({paper.arxiv_id: paper.title for paper in known})
        self._days = days

    def __call__(self, request: Request) -> Reply:
        query = request.query
        if request.path == "/api/daily_papers":
            return self._days(query, _LIMITS)
        if request.path == "/api/papers/search":
            return self._found(query.get("q", ""), query.get("limit", str(MOST_RESULTS)))
        known = self._rows.get(request.path.removeprefix("/api/papers/"))
        if known is None:
            return as_json({"error": "Paper not found"}, 404, headers=_LIMITS)
        return as_json({**known["paper"], **_LINKED}, headers=_LIMITS)

    def _found(self, question: str, limit: str) -> Reply:
        if len(question) > LONGEST_QUESTION or not limit.isdecimal() or int(limit) > MOST_RESULTS:
            return as_json({"error": "Invalid query"}, 400, headers=_LIMITS)
        found = self._search.find(question, share=0.5)[: int(limit)]
        return as_json([self._rows[name] for name, _ in found], headers=_LIMITS)


_LINKED: Mapping[str, Any] = {
    "linkedModels": [],
    "numTotalModels": 0,
    "linkedDatasets": [],
    "numTotalDatasets": 0,
    "linkedSpaces": [],
    "numTotalSpaces": 0,
}


def _row_of(paper: PaperOnServer) -> dict[str, Any]:
    """A paper as it stands in a list."""
    if recorded := paper.recorded.get("huggingface"):
        row: dict[str, Any] = json.loads(recorded)
        return row
    mark = hashlib.sha256(paper.arxiv_id.encode()).hexdigest()[:24]
    authors = [
        {"_id": f"{mark[:20]}{number:04x}", "name": name, "hidden": False}
        for number, name in enumerate(paper.authors, 1)
    ]
    return {
        "paper": {
            "id": paper.arxiv_id,
            "authors": authors,
            "publishedAt": f"{paper.year}-01-02T17:59:46.000Z",
            "submittedOnDailyAt": f"{paper.year}-01-06T03:55:12.777Z",
            "title": paper.title,
            "summary": paper.abstract,
            "upvotes": len(paper.title) % 40,
            "discussionId": mark,
        },
        "publishedAt": f"{paper.year}-01-02T12:59:46.000Z",
        "title": paper.title,
        "summary": paper.abstract,
        "thumbnail": f"https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/{paper.arxiv_id}.png",
        "numComments": 1,
        "isAuthorParticipating": False,
    }
