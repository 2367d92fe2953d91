"""Keeps where the user is in a document, how far they came and how long they read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.reading_places import ReadingPlace
from readinglist.library.records import Document, Progress, Row, Status

KEEP_MS = 2000
LONGEST_PAUSE = 120.0
"""Seconds without a move after which nobody is reading any more."""
READ_SECONDS, TURNED_SECONDS = 60.0, 20.0
"""So long one reads, or turns a page after so long, who does not only look into a paper."""


class Keeping(QObject):
    """`look_up()` first; from `go_there()` on the place is kept, some seconds after each move.

    A paper that was to be read is marked as being read once it is: after a minute, or some pages.
    """

    found = Signal(object)
    """The Row of the paper; the place where the user left off is known."""
    changed = Signal(object)
    """The Progress."""

    def __init__(
        self,
        library: Library,
        reads: Reads,
        user: UserThread,
        view: ReadingView,
        document: Document,
        clock: Callable[[], float],
    ) -> None:
        """`clock` tells seconds."""
        super().__init__(view)
        self._library, self._reads, self._user = library, reads, user
        self._view, self._document, self._clock = view, document, clock
        self._place = ReadingPlace()
        self._furthest = 1
        self._before, self._read = 0.0, 0.0  # seconds: until this time, and this time
        self._since = clock()
        self._watched = True
        self._begun = self._is_new = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def look_up(self) -> None:
        """Ask the library where the user left off."""
        self._reads.ask(self._look, self._on_found, key="place")

    def _look(self) -> tuple[ReadingPlace, list[Row]]:
        return self._library.reading_places.get(self._document.id), self._library.papers.rows([self._document.paper])

    @Slot(object)
    def _on_found(self, found: tuple[ReadingPlace, list[Row]]) -> None:
        self._place, rows = found
        self._before = self._place.seconds
        self._is_new = bool(rows) and rows[0].status == Status.TO_READ
        self.found.emit(rows[0] if rows else None)

    def go_there(self) -> None:
        """Show the pages as the user left them."""
        place, view = self._place, self._view
        self._furthest = max(place.furthest, self._furthest)
        self._begun = True
        self._since = self._clock()
        view.set_shape(rotation=place.rotation)
        view.set_zoom(place.zoom)
        view.go_to(place.page, place.down)

    @property
    def progress(self) -> Progress:
        """How far the document was read."""
        return Progress(self._furthest, self._view.count, self._before + self._read)

    def take_move(self) -> None:
        """Other pages are in view."""
        furthest = max(self._furthest, self._view.furthest)
        if furthest != self._furthest:
            self._furthest = furthest
            self.changed.emit(self.progress)
        if not self._timer.isActive():
            self._timer.start()

    def watch(self, on: bool) -> None:
        """The pages are seen from now on, or no longer: time counts only while they are."""
        if on == self._watched:
            return
        if self._watched:
            self.keep()
        self._watched = on
        self._since = self._clock()

    @Slot()
    def keep(self) -> None:
        """Write it down now."""
        if not self._begun:
            return
        now = self._clock()
        seconds = min(now - self._since, LONGEST_PAUSE) if self._watched else 0.0
        self._since = now
        self._read += seconds
        view = self._view
        page, down = view.place()
        place = ReadingPlace(page, down, view.zoom_name, view.rotation, self._furthest, view.count)
        keep = partial(self._library.reading_places.keep, self._document.id, place, seconds)
        self._user.do("", keep, undoable=False)
        self.changed.emit(self.progress)
        if self._is_new and self._read >= (TURNED_SECONDS if page > 1 else READ_SECONDS):
            self._is_new = False
            self._user.do("Marked it as reading, for you have begun", self._begin_reading)

    def _begin_reading(self) -> None:
        self._library.papers.set_status([self._document.paper], Status.READING)

    def close(self) -> None:
        """Keep it for the last time."""
        self._timer.stop()
        self.keep()
        self._begun = False
