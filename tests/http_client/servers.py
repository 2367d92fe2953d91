"""A local server that does to its callers whatever a test wants."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

TIMEOUT = 20.0
"""Seconds after which a server that waits for its caller gives up: no test may hang."""


@dataclass(frozen=True)
class Request:
    """The head of what a caller sent."""

    line: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]


class CutError(Exception):
    """Raised by a route to close the connection without another byte."""


Route: TypeAlias = Callable[[Request, socket.socket], bytes | None]
"""Sends what it likes; bytes that it returns are sent, and the connection is kept, unless they say `close`."""


def reply(status: int = 200, body: bytes = b"", **headers: str | int) -> bytes:
    """A plain answer. `content_length=...` lies about the length; names are written with `_` for `-`."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    said.setdefault("content-length", len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value != "")
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode("latin-1") + body


def always(answer: bytes) -> Route:
    return lambda request, line: answer


def one_after_another(*answers: bytes | Route) -> Route:
    """Each call gets the next answer; the last one stays."""
    left = list(answers)

    def route(request: Request, line: socket.socket) -> bytes | None:
        answer = left.pop(0) if len(left) > 1 else left[0]
        return answer if isinstance(answer, bytes) else answer(request, line)

    return route


@dataclass
class Server:
    """Listens on a port of its own until closed; routes are found by path, "*" is for all others."""

    routes: dict[str, Route] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    seen: list[Request] = field(default_factory=list)
    connections: int = 0
    """Made so far."""
    at_once: int = 0
    """The most requests that were being answered at one time."""

    def __post_init__(self) -> None:
        self.closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._answering = 0
        self._threads = [threading.Thread(target=self._listen, name="test server")]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.seen]

    def close(self) -> None:
        """Close all connections, and wait for the threads."""
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(TIMEOUT)

    def _listen(self) -> None:
        while not self.closing.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(line,), name="test server's line")
            with self._lock:
                self.connections += 1
                self._lines.add(line)
                self._threads.append(thread)
            thread.start()

    def _serve(self, bare: socket.socket) -> None:
        line = bare
        try:
            bare.settimeout(TIMEOUT)
            if self.tls:
                line = self.tls.wrap_socket(bare, server_side=True)  # takes the bare one's place
                with self._lock:
                    self._lines.add(line)
            with line.makefile("rb") as reader:
                while request := _read(reader):
                    if not self._answer(request, line):
                        break
        except (CutError, OSError):
            pass
        finally:
            with self._lock:
                self._lines -= {bare, line}
            line.close()

    def _answer(self, request: Request, line: socket.socket) -> bool:
        with self._lock:
            self.seen.append(request)
            self._answering += 1
            self.at_once = max(self.at_once, self._answering)
        try:
            route = self.routes.get(request.path) or self.routes.get("*") or always(reply(404))
            answer = route(request, line)
        finally:
            with self._lock:
                self._answering -= 1
        if answer is None:
            return False
        line.sendall(answer)
        return b"connection: close" not in answer.partition(b"\r\n\r\n")[0]


def _read(reader: object) -> Request | None:
    first = reader.readline().decode("latin-1").strip()  # type: ignore[attr-defined]
    if not first:
        return None
    headers = {}
    while text := reader.readline().decode("latin-1").strip():  # type: ignore[attr-defined]
        name, _, value = text.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(first, headers)


def file(body: bytes, etag: str = '"one"', **headers: str | int) -> Route:
    """A file as good servers hand it out: ETag, Range, If-Range, 416."""

    def route(request: Request, line: socket.socket) -> bytes:
        wanted = request.headers.get("range", "")
        if not wanted or request.headers.get("if-range", etag) != etag:
            return reply(200, body, etag=etag, content_type="application/pdf", **headers)
        first = int(wanted.removeprefix("bytes=").split("-")[0])
        if first >= len(body):
            return reply(416, etag=etag, content_range=f"bytes */{len(body)}")
        return reply(
            206,
            body[first:],
            etag=etag,
            content_type="application/pdf",
            content_range=f"bytes {first}-{len(body) - 1}/{len(body)}",
            **headers,
        )

    return route


def cut_after(count: int, route: Route) -> Route:
    """The beginning of what that route sends, head and so many bytes of body, and then nothing more."""

    def cut(request: Request, line: socket.socket) -> None:
        answer = route(request, line)
        assert answer is not None
        head, _, body = answer.partition(b"\r\n\r\n")
        line.sendall(head + b"\r\n\r\n" + body[:count])

    return cut
