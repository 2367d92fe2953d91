"""Small answers: which are taken, which are not, and what is said of those."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import tracemalloc
import zlib
from itertools import count

import pytest

from readinglist.http_client import (
    CallCancelledError,
    CoolingError,
    HttpClient,
    HttpError,
    Limits,
    MemoryHosts,
    NotThereError,
    RefusedError,
    TooLargeError,
    UnavailableError,
    WrongContentError,
)
from tests.conftest import ROOT
from tests.http_client.conftest import NewClient, Waits
from tests.http_client.servers import CutError, Request, Route, Server, always, cut_after, one_after_another, reply

URL = "https://api.crossref.org/works/10.1/x"
PATH = "/works/10.1/x"
JSON = reply(200, b'{"ok": 1}', content_type="application/json; charset=utf-8")


def test_an_answer(server: Server, client: HttpClient) -> None:
    server.routes["/works?q=a+b%26c&rows=2"] = always(JSON)
    answer = client.get("https://api.crossref.org/works", params={"q": "a b&c", "rows": 2})
    assert (answer.status, answer.body, answer.content_type) == (200, b'{"ok": 1}', "application/json")
    assert answer.url == "https://api.crossref.org/works?q=a+b%26c&rows=2"
    assert answer.headers["content-length"] == "9"


def test_loading_requests_waits_for_the_first_call() -> None:
    program = (
        "import sys, readinglist.http_client as h\n"
        "h.HttpClient(h.MemoryHosts()).close()\n"
        "print([name for name in ('requests', 'urllib3', 'http.client', 'ssl') if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr


def test_connections_are_kept(server: Server, client: HttpClient) -> None:
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    server.routes["*"] = one_after_another(
        JSON,
        reply(404, b"no"),
        chunked,
        reply(200, content_length=0),
        reply(200, gzip.compress(b"x"), content_encoding="gzip"),
    )
    assert client.get(URL).body
    with pytest.raises(NotThereError):
        client.get(URL)
    assert client.get(URL).body == b"abcde"
    assert client.get(URL).body == b""
    assert client.get(URL).body == b"x"
    assert server.connections == 1


def test_who_calls(server: Server, new_client: NewClient) -> None:
    server.routes["*"] = always(JSON)
    new_client(contact=lambda: "me@example.org").get(URL)
    new_client(contact=lambda: "me@example.org\r\nX-Evil: 1").get(URL)
    new_client().get(URL, accept="application/atom+xml")
    agents = [request.headers["user-agent"] for request in server.seen]
    assert "mailto:me@example.org" in agents[0]
    assert all(agent.startswith("ReadingList/") for agent in agents)
    assert "@" not in agents[1] + agents[2]
    assert server.seen[2].headers["accept"] == "application/atom+xml"


# ---------------------------------------------------------------------------------------------------------- statuses


@pytest.mark.parametrize(
    ("status", "error", "final"),
    [
        *[(status, NotThereError, True) for status in (404, 410)],
        *[(status, RefusedError, True) for status in (400, 401, 402, 403, 405, 418, 451, 304, 300)],
        *[(status, UnavailableError, False) for status in (500, 502, 503, 504, 408, 407)],
    ],
)
def test_statuses(server: Server, client: HttpClient, status: int, error: type[HttpError], final: bool) -> None:
    server.routes[PATH] = always(reply(status, b"<html>whatever"))
    with pytest.raises(error) as caught:
        client.get(URL)
    assert (type(caught.value), caught.value.final, caught.value.host) == (error, final, "api.crossref.org")
    if status != 407:
        assert "Crossref" in str(caught.value)
    tries = 3 if status >= 500 or status == 408 else 1
    assert len(server.seen) == tries
    if final:
        assert caught.value.status == status


def test_trying_again_after_growing_waits(server: Server, new_client: NewClient) -> None:
    waits = Waits()
    client = new_client(wait=waits)
    server.routes[PATH] = one_after_another(reply(500), reply(503), JSON)
    assert client.get(URL).status == 200
    assert 0.5 * 0.7 + 2.0 * 0.7 < sum(waits) < 0.5 * 1.3 + 2.0 * 1.3


def cut_at_once(request: Request, line: socket.socket) -> None:
    raise CutError


@pytest.mark.parametrize(
    "broken",
    [
        cut_at_once,
        cut_after(4, always(JSON)),
        always(reply(200, b"short", content_length=50, connection="close")),
        always(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n5\r\nab"),
        always(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\nzz\r\nab"),
        always(b"SMTP ready\r\nconnection: close\r\n\r\n"),
        always(reply(200, gzip.compress(b"x" * 1000)[:-9], content_encoding="gzip")),
        always(reply(200, b"no gzip at all", content_encoding="gzip")),
        always(reply(206, b"part", content_range="bytes 0-3/9")),
    ],
)
def test_broken_answers_are_asked_for_again(server: Server, client: HttpClient, broken: Route) -> None:
    server.routes[PATH] = one_after_another(broken, broken, JSON)
    assert client.get(URL).body == b'{"ok": 1}'
    server.routes[PATH] = broken
    with pytest.raises(UnavailableError, match="Crossref breaks off"):
        client.get(URL)


# ------------------------------------------------------------------------------------------------------------ bodies


@pytest.mark.parametrize("web_page", [b"<!DOCTYPE html><p>log in", b" \n<HTML>"])
def test_web_pages_are_no_data(server: Server, client: HttpClient, web_page: bytes) -> None:
    server.routes[PATH] = one_after_another(reply(200, web_page, content_type="application/json"))
    with pytest.raises(WrongContentError, match="Crossref sent a web page") as caught:
        client.get(URL)
    assert not caught.value.final
    assert client.get(URL, accept="text/html").body == web_page


def packed(data: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("size", [0, 1, 100_000, 128 * 1024, 128 * 1024 + 1, 3_000_000])
def test_packed_answers(server: Server, client: HttpClient, size: int) -> None:
    body = b"0123456789" * (size // 10) + b"x" * (size % 10)
    for name, data in {
        "gzip": gzip.compress(body),
        "x-gzip": gzip.compress(body[: size // 2]) + gzip.compress(body[size // 2 :]),
        "GZIP": gzip.compress(body) + b"rubbish",
        "deflate": packed(body, 15),
        "deflate ": packed(body, -15),
        "identity": body,
    }.items():
        server.routes[PATH] = always(reply(200, data, content_encoding=name))
        assert client.get(URL).body == body, name


def test_other_packings_are_turned_away(server: Server, client: HttpClient) -> None:
    server.routes[PATH] = one_after_another(
        reply(200, b"x", content_encoding="gzip, gzip"), reply(200, b"x", content_encoding="br")
    )
    for _ in range(2):
        with pytest.raises(WrongContentError, match="packs its answer"):
            client.get(URL)


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_bombs_never_unfold(server: Server, client: HttpClient, packing: str) -> None:
    packer = zlib.compressobj(9, wbits=31 if packing == "gzip" else 15)
    bomb = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(200)), packer.flush()])
    server.routes[PATH] = always(reply(200, bomb, content_encoding=packing))
    server.routes["/warm"] = always(JSON)
    client.get("https://api.crossref.org/warm")
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            client.get(URL, max_bytes=2_000_000)
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()
    assert len(server.seen) == 2


def flood(beginning: bytes, more: bytes) -> Route:
    """Sends on and on, as long as anybody takes it."""

    def route(request: Request, line: socket.socket) -> None:
        line.sendall(beginning)
        for _ in count():
            line.sendall(more)

    return route


@pytest.mark.parametrize(
    "endless",
    [
        flood(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
        flood(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        flood(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", b"trailer: x\r\n" * 1000),
        flood(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", gzip.compress(b"") * 1000),
    ],
)
def test_endless_bodies_end(server: Server, client: HttpClient, endless: Route) -> None:
    server.routes[PATH] = endless
    with pytest.raises(TooLargeError) as caught:
        client.get(URL, max_bytes=100_000)
    assert caught.value.final


def test_a_length_that_is_too_much_is_not_read(server: Server, client: HttpClient) -> None:
    server.routes[PATH] = always(reply(200, b"x", content_length=21_000_000, connection="close"))
    with pytest.raises(TooLargeError, match="20 MB"):
        client.get(URL)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "endless",
    [
        flood(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 1000),
        flood(b"HTTP/1.1 200 OK\r\n", b"x" * 65536),
        flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        flood(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1" * 65536),
    ],
)
def test_endless_heads_end(server: Server, client: HttpClient, endless: Route) -> None:
    server.routes[PATH] = endless
    with pytest.raises(UnavailableError):
        client.get(URL)


# -------------------------------------------------------------------------------------------------------------- time


def silent(request: Request, line: socket.socket) -> None:
    line.recv(1)  # until the caller hangs up


def test_silence_ends(server: Server, new_client: NewClient) -> None:
    client = new_client(timeouts=(5, 0.05))
    server.routes[PATH] = silent
    with pytest.raises(UnavailableError, match="Crossref takes too long"):
        client.get(URL)
    assert len(server.seen) == 3
    server.routes[PATH] = one_after_another(silent, JSON)
    assert client.get(URL).status == 200


def drip(server: Server, beginning: bytes) -> Route:
    """One byte after the other, never silent for long."""

    def route(request: Request, line: socket.socket) -> None:
        line.sendall(beginning)
        while not server.closing.wait(0.02):
            line.sendall(b"x")

    return route


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n"])
@pytest.mark.parametrize("limits", [Limits(whole=0.2), Limits(span=0.2, least=1000)])
def test_dripping_ends(server: Server, new_client: NewClient, beginning: bytes, limits: Limits) -> None:
    client = new_client(limits=limits, retry_waits=())
    server.routes[PATH] = drip(server, beginning)
    with pytest.raises(UnavailableError, match="takes too long"):
        client.get(URL)


def test_a_call_ends_when_it_is_not_wanted_any_more(server: Server, client: HttpClient) -> None:
    asked = threading.Event()

    def route(request: Request, line: socket.socket) -> None:
        asked.set()
        line.recv(1)

    server.routes[PATH] = route
    with pytest.raises(CallCancelledError):
        client.get(URL, cancelled=asked.is_set)


def test_closing_ends_calls_under_way(server: Server, client: HttpClient) -> None:
    closers: list[threading.Thread] = []

    def route(request: Request, line: socket.socket) -> None:
        closers.append(threading.Thread(target=client.close))
        closers[0].start()
        line.recv(1)

    server.routes[PATH] = route
    with pytest.raises(CallCancelledError):
        client.get(URL)
    closers[0].join()
    with pytest.raises(CallCancelledError):
        client.get(URL)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "example.org",
        "http://",
        "http://a:b/",
        "http://[::1",
        "https://a b/",
        "",
    ],
)
def test_what_is_no_address_of_the_web(client: HttpClient, url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        client.get(url)
    assert caught.value.final


def test_what_is_known_is_not_sent_again(server: Server, client: HttpClient) -> None:
    then = "Mon, 06 Jan 2025 05:00:00 GMT"
    marked = reply(200, b"<rss/>", content_type="text/xml", etag='"one"', last_modified=then)
    server.routes[PATH] = one_after_another(marked, reply(304, etag='"one"'), marked)
    first = client.get(URL, accept="text/xml")
    again = client.get(URL, accept="text/xml", known=first.known)
    assert (again.status, again.body) == (304, b"")
    sent = server.seen[-1].headers
    assert sent["if-none-match"] == '"one"' and sent["if-modified-since"] == then
    client.get(URL, accept="text/xml")
    assert "if-none-match" not in server.seen[-1].headers
    server.routes[PATH] = always(reply(304))
    with pytest.raises(HttpError):  # nobody had asked for it
        client.get(URL)


def test_a_host_that_says_that_no_call_is_left_is_left_alone(server: Server, new_client: NewClient) -> None:
    now = 1_000_000.0
    client = new_client(hosts=MemoryHosts(lambda: now), now=lambda: now)
    server.routes[PATH] = one_after_another(
        reply(200, b"{}", ratelimit='"api";r=1;t=42'), reply(200, b"{}", ratelimit='"api";r=0;t=42'), JSON
    )
    client.get(URL)
    client.get(URL)
    with pytest.raises(CoolingError) as caught:
        client.get(URL)
    assert caught.value.until is not None and caught.value.until.timestamp() == now + 42
    now += 43
    client.get(URL)
    assert len(server.paths) == 3
