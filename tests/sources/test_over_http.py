"""The whole way: questions through the real client to a local server that stands in for every service."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.http_client.replacements import SERVICES
from readinglist.sources import Known, Sources
from tests.http_client.servers import Request, Server, reply
from tests.sources.samples import (
    ARXIV_ERROR,
    DATACITE_PAPER,
    EUROPE_PMC_PAPER,
    HF_PAPER,
    UNPAYWALL_PAPER,
    WORK,
    as_json,
    entry,
    feed,
    results,
    work,
    works,
)

ID, DOI, TITLE = (
    "1905.01234",
    "10.1002/(sici)1097-0193(1997)5:2<83::aid-lamp1>3.0.co;2-w",
    "Lamps that Learn: Light at Dusk",
)
PAGES = {
    f"/api/papers/{ID}": as_json(HF_PAPER),
    "/api/papers/search": as_json([{"paper": HF_PAPER}]),
    f"/dois/10.48550/arxiv.{ID}": as_json(DATACITE_PAPER),
    f"/works/{DOI}": work(DOI=DOI),
    "/works": works(WORK),
    "/europepmc/webservices/rest/search": results({**EUROPE_PMC_PAPER, "doi": DOI}),
    f"/v2/{DOI}": as_json({**UNPAYWALL_PAPER, "doi": DOI}),
}


def serve(request: Request, line: socket.socket) -> bytes:
    """The services as they answer: arXiv tells of ten papers unless asked for more, and of no malformed id."""
    parts = urlsplit(request.path)
    path, query = unquote(parts.path), parse_qs(parts.query)
    if path == "/api/query":
        ids = query["id_list"][0].split(",")
        if "malformed" in ids:
            return reply(400, ARXIV_ERROR, content_type="application/atom+xml")
        known = [each for each in ids if each != "1905.09999"][: int(query.get("max_results", ["10"])[0])]
        return reply(
            200, feed(*(entry(f"{each}v1", f"Paper {each}") for each in known)), content_type="application/atom+xml"
        )
    body = PAGES.get(path)
    if body is None:
        return reply(404, b"Resource not found.", content_type="text/plain")
    return reply(200, body, content_type="application/json")


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server({"*": serve})
    yield server
    server.close()


@pytest.fixture
def sources(server: Server) -> Iterator[Sources]:
    environ = {**dict.fromkeys(SERVICES, server.url), "READINGLIST_ALLOW_LOCAL": "1"}
    client = HttpClient(MemoryHosts(), environ=environ)
    yield Sources(client, contact=lambda: "ada@lamps.org")
    client.close()


def test_a_batch_of_more_than_ten_with_an_unknown_and_a_malformed_id(sources: Sources, server: Server) -> None:
    ids = [f"1905.{number:05}" for number in range(1, 31)]
    batch = sources.arxiv_batch([*ids, "1905.09999"])
    assert list(batch) == ids and not batch.retry and len(server.seen) == 1
    assert set(sources.arxiv_batch([*ids[:3], "malformed"])) == set(ids[:3])


def test_each_source_is_asked_where_it_answers(sources: Sources, server: Server) -> None:
    assert sources.look_up(Known(arxiv_id=ID)).found
    unknown = sources.look_up(Known(arxiv_id="1905.09999"))
    assert (unknown.found, unknown.silent, unknown.asked) == (None, (), ("arxiv", "huggingface", "datacite"))
    by_doi = sources.look_up(Known(doi=DOI)).found
    assert by_doi and (by_doi.source, by_doi.record.doi) == ("crossref", DOI)
    by_pmid = sources.look_up(Known(pmid="31234567")).found
    assert by_pmid and by_pmid.source == "europepmc"
    by_title = sources.look_up(Known(title=TITLE)).found
    assert by_title and by_title.source == "huggingface"
    for doi in ("10.48550/arxiv." + ID, "10.1000/unknown"):
        assert not sources.look_up(Known(doi=doi)).silent
    assert all("mailto=ada" in path for path in server.paths if path.startswith("/works/"))


def test_copies_come_from_all_of_them(sources: Sources) -> None:
    found = sources.copies(Known(doi=DOI))
    assert [copy.source for copy in found.candidates] == ["crossref", "europepmc", "europepmc", "unpaywall"]
    assert found.silent == ()


def test_a_page_instead_of_an_answer_is_silence(server: Server, sources: Sources) -> None:
    server.routes["*"] = lambda request, line: reply(200, b"<html>Robot?</html>", content_type="text/html")
    answer = sources.look_up(Known(doi=DOI))
    assert answer.found is None and [silent.source for silent in answer.silent] == ["crossref", "datacite"]
