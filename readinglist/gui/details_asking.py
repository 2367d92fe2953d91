"""What the details ask the library for, and which answers are still true when they come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.gui.details_reading import Background, Loaded, Summary, load, look_back, summarise
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library


class Asking(QObject):
    """Asks about the papers that are `wanted`; an answer that was read before our last change is asked for anew."""

    loaded = Signal(object)
    """A Loaded: the one paper that is wanted."""
    failed = Signal(object)
    """The error for which it could not be read."""
    summarised = Signal(object)
    """A Summary of the papers that are wanted."""
    background_came = Signal(object)
    """A Background."""

    def __init__(
        self, library: Library, reads: Reads, user: UserThread, generation: Callable[[], int], parent: QObject
    ) -> None:
        """`generation` tells how often the note was changed here."""
        super().__init__(parent)
        self._library, self._reads, self._user, self._generation = library, reads, user, generation
        self.wanted: tuple[int, ...] = ()
        self._epoch = 0
        self._foreseen = False
        user.failed.connect(self._on_user_failed)
        user.busy_changed.connect(self._on_busy_changed)

    def want(self, papers: tuple[int, ...]) -> None:
        """Be about these from now on; they are read when `ask` says so."""
        self.wanted = papers
        self._foreseen = False
        self._epoch += 1

    @Slot()
    def ask(self) -> None:
        """Read what is wanted."""
        if len(self.wanted) == 1:
            function = partial(load, self._library, self.wanted[0], self._epoch, self._generation())
            self._reads.ask(function, self._on_loaded, key="shown", on_failed=self._on_failed)
        elif self.wanted:
            self._reads.ask(partial(summarise, self._library, self.wanted), self._on_summary, key="shown")

    def ask_background(self) -> None:
        """Read what happened to the one paper."""
        if len(self.wanted) == 1:
            function = partial(look_back, self._library, self.wanted[0])
            self._reads.ask(function, self._on_background, key="background")

    def foresee(self) -> None:
        """What is shown is ahead of the library until the user's change is through."""
        self._epoch += 1
        self._foreseen = True

    def take_back(self) -> None:
        """Read what is in the library, whatever was shown ahead of it."""
        self._foreseen = False
        self._epoch += 1
        self.ask()

    def _on_loaded(self, loaded: Loaded) -> None:
        if (loaded.paper.id,) != self.wanted:
            return
        if loaded.epoch != self._epoch:  # read before our last change was known to be in the library
            self.ask()
        elif not (self._foreseen and self._user.busy):  # else the end of the change asks again
            self._foreseen = False
            self.loaded.emit(loaded)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    def _on_background(self, background: Background) -> None:
        self.background_came.emit(background)

    def _on_summary(self, summary: Summary) -> None:
        if summary.ids == self.wanted:
            self.summarised.emit(summary)

    @Slot(object)
    def _on_user_failed(self, _failed: object) -> None:
        self.take_back()

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        if not busy and self._foreseen:
            self.take_back()
