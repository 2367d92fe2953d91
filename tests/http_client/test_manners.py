"""Manners: turns, intervals, cool-downs, and what of them holds over clients and restarts."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.http_client import BusyError, CallCancelledError, CoolingError, HttpClient, MemoryHosts
from readinglist.http_client.calls import retry_after, user_agent
from readinglist.http_client.hosts import Group, group_of
from readinglist.http_client.turns import AGAIN, STANDSTILL, Pause, Turns
from readinglist.library.hosts import Hosts
from tests.http_client.conftest import NewClient, Waits, environ
from tests.http_client.servers import Request, Server, always, file, one_after_another, reply

ARXIV = "https://export.arxiv.org/api/query"
CROSSREF = "https://api.crossref.org/works/10.1/x"
FINE = reply(200, b"{}")
START = 1_700_000_000.0


class Clock:
    """The wall's clock, which only waiting moves."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> float:
        return self.time

    def move(self, seconds: float) -> None:
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def patient(new_client: NewClient, clock: Clock, hosts: MemoryHosts, **more: object) -> HttpClient:
    return new_client(hosts=hosts, now=clock, wait=Waits(clock.move), **more)


# ------------------------------------------------------------------------------------------------------------- turns


def test_groups() -> None:
    names = ("export.arxiv.org", "arxiv.org", "rss.arxiv.org", "oaipmh.arxiv.org", "www.arxiv.org")
    assert {group_of(name) for name in names} == {Group("arxiv", 1, 3.0)}
    assert group_of("api.crossref.org") == Group("api.crossref.org", 2, 0.0)
    assert group_of("arxiv.org.example.com").name == "arxiv.org.example.com"


def at_once(server: Server, client: HttpClient, url: str, threads: int = 6) -> int:
    """The most calls that the server saw at once; each holds on for a moment, so that others could come."""
    together = threading.Barrier(2)

    def hold(request: Request, line: socket.socket) -> bytes:
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(0.1)
        return FINE

    server.routes["*"] = hold
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(lambda n: client.get(f"{url}?{n}").status, range(threads)))
    assert answers == [200] * threads
    return server.at_once


def test_arxiv_has_one_connection(server: Server, new_client: NewClient) -> None:
    assert at_once(server, new_client(wait=None), ARXIV) == 1


def test_others_have_two(server: Server, new_client: NewClient) -> None:
    assert at_once(server, new_client(wait=None), CROSSREF) == 2


def test_one_connection_for_all_clients_on_one_store(server: Server, new_client: NewClient) -> None:
    """As two processes on one library: neither knows of the other but by the store."""
    hosts = MemoryHosts()
    clients = [new_client(hosts=hosts, wait=None) for _ in range(3)]
    server.routes["*"] = always(FINE)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda client: [client.get(ARXIV) for _ in range(3)], clients))
    assert (len(server.seen), server.at_once) == (9, 1)


@pytest.mark.parametrize(
    ("more", "said", "apart"),
    [
        ({"READINGLIST_POLITE": "1"}, None, 3.0),
        ({}, None, 0.0),  # replaced: a server of one's own may be asked as often as one likes
        ({}, 1.5, 1.5),
        ({"READINGLIST_POLITE": "1"}, 0.0, 0.0),
    ],
)
def test_calls_to_arxiv_are_apart(
    server: Server,
    new_client: NewClient,
    clock: Clock,
    tmp_path: Path,
    more: dict[str, str],
    said: float | None,
    apart: float,
) -> None:
    moments: list[float] = []

    def note(request: Request, line: socket.socket) -> bytes:
        moments.append(clock.time)
        if request.path.startswith("/pdf"):
            answer = file(b"%PDF-1.7")(request, line)
            assert answer
            return answer
        return reply(302, location="/there") if request.path == "/moved" else FINE

    server.routes["*"] = note
    client = patient(new_client, clock, MemoryHosts(clock), environ=environ(server, **more), interval=said)
    client.get(ARXIV)
    client.get("https://arxiv.org/moved")
    client.download("https://arxiv.org/pdf/1", tmp_path / "part")
    client.get(CROSSREF)
    gaps = [after - before for before, after in pairwise(moments)]
    assert gaps == pytest.approx([apart, apart, apart, 0.0], abs=0.01)


def test_a_turn_that_is_too_far_off(server: Server, new_client: NewClient, clock: Clock) -> None:
    server.routes["*"] = always(FINE)
    client = patient(new_client, clock, MemoryHosts(clock), interval=8)
    client.get(ARXIV)
    with pytest.raises(BusyError, match="arXiv") as caught:
        client.get(ARXIV)
    assert caught.value.until == datetime.fromtimestamp(START + 8, UTC)
    assert (clock.time, len(server.seen)) == (START, 1)
    clock.move(4)
    client.get(ARXIV)
    assert clock.time == pytest.approx(START + 8)


