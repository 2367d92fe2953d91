"""A port that listens, and the connections that were made to it: a thread for each."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable

from tests.services.messages import Reply, Request

HOST = "127.0.0.1"
LARGEST_PIECE = 1 << 16


class Line:
    """One connection; used by the thread that serves it, except for `cut` and `is_open`."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.answered: Callable[[], object] = lambda: None
        """Called before the last byte of an answer goes out: the caller may go on as soon as it has that."""
        self.kept = True
        """Whether another call may come."""
        self._unread = b""
        self._cut = threading.Event()

    def read(self) -> Request | None:
        """The next call, None when the caller has gone."""
        if not self.kept:
            return None
        while (end := self._unread.find(b"\r\n\r\n")) < 0:
            if not self._read_more():
                return None
        head, self._unread = self._unread[:end].decode("latin-1"), self._unread[end + 4 :]
        first, *lines = head.split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.kept = headers.get("connection", "").lower() != "close"
        length = int(headers.get("content-length", 0))
        while len(self._unread) < length:
            if not self._read_more():
                return None
        body, self._unread = self._unread[:length], self._unread[length:]
        return Request(method, target, headers, body)

    def wait(self, seconds: float) -> None:
        """Hold this connection alone, and not longer than until it is cut."""
        if seconds > 0 and self._cut.wait(seconds):
            raise ConnectionAbortedError

    def send(self, reply: Reply) -> None:
        """The whole answer."""
        self.send_bytes(reply.head(len(reply.body)) + reply.body)

    def send_bytes(self, data: bytes) -> None:
        """The rest of an answer."""
        self.connection.sendall(memoryview(data)[:-1])
        self.answered()
        self.connection.sendall(data[-1:])

    def send_slowly(self, data: bytes, bytes_per_second: float) -> None:
        """The rest of an answer, in pieces of a tenth of a second's worth."""
        size = max(1, int(bytes_per_second / 10))
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            if start + size >= len(data):
                self.send_bytes(piece)
            else:
                self.connection.sendall(piece)
                self.wait(len(piece) / bytes_per_second)

    def close(self) -> None:
        """No further call is taken; what was sent arrives."""
        self.kept = False
        self.answered()

    def cut(self) -> None:
        """Stop reading, sending and waiting, in whatever thread that happens."""
        self._cut.set()
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    @property
    def is_open(self) -> bool:
        """Whether the caller has not closed it."""
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
            return not readable or self.connection.recv(1, socket.MSG_PEEK) != b""
        except (OSError, ValueError):
            return False

    def _read_more(self) -> bool:
        piece = self.connection.recv(LARGEST_PIECE)
        self._unread += piece
        return bool(piece)


class Port:
    """Listens at once, on a port that stays its own until closed."""

    def __init__(self, name: str, serve: Callable[[Request, Line], object]) -> None:
        self.name = name
        self._serve_call = serve
        self._lock = threading.Lock()
        self._lines: set[Line] = set()
        self._threads: list[threading.Thread] = []
        self.connections = 0
        """Made so far."""
        self.most_connections = 0
        """Open at one time."""
        self._socket = socket.create_server((HOST, 0))
        self.number: int = self._socket.getsockname()[1]
        self._accepting: threading.Thread | None = None
        self._refusing = False
        self._switching = threading.RLock()
        self.accept()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.number}"

    def refuse(self) -> None:
        """Cut all connections and refuse new ones, as if nobody were there."""
        with self._switching:
            if self._accepting is None:
                return
            self._stop_accepting()
            self._socket = socket.socket()
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((HOST, self.number))  # bound but not listening: nobody else gets it meanwhile
            self._cut_lines()

    def accept(self) -> None:
        """Take connections (again)."""
        with self._switching:
            if self._accepting is not None:
                return
            self._socket.listen(512)
            self._refusing = False
            self._accepting = threading.Thread(target=self._accept, name=f"{self.name}'s port", daemon=True)
            self._accepting.start()

    def close(self) -> None:
        """Cut all connections, and wait for the threads."""
        with self._switching:
            if self._accepting is None:
                self._socket.close()
            else:
                self._stop_accepting()
            self._cut_lines()

    def _stop_accepting(self) -> None:
        assert self._accepting is not None
        self._refusing = True
        with contextlib.suppress(OSError):  # wakes accept() on every system, as closing would not
            socket.create_connection((HOST, self.number), 1).close()
        self._accepting.join()
        self._accepting = None
        self._socket.close()

    def _cut_lines(self) -> None:
        with self._lock:
            threads = list(self._threads)
            for line in self._lines:
                line.cut()
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join()

    def _accept(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            if self._refusing:
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = Line(connection)
            thread = threading.Thread(target=self._serve, args=(line,), name=f"{self.name}'s line", daemon=True)
            with self._lock:
                self.connections += 1
                self._lines.add(line)
                self.most_connections = max(self.most_connections, sum(line.is_open for line in self._lines))
                self._threads = [thread for thread in self._threads if thread.is_alive()]
                thread.start()
                self._threads.append(thread)

    def _serve(self, line: Line) -> None:
        try:
            while (request := line.read()) is not None:
                self._serve_call(request, line)
        except OSError:  # the caller has gone, or we are closing
            pass
        finally:
            with self._lock:
                self._lines.remove(line)
            line.cut()
            line.connection.close()
