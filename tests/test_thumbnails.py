"""Pictures of papers: fetched once, kept within bounds, and nothing but pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.thumbnails import Thumbnails
from tests.services import Redirect, Services
from tests.services.messages import Reply

PNG = b"\x89PNG\r\n\x1a\n" + bytes(1000)


@pytest.fixture
def services() -> Iterator[Services]:
    with Services() as services:
        services.journal.pages |= {f"/{n}.png": Reply(PNG + bytes([n]), type="image/png") for n in range(5)}
        yield services


@pytest.fixture
def client(services: Services) -> Iterator[HttpClient]:
    client = HttpClient(MemoryHosts(), environ=services.environ, retry_waits=())
    yield client
    client.close()


def test_a_picture_is_fetched_once_and_never_when_it_is_not_wanted(
    services: Services, client: HttpClient, tmp_path: Path
) -> None:
    wanted = False
    thumbnails = Thumbnails(client, tmp_path / "cache", wanted=lambda: wanted)
    url = f"{services.url('journal')}/1.png"
    assert (thumbnails.fetch(url), thumbnails.there(url), services.calls()) == (None, None, [])
    wanted = True
    path = thumbnails.fetch(url)
    assert path is not None and path.read_bytes() == PNG + b"\1"
    assert thumbnails.fetch(url) == thumbnails.there(url) == path
    assert len(services.calls()) == 1
    assert thumbnails.fetch("") is None
    thumbnails.clear()
    assert thumbnails.there(url) is None


def test_the_oldest_make_room(services: Services, client: HttpClient, tmp_path: Path) -> None:
    thumbnails = Thumbnails(client, tmp_path, wanted=lambda: True, most=2 * len(PNG) + 10)
    paths = []
    for number in range(3):
        path = thumbnails.fetch(f"{services.url('journal')}/{number}.png")
        assert path is not None
        os.utime(path, (number, number))
        paths.append(path)
    assert [path.exists() for path in paths] == [False, True, True]


def test_what_is_no_picture_is_not_kept_and_not_asked_for_again(
    services: Services, client: HttpClient, tmp_path: Path
) -> None:
    thumbnails = Thumbnails(client, tmp_path, wanted=lambda: True)
    pages = services.journal.pages
    pages["/page.png"] = Reply(b"<svg onload='x()'/>", type="image/png")
    pages["/large.png"] = Reply(PNG + bytes(4_000_000), type="image/png")
    services.misbehave(Redirect("file:///etc/passwd"), "journal", "/away.png")
    for name in ("page", "large", "away", "none"):
        url = f"{services.url('journal')}/{name}.png"
        assert thumbnails.fetch(url) is None
        assert thumbnails.fetch(url) is None
    assert len(services.calls("journal")) == 4
    assert list(tmp_path.iterdir()) == []