def test_a_queue_that_is_too_long_is_not_joined() -> None:
    turns = Turns(MemoryHosts(), Pause(lambda seconds: False), patience=5, now=lambda: START)
    group = Group("arxiv", 1, 6.0)
    with (
        turns.turn(group, "arXiv", lambda: False),
        pytest.raises(BusyError) as caught,
        turns.turn(group, "arXiv", lambda: False),
    ):
        pass
    assert caught.value.until == datetime.fromtimestamp(START + 6, UTC)
    assert not caught.value.final


def test_patience_with_calls_of_the_same_process_ends() -> None:
    turns = Turns(MemoryHosts(), Pause(lambda seconds: False), patience=0.01, now=lambda: START)
    group = Group("example.org", 1)
    with turns.turn(group, "it", lambda: False), pytest.raises(BusyError), turns.turn(group, "it", lambda: False):
        pass
    with turns.turn(group, "it", lambda: False):  # given back all the same
        pass


def test_a_queue_that_stands_still_is_left_soon() -> None:
    turns = Turns(MemoryHosts(), Pause(lambda seconds: False), patience=60, now=lambda: START)
    group = Group("example.org", 1)
    with turns.turn(group, "it", lambda: False):
        began = time.monotonic()
        for _ in range(5):  # all but the first know at once that it stands still
            with pytest.raises(BusyError) as caught, turns.turn(group, "it", lambda: False):
                pass
    assert time.monotonic() - began < 3 * STANDSTILL
    assert caught.value.until == datetime.fromtimestamp(START + AGAIN, UTC)


def test_a_cancelled_call_leaves_the_queue() -> None:
    hosts = MemoryHosts()
    turns = Turns(hosts, Pause(lambda seconds: False), patience=60, now=lambda: START)
    group = Group("example.org", 1)
    with (
        turns.turn(group, "it", lambda: False),
        pytest.raises(CallCancelledError),
        turns.turn(group, "it", lambda: True),
    ):
        pass
    hosts.take_turn("example.org", 1, 0)  # as another process would
    with pytest.raises(CallCancelledError), turns.turn(group, "it", lambda: True):
        pass
    hosts.end_turn("example.org")
    with turns.turn(group, "it", lambda: False):
        pass


def test_a_turn_is_given_back_after_every_failure(server: Server, new_client: NewClient) -> None:
    hosts = MemoryHosts()
    client = new_client(hosts=hosts, retry_waits=())
    server.routes["*"] = one_after_another(
        reply(500), reply(404), reply(200, b"<html>"), reply(302, location="ftp://x")
    )
    for _ in range(4):
        with pytest.raises(Exception, match=r"\w"):
            client.get(ARXIV)
    assert hosts.take_turn("arxiv", 1, 0) is None


# --------------------------------------------------------------------------------------------------------- cool-downs


def test_a_429_cools_down_for_all_and_longer_each_time(server: Server, new_client: NewClient, clock: Clock) -> None:
    hosts = MemoryHosts(clock)
    server.routes["*"] = always(reply(429, b"Rate exceeded."))
    for wait in (60, 120, 240, 480, 960, 1920, 3600, 3600):
        with pytest.raises(CoolingError) as caught:
            patient(new_client, clock, hosts).get(ARXIV)  # a new client each time, as after a restart
        assert caught.value.until == datetime.fromtimestamp(clock.time + wait, UTC)
        assert (caught.value.final, caught.value.status) == (False, 429)
        seen = len(server.seen)
        clock.move(wait - 1)
        for url in (ARXIV, "https://arxiv.org/pdf/1"):
            with pytest.raises(CoolingError, match="arXiv asked us to wait until") as caught:
                patient(new_client, clock, hosts).get(url)
            assert caught.value.until == datetime.fromtimestamp(clock.time + 1, UTC)
        assert len(server.seen) == seen
        clock.move(1)
    server.routes["*"] = one_after_another(FINE, reply(429))
    client = patient(new_client, clock, hosts)
    assert client.get(ARXIV).status == 200
    with pytest.raises(CoolingError) as caught:
        client.get(ARXIV)
    assert caught.value.until == datetime.fromtimestamp(clock.time + 60, UTC)


