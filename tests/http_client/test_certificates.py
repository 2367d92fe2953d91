"""Certificates are always verified, and what is safe stays safe."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from readinglist.http_client import CallCancelledError, NoNetworkError, NotThereError, RefusedError, UnavailableError
from readinglist.http_client.reach import Place, Reach
from tests.http_client.conftest import NewClient, environ
from tests.http_client.servers import Request, Server, always, file, reply

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 2000


def trusting(server: Server, certificate: Path) -> dict[str, str]:
    return environ(server, SSL_CERT_FILE=str(certificate))


def test_a_good_certificate(tls_server: Server, certificate: Path, new_client: NewClient, tmp_path: Path) -> None:
    tls_server.routes["/pdf/1"] = file(PDF)
    client = new_client(environ=trusting(tls_server, certificate))
    assert client.download("https://arxiv.org/pdf/1", tmp_path / "part").size == len(PDF)
    assert client.download("https://arxiv.org/pdf/1", tmp_path / "other").size == len(PDF)
    assert tls_server.connections == 1


def test_a_certificate_of_nobody(tls_server: Server, new_client: NewClient) -> None:
    client = new_client(environ=environ(tls_server))
    with pytest.raises(UnavailableError, match="cannot prove that it is arXiv"):
        client.get("https://export.arxiv.org/x")
    assert (tls_server.seen, tls_server.connections) == ([], 1)  # no second try
    with pytest.raises(UnavailableError):
        client.get("https://export.arxiv.org/x")
    with pytest.raises(NoNetworkError, match="log in"):  # a second service with one: a log-in page stands between
        client.get("https://api.crossref.org/x")
    assert client.network.state == "portal"


def test_a_certificate_of_somebody_else(tls_server: Server, certificate: Path, new_client: NewClient) -> None:
    here: list[Place] = [(socket.AF_INET, ("127.0.0.1", tls_server.port))]
    around = {"READINGLIST_ALLOW_LOCAL": "1", "SSL_CERT_FILE": str(certificate)}
    client = new_client(environ=around, reach=Reach(lambda host, port: here))
    with pytest.raises(UnavailableError, match="cannot prove"):
        client.get("https://stranger.example/")
    assert tls_server.seen == []
    with pytest.raises(NotThereError):
        client.get("https://papers.example/")


def test_a_server_that_speaks_no_tls(new_client: NewClient) -> None:
    def serve() -> None:
        for _ in range(3):
            line, _ = listener.accept()
            with line:
                line.recv(10_000)
                line.sendall(reply(400))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(UnavailableError, match="breaks off"):
            new_client().get(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()


def test_never_from_safe_to_unsafe(
    server: Server, tls_server: Server, certificate: Path, new_client: NewClient
) -> None:
    tls_server.routes["/"] = always(reply(302, location=f"{server.url}/x"))
    client = new_client(environ={"READINGLIST_ALLOW_LOCAL": "1", "SSL_CERT_FILE": str(certificate)})
    with pytest.raises(RefusedError, match="without encryption") as caught:
        client.get(f"{tls_server.url}/")
    assert caught.value.final
    assert server.seen == []
    server.routes["/"] = always(reply(302, location=f"{tls_server.url}/x"))
    tls_server.routes["/x"] = always(reply(200, b"{}"))
    assert client.get(f"{server.url}/").url == f"{tls_server.url}/x"


def test_a_length_that_is_too_short_over_tls(
    tls_server: Server, certificate: Path, new_client: NewClient, tmp_path: Path
) -> None:
    tls_server.routes["*"] = always(reply(200, PDF[:10_000], content_length=9_000))
    with pytest.raises(UnavailableError, match="breaks off"):
        new_client(environ=trusting(tls_server, certificate)).download("https://arxiv.org/pdf/1", tmp_path / "part")


def test_silence_and_cancelling_over_tls(
    tls_server: Server, certificate: Path, new_client: NewClient, servers: Callable[..., Server]
) -> None:
    def silent(request: Request, line: object) -> None:
        tls_server.closing.wait(10)

    tls_server.routes["*"] = silent
    around = trusting(tls_server, certificate)
    with pytest.raises(UnavailableError, match="too long"):
        new_client(environ=around, timeouts=(5, 0.05), retry_waits=()).get("https://api.crossref.org/x")
    with pytest.raises(CallCancelledError):
        new_client(environ=around).get("https://api.crossref.org/x", cancelled=lambda: len(tls_server.seen) == 2)
