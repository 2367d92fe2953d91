"""Turns, intervals and cool-downs of hosts: over threads, over processes, over restarts."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.http_client import MemoryHosts
from readinglist.http_client.hosts import HostStore
from readinglist.library.hosts import Hosts
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from readinglist.library.hosts import Hosts
hosts = Hosts(Path(sys.argv[1]))
print(hosts.take_turn("arxiv", 1, 0.0), flush=True)
sys.stdin.readline()
hosts.end_turn("arxiv")
print("ended", flush=True)
sys.stdin.readline()
"""


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hosts(tmp_path: Path, clock: Clock) -> Iterator[Hosts]:
    hosts = Hosts(tmp_path, clock=clock)
    yield hosts
    hosts.close()


def test_a_turn_at_a_time_and_an_interval_between(hosts: Hosts, clock: Clock) -> None:
    assert hosts.take_turn("arxiv", 1, 3.0) is None
    assert hosts.take_turn("arxiv", 1, 3.0) == 3.0
    clock.now += 2.5
    hosts.end_turn("arxiv")
    assert hosts.take_turn("arxiv", 1, 3.0) == 0.5
    clock.now += 0.5
    assert hosts.take_turn("arxiv", 1, 3.0) is None
    clock.now += 10
    wait = hosts.take_turn("arxiv", 1, 3.0)
    assert wait is not None and wait > 0, "the interval is over, but somebody is still at it"


def test_groups_do_not_hinder_each_other(hosts: Hosts) -> None:
    assert hosts.take_turn("arxiv", 1, 3.0) is None
    assert [hosts.take_turn("api.crossref.org", 2, 0.0) for _ in range(2)] == [None, None]
    assert hosts.take_turn("api.crossref.org", 2, 0.0) is not None
    hosts.end_turn("api.crossref.org")
    assert hosts.take_turn("api.crossref.org", 2, 0.0) is None


def test_a_clock_that_is_set_back_locks_nobody_out(hosts: Hosts, clock: Clock) -> None:
    assert hosts.take_turn("arxiv", 1, 3.0) is None
    hosts.end_turn("arxiv")
    clock.now -= 86_400
    assert hosts.take_turn("arxiv", 1, 3.0) == 3.0
    clock.now += 86_400 + 3
    assert hosts.take_turn("arxiv", 1, 3.0) is None


def test_cool_downs_outlive_a_restart(hosts: Hosts, tmp_path: Path, clock: Clock) -> None:
    assert hosts.cooling("arxiv") is None
    hosts.cool("arxiv", clock.now + 60, 1)
    hosts.cool("arxiv", clock.now + 120, 2)
    hosts.close()
    again = Hosts(tmp_path, clock=clock)
    assert again.cooling("arxiv") == (clock.now + 120, 2)
    again.cool("arxiv", clock.now + 5, 3)
    assert again.cooling("arxiv") == (clock.now + 120, 3), "the longer one counts"
    again.warm("arxiv")
    assert again.cooling("arxiv") is None
    again.close()


@pytest.fixture(params=["on disk", "in memory"])
def store(request: pytest.FixtureRequest, hosts: Hosts, clock: Clock) -> HostStore:
    """Both keepers of cool-downs, which obey one law."""
    return hosts if request.param == "on disk" else MemoryHosts(clock)


def test_a_time_that_was_named_holds_without_a_step(store: HostStore, clock: Clock) -> None:
    """As after a 503 with Retry-After, which is no reproach."""
    store.cool("arxiv", clock.now + 60, 0)
    assert store.cooling("arxiv") == (clock.now + 60, 0)
    store.cool("arxiv", clock.now + 5, 0)
    assert store.cooling("arxiv") == (clock.now + 60, 0), "the longer one counts"
    clock.now += 60
    assert store.cooling("arxiv") is None
    store.cool("arxiv", clock.now + 60, 0)
    store.warm("arxiv")
    assert store.cooling("arxiv") is None
    store.cool("arxiv", clock.now + 60, 1)
    clock.now += 61
    assert store.cooling("arxiv") == (clock.now - 1, 1), "the next one is to be longer"
    store.warm("arxiv")
    assert store.cooling("arxiv") is None


def test_no_cool_down_is_longer_than_a_day(store: HostStore, clock: Clock) -> None:
    start, day = clock.now, 86_400
    store.cool("arxiv", start + 400 * day, 0)
    assert store.cooling("arxiv") == (start + day, 0)
    store.warm("arxiv")
    clock.now += 365 * day  # a wrong clock, while these two are written
    store.cool("arxiv", clock.now + 60, 1)
    store.cool("api.crossref.org", clock.now + 60, 0)
    clock.now = start
    assert store.cooling("api.crossref.org") is None
    assert store.cooling("arxiv") == (0.0, 1)
    store.cool("arxiv", start + 120, 2)
    assert store.cooling("arxiv") == (start + 120, 2), "what is said now counts"


def test_threads_share_the_turns(tmp_path: Path) -> None:
    hosts = Hosts(tmp_path)
    lock, now, most, done = threading.Lock(), 0, 0, 0

    def call_ten_times() -> None:
        nonlocal now, most, done
        for _ in range(10):
            while hosts.take_turn("api.crossref.org", 2, 0.0) is not None:
                pass
            with lock:
                now += 1
                most = max(most, now)
            with lock:
                now -= 1
                done += 1
            hosts.end_turn("api.crossref.org")

    threads = [threading.Thread(target=call_ten_times) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == 60
    assert most <= 2
    hosts.close()


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that has taken a turn of arXiv and holds it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "None\n"
    return process


def test_processes_share_the_turns(hosts: Hosts, tmp_path: Path) -> None:
    process = hold(tmp_path)
    assert process.stdin is not None and process.stdout is not None
    assert hosts.take_turn("arxiv", 1, 0.0) is not None
    hosts.end_turn("arxiv")  # not ours: the other one keeps it
    assert hosts.take_turn("arxiv", 1, 0.0) is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ended\n"
    assert hosts.take_turn("arxiv", 1, 0.0) is None
    process.communicate("\n")


def test_a_killed_process_gives_its_turn_back(hosts: Hosts, tmp_path: Path) -> None:
    process = hold(tmp_path)
    assert hosts.take_turn("arxiv", 1, 0.0) is not None
    process.kill()
    process.communicate()
    assert hosts.take_turn("arxiv", 1, 0.0) is None
