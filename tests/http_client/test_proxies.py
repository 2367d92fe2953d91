"""Proxies: those of the settings, those of the system, and what the guard makes of them."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from readinglist.http_client import ForbiddenAddressError, UnavailableError
from readinglist.http_client.proxies import proxy_for
from tests.http_client.conftest import NewClient
from tests.http_client.servers import Request, Route, Server, always, file, reply

FINE = reply(200, b"{}")
PDF = b"%PDF-1.7\n" + b"x" * 300_000


@pytest.mark.parametrize(
    ("scheme", "host", "chosen", "environ", "proxy"),
    [
        ("http", "a.example", None, {}, ""),
        ("http", "a.example", {}, {"http_proxy": "http://p:1"}, "http://p:1"),
        ("https", "a.example", None, {"http_proxy": "http://p:1"}, ""),
        ("https", "a.example", None, {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ("https", "a.example", None, {"HTTPS_PROXY": "http://p:1", "https_proxy": "http://p:2"}, "http://p:2"),
        ("https", "a.example", None, {"all_proxy": "http://p:1"}, "http://p:1"),
        ("https", "a.example", {"https": "http://q:1"}, {"https_proxy": "http://p:1"}, "http://q:1"),
        ("https", "a.example", {"https": "http://q:1", "no": "a.example"}, {"https_proxy": "http://p:1"}, ""),
        ("https", "a.example", None, {"https_proxy": "http://p:1", "no_proxy": "x, .example"}, ""),
        ("https", "a.example", None, {"https_proxy": "http://p:1", "NO_PROXY": "*.example"}, ""),
        ("https", "a.example", None, {"https_proxy": "http://p:1", "no_proxy": "*"}, ""),
        ("https", "a.example", None, {"https_proxy": "http://p:1", "no_proxy": "a.example:443"}, ""),
        ("https", "a.example", None, {"https_proxy": "http://p:1", "no_proxy": "a.example:80,ample"}, "http://p:1"),
    ],
)
def test_which_proxy(
    scheme: str, host: str, chosen: dict[str, str] | None, environ: dict[str, str], proxy: str
) -> None:
    assert proxy_for(scheme, host, 443 if scheme == "https" else 80, chosen, environ) == proxy


def tunnel(target: Server) -> Route:
    """CONNECT to that server, whatever host is asked for."""

    def copy(source: socket.socket, sink: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def route(request: Request, line: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", target.port)) as far:
            line.sendall(b"HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n")
            back = threading.Thread(target=copy, args=(far, line))
            back.start()
            copy(line, far)
            back.join()

    return route


def test_plain_calls_go_through_it(server: Server, new_client: NewClient, tmp_path: Path) -> None:
    """The proxy itself may be on this machine; nothing else may."""
    server.routes["http://papers.example/x"] = always(FINE)
    server.routes["http://papers.example/pdf"] = file(PDF)
    client = new_client(environ={}, proxies=lambda: {"http": server.url, "no": "direct.example"})
    assert client.get("http://papers.example/x").body == b"{}"
    assert client.download("http://papers.example/pdf", tmp_path / "part").size == len(PDF)
    assert server.connections == 1
    for url in ("http://127.0.0.1/x", "http://localhost:1/x", "http://10.1.2.3/x", "http://2130706433/"):
        with pytest.raises(ForbiddenAddressError):
            client.get(url)
    assert len(server.seen) == 2


def test_the_settings_are_read_anew_for_each_call(server: Server, new_client: NewClient) -> None:
    server.routes["*"] = always(FINE)
    chosen: dict[str, str] = {"http": server.url}
    client = new_client(environ={"READINGLIST_ALLOW_LOCAL": "1"}, proxies=lambda: chosen)
    client.get("http://papers.example/x")
    chosen.clear()
    client.get(f"{server.url}/x")
    assert server.paths == ["http://papers.example/x", "/x"]


def test_name_and_password(server: Server, new_client: NewClient) -> None:
    server.routes["*"] = always(FINE)
    new_client(environ={}, proxies=lambda: {"http": f"http://me:word@127.0.0.1:{server.port}"}).get(
        "http://papers.example/"
    )
    assert server.seen[0].headers["proxy-authorization"] == "Basic bWU6d29yZA=="


def test_safe_calls_go_through_a_tunnel(
    server: Server, tls_server: Server, certificate: Path, new_client: NewClient, tmp_path: Path
) -> None:
    tls_server.routes["/pdf"] = file(PDF)
    server.routes["*"] = tunnel(tls_server)
    client = new_client(environ={"https_proxy": server.url, "SSL_CERT_FILE": str(certificate)})
    assert client.download("https://papers.example/pdf", tmp_path / "part").size == len(PDF)
    assert server.seen[0].line.startswith("CONNECT papers.example:443")
    client.close()


@pytest.mark.parametrize("answer", [reply(407, b"who are you?"), reply(403), b"nonsense\r\n\r\n"])
@pytest.mark.parametrize("url", ["http://papers.example/x", "https://papers.example/x"])
def test_a_proxy_that_will_not(server: Server, new_client: NewClient, answer: bytes, url: str) -> None:
    server.routes["*"] = always(answer.replace(b"\r\n", b"\r\nconnection: close\r\n", 1))
    client = new_client(environ={"http_proxy": server.url, "https_proxy": server.url}, retry_waits=())
    with pytest.raises(Exception, match=r"\w") as caught:
        client.get(url)
    if b"407" in answer:
        assert isinstance(caught.value, UnavailableError)
        assert "proxy" in str(caught.value)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9"])
def test_a_proxy_out_of_reach(new_client: NewClient, proxy: str) -> None:
    with pytest.raises(UnavailableError, match="through your proxy"):
        new_client(environ={"all_proxy": proxy}).get("https://papers.example/x")


@pytest.mark.parametrize("proxy", ["http://[::1", "http://127.0.0.1:99999", "http://me:word@:3128", "http://"])
@pytest.mark.parametrize("url", ["http://papers.example/x", "https://papers.example/x"])
def test_a_mistyped_proxy_is_to_be_mended_and_loses_nothing(
    new_client: NewClient, tmp_path: Path, proxy: str, url: str
) -> None:
    client = new_client(environ={}, proxies=lambda: {"all": proxy})
    for call in (lambda: client.get(url), lambda: client.download(url, tmp_path / "part")):
        with pytest.raises(UnavailableError, match="in the settings is no address; mend it there") as caught:
            call()
        assert not caught.value.final
        assert "word" not in str(caught.value)
