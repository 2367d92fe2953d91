"""What the client remembers of how hosts behaved."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readinglist.http_client import Health, HttpClient, HttpError, MemoryHosts, Network
from readinglist.http_client.health import MOST_HOSTS, HealthBook
from tests.http_client.conftest import NewClient
from tests.http_client.servers import Server, always, reply

CROSSREF = "https://api.crossref.org/works/10.1/x"
ARXIV = "https://export.arxiv.org/api/query"
START = 1_700_000_000.0


def ask(client: HttpClient, url: str) -> None:
    with contextlib.suppress(HttpError):
        client.get(url)


def of(client: HttpClient, who: str) -> Health:
    return next(health for health in client.health() if health.who == who)


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(START + seconds, UTC)


def test_before_the_first_call_nothing_is_known_of_the_services(client: HttpClient) -> None:
    names = ["arXiv", "Hugging Face", "DataCite", "Crossref", "Europe PMC", "Unpaywall"]
    assert [(health.who, health.state) for health in client.health()] == [(name, "not asked") for name in names]


def test_whoever_answers_is_fine_even_with_a_no(client: HttpClient, server: Server) -> None:
    server.routes["/works/10.1/x"] = always(reply(404))
    server.routes["/api/query"] = always(reply(200, b"{}"))
    ask(client, CROSSREF)
    ask(client, ARXIV)
    assert of(client, "Crossref").state == "fine"
    assert of(client, "arXiv").state == "fine"
    assert of(client, "DataCite").state == "not asked"


def test_a_host_in_trouble_is_silent_since_the_first_time_and_fine_again(new_client: NewClient, server: Server) -> None:
    clock = [START]
    client = new_client(now=lambda: clock[0])
    server.routes["/works/10.1/x"] = always(reply(500))
    ask(client, CROSSREF)
    clock[0] += 100
    ask(client, CROSSREF)
    health = of(client, "Crossref")
    assert (health.state, health.since) == ("silent", at(0))
    assert "Crossref is in trouble" in health.reason
    server.routes["/works/10.1/x"] = always(reply(200, b"{}"))
    ask(client, CROSSREF)
    health = of(client, "Crossref")
    assert (health.state, health.since, health.reason) == ("fine", at(100), "")


def test_a_cool_down_of_an_earlier_session_is_told_until_it_is_over(new_client: NewClient) -> None:
    clock, hosts = [START], MemoryHosts()
    hosts.cool("arxiv", START + 60, 1)
    client = new_client(hosts=hosts, now=lambda: clock[0])
    assert (of(client, "arXiv").state, of(client, "arXiv").until) == ("cooling", at(60))
    clock[0] += 61
    assert of(client, "arXiv").state == "not asked"


def test_being_asked_too_often_shows_as_cooling(client: HttpClient, server: Server) -> None:
    server.routes["/works/10.1/x"] = always(reply(429, retry_after=120))
    ask(client, CROSSREF)
    assert of(client, "Crossref").state == "cooling"
    server.routes["/paper.pdf"] = always(reply(429, retry_after=120))
    ask(client, f"{server.url}/paper.pdf")
    assert (client.health()[-1].known, client.health()[-1].state) == (False, "cooling"), "whoever it is"


def test_a_missing_network_is_no_fault_of_a_host(new_client: NewClient) -> None:
    client = new_client(network=Network(lambda: True))
    ask(client, CROSSREF)
    assert of(client, "Crossref").state == "not asked"


def test_hosts_that_files_came_from_stand_below_the_services(
    client: HttpClient, server: Server, tmp_path: Path
) -> None:
    server.routes["/paper.pdf"] = always(reply(200, b"%PDF-1.4 " + b"x" * 2000, content_type="application/pdf"))
    server.routes["/page"] = always(reply(200, b"<html>" + b"x" * 2000, content_type="text/html"))
    client.download(f"{server.url}/paper.pdf", tmp_path / "part")
    last = client.health()[-1]
    assert (last.who, last.state, last.known) == (f"127.0.0.1:{server.port}", "fine", False)
    with pytest.raises(HttpError):
        client.download(f"{server.url}/page", tmp_path / "other")
    assert client.health()[-1].state == "silent"
    assert "web page" in client.health()[-1].reason


def test_the_book_does_not_grow_without_end() -> None:
    book = HealthBook(MemoryHosts(), lambda: START)
    for number in range(2 * MOST_HOSTS):
        with book.watch("https://doi.org/x") as answered:
            answered(f"https://host-{number}.example/")
    others = [health.who for health in book.all() if not health.known]
    assert len(others) == MOST_HOSTS
    assert f"host-{2 * MOST_HOSTS - 1}.example" in others
