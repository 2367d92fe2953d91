"""A child process answers, and whatever happens to it the parent gets a reason and keeps nothing of it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import readinglist
from readinglist.child_process import (
    ChildCancelledError,
    ChildDiedError,
    ChildFailedError,
    ChildProcess,
    ChildTimeoutError,
)

MODULE = "tests.answering_child"


@pytest.fixture
def child() -> Iterator[ChildProcess]:
    child = ChildProcess(MODULE, memory_limit=400_000_000)
    yield child
    child.close()


def test_answers_come_back_whole_and_prints_do_not_spoil_them(child: ChildProcess) -> None:
    blob = os.urandom(3_000_000)
    message, back = child.request({"do": "echo", "text": "Gödel \udc80 数"}, blob, timeout=30)
    assert message["text"] == "Gödel ? 数"
    assert back == blob[::-1]
    assert child.served == 1


def test_progress_is_heard_in_order(child: ChildProcess) -> None:
    heard: list[int] = []
    child.request({"do": "count", "to": 500}, timeout=30, on_progress=lambda news: heard.append(news["number"]))
    assert heard == list(range(500))


@pytest.mark.parametrize("way", ["hang", "hang in C", "chatter"])
def test_a_late_answer_kills_the_child_and_the_next_request_gets_a_new_one(child: ChildProcess, way: str) -> None:
    child.start()
    first = child.pid
    with pytest.raises(ChildTimeoutError, match=r"took longer than 0\.2 s"):
        child.request({"do": way}, timeout=0.2)
    assert child.pid is None
    assert child.request({"do": "where"}, timeout=30)[0]["pid"] != first


@pytest.mark.parametrize("way", ["hang", "chatter"])
def test_cancelling_kills_the_child(child: ChildProcess, way: str) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(ChildCancelledError):
        child.request({"do": way}, timeout=30, cancelled=cancelled)
    assert child.pid is None


def test_a_listener_that_raises_leaves_no_child_in_the_middle_of_a_request(child: ChildProcess) -> None:
    def hear(news: object) -> None:
        raise LookupError("full")

    with pytest.raises(LookupError):
        child.request({"do": "count", "to": 3}, timeout=30, on_progress=hear)
    assert child.request({"do": "echo"}, b"ab", timeout=30)[1] == b"ba"


@pytest.mark.parametrize(("way", "reason"), [("crash", "SIGSEGV"), ("exit", "status 7: .*last words")])
def test_a_death_has_its_reason(child: ChildProcess, way: str, reason: str) -> None:
    with pytest.raises(ChildDiedError, match=f"(?s){reason}") as caught:
        child.request({"do": way}, timeout=30)
    assert not caught.value.out_of_memory


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds processes to their memory limit")
def test_too_much_memory_is_told_from_a_crash(child: ChildProcess) -> None:
    assert child.request({"do": "take memory", "bytes": 100_000_000}, timeout=30)[0] == {"taken": 100_000_000}
    with pytest.raises(ChildDiedError, match="more memory") as caught:
        child.request({"do": "take memory", "bytes": 500_000_000}, timeout=30)
    assert caught.value.out_of_memory


def test_being_killed_by_the_system_counts_as_want_of_memory(child: ChildProcess) -> None:
    child.request({"do": "echo"}, timeout=30)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(child.request, {"do": "hang"}, timeout=30)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(ChildDiedError) as caught:
            waiting.result(30)
    assert caught.value.out_of_memory


def test_a_bug_in_the_child_comes_with_its_traceback(child: ChildProcess) -> None:
    with pytest.raises(ChildFailedError, match="ValueError: a bug"):
        child.request({"do": "nonsense"}, timeout=30)


def test_a_module_that_does_not_exist_is_a_death_with_a_reason() -> None:
    child = ChildProcess("tests.no_such_child")
    with pytest.raises(ChildDiedError, match="No module named"):
        child.request({}, timeout=30)
    child.close()


def test_threads_take_turns(child: ChildProcess) -> None:
    def ask(number: int) -> bytes:
        return child.request({"do": "echo"}, str(number).encode(), timeout=30)[1]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(100))) == [str(number).encode()[::-1] for number in range(100)]
    assert child.served == 100


def test_closing_ends_a_request_in_flight_and_all_later_ones(child: ChildProcess) -> None:
    started = threading.Event()

    def ask() -> None:
        child.request({"do": "hang"}, timeout=60, cancelled=lambda: started.set() or False)  # type: ignore[func-returns-value]

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask)
        assert started.wait(30)
        child.close()
        with pytest.raises(ChildCancelledError):
            waiting.result(30)
    with pytest.raises(ChildCancelledError):
        child.request({"do": "echo"}, timeout=30)


def test_stopping_is_for_now_only(child: ChildProcess) -> None:
    first = child.request({"do": "where"}, timeout=30)[0]["pid"]
    child.stop()
    assert child.pid is None
    assert child.served == 0
    assert child.request({"do": "where"}, timeout=30)[0]["pid"] != first


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files through /proc")
def test_no_file_descriptor_stays_open() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    child = ChildProcess(MODULE)
    for way in ("echo", "crash", "echo", "exit"):
        try:
            child.request({"do": way}, timeout=30)
        except ChildDiedError:
            continue
    child.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_child_runs_this_package_from_any_folder_and_is_polite(
    child: ChildProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "readinglist.py").write_text("raise SystemExit('the wrong one')")
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    answer, _ = child.request({"do": "where"}, timeout=30)
    assert answer["package"] == readinglist.__file__
    assert answer["nice"] >= min(os.nice(0) + 10, 19)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends when its call into C does, or its time is up")
@pytest.mark.parametrize("way", ["hang", "hang in C"])
def test_the_child_dies_with_its_parent(way: str) -> None:
    program = f"""
import threading
from readinglist.child_process import ChildProcess
child = ChildProcess({MODULE!r})
def warm():  # a thread that ends: the child must not end with it
    child.request({{"do": "echo"}}, timeout=30)
thread = threading.Thread(target=warm); thread.start(); thread.join()
child.request({{"do": "echo"}}, timeout=30)
print(child.pid, flush=True)
child.request({{"do": {way!r}}}, timeout=60)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
    process = os.pidfd_open(pid)
    parent.kill()
    parent.wait()
    assert select.select([process], [], [], 20)[0], "the child is still there"
    os.close(process)


@pytest.fixture(scope="module")
def lasting_child() -> Iterator[ChildProcess]:
    child = ChildProcess(MODULE)
    child.request({"do": "echo"}, timeout=30)
    yield child
    child.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), blob=st.binary(max_size=200_000))
def test_any_text_and_any_bytes_survive(lasting_child: ChildProcess, text: str, blob: bytes) -> None:
    message, back = lasting_child.request({"do": "echo", "text": text}, blob, timeout=30)
    assert (message["text"], back) == (text, blob[::-1])
