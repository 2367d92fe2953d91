"""Find in the document: hits come page by page from the child process, counted and stepped through."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.documents import page_wishes
from readinglist.documents.pages import Hit
from readinglist.gui.reader.open_pdf import OpenPdf

REST_MS = 180
"""So long the user has not typed when it begins."""


class Finding(QObject):
    """Looks for one text at a time; the first hit from the page in view on is the current one."""

    changed = Signal()
    """Hits came, or another one is current."""
    stepped = Signal(object)
    """The Hit that is to be shown."""
    failed = Signal(object)

    def __init__(self, pdf: OpenPdf, page: Callable[[], int], parent: QObject | None = None) -> None:
        """`page` tells the page in view, from 1."""
        super().__init__(parent)
        self._pdf, self._page = pdf, page
        self.text = ""
        self._sought: tuple[str, ...] = ("",)
        self.hits: list[Hit] = []
        self.current = -1
        self.done = True
        self._from = 1
        self._asked: Future[Any] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether more hits may come."""
        return not self.done

    def look_for(self, text: str, words: Sequence[str] = ()) -> None:
        """Look for a text, or with none for nothing any more; with `words` for each of them instead."""
        sought = tuple(words) or (text,)
        if (text, sought) == (self.text, self._sought):
            return
        self.stop()
        self.text, self._sought, self.hits, self.current = text, sought, [], -1
        self._from = self._page()
        self.done = not text.strip()
        if not self.done:
            self._rest.start()
        self.changed.emit()

    def stop(self) -> None:
        """Ask for no more."""
        self._rest.stop()
        if self._asked is not None:
            self._pdf.drop(self._asked)
            self._asked = None
        self.done = True

    def step(self, by: int) -> None:
        """The next (1) or former (-1) hit, round and round."""
        if not self.hits:
            return
        self.current = (self.current + by) % len(self.hits) if self.current >= 0 else 0
        self.changed.emit()
        self.stepped.emit(self.hits[self.current])

    @Slot()
    def _begin(self) -> None:
        self._ask(1)

    def _ask(self, first: int) -> None:
        wish = page_wishes.find(self._sought, first)
        self._asked = self._pdf.ask(wish, partial(self._on_found, self._sought), self._on_failed)

    def _on_found(self, sought: Sequence[str], found: page_wishes.Found) -> None:
        if sought != self._sought:
            return
        self._asked = None
        self.hits += found.hits
        self.done = found.done
        first = self.current < 0
        if first:
            at = bisect_left([hit.page for hit in self.hits], self._from)
            if at < len(self.hits):
                self.current = at
            elif self.done and self.hits:
                self.current = 0
        if not found.done:
            self._ask(found.last + 1)
        self.changed.emit()
        if first and self.current >= 0:
            self.stepped.emit(self.hits[self.current])

    def _on_failed(self, error: Exception) -> None:
        self._asked, self.done = None, True
        self.changed.emit()
        self.failed.emit(error)
