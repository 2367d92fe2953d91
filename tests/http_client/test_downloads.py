"""Files: what arrives is every byte of one version, and what was cut goes on."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
import tracemalloc
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.errors import LibraryError
from readinglist.http_client import (
    CallCancelledError,
    HttpClient,
    HttpError,
    NotThereError,
    RefusedError,
    TooLargeError,
    UnavailableError,
    WrongContentError,
    discard_part,
    resume_path,
)
from tests.conftest import ROOT
from tests.http_client.conftest import NewClient, environ
from tests.http_client.servers import (
    CutError,
    Request,
    Route,
    Server,
    always,
    cut_after,
    file,
    one_after_another,
    reply,
)

URL = "https://arxiv.org/pdf/2101.00001"
PATH = "/pdf/2101.00001"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4000 + b"%%EOF"
OTHER = b"%PDF-1.5\n" + bytes(reversed(range(256))) * 3000 + b"%%EOF"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "partial" / "paper.pdf"


def ranges(server: Server) -> list[str]:
    return [request.headers.get("range", "") for request in server.seen]


def test_a_file(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = file(PDF)
    told: list[tuple[int, int | None]] = []
    arrival = client.download(URL, part, on_progress=lambda done, total: told.append((done, total)))
    assert part.read_bytes() == PDF
    assert (arrival.path, arrival.size, arrival.url, arrival.content_type) == (part, len(PDF), URL, "application/pdf")
    assert arrival.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (told[0], told[-1]) == ((0, len(PDF)), (len(PDF), len(PDF)))
    assert (server.seen[0].headers["accept-encoding"], server.seen[0].headers["accept"]) == (
        "identity",
        "application/pdf",
    )


def test_what_has_arrived_is_not_fetched_again_until_it_is_discarded(
    server: Server, client: HttpClient, part: Path
) -> None:
    server.routes[PATH] = file(PDF)
    first = client.download(URL, part)
    assert client.download(URL, part).sha256 == first.sha256
    assert ranges(server) == ["", f"bytes={len(PDF)}-"]
    discard_part(part)
    assert list(part.parent.iterdir()) == []
    discard_part(part)
    client.download(URL, part)
    assert ranges(server)[2] == ""


@pytest.mark.parametrize("more", [{}, {"etag": "", "last_modified": "Fri, 01 Jan 2021 00:00:00 GMT"}])
def test_a_cut_file_goes_on_in_the_same_call(
    server: Server, client: HttpClient, part: Path, more: dict[str, str]
) -> None:
    if more:

        def good(request: Request, line: socket.socket) -> bytes:
            answer = file(PDF, more["last_modified"])(request, line)
            assert isinstance(answer, bytes)
            return answer.replace(b"etag:", b"last-modified:")
    else:
        good = file(PDF)  # type: ignore[assignment]
    server.routes[PATH] = one_after_another(cut_after(200_000, good), cut_after(100_000, good), good)
    arrival = client.download(URL, part)
    assert part.read_bytes() == PDF
    assert arrival.sha256 == hashlib.sha256(PDF).hexdigest()
    assert ranges(server) == ["", "bytes=200000-", "bytes=300000-"]
    assert server.seen[1].headers["if-range"] == more.get("last_modified", '"one"')


def test_a_cut_file_goes_on_in_a_later_process(server: Server, new_client: NewClient, part: Path) -> None:
    server.routes[PATH] = one_after_another(cut_after(300_000, file(PDF)), file(PDF))
    with pytest.raises(UnavailableError):
        new_client(retry_waits=()).download(URL, part)
    assert json.loads(resume_path(part).read_text())["total"] == len(PDF)
    arrival = new_client().download(URL, part)
    assert (part.read_bytes(), arrival.sha256) == (PDF, hashlib.sha256(PDF).hexdigest())
    assert ranges(server) == ["", "bytes=300000-"]


def test_a_kill_costs_no_byte_that_was_there(server: Server, client: HttpClient, part: Path) -> None:
    stalled = threading.Event()

    def stall(request: Request, line: socket.socket) -> None:
        cut_after(700_000, file(PDF))(request, line)
        stalled.set()
        line.recv(1)

    server.routes[PATH] = stall
    program = (
        "import pathlib, sys, readinglist.http_client as h\n"
        "client = h.HttpClient(h.MemoryHosts())\n"
        "client.download(sys.argv[1], pathlib.Path(sys.argv[2]), on_progress=lambda done, _: print(done, flush=True))\n"
    )
    around = {**os.environ, **environ(server)}
    child = subprocess.Popen(
        [sys.executable, "-c", program, URL, str(part)], cwd=ROOT, env=around, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    child.stdout.readline()
    assert stalled.wait(20)
    child.kill()
    child.communicate()
    there = part.stat().st_size
    assert PDF.startswith(part.read_bytes())
    server.routes[PATH] = file(PDF)
    assert client.download(URL, part).sha256 == hashlib.sha256(PDF).hexdigest()
    assert ranges(server)[-1] == (f"bytes={there}-" if there else "")


def test_tries_that_get_further_do_not_count(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = one_after_another(*[cut_after(200_000, file(PDF))] * 5, file(PDF))
    client.download(URL, part)
    assert part.read_bytes() == PDF
    assert len(server.seen) == 6


def test_tries_without_a_way_to_go_on_end(server: Server, client: HttpClient, part: Path) -> None:
    whole = reply(200, PDF, content_type="application/pdf")
    server.routes[PATH] = cut_after(900_000, always(whole))
    with pytest.raises(UnavailableError):
        client.download(URL, part)
    assert ranges(server) == [""] * 3
    server.routes[PATH] = always(whole)
    client.download(URL, part)
    assert part.read_bytes() == PDF


def test_a_changed_file_begins_anew(server: Server, new_client: NewClient, part: Path) -> None:
    server.routes[PATH] = one_after_another(cut_after(300_000, file(PDF)), file(OTHER, '"two"'))
    client = new_client()
    arrival = client.download(URL, part)
    assert (part.read_bytes(), arrival.sha256) == (OTHER, hashlib.sha256(OTHER).hexdigest())
    assert [request.headers.get("if-range") for request in server.seen] == [None, '"one"']
    assert json.loads(resume_path(part).read_text())["etag"] == '"two"'


def ignoring_if_range(body: bytes, etag: str) -> Route:
    def route(request: Request, line: socket.socket) -> bytes | None:
        headers = {name: value for name, value in request.headers.items() if name != "if-range"}
        return file(body, etag)(Request(request.line, headers), line)

    return route


@pytest.mark.parametrize(
    "second",
    [
        ignoring_if_range(OTHER, '"two"'),
        ignoring_if_range(OTHER, '"one"'),  # the same tag, another size
        ignoring_if_range(OTHER[:200_000], '"one"'),  # 416: there is less than we have
        always(reply(206, PDF[5:], content_range=f"bytes 5-{len(PDF) - 1}/{len(PDF)}")),
        always(reply(206, PDF[5:])),
        always(reply(206, PDF[5:], content_range="bytes x-y/z")),
    ],
)
def test_a_wrong_part_of_it_is_not_mixed_in(server: Server, client: HttpClient, part: Path, second: Route) -> None:
    server.routes[PATH] = one_after_another(cut_after(300_000, file(PDF)), second, file(OTHER, '"two"'))
    client.download(URL, part)
    assert part.read_bytes() == OTHER


TWIN = PDF[:9] + PDF[9:-5][::-1] + PDF[-5:]
"""As long as PDF, and another file."""


@pytest.mark.parametrize("there", [300_000, len(PDF)])
def test_a_changed_file_of_the_same_size_begins_anew(
    server: Server, client: HttpClient, part: Path, there: int
) -> None:
    """The host does not heed If-Range, but says what it sends; all of the old one may be there already (416)."""
    server.routes[PATH] = cut_after(300_000, file(PDF)) if there < len(PDF) else file(PDF)
    with contextlib.suppress(UnavailableError):
        client.download(URL, part)
    part.write_bytes(PDF[:there])
    server.routes[PATH] = ignoring_if_range(TWIN, '"two"')
    client.download(URL, part)
    assert part.read_bytes() == TWIN


def test_the_note_never_vouches_for_another_version(server: Server, new_client: NewClient, part: Path) -> None:
    bare = reply(200, OTHER, content_type="application/pdf")
    server.routes[PATH] = one_after_another(
        cut_after(300_000, file(PDF)), cut_after(400_000, always(bare)), ignoring_if_range(PDF, '"one"')
    )
    for _ in range(2):
        with pytest.raises(UnavailableError):
            new_client(retry_waits=()).download(URL, part)
    new_client(retry_waits=()).download(URL, part)
    assert part.read_bytes() == PDF


def test_a_part_of_another_link_is_not_used(server: Server, new_client: NewClient, part: Path) -> None:
    server.routes[PATH] = cut_after(300_000, file(PDF))
    with pytest.raises(UnavailableError):
        new_client(retry_waits=()).download(URL, part)
    server.routes["/pdf/other"] = file(OTHER)
    new_client().download("https://arxiv.org/pdf/other", part)
    assert part.read_bytes() == OTHER
    assert ranges(server) == ["", ""]


@pytest.mark.parametrize("note", ["", "{", "[]", '{"url": 1}', '{"url": "https://arxiv.org/pdf/2101.00001"}'])
def test_a_part_whose_note_makes_no_sense_begins_anew(
    server: Server, client: HttpClient, part: Path, note: str
) -> None:
    part.parent.mkdir()
    part.write_bytes(OTHER)
    resume_path(part).write_text(note)
    server.routes[PATH] = file(PDF)
    client.download(URL, part)
    assert part.read_bytes() == PDF


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 40_000), max_size=6), size=st.integers(1100, 60_000))
def test_whatever_the_cuts_every_byte_is_right(
    server: Server, new_client: NewClient, tmp_path: Path, cuts: list[int], size: int
) -> None:
    part = tmp_path / "part"
    discard_part(part)
    body = PDF[:size]
    server.routes[PATH] = one_after_another(*(cut_after(cut, file(body)) for cut in cuts), file(body))
    for _ in range(len(cuts) + 1):
        try:
            arrival = new_client(retry_waits=()).download(URL, part)
            break
        except UnavailableError:
            assert part.read_bytes() == body[: part.stat().st_size]
    assert (part.read_bytes(), arrival.sha256) == (body, hashlib.sha256(body).hexdigest())


# ------------------------------------------------------------------------------------------------- what is not taken


HTML = b"<!DOCTYPE html><title>Are you a robot?</title>"


def endless(first: bytes) -> Route:
    def route(request: Request, line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n\r\n" + first)
        for _ in count():
            line.sendall(b"x" * 65536)

    return route


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (always(reply(200, HTML, content_type="application/pdf")), "arXiv sent a web page instead of a PDF"),
        (endless(HTML), "a web page"),
        (endless(b"\x89PNG"), "something else"),
        (always(reply(200, b"")), "an empty file"),
        (always(reply(200, b"%PD")), "something else"),
        (always(reply(204)), "no file"),
        (always(reply(200, gzip.compress(PDF), content_encoding="br")), "packs"),
    ],
)
def test_what_is_no_pdf_never_reaches_the_disk(
    server: Server, client: HttpClient, part: Path, route: Route, said: str
) -> None:
    server.routes[PATH] = route
    with pytest.raises(WrongContentError, match=said) as caught:
        client.download(URL, part)
    assert not caught.value.final
    assert list(part.parent.iterdir()) == []
    assert len(server.seen) == 1


def test_a_web_page_is_known_by_its_first_bytes(server: Server, client: HttpClient, part: Path) -> None:
    def route(request: Request, line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + HTML)
        line.recv(1)  # says nothing more until the caller has hung up

    server.routes[PATH] = route
    with pytest.raises(WrongContentError, match="web page"):
        client.download(URL, part)


def test_a_pdf_may_begin_a_little_later(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = always(reply(200, b"\n" * 1000 + PDF))
    client.download(URL, part)
    assert part.read_bytes().endswith(PDF)


def test_any_file_at_all(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = always(reply(200, HTML))
    client.download(URL, part, expect=b"", accept="*/*")
    assert part.read_bytes() == HTML


def test_a_packed_file_is_unpacked(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = one_after_another(
        cut_after(500, always(reply(200, gzip.compress(PDF), content_encoding="gzip", etag='"one"'))),
        reply(200, gzip.compress(PDF), content_encoding="gzip", etag='"one"'),
    )
    client.download(URL, part)
    assert part.read_bytes() == PDF
    assert ranges(server) == ["", ""]  # a range of it would be one of the packed bytes


def test_a_file_that_is_too_large(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = one_after_another(endless(PDF), file(PDF), endless(PDF))
    for _ in range(2):
        with pytest.raises(TooLargeError) as caught:
            client.download(URL, part, max_bytes=1_000_000)
        assert caught.value.final
        assert list(part.parent.iterdir()) == []
    assert len(server.seen) == 2


def test_a_length_that_is_too_short_is_noticed(server: Server, client: HttpClient, part: Path) -> None:
    small = PDF[:50_000]  # comes over in one go, so that what is too much is there when its beginning is
    lie = reply(200, small, content_length=len(small) - 10, etag='"one"')
    server.routes[PATH] = one_after_another(lie, file(small))
    client.download(URL, part)
    assert part.read_bytes() == small
    discard_part(part)
    server.routes[PATH] = always(lie)
    with pytest.raises(UnavailableError):
        client.download(URL, part)
    assert part.stat().st_size < len(small) - 10


def test_an_empty_line_more_does_no_harm(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = always(reply(200, PDF + b"\r\n", content_length=len(PDF)))
    client.download(URL, part)
    assert part.read_bytes() == PDF


def test_a_length_that_is_too_long_is_noticed(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = always(reply(200, PDF, content_length=len(PDF) + 10, connection="close"))
    with pytest.raises(UnavailableError):
        client.download(URL, part)


def test_a_length_that_is_too_long_does_no_harm_where_the_host_knows_better(
    server: Server, client: HttpClient, part: Path
) -> None:
    lie = reply(200, PDF, content_length=len(PDF) + 10, connection="close", etag='"one"')
    server.routes[PATH] = one_after_another(lie, file(PDF))
    assert client.download(URL, part).size == len(PDF)
    assert part.read_bytes() == PDF


@pytest.mark.parametrize(("status", "error"), [(404, NotThereError), (403, RefusedError), (500, UnavailableError)])
def test_statuses_leave_what_is_there(
    server: Server, new_client: NewClient, part: Path, status: int, error: type[HttpError]
) -> None:
    server.routes[PATH] = one_after_another(cut_after(300_000, file(PDF)), reply(status), reply(status), reply(status))
    with pytest.raises(UnavailableError):
        new_client(retry_waits=()).download(URL, part)
    with pytest.raises(error):
        new_client().download(URL, part)
    assert part.read_bytes() == PDF[:300_000]


# --------------------------------------------------------------------------------------------------- ends and bounds


def test_a_cancelled_download_goes_on_later(server: Server, client: HttpClient, part: Path) -> None:
    server.routes[PATH] = file(PDF)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(part.exists() and part.stat().st_size >= 200_000)
        return asked[-1]

    with pytest.raises(CallCancelledError):
        client.download(URL, part, cancelled=cancelled)
    left = part.read_bytes()
    assert 200_000 <= len(left) < len(PDF)
    client.download(URL, part)
    assert part.read_bytes() == PDF
    assert ranges(server)[-1] == f"bytes={len(left)}-"


def test_cancelling_does_not_wait_for_the_host(server: Server, client: HttpClient, part: Path) -> None:
    stalled = threading.Event()

    def route(request: Request, line: socket.socket) -> None:
        line.sendall(reply(200, PDF)[:100_000])
        stalled.set()
        line.recv(1)

    server.routes[PATH] = route
    with pytest.raises(CallCancelledError):
        client.download(URL, part, cancelled=stalled.is_set)


def test_memory_stays_flat(server: Server, client: HttpClient, part: Path) -> None:
    size = 40_000_000

    def route(request: Request, line: socket.socket) -> None:
        line.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n%PDF-".encode())
        piece, left = memoryview(bytes(100_000)), size - len(b"%PDF-")
        while left:
            line.sendall(piece[:left])
            left -= len(piece[:left])

    server.routes[PATH] = route
    server.routes["/warm"] = file(PDF)
    client.download("https://arxiv.org/warm", part)
    tracemalloc.start()
    try:
        assert client.download(URL, part).size == size
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_disk_that_will_not_have_it(server: Server, client: HttpClient, tmp_path: Path) -> None:
    server.routes[PATH] = file(PDF)
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be written"):
        client.download(URL, tmp_path / "file" / "part")
    (tmp_path / "folder").mkdir()
    with pytest.raises(LibraryError, match="cannot be written"):
        client.download(URL, tmp_path / "folder")


def test_a_refused_connection_leaves_nothing_wrong(server: Server, client: HttpClient, part: Path) -> None:
    def cut(request: Request, line: socket.socket) -> None:
        raise CutError

    server.routes[PATH] = cut
    with pytest.raises(UnavailableError):
        client.download(URL, part)
    assert part.read_bytes() == b""
