"""Servers that misbehave, and clients that call them without waiting for anything but an answer."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.http_client.replacements import SERVICES
from tests.http_client.servers import Server

NewClient: TypeAlias = Callable[..., HttpClient]


@pytest.fixture
def servers() -> Iterator[Callable[..., Server]]:
    """Makes servers that are closed after the test."""
    made: list[Server] = []

    def make(*args: Any, **more: Any) -> Server:
        made.append(Server(*args, **more))
        return made[-1]

    yield make
    for server in made:
        server.close()


@pytest.fixture
def server(servers: Callable[..., Server]) -> Server:
    return servers()


@pytest.fixture
def certificate() -> Path:
    """Of `tls_server`, with its key: made for these tests alone, and trusted by nobody who is not told to."""
    return Path(__file__).with_name("server.pem")


@pytest.fixture
def tls_server(servers: Callable[..., Server], certificate: Path) -> Server:
    """A server for 127.0.0.1 and papers.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return servers(tls=context)


class Waits(list[float]):
    """What a client wanted to wait for, in seconds; `moved` is told of each."""

    def __init__(self, moved: Callable[[float], object] = lambda seconds: None) -> None:
        super().__init__()
        self.moved = moved

    def __call__(self, seconds: float) -> None:
        self.append(seconds)
        self.moved(seconds)


@pytest.fixture
def new_client(server: Server) -> Iterator[NewClient]:
    """Makes clients for which `server` stands in for every service; they are closed after the test."""
    made: list[HttpClient] = []

    def make(**more: Any) -> HttpClient:
        more.setdefault("environ", environ(server))
        more.setdefault("hosts", MemoryHosts())
        more.setdefault("wait", Waits())
        made.append(HttpClient(**more))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(new_client: NewClient) -> HttpClient:
    return new_client()


def environ(server: Server, **more: str) -> dict[str, str]:
    """An environment in which that server stands in for every service."""
    return {**dict.fromkeys(SERVICES, server.url), "READINGLIST_ALLOW_LOCAL": "1", **more}
