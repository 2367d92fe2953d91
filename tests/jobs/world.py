"""A small world of services for the tests of look-ups and downloads: what it knows and how it behaves is up to each."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.http_client.servers import Request, Route, Server, file, reply
from tests.pdfs import write_pdf

SERVICES = ("arxiv", "arxiv_pdf", "huggingface", "datacite", "crossref", "europepmc", "unpaywall")


@dataclass(frozen=True)
class Work:
    """A paper that the world knows."""

    title: str
    authors: tuple[str, ...] = ("Maryna Viazovska",)
    arxiv_id: str = ""
    doi: str = ""
    abstract: str = "We prove what we say."
    open_pdf: str = ""
    """A URL of an open copy that Unpaywall names."""


class World:
    """Services on one local server, told apart by the first part of the path; `routes` of a test go first."""

    def __init__(self, folder: Path, works: Sequence[Work] = ()) -> None:
        self._folder = folder
        self.works = list(works)
        self.routes: dict[str, Route] = {}
        """By service, or by service and path (`arxiv_pdf/pdf/1603.04246`): what it does instead."""
        self.server = Server({"*": self._answer})

    @property
    def environ(self) -> Mapping[str, str]:
        """What leads a client to this world."""
        named = {f"READINGLIST_{name.upper()}_URL": f"{self.server.url}/{name}" for name in SERVICES}
        return named | {"READINGLIST_ALLOW_LOCAL": "1"}

    def pdf(self, arxiv_id: str, *, padding: int = 0) -> bytes:
        """The bytes of that paper's file, as large as a test wants them."""
        path = self._folder / f"{arxiv_id.replace('/', '_')}.pdf"
        title = next((work.title for work in self.works if work.arxiv_id == arxiv_id), arxiv_id)
        first = [title, "Maryna Viazovska", f"arXiv:{arxiv_id}v2  [math.NT]  14 Mar 2016"]
        data = write_pdf(path, first, f"The text of {arxiv_id} speaks of krakens.").read_bytes()
        return data + b"%" + bytes(range(33, 97)) * (padding // 64) + b"\n" if padding else data

    def calls(self, service: str) -> list[str]:
        """The paths that were asked for, of one service."""
        return [path[len(service) + 1 :] for path in self.server.paths if path.startswith(f"/{service}/")]

    def _answer(self, request: Request, line: socket.socket) -> bytes | None:
        parts = urlsplit(request.path)
        _, service, path = parts.path.split("/", 2)
        route = self.routes.get(f"{service}/{path}") or self.routes.get(service)
        if route is not None:
            return route(request, line)
        answers: Mapping[str, Callable[[str, Mapping[str, Sequence[str]]], bytes | Route]] = {
            "arxiv": self._arxiv,
            "arxiv_pdf": self._arxiv_pdf,
            "huggingface": lambda path, asked: reply(200, b"[]") if "search" in path else reply(404, b"{}"),
            "datacite": lambda path, asked: reply(404, b"{}"),
            "crossref": self._crossref,
            "europepmc": lambda path, asked: _json({"hitCount": 0, "resultList": {"result": []}}),
            "unpaywall": self._unpaywall,
        }
        found = answers[service](unquote(path), parse_qs(parts.query))
        return found if isinstance(found, bytes) else found(request, line)

    def _arxiv(self, path: str, asked: Mapping[str, Sequence[str]]) -> bytes:
        ids = asked.get("id_list", [""])[0].split(",")
        most = int(asked.get("max_results", ["10"])[0])
        found = [work for work in self.works if work.arxiv_id and work.arxiv_id in ids][:most]
        if "search_query" in asked:
            query = asked["search_query"][0].lower()
            found = [work for work in self.works if work.arxiv_id and work.title.lower() in query]
        return reply(200, _atom(found).encode(), content_type="application/atom+xml")

    def _arxiv_pdf(self, path: str, asked: Mapping[str, Sequence[str]]) -> bytes | Route:
        arxiv_id = path.removeprefix("pdf/")
        if not any(work.arxiv_id == arxiv_id for work in self.works):
            return reply(404, b"no such paper")
        return file(self.pdf(arxiv_id))

    def _crossref(self, path: str, asked: Mapping[str, Sequence[str]]) -> bytes:
        if "query.bibliographic" in asked:
            title = asked["query.bibliographic"][0]
            found = [_crossref_work(work) for work in self.works if work.doi and title in work.title]
            return _json({"status": "ok", "message": {"items": found}})
        for work in self.works:
            if work.doi and path == f"works/{work.doi}":
                return _json({"status": "ok", "message": _crossref_work(work)})
        return reply(404, b"Resource not found.", content_type="text/plain")

    def _unpaywall(self, path: str, asked: Mapping[str, Sequence[str]]) -> bytes:
        for work in self.works:
            if work.open_pdf and path == f"v2/{work.doi}":
                place = {"url_for_pdf": work.open_pdf, "version": "publishedVersion"}
                return _json({"doi": work.doi, "is_oa": True, "best_oa_location": place, "oa_locations": [place]})
        return reply(404, b"{}", content_type="application/json")


def _json(value: object) -> bytes:
    return reply(200, json.dumps(value).encode(), content_type="application/json")


def _crossref_work(work: Work) -> dict[str, object]:
    people = [{"given": name.split()[0], "family": name.split()[-1]} for name in work.authors]
    return {
        "DOI": work.doi,
        "title": [work.title],
        "author": people,
        "abstract": work.abstract,
        "type": "journal-article",
    }


def _atom(works: Sequence[Work]) -> str:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{work.arxiv_id}v2</id><title>{escape(work.title)}</title>"
        f"<published>2016-03-14T17:00:00Z</published><updated>2016-04-04T17:00:00Z</updated>"
        f"<summary>{escape(work.abstract)}</summary>"
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in work.authors)
        + "</entry>"
        for work in works
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<opensearch:totalResults>{len(works)}</opensearch:totalResults>{entries}</feed>"
    )
