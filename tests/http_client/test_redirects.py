"""Redirects, and hosts that stand in for the services' own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.http_client import HttpClient, HttpError, RefusedError, Replacements
from readinglist.http_client.urls import host_of, parts_of, redirected, site_of, true_scheme
from tests.http_client.conftest import NewClient
from tests.http_client.servers import Request, Server, always, file, reply

PDF = b"%PDF-1.7\n" + b"x" * 5000


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "to", ["/pdf/b", "b", "?b", "https://arxiv.org/pdf/b", "http://arxiv.org/pdf/b#page=2", "//arxiv.org/pdf/b"]
)
def test_redirects_of_a_service_stay_with_its_stand_in(
    server: Server, client: HttpClient, tmp_path: Path, status: int, to: str
) -> None:
    server.routes["/pdf/a"] = always(reply(status, b"this way", location=to))
    server.routes["/pdf/b"] = server.routes["/pdf/a?b"] = file(PDF)
    arrival = client.download("https://arxiv.org/pdf/a", tmp_path / "part")
    assert arrival.url == ("https://arxiv.org/pdf/a?b" if to == "?b" else "https://arxiv.org/pdf/b")
    assert server.connections == 1


def test_links_to_a_stand_in_are_the_services_own(server: Server, client: HttpClient) -> None:
    server.routes["/a"] = always(reply(302, location=f"{server.url}/b"))
    server.routes["/b"] = always(reply(200, b"{}"))
    assert client.get("https://huggingface.co/a").url.endswith("/b")


def test_every_hop_is_replaced(servers: Callable[..., Server], new_client: NewClient) -> None:
    one, two = servers(), servers()
    environ = {
        "READINGLIST_CROSSREF_URL": one.url,
        "READINGLIST_ARXIV_PDF_URL": f"{two.url}/mirror/",
        "READINGLIST_ALLOW_LOCAL": "1",
    }
    one.routes["/x"] = always(reply(302, location="https://arxiv.org/pdf/1?v=2"))
    two.routes["/mirror/pdf/1?v=2"] = always(reply(200, b"{}"))
    assert new_client(environ=environ).get("https://api.crossref.org/x").url == "https://arxiv.org/pdf/1?v=2"


def test_at_most_ten(server: Server, client: HttpClient) -> None:
    def further(request: Request, line: socket.socket) -> bytes:
        step = int(request.path[1:])
        return reply(200, b"{}") if step == 10 else reply(302, location=f"/{step + 1}")

    server.routes["*"] = further
    assert client.get("https://api.crossref.org/0").url == "https://api.crossref.org/10"
    server.routes["*"] = always(reply(302, location="/0"))
    with pytest.raises(RefusedError, match="in circles") as caught:
        client.get("https://api.crossref.org/0")
    assert caught.value.final
    assert len(server.seen) == 11 + 11


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x/y", "javascript:alert(1)", "http://[", "data:,x"])
def test_redirects_to_what_is_no_web(server: Server, client: HttpClient, to: str) -> None:
    server.routes["*"] = always(reply(302, location=to))
    with pytest.raises(RefusedError):
        client.get(f"{server.url}/x")


def test_a_redirect_to_nowhere_is_refused(server: Server, client: HttpClient) -> None:
    server.routes["*"] = always(reply(302))
    with pytest.raises(HttpError):
        client.get("https://api.crossref.org/x")


# ------------------------------------------------------------------------------------------------------------- rules


REPLACED = Replacements.from_environment(
    {
        "READINGLIST_ARXIV_URL": "http://127.0.0.1:8000/arxiv",
        "READINGLIST_ARXIV_PDF_URL": "http://127.0.0.1:8000/arxiv/pdfs/",
        "READINGLIST_UNPAYWALL_URL": " http://127.0.0.1:8001 ",
        "READINGLIST_CROSSREF_URL": "",
    }
)


@pytest.mark.parametrize(
    ("true", "called"),
    [
        ("https://export.arxiv.org/api/query?id_list=1,2", "http://127.0.0.1:8000/arxiv/api/query?id_list=1,2"),
        ("https://arxiv.org/pdf/1", "http://127.0.0.1:8000/arxiv/pdfs/pdf/1"),
        ("https://api.unpaywall.org/", "http://127.0.0.1:8001/"),
        ("https://api.crossref.org/x", "https://api.crossref.org/x"),
        ("https://arxiv.org:8443/x", "https://arxiv.org:8443/x"),
        ("https://arxiv.org.example/x", "https://arxiv.org.example/x"),
    ],
)
def test_replacing(true: str, called: str) -> None:
    assert REPLACED.called(true) == called
    assert REPLACED.true(called) == true


def test_what_looks_like_a_stand_in() -> None:
    assert REPLACED.true("http://127.0.0.1:8001") == "https://api.unpaywall.org/"
    assert REPLACED.true("http://127.0.0.1:80011/x") == "http://127.0.0.1:80011/x"
    assert REPLACED.replaces("arxiv.org") and not REPLACED.replaces("api.crossref.org")


def test_services_are_called_safely_whoever_hands_out_the_link() -> None:
    assert true_scheme("http://arxiv.org/pdf/1") == "https://arxiv.org/pdf/1"
    assert true_scheme("http://arxiv.org:80/pdf/1") == "https://arxiv.org/pdf/1"
    assert true_scheme("http://example.org/pdf/1") == "http://example.org/pdf/1"


def test_hosts() -> None:
    assert host_of("https://EXAMPLE.org:443/x") == "example.org"
    assert host_of("http://example.org.:8080/x") == "example.org:8080"
    assert host_of("https://user:word@example.org/") == "example.org"
    assert site_of("www.ebi.ac.uk:80") == "ac.uk"
    assert site_of("export.arxiv.org") == site_of("arxiv.org") != site_of("arxiv.com")


@given(st.text(), st.text())
def test_no_location_does_more_than_be_refused(url: str, location: str) -> None:
    where = redirected("https://example.org/a", location)
    for text in (url, where):
        try:
            assert parts_of(text).scheme in ("http", "https")
        except RefusedError:
            continue
