"""The played services: what they answer, how they fail, and what they keep in mind of it."""

from __future__ import annotations

import gzip
import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.conftest import ROOT
from tests.services import (
    KINDS,
    Changed,
    Cut,
    Empty,
    Endless,
    GzipBomb,
    Html,
    Redirect,
    Services,
    Slow,
    Status,
    Untitled,
    Whole,
    WrongLength,
    many_papers,
)
from tests.services.process import ServicesProcess

PAPERS = many_papers(15, kinds=KINDS)
AT_ARXIV = [paper for paper in PAPERS if paper.arxiv_id]
FIRST = AT_ARXIV[0]


@pytest.fixture
def services() -> Iterator[Services]:
    with Services(PAPERS) as services:
        yield services


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def pdf_of(services: Services) -> str:
    return f"{services.url('arxiv_pdf')}/pdf/{FIRST.arxiv_id}"


def atom_of(services: Services, *ids: str, most: int = 100) -> str:
    return f"{services.url('arxiv')}/api/query?id_list={','.join(ids)}&max_results={most}"


# ------------------------------------------------------------------------------------------------------ parts of files


def test_a_file_comes_whole_in_parts_and_with_and_without_version(
    services: Services, session: requests.Session
) -> None:
    url = pdf_of(services)
    whole = session.get(url)
    assert (whole.status_code, whole.content) == (200, FIRST.pdf)
    assert whole.headers["content-type"] == "application/pdf"
    etag = whole.headers["etag"]
    rest = session.get(f"{url}v1.pdf", headers={"Range": "bytes=100-", "If-Range": etag})
    assert (rest.status_code, rest.content) == (206, FIRST.pdf[100:])
    assert rest.headers["content-range"] == f"bytes 100-{len(FIRST.pdf) - 1}/{len(FIRST.pdf)}"
    part = session.get(url, headers={"Range": "bytes=5-9"})
    assert part.content == FIRST.pdf[5:10]


