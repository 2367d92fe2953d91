"""A page server whose child process was started ahead, so that the next PDF does not wait for it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from readinglist.documents.page_server import PageServer

IDLE_MS = 3_000
"""So long the window rests before a child process is started for nothing."""
UNUSED_MS = 600_000
"""So long one may wait for a PDF before its memory is given back."""


class WarmServer(QObject):
    """All methods in the GUI thread, and none of them waits. It is no work that anybody waits for."""

    def __init__(
        self, is_busy: Callable[[], bool], parent: QObject, *, idle_ms: int = IDLE_MS, unused_ms: int = UNUSED_MS
    ) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._closed = False
        self._server: PageServer | None = None
        self._idle, self._unused = QTimer(self), QTimer(self)
        for timer, length, act in (
            (self._idle, idle_ms, self._on_idle),
            (self._unused, unused_ms, self.end),
        ):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(act)

    @property
    def ready(self) -> bool:
        """Whether a child was started and waits."""
        return self._server is not None

    @Slot()
    def want(self) -> None:
        """A PDF may be opened soon: start one once the window rests."""
        if not self._closed and self._server is None:
            self._idle.start()

    def take(self, path: Path) -> PageServer:
        """A server for this PDF, the warm one if there is one; the caller closes it."""
        from readinglist.documents.page_server import PageServer

        server, self._server = self._server, None
        self._unused.stop()
        self.want()
        if server is None:
            return PageServer(path)
        server.turn_to(path)
        return server

    @Slot()
    def end(self) -> None:
        """End the one that waits, beside the GUI thread."""
        server, self._server = self._server, None
        if server is not None:
            threading.Thread(target=server.close, name="ending a warm page server").start()

    def close(self) -> None:
        """The window goes."""
        self._closed = True
        self._idle.stop()
        self._unused.stop()
        self.end()

    @Slot()
    def _on_idle(self) -> None:
        if self._is_busy():
            self._idle.start()
            return
        from readinglist.documents.page_server import PageServer

        self._server = PageServer()
        threading.Thread(target=_start, args=(self._server,), name="warming a page server").start()
        self._unused.start()


def _start(server: PageServer) -> None:
    from readinglist.child_process import ChildError

    with contextlib.suppress(ChildError):  # the window was closed meanwhile
        server.warm()
