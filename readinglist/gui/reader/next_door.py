"""Looks up what lies next door to the page in view, once the page has rested a moment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from readinglist.gui.reader.next_door_strip import NextDoorStrip
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.library.records import Changes, Neighbour

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge
    from readinglist.program import Program

REST_MS = 400
"""Who leafs through a document does not have each page looked up."""
NOT_READ = "This page cannot be compared with what you have: {}"


class NextDoor(QObject):
    """Asks only while the strip can be seen; what it shows stays until the next answer is there."""

    opened = Signal(object)
    """A Neighbour is to be opened."""
    switched = Signal(bool)
    """The user wants the strip, or no longer."""

    def __init__(
        self,
        theme: Theme,
        program: Program,
        reads: Reads,
        bridge: Bridge,
        view: ReadingView,
        document: int,
        parent: QWidget,
    ) -> None:
        super().__init__(view)
        self._program, self._reads, self._view, self._document = program, reads, view, document
        self._asked = 0  # the page whose answer is shown or on its way
        self.strip = NextDoorStrip(theme, parent)
        if not program.settings.next_door:
            self.strip.hide()
        self.strip.seen.connect(self.take_move)
        self.strip.opened.connect(self.opened)
        self.strip.closed.connect(self._on_closed)
        self.strip.left.connect(view.setFocus)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._ask)
        self._asking = False
        bridge.changed.connect(self._on_library_changed)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._resting.isActive() or self._asking

    @property
    def on(self) -> bool:
        """Whether the user wants the strip."""
        return not self.strip.isHidden()

    @Slot()
    def take_move(self) -> None:
        """The page in view may be another one now."""
        if self._view.count and self._view.page != self._asked and self.strip.isVisible():
            self._resting.start()

    @Slot()
    def switch(self) -> None:
        """Show the strip, or hide it."""
        self.switched.emit(not self.on)

    def set_on(self, on: bool) -> None:
        """Show the strip or hide it."""
        if on != self.on:
            if not on and self.strip.isAncestorOf(self.strip.window().focusWidget() or self.strip.window()):
                self._view.setFocus()
            self.strip.setVisible(on)

    def want(self) -> None:
        """Have the strip shown if it is not."""
        if not self.on:
            self.switched.emit(True)

    def walk(self) -> None:
        """Put the keys into the strip."""
        self.want()
        self.strip.take_focus()

    def close(self) -> None:
        """The PDF is closed: nothing is looked up any more."""
        self._resting.stop()
        self._reads.forget(self._on_found, "next-door")

    @Slot()
    def _on_closed(self) -> None:
        self.switched.emit(False)

    @Slot(object)
    def _on_library_changed(self, changes: Changes) -> None:
        """What was added, thrown away or noted counts from the next page on, or where nothing was found so far."""
        if (changes.everything or changes.papers) and not self.strip.buttons():
            self._asked = 0
            if not self._resting.isActive():
                self.take_move()

    @Slot()
    def _ask(self) -> None:
        view = self._view
        if not view.count or not self.strip.isVisible():
            return
        self._asked = page = view.page
        text = " ".join(word.text for word in view.texts[page].words) if page in view.texts else ""
        self._asking = True
        find = partial(_find, self._program, self._document, page, text)
        self._reads.ask(find, self._on_found, key="next-door", on_failed=self._on_failed)

    @Slot(object)
    def _on_found(self, passages: list[Neighbour]) -> None:
        self._asking = False
        self.strip.show_passages(passages)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._asking = False
        self._asked = 0
        self.strip.show_passages(())
        self.strip.say(NOT_READ.format(error))


def _find(program: Program, document: int, page: int, text: str) -> list[Neighbour]:
    """Loads numpy at the first call: for a thread of the pool."""
    return program.searcher.next_door(document, page, text)