def test_another_etag_brings_the_whole_file_and_a_start_behind_the_end_416(
    services: Services, session: requests.Session
) -> None:
    whole = session.get(pdf_of(services), headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (whole.status_code, len(whole.content)) == (200, len(FIRST.pdf))
    behind = session.get(pdf_of(services), headers={"Range": f"bytes={len(FIRST.pdf)}-"})
    assert (behind.status_code, behind.headers["content-range"]) == (416, f"bytes */{len(FIRST.pdf)}")


def test_head_tells_the_length_and_keeps_the_connection(services: Services, session: requests.Session) -> None:
    assert session.head(pdf_of(services)).headers["content-length"] == str(len(FIRST.pdf))
    assert session.get(pdf_of(services)).content == FIRST.pdf
    assert services.connections("arxiv_pdf") == 1


# -------------------------------------------------------------------------------------------------------------- faults


def test_a_fault_happens_so_often_and_to_what_it_was_meant_for(services: Services, session: requests.Session) -> None:
    services.misbehave(Status(429), "arxiv_pdf", f"/pdf/{FIRST.arxiv_id}", times=2)
    other = f"{services.url('arxiv_pdf')}/pdf/{AT_ARXIV[1].arxiv_id}"
    assert session.get(other).status_code == 200
    assert [session.get(pdf_of(services)).status_code for _ in range(3)] == [429, 429, 200]
    services.misbehave(Status(500), every=3)
    assert [session.get(other).status_code for _ in range(6)] == [200, 200, 500] * 2
    services.behave()
    assert [session.get(other).status_code for _ in range(3)] == [200, 200, 200]


def test_429_is_arxivs_and_says_when_only_if_told(services: Services, session: requests.Session) -> None:
    services.misbehave(Status(429), times=1)
    services.misbehave(Status(503, retry_after=7), times=1)
    answer = session.get(atom_of(services, FIRST.arxiv_id))
    assert (answer.status_code, answer.content) == (429, b"Rate exceeded.")
    assert "retry-after" not in answer.headers
    assert session.get(atom_of(services, FIRST.arxiv_id)).headers["retry-after"] == "7"


def test_a_cut_answer_ends_before_its_promised_length(services: Services, session: requests.Session) -> None:
    services.misbehave(Cut(500), "arxiv_pdf", times=1)
    with session.get(pdf_of(services), stream=True) as answer, pytest.raises(requests.exceptions.ChunkedEncodingError):
        assert answer.headers["content-length"] == str(len(FIRST.pdf))
        got = b""
        for piece in answer.iter_content(50):
            got += piece
    assert got == FIRST.pdf[:500]


@pytest.mark.parametrize("by", [50, -50])
def test_a_wrong_length_is_promised(services: Services, by: int) -> None:
    services.misbehave(WrongLength(by), "arxiv_pdf", times=1)
    where = urlsplit(pdf_of(services))
    line = http.client.HTTPConnection(where.netloc, timeout=20)
    line.request("GET", where.path)
    answer = line.getresponse()
    assert answer.length == len(FIRST.pdf) + by
    if by > 0:
        with pytest.raises(http.client.IncompleteRead) as short:
            answer.read()
        assert short.value.partial == FIRST.pdf
    else:
        assert answer.read() == FIRST.pdf[:by]
    line.close()


def test_html_and_nothing_come_with_status_200(services: Services, session: requests.Session) -> None:
    services.misbehave(Html(), times=1)
    services.misbehave(Empty(), times=1)
    page = session.get(pdf_of(services))
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert b"<html>" in page.content
    nothing = session.get(pdf_of(services))
    assert (nothing.status_code, nothing.headers["content-type"], nothing.content) == (200, "application/pdf", b"")


def test_a_redirect_leads_where_it_was_told_to(services: Services, session: requests.Session) -> None:
    services.misbehave(Redirect("http://192.168.1.1/x.pdf", 307), times=1)
    answer = session.get(pdf_of(services), allow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "http://192.168.1.1/x.pdf")


def test_an_endless_body_goes_on_until_the_caller_leaves(services: Services, session: requests.Session) -> None:
    services.misbehave(Endless(), times=1)
    with session.get(pdf_of(services), stream=True) as answer:
        assert "content-length" not in answer.headers
        got = b"".join(piece for piece, _ in zip(answer.iter_content(1 << 20), range(20), strict=False))
    assert len(got) > len(FIRST.pdf) + (10 << 20)
    assert got.startswith(FIRST.pdf)


def test_a_gzip_bomb_is_small_on_the_way(services: Services, session: requests.Session) -> None:
    services.misbehave(GzipBomb(64 << 20), times=1)
    with session.get(atom_of(services, FIRST.arxiv_id), stream=True) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        packed = answer.raw.read(decode_content=False)
    assert len(packed) < 1 << 20
    assert len(gzip.decompress(packed)) > 64 << 20


def test_a_changed_file_has_another_etag_and_no_part_of_the_former(
    services: Services, session: requests.Session
) -> None:
    etag = session.get(pdf_of(services)).headers["etag"]
    services.misbehave(Changed(), "arxiv_pdf")
    answer = session.get(pdf_of(services), headers={"Range": "bytes=100-", "If-Range": etag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != etag
    assert answer.content == FIRST.pdf + b"% version 2\n"
    again = session.get(pdf_of(services), headers={"Range": "bytes=100-", "If-Range": answer.headers["etag"]})
    assert (again.status_code, again.content) == (206, answer.content[100:])


def test_files_only_whole(services: Services, session: requests.Session) -> None:
    services.misbehave(Whole(), times=1)
    answer = session.get(pdf_of(services), headers={"Range": "bytes=100-"})
    assert (answer.status_code, answer.content) == (200, FIRST.pdf)


def test_entries_without_titles(services: Services, session: requests.Session) -> None:
    services.misbehave(Untitled(), times=1)
    answer = session.get(atom_of(services, FIRST.arxiv_id)).text
    assert "<title></title>" in answer
    assert FIRST.abstract in answer
    assert f"<title>{FIRST.title}</title>" in session.get(atom_of(services, FIRST.arxiv_id)).text


def test_slow_is_late_or_drips(services: Services, session: requests.Session) -> None:
    services.misbehave(Slow(0.2), times=1)
    assert session.get(pdf_of(services)).elapsed.total_seconds() >= 0.2
    services.misbehave(Slow(bytes_per_second=4 * len(FIRST.pdf)), times=1)
    assert session.get(pdf_of(services)).content == FIRST.pdf
    call = services.calls("arxiv_pdf")[-1]
    assert call.answered - call.time > 0.15


def test_refused_connections_and_the_same_address_afterwards(services: Services, session: requests.Session) -> None:
    assert session.get(pdf_of(services)).status_code == 200
    services.refuse("arxiv_pdf")
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            session.get(pdf_of(services))
    assert session.get(atom_of(services, FIRST.arxiv_id)).status_code == 200
    services.accept("arxiv_pdf")
    assert session.get(pdf_of(services)).status_code == 200


def test_refusing_ends_answers_that_wait(services: Services, session: requests.Session) -> None:
    services.misbehave(Slow(600), "arxiv_pdf")
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(session.get, pdf_of(services))
        assert services.wait_for("arxiv_pdf")
        services.refuse("arxiv_pdf")
        with pytest.raises(requests.ConnectionError):
            call.result(20)


# ------------------------------------------------------------------------------------------------- log, counters, ends


def test_the_log_tells_who_was_asked_what(services: Services, session: requests.Session) -> None:
    session.get(pdf_of(services), headers={"User-Agent": "Test/1"})
    services.misbehave(Status(500), "arxiv", times=1)
    session.get(atom_of(services, FIRST.arxiv_id))
    first, second = services.calls()
    assert (first.service, first.path, first.status) == ("arxiv_pdf", f"/pdf/{FIRST.arxiv_id}", 200)
    assert first.headers["user-agent"] == "Test/1"
    assert (second.service, second.status) == ("arxiv", 500)
    assert first.time <= first.answered <= second.time
    assert services.paths("arxiv") == [f"/api/query?id_list={FIRST.arxiv_id}&max_results=100"]
    services.log.forget()
    assert services.calls() == []


def test_calls_and_connections_at_once_are_counted(services: Services) -> None:
    services.latency = 0.2  # longer than it takes to send them all
    ready = threading.Barrier(3)

    def call(number: int) -> int:
        ready.wait(20)
        return requests.get(pdf_of(services), timeout=20).status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(call, range(3))) == [200, 200, 200]
    assert services.most_at_once("arxiv_pdf") == services.most_connections("arxiv_pdf") == 3
    assert services.most_at_once("arxiv") == 0


def test_calls_one_after_another_never_count_as_two(services: Services, session: requests.Session) -> None:
    for number in range(100):
        if number % 2:
            session.get(pdf_of(services))
        else:
            with requests.Session() as other:
                other.get(pdf_of(services))
        session.close()
    assert services.most_at_once("arxiv_pdf") == 1
    assert services.most_connections("arxiv_pdf") == 1


def test_latency_holds_each_connection_for_itself(services: Services) -> None:
    services.latency = 0.3
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda paper: requests.get(pdf_of(services), timeout=20), range(8)))
    assert all(answer.elapsed.total_seconds() >= 0.3 for answer in answers)
    began, ended = services.calls()[0].time, max(call.answered for call in services.calls())
    assert ended - began < 8 * 0.3


