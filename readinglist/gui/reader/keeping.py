"""Keeps where the user is in a document, how far they came and how long they read."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.reading_places import ReadingPlace

KEEP_MS = 2000
LONGEST_PAUSE = 120.0
"""Seconds without a move after which nobody is reading any more."""


class Keeping(QObject):
    """`look_up()` the place first; it is kept from `begin()` on, some seconds after each move."""

    found = Signal()
    """The place where the user left off is known."""

    def __init__(self, library: Library, reads: Reads, user: UserThread, view: ReadingView, document: int) -> None:
        super().__init__(view)
        self._library, self._reads, self._user = library, reads, user
        self._view, self._document = view, document
        self._place = ReadingPlace()
        self._furthest = 1
        self._since = time.monotonic()
        self._begun = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def look_up(self) -> None:
        """Ask the library where the user left off."""
        library, document = self._library, self._document
        self._reads.ask(lambda: library.reading_places.get(document), self._on_found, key="place")

    @Slot(object)
    def _on_found(self, place: ReadingPlace) -> None:
        self._place = place
        self.found.emit()

    def go_there(self) -> None:
        """Show the pages as the user left them."""
        place, view = self._place, self._view
        self._furthest = place.furthest
        self._begun = True
        view.set_shape(rotation=place.rotation)
        view.set_zoom(place.zoom)
        view.go_to(place.page, place.down)

    def take_move(self) -> None:
        """Other pages are in view."""
        self._furthest = max(self._furthest, self._view.furthest)
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Write it down now."""
        if not self._begun:
            return
        now = time.monotonic()
        seconds, self._since = min(now - self._since, LONGEST_PAUSE), now
        view = self._view
        page, down = view.place()
        place = ReadingPlace(page, down, view.zoom_name, view.rotation, self._furthest, view.count)
        keep = partial(self._library.reading_places.keep, self._document, place, seconds if view.isVisible() else 0.0)
        self._user.do("", keep, undoable=False)

    def close(self) -> None:
        """Keep it for the last time."""
        self._timer.stop()
        self.keep()
