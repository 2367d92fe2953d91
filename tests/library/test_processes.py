"""Telling one process from another."""

from __future__ import annotations

import os
import subprocess
import sys

from readinglist.library.processes import is_alive, own_start, start_of


def test_we_are_alive() -> None:
    assert start_of(os.getpid()) == own_start()
    assert is_alive(os.getpid(), own_start())


def test_another_start_is_another_process() -> None:
    assert not is_alive(os.getpid(), own_start() + "1")


def test_a_process_that_ended_is_dead_even_before_it_is_buried() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    start = start_of(process.pid)
    assert start is not None
    assert is_alive(process.pid, start)
    process.kill()
    # Wait for its end without taking its exit status: it stays a zombie.
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(process.pid, start)
    process.communicate()
    assert not is_alive(process.pid, start)


def test_two_children_have_different_leases() -> None:
    children = [subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) for _ in range(2)]
    leases = {(child.pid, start_of(child.pid)) for child in children}
    for child in children:
        child.communicate(b"\n")
    assert len(leases) == 2
    assert (os.getpid(), own_start()) not in leases
