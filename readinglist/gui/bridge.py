"""The one place where news of the library becomes a Qt signal."""

from __future__ import annotations

import threading
from dataclasses import fields

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from readinglist.errors import ReadingListError
from readinglist.library import Library
from readinglist.library.records import Changes

GATHER_MS = 40
"""Commits that follow one another within this time are told as one."""
POLL_MS = 1000


class Bridge(QObject):
    """Tells the window what changed in the library, in the GUI thread, whoever changed it.

    `changed` carries one Changes value. Commits arrive from any thread, and those of other processes are looked for
    once a second. Keep it for the life of the window and `close()` it before the library.
    """

    changed = Signal(object)
    _arrived = Signal()

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lock = threading.Lock()
        self._waiting: list[Changes] = []
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._on_gathered)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._on_commit)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.poll)
        self._poll.start()

    def close(self) -> None:
        """Hear nothing more."""
        self._poll.stop()
        self._gather.stop()
        self._unsubscribe()

    @property
    def busy(self) -> bool:
        """Whether something was committed that is not told yet."""
        with self._lock:
            return bool(self._waiting)

    def _on_commit(self, changes: Changes) -> None:
        # Runs on the committing thread: only remember it and wake the GUI thread.
        with self._lock:
            self._waiting.append(changes)
            first = len(self._waiting) == 1
        if first:
            self._arrived.emit()

    @Slot()
    def _on_arrived(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _on_gathered(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if waiting:
            self.changed.emit(union(waiting))

    @Slot()
    def poll(self) -> None:
        """Look now whether another process changed the library."""
        try:
            self._library.poll()
        except ReadingListError:
            # The folder went away (a stick pulled out): the next action of the user will say so.
            self._poll.setInterval(10 * POLL_MS)


def union(changes: list[Changes]) -> Changes:
    """One value that says all that several commits touched."""
    papers = frozenset().union(*(change.papers for change in changes))
    flags = [field.name for field in fields(Changes) if field.name != "papers"]
    return Changes(papers, **{flag: any(getattr(change, flag) for change in changes) for flag in flags})
