"""Which process is which: a process id comes back after a while, together with its start time it does not."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path


@functools.cache
def own_start() -> str:
    """The start of this very process, as `start_of` tells it."""
    start = start_of(os.getpid())
    assert start is not None, "this process is alive"
    return start


def is_alive(pid: int, start: str) -> bool:
    """Whether the process that had this id and start still runs. One that only waits to be buried does not."""
    return start_of(pid) == start


def start_of(pid: int) -> str | None:
    """A text that no other process with this id ever has, on this machine, across restarts; None if none runs."""
    if sys.platform == "linux":
        return _linux(pid)
    if sys.platform == "win32":
        return _windows(pid)
    return _unix(pid)


def _linux(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    fields = stat.rpartition(")")[2].split()
    state, ticks_since_boot = fields[0], fields[19]
    return None if state in "ZXx" else f"{_boot()}-{ticks_since_boot}"


@functools.cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "boot"


def _unix(pid: int) -> str | None:
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ, LC_ALL="C"),
    )
    state, _, start = answer.stdout.strip().partition(" ")
    return None if not start or state.startswith("Z") else start.strip()


def _windows(pid: int) -> str | None:
    if sys.platform != "win32":  # for the type checker: what follows exists only there
        return None
    import ctypes
    from ctypes import wintypes

    query_limited, still_active = 0x1000, 259
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = kernel.OpenProcess(query_limited, False, pid)
    if not handle:
        return None
    try:
        status = wintypes.DWORD()
        made, ended, in_kernel, in_user = (wintypes.FILETIME() for _ in range(4))
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(status)) and kernel.GetProcessTimes(
            handle, ctypes.byref(made), ctypes.byref(ended), ctypes.byref(in_kernel), ctypes.byref(in_user)
        )
        if not known or status.value != still_active:
            return None
        return str((made.dwHighDateTime << 32) | made.dwLowDateTime)
    finally:
        kernel.CloseHandle(handle)