def test_other_hosts_are_not_cooled(server: Server, client: HttpClient) -> None:
    server.routes["*"] = one_after_another(reply(429), FINE)
    with pytest.raises(CoolingError):
        client.get(ARXIV)
    assert client.get(CROSSREF).status == 200


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "wait"), [("7", 7), ("date", 90), ("0", 1), ("9999999", 86400), ("-5", None), ("soon", None)]
)
def test_retry_after(
    server: Server, new_client: NewClient, clock: Clock, status: int, said: str, wait: int | None
) -> None:
    if said == "date":
        said = format_datetime(datetime.fromtimestamp(START + 90, UTC), usegmt=True)
    server.routes["*"] = always(reply(status, retry_after=said))
    client = patient(new_client, clock, MemoryHosts(clock))
    with pytest.raises(CoolingError) as caught:
        client.get(CROSSREF)
    assert caught.value.until == datetime.fromtimestamp(START + (wait or 60), UTC)
    assert len(server.seen) == 1


def test_calls_that_hear_the_same_do_not_double(server: Server, new_client: NewClient, clock: Clock) -> None:
    hosts = MemoryHosts(clock)
    both = threading.Barrier(2)

    def refuse(request: Request, line: socket.socket) -> bytes:
        both.wait(10)
        return reply(429)

    server.routes["*"] = refuse
    client = patient(new_client, clock, hosts)

    def call(n: int) -> CoolingError:
        with pytest.raises(CoolingError) as caught:
            client.get(f"{CROSSREF}{n}")
        return caught.value

    with ThreadPoolExecutor(2) as pool:
        untils = {error.until for error in pool.map(call, range(2))}
    assert untils == {datetime.fromtimestamp(START + 60, UTC)}


def test_a_cooling_beyond_all_sense_is_not_obeyed(server: Server, new_client: NewClient, clock: Clock) -> None:
    """The wall's clock was a year ahead when it was written."""
    hosts = MemoryHosts(clock)
    clock.move(365 * 86400)
    hosts.cool("api.crossref.org", clock() + 60, 1)
    clock.move(-365 * 86400)
    server.routes["*"] = always(FINE)
    assert patient(new_client, clock, hosts).get(CROSSREF).status == 200
    assert hosts.cooling("api.crossref.org") is None


def test_a_503_that_says_when_holds_the_whole_host_back(
    server: Server, new_client: NewClient, clock: Clock, tmp_path: Path
) -> None:
    """Also in the file that all processes share."""
    hosts = Hosts(tmp_path, clock=clock)
    server.routes["*"] = always(reply(503, retry_after=120))
    client = new_client(hosts=hosts, now=clock, wait=Waits(clock.move))
    for url in (CROSSREF, CROSSREF + "/other"):
        with pytest.raises(CoolingError) as caught:
            client.get(url)
        assert caught.value.until == datetime.fromtimestamp(START + 120, UTC)
    assert len(server.seen) == 1
    server.routes["*"] = always(FINE)
    clock.move(121)
    assert client.get(CROSSREF).status == 200
    hosts.close()


@given(st.text(max_size=40), st.floats(0, 1e10))
def test_no_retry_after_is_too_strange(said: str, now: float) -> None:
    seconds = retry_after(said, now)
    assert seconds is None or 1 <= seconds <= 86400


@given(st.none() | st.text(max_size=40) | st.emails())
def test_the_user_agent_is_always_a_header(contact: str | None) -> None:
    said = user_agent(contact)
    assert said.isascii() and said.isprintable() and said.startswith("ReadingList/")
    assert user_agent("me@example.org", "https://example.org").endswith("(https://example.org; mailto:me@example.org)")


# ------------------------------------------------------------------------------------------------------ memory hosts


def test_turns_in_memory(clock: Clock) -> None:
    hosts = MemoryHosts(clock)
    assert hosts.take_turn("a", 2, 3) is None
    assert hosts.take_turn("a", 2, 3) == 3
    clock.move(3)
    assert hosts.take_turn("a", 2, 3) is None
    clock.move(3)
    assert hosts.take_turn("a", 2, 3) == pytest.approx(0.1)  # both are out
    hosts.end_turn("a")
    assert hosts.take_turn("a", 2, 3) is None
    hosts.end_turn("b")
    assert hosts.cooling("a") is None
    hosts.cool("a", 5.0, 2)
    assert hosts.cooling("a") == (5.0, 2)
    hosts.warm("a")
    assert hosts.cooling("a") is None


def test_a_429_holds_for_those_who_wait_already(server: Server, new_client: NewClient) -> None:
    second_waits = threading.Event()

    def refuse(request: Request, line: socket.socket) -> bytes:
        assert second_waits.wait(10)
        return reply(429)

    def look() -> bool:
        second_waits.set()
        return False

    server.routes["*"] = refuse
    client = new_client(wait=None)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, ARXIV)
        while not server.seen and not first.done():
            second_waits.wait(0.01)
        with pytest.raises(CoolingError):
            client.get(ARXIV, cancelled=look)
        assert isinstance(first.exception(), CoolingError)
    assert len(server.seen) == 1