def test_closing_ends_threads_that_wait_and_send(session: requests.Session) -> None:
    before = threading.active_count()
    services = Services(PAPERS)
    services.misbehave(Slow(600), "arxiv")
    services.misbehave(Endless(), "arxiv_pdf")
    with ThreadPoolExecutor(1) as pool, session.get(pdf_of(services), stream=True):
        waiting = pool.submit(session.get, atom_of(services, FIRST.arxiv_id))
        assert services.wait_for("arxiv")
        services.close()
        with pytest.raises(requests.ConnectionError):
            waiting.result(20)
    assert threading.active_count() == before


# -------------------------------------------------------------------------------------------- as a process of its own


def test_a_process_of_its_own_is_steered_from_outside(session: requests.Session) -> None:
    with ServicesProcess("--papers", "3", "--faults", "arxiv_pdf:cut,after=10,every=2") as process:
        url = f"{process.environ['READINGLIST_ARXIV_PDF_URL']}/pdf/{many_papers(1)[0].arxiv_id}"
        assert session.get(url).content == many_papers(1)[0].pdf
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            session.get(url)
        assert process.order(behave="")["faults"] == 0
        process.order(misbehave="status", with_={"code": 429, "retry_after": 5}, service="arxiv_pdf", times=1)
        assert session.get(url).headers["retry-after"] == "5"
        process.order(refuse="arxiv_pdf")
        with pytest.raises(requests.ConnectionError):
            session.get(url)
        process.order(accept="arxiv_pdf")
        assert session.get(url).status_code == 200
        state = process.state("arxiv_pdf")
        assert [call["status"] for call in state["calls"]] == [200, 200, 429, 200]
        assert state["services"]["arxiv_pdf"]["calls"] == 4
        assert process.order(wait="arxiv_pdf", calls=4)["reached"] is True
        assert process.order(wait="arxiv_pdf", calls=5, timeout=0.01)["reached"] is False


def test_a_wrong_order_is_answered_with_what_is_wrong(services: Services, session: requests.Session) -> None:
    control = f"{services.environ['READINGLIST_SERVICES_CONTROL_URL']}/_control"
    for order in (
        '{"misbehave": "flood"}',
        '{"misbehave": "cut", "with": {"x": 1}}',
        '{"refuse": "x"}',
        "{}",
        "[",
        "7",
    ):
        answer = session.post(control, data=order)
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_the_command_prints_what_a_shell_takes_and_ends_with_its_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.services", "--attached"]
    done = subprocess.run(command, cwd=ROOT, input=b"", capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
    printed = tmp_path / "printed"
    printed.write_bytes(done.stdout)
    shell = ["sh", "-c", f". '{printed}' && echo $READINGLIST_ARXIV_URL"]
    said = subprocess.run(shell, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("http://127.0.0.1:")
