"""Tells which papers were looked at: one that was shown for a while counts as opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.gui.paper_model import PaperModel
from readinglist.gui.paper_view import PaperView

LOOKED_AT_MS = 1500
"""A paper shown that long counts as opened."""


class LookedAt(QObject):
    """Waits while one unread paper is chosen in an active window; `close` ends that."""

    seen = Signal(object)
    """The id of a paper that was unread until now."""

    def __init__(self, view: PaperView, model: PaperModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._model = view, model
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(LOOKED_AT_MS)
        self._wait.timeout.connect(self._on_waited)

    def take(self, papers: Sequence[int], *, counts: bool) -> None:
        """These are chosen now; `counts` False where looking at them must not change what is listed."""
        if len(papers) == 1 and counts:
            self._wait.start()
        else:
            self._wait.stop()

    @property
    def waiting(self) -> bool:
        """Whether a paper is about to count as opened."""
        return self._wait.isActive()

    def close(self) -> None:
        """Tell nothing any more."""
        self._wait.stop()

    @Slot()
    def _on_waited(self) -> None:
        view = self._view
        papers = view.selected()
        if len(papers) == 1 and view.isActiveWindow():
            row = self._model.row(view.current_line()) if view.current_line() >= 0 else None
            if row is not None and row.unread and row.id == papers[0]:
                self.seen.emit(papers[0])
