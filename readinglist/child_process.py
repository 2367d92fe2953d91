"""Child processes that answer requests over pipes: what is heavy, or may crash or never end, happens there.

The parent's end; the child's module calls `child_serving.serve`. There is no `multiprocessing`: it would import the
window again, and breaks in bundles.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from readinglist.child_serving import Frame, Message, Progress, pack_frame, read_frame, widen_pipe, write_all

log = logging.getLogger(__name__)

POLL_SECONDS = 0.05
GRACE_SECONDS = 2.0


class ChildError(Exception):
    """A request got no answer."""


class ChildTimeoutError(ChildError):
    """The answer took longer than allowed; the child has been killed."""


class ChildCancelledError(ChildError):
    """The request was cancelled, or the child closed under it; the child has been killed."""


class ChildDiedError(ChildError):
    """The child ended by itself; the message says how, `out_of_memory` whether want of memory was the cause."""

    def __init__(self, reason: str, *, out_of_memory: bool = False) -> None:
        super().__init__(reason)
        self.out_of_memory = out_of_memory


class ChildFailedError(ChildError):
    """The child's handler raised: a bug of ours. The message holds the child's traceback."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """The last thing that an inbox receives: the exit status, or why the process could not even start."""

    status: int | None
    stderr: str


class ChildProcess:
    """A process `python -m MODULE` that answers one request at a time; it starts when it is first needed.

    Any thread may call any method. `memory_limit` is in bytes of writable memory (Linux; elsewhere not enforced).
    """

    def __init__(
        self, module: str, *, low_priority: bool = True, memory_limit: int | None = None, start_limit: float = 120.0
    ) -> None:
        self.module = module
        self._settings = {"low_priority": low_priority, "memory_limit": memory_limit, "parent": os.getpid()}
        self._start_limit = start_limit
        self._asking = threading.Lock()  # held by a request from its start to its answer
        self._state = threading.Lock()  # guards the two below, never held for long
        self._running: _Running | None = None
        self._closed = False

    def start(self) -> None:
        """Start the process ahead of the first request; returns without waiting for its imports."""
        self._ensure()

    def request(
        self,
        message: Message,
        blob: bytes = b"",
        *,
        timeout: float,
        on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[Message, bytes]:
        """Ask and wait for the answer; `timeout` seconds count from when the child is ready to hear us.

        `on_progress` is called on this thread. Raises a ChildError; after one the next request gets a fresh process.
        """
        with self._asking:
            running = self._ensure()
            try:
                running.wait_until_ready(self._start_limit, cancelled)
                running.outbox.put(pack_frame({"kind": "request", "timeout": timeout, "message": message}, blob))
                answer = running.wait_for_answer(timeout, on_progress, cancelled)
            except BaseException as error:  # whatever it was, the process is in the middle of something
                self._forget(running)
                if self._closed and isinstance(error, ChildDiedError):
                    raise ChildCancelledError(f"{self.module} was closed") from error
                raise
            running.served += 1
            return answer

    @property
    def served(self) -> int:
        """How many requests the process that runs now has answered; 0 when none runs."""
        with self._state:
            return self._running.served if self._running is not None else 0

    @property
    def pid(self) -> int | None:
        """The process id of the child that runs now."""
        with self._state:
            return self._running.pid if self._running is not None else None

    def stop(self) -> None:
        """End the process once the request in flight is answered; a later request starts another."""
        with self._asking, self._state:
            running, self._running = self._running, None
        if running is not None:
            running.end()

    def close(self) -> None:
        """End the process now, for good; a request in flight raises ChildCancelledError."""
        with self._state:
            self._closed = True
            running, self._running = self._running, None
        if running is not None:
            if self._asking.locked():
                running.kill()
            running.end()

    def _ensure(self) -> _Running:
        with self._state:
            if self._closed:
                raise ChildCancelledError(f"{self.module} was closed")
            if self._running is None or not self._running.alive:
                self._running = _Running(self.module, self._settings)
            return self._running

    def _forget(self, running: _Running) -> None:
        with self._state:
            if self._running is running:
                self._running = None
        running.kill()
        running.end()


class _Running:
    """One process and the three threads that serve its pipes; they end when it does."""

    def __init__(self, module: str, settings: Message) -> None:
        self.inbox: queue.SimpleQueue[Frame | _Ended] = queue.SimpleQueue()
        self.outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.served = 0
        self._module = module
        self._ready = False
        self._process: subprocess.Popen[bytes] | None = None
        self._launched = threading.Event()
        self._last_words: deque[str] = deque(maxlen=30)
        # Linux's parent-death signal comes when the *thread* that started the child ends, so the thread that
        # lives as long as the child does starts it.
        self._owner = threading.Thread(target=self._own, args=(settings,), name=f"{module}: answers", daemon=True)
        self._owner.start()
        self._launched.wait()

    @property
    def alive(self) -> bool:
        return self._owner.is_alive()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def wait_until_ready(self, limit: float, cancelled: Callable[[], bool] | None) -> None:
        if not self._ready:
            self._receive(time.monotonic() + limit, cancelled, "did not start in time")
            self._ready = True

    def wait_for_answer(
        self, timeout: float, on_progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> tuple[Message, bytes]:
        deadline = time.monotonic() + timeout
        while True:
            frame = self._receive(deadline, cancelled, f"took longer than {timeout:g} s")
            kind, message = frame.header["kind"], frame.header.get("message", {})
            if kind == "answer":
                return message, frame.blob
            if kind == "progress":
                if on_progress is not None:
                    on_progress(message)
            elif kind == "memory":
                raise ChildDiedError("needs more memory than allowed", out_of_memory=True)
            else:
                raise ChildFailedError(str(message.get("traceback", kind)))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def end(self) -> None:
        """Let the process go (it ends when its input does), by force if it does not, and wait for the threads."""
        self.outbox.put(None)
        self._owner.join(GRACE_SECONDS)
        self.kill()
        self._owner.join()

    def _receive(self, deadline: float, cancelled: Callable[[], bool] | None, late: str) -> Frame:
        while True:
            if cancelled is not None and cancelled():
                raise ChildCancelledError("cancelled")
            left = max(0.0, deadline - time.monotonic())
            try:
                item = self.inbox.get(timeout=left if cancelled is None else min(left, POLL_SECONDS))
            except queue.Empty:
                if time.monotonic() >= deadline:
                    raise ChildTimeoutError(late) from None
                continue
            if isinstance(item, _Ended):
                raise _death(item)
            if time.monotonic() >= deadline and item.header["kind"] == "progress":
                raise ChildTimeoutError(late)
            return item

    def _own(self, settings: Message) -> None:
        try:
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, json.dumps(settings)],
                bufsize=0,  # raw pipes: a buffered one may deadlock with a daemon thread when Python exits
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                creationflags=_creation_flags(bool(settings["low_priority"])),
            )
        except OSError as error:
            self.inbox.put(_Ended(None, str(error)))
            self._launched.set()
            return
        assert process.stdin and process.stdout and process.stderr
        writer = threading.Thread(target=self._write, args=(process.stdin,), name=f"{self._module}: asks", daemon=True)
        talk = threading.Thread(target=self._drain, args=(process.stderr,), name=f"{self._module}: talk", daemon=True)
        writer.start()
        talk.start()
        self._launched.set()
        widen_pipe(process.stdout)
        with process.stdout as stream, contextlib.suppress(EOFError, OSError, ValueError):
            while True:
                self.inbox.put(read_frame(stream))
        try:
            status = process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:  # it closed its output and lives on: it has nothing more to say
            process.kill()
            status = process.wait()
        self.outbox.put(None)
        writer.join()
        talk.join()
        self.inbox.put(_Ended(status, "\n".join(self._last_words)))

    def _write(self, stream: IO[bytes]) -> None:
        with stream, contextlib.suppress(OSError):  # a broken pipe shows as the end of the answers
            while (data := self.outbox.get()) is not None:
                write_all(stream, data)

    def _drain(self, stream: IO[bytes]) -> None:
        rest = b""
        with stream, contextlib.suppress(OSError):
            while chunk := stream.read(65536):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._hear(line)
        self._hear(rest)

    def _hear(self, line: bytes) -> None:
        if line.strip():
            text = line.decode("utf-8", "replace").rstrip()
            self._last_words.append(text)
            log.debug("%s: %s", self._module, text)


def _death(ended: _Ended) -> ChildDiedError:
    if ended.status is None:
        return ChildDiedError(f"could not be started: {ended.stderr}")
    starved = "MemoryError" in ended.stderr or "bad_alloc" in ended.stderr
    if ended.status >= 0:
        return ChildDiedError(f"ended with status {ended.status}: {ended.stderr}".rstrip(": "), out_of_memory=starved)
    name = signal.Signals(-ended.status).name if -ended.status in set(signal.Signals) else f"signal {-ended.status}"
    if name == "SIGKILL":  # we did not: then nobody but the system does that, and for one reason
        return ChildDiedError("was ended by the system, most likely for want of memory", out_of_memory=True)
    return ChildDiedError(f"crashed ({name})", out_of_memory=starved)


def _environment() -> dict[str, str]:
    """Ours, made so that the child finds this very package whatever the working directory."""
    environment = dict(os.environ, PYTHONSAFEPATH="1", PYTHONUTF8="1", PYTHONFAULTHANDLER="1")
    root = Path(__file__).resolve().parent.parent
    if root not in {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}:
        former = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = f"{root}{os.pathsep}{former}" if former else str(root)
    return environment


def _creation_flags(low_priority: bool) -> int:
    if sys.platform == "win32":
        priority = subprocess.BELOW_NORMAL_PRIORITY_CLASS if low_priority else 0
        return subprocess.CREATE_NO_WINDOW | priority
    return 0
