"""One window per library: a second start raises the first one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

ANSWER_MS = 3000
LONGEST = 4000
"""Bytes that another start may hand over."""


class Instance(QObject):
    """Holds the library's folder for this window; `taken` says that another window has it already.

    The lock names our process: one that was killed leaves a stale file that the next start takes over.
    """

    asked = Signal()
    """Another start wants this window to come forward."""
    link_given = Signal(str)
    """Another start was given this link to follow: text from outside, which nobody has looked at."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _socket_name(folder)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self.taken = not self._lock.tryLock(0) and self._lock.error() == QLockFile.LockError.LockFailedError
        self._server: QObject | None = None

    def listen(self) -> None:
        """Hear later starts; called after the first paint, for it costs an import."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # We hold the lock, so whatever lies there is left over from a window that died.
        QLocalServer.removeServer(self._name)
        server.listen(self._name)
        server.newConnection.connect(self._on_connection)
        self._server = server

    def call_first(self, link: str = "") -> bool:
        """Ask the window that has the library to come forward and follow a link; False if it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        written = " ".join(link.split()).encode("utf-8", "replace")[:LONGEST]
        if written:
            socket.write(written + b"\n")
            socket.waitForBytesWritten(ANSWER_MS)
        answered = socket.bytesAvailable() > 0 or socket.waitForReadyRead(ANSWER_MS)
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let another window have the library."""
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            self._server.close()
            self._server = None
        if not self.taken:
            self._lock.unlock()

    @Slot()
    def _on_connection(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(self._server, QLocalServer)
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._on_written)
            socket.write(b"coming\n")
            socket.flush()
            self.asked.emit()
            self._read_link(socket)  # it may have come before we listened

    @Slot()
    def _on_written(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        self._read_link(socket)

    def _read_link(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            line = bytes(socket.readLine(LONGEST + 2).data()).decode("utf-8", "replace").strip()
            if line:
                self.link_given.emit(line)


def _socket_name(folder: Path) -> str:
    """A short name for the folder's socket (paths of sockets are limited to about a hundred characters)."""
    return f"readinglist-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]}"
