"""The child's end of a `ChildProcess`: `serve` answers requests from the pipes, one after another.

A frame on the pipes is two 4-byte lengths (big-endian), a JSON header and a binary blob.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

Message = dict[str, Any]
Progress = Callable[[Message], None]
Handler = Callable[[Message, bytes, Progress], tuple[Message, bytes]]

LENGTHS = struct.Struct(">II")
ORPHAN_SECONDS = 10.0
PR_SET_PDEATHSIG = 1
PIPE_BYTES = 1 << 20


def serve(start: Callable[[], Handler]) -> None:
    """Answer requests until the parent closes the pipe or dies.

    `start` does the heavy imports and returns the handler: (message, blob, progress) -> (message, blob). It runs
    after priority and memory limit are set. What anybody prints goes to stderr, which ends in the parent's log.
    """
    settings = json.loads(sys.argv[1])
    _tie_to_parent(int(settings["parent"]))
    incoming, outgoing = _take_pipes()
    _behave(bool(settings["low_priority"]), settings["memory_limit"])

    def send(kind: str, message: Message, blob: bytes = b"") -> None:
        if len(blob) < 4096:
            write_all(outgoing, pack_frame({"kind": kind, "message": message}, blob))
        else:  # the picture of a page is not copied only to be sent
            write_all(outgoing, pack_frame({"kind": kind, "message": message}, b"", len(blob)))
            write_all(outgoing, blob)

    try:
        handler = start()
        send("ready", {})
        while True:
            request = read_frame(incoming)
            _limit_time(float(request.header["timeout"]) + ORPHAN_SECONDS)
            try:
                answer, blob = handler(request.header["message"], request.blob, lambda news: send("progress", news))
            except MemoryError:
                send("memory", {})
            except BrokenPipeError:
                raise
            except Exception:
                send("failed", {"traceback": traceback.format_exc()})
            else:
                send("answer", answer, blob)
            _limit_time(0.0)
    except (EOFError, BrokenPipeError):
        return  # the parent has gone, or wants no more of us


def _tie_to_parent(parent: int) -> None:
    """Die with the parent even in the middle of a call into C that never looks at the pipe."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask
            sys.exit(0)


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our true stdin and stdout, moved out of reach of libraries that read or print."""
    incoming = os.fdopen(os.dup(0), "rb", buffering=0)
    outgoing = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing


def _behave(low_priority: bool, memory_limit: int | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole terminal group: the parent decides
    if sys.platform == "win32":
        return
    import resource

    if low_priority:
        os.nice(10)
    if memory_limit is not None:
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        limit = memory_limit if hard == resource.RLIM_INFINITY else min(memory_limit, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _limit_time(seconds: float) -> None:
    """End by a signal that needs no Python to run; only an orphan ever gets there, the parent kills before."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


# Frames, for both ends.


@dataclass(frozen=True, slots=True)
class Frame:
    """A JSON header and a binary blob."""

    header: Message
    blob: bytes


def read_frame(stream: IO[bytes]) -> Frame:
    """The next frame of a raw stream; EOFError when it has ended."""
    header_length, blob_length = LENGTHS.unpack(_read_exactly(stream, LENGTHS.size))
    header = json.loads(_read_exactly(stream, header_length))
    return Frame(header, _read_exactly(stream, blob_length))


def pack_frame(header: Message, blob: bytes, more: int = 0) -> bytes:
    """The bytes of a frame; text that UTF-8 cannot hold (lone surrogates) becomes a question mark.

    So many bytes more of the blob are sent after it.
    """
    encoded = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    return LENGTHS.pack(len(encoded), len(blob) + more) + encoded + blob


def widen_pipe(stream: IO[bytes]) -> None:
    """Let a pipe hold more than the usual 64 KB where the system can: each time it is full two processes take turns."""
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):  # more than an ordinary user may have
            fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def write_all(stream: IO[bytes], data: bytes) -> None:
    """Write to a raw stream, which may take less than it is given."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _read_exactly(stream: IO[bytes], count: int) -> bytes:
    parts = []
    while count:
        part = stream.read(min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
