"""Feeds that are asked beside the window: what the user wants at once, and news of what goes by the schedule."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from readinglist.errors import ReadingListError
from readinglist.gui import guard
from readinglist.gui.feeds.words import asking_words
from readinglist.gui.work import Reads
from readinglist.library.feed_records import Feed

if TYPE_CHECKING:
    from readinglist.jobs.feeds import Progress, Updated
    from readinglist.program import Program

OFFLINE = "You work offline: feeds are asked again when you go online."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An update that the user asked for: these feeds, from and to these days.

    Days take their time, and hosts that ask for a little patience get it; else it is told at once what is wrong.
    """

    feeds: tuple[Feed, ...]
    first: date | None = None
    last: date | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set it and the update ends within a second; what came by then is kept."""


class FeedAsking(QObject):
    """Its thread begins with the first update; all signals come in the GUI thread."""

    words_changed = Signal(str)
    """What is being asked now; empty for nothing."""
    progressed = Signal(object, object)
    """(Wanted, Progress): how far an update of the user's is."""
    ended = Signal(object, object)
    """(Wanted, list of Updated)."""
    troubled = Signal(str)
    """Nothing can be asked: why."""
    _told = Signal(object, object)
    """(Wanted or None for the schedule, Progress or Updated), from any thread."""

    def __init__(self, program: Program, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._pool: Reads | None = None
        self._wanted: list[Wanted] = []
        self._forget: Callable[[], None] | None = None
        self._closed = False
        self._doing: dict[bool, str] = {}
        """What is said of the user's own update (True) and of the schedule's."""
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def words(self) -> str:
        """What is being asked now; empty for nothing."""
        return next((self._doing[own] for own in (True, False) if self._doing.get(own)), "")

    @property
    def busy(self) -> bool:
        """Whether an update of the user's is under way."""
        return bool(self._wanted)

    @property
    def under_way(self) -> Sequence[Wanted]:
        """Updates of the user's, the first of them at work."""
        return tuple(self._wanted)

    @Slot(object)
    def follow_schedule(self, _: object = None) -> None:
        """Hear what the schedule does; once the runner is there."""
        schedule = self._program.runner.feeds
        if schedule is not None and self._forget is None and not self._closed:
            self._forget = schedule.listen(self._on_schedule)

    def close(self) -> None:
        """Stop all updates of the user's and hear nothing more."""
        self._closed = True
        if self._forget is not None:
            self._forget()
        self.stop()
        if self._pool is not None:
            self._pool.close(5)

    @Slot()
    def stop(self) -> None:
        """End the updates of the user's."""
        for wanted in self._wanted:
            wanted.stopped.set()

    def update(self, feeds: Sequence[Feed], first: date | None = None, last: date | None = None) -> Wanted | None:
        """Ask these feeds now, one after the other; None if nobody may be asked."""
        local = tuple(feed for feed in feeds if not feed.goes_out)
        outside = tuple(feed for feed in feeds if feed not in local)
        if outside and self._program.offline:
            self.troubled.emit(OFFLINE)
            outside = ()
        if not (outside or local) or self._closed:
            return None
        wanted = Wanted((*outside, *local), first, last)
        self._wanted.append(wanted)
        if self._pool is None:
            self._pool = Reads(threads=1)
        self._pool.ask(lambda: self._asked(wanted), self._on_answered, on_failed=self._on_failed)
        return wanted

    # -- on the thread

    def _asked(self, wanted: Wanted) -> tuple[Wanted, list[Updated]]:
        done: list[Updated] = []
        try:
            for feed in wanted.feeds:
                if wanted.stopped.is_set():
                    break
                done.append(
                    self._program.updater.update(
                        feed,
                        from_=wanted.first,
                        to=wanted.last,
                        on_progress=lambda progress: self._told.emit(wanted, progress),
                        cancelled=wanted.stopped.is_set,
                        patient=wanted.first is not None,
                    )
                )
        except Exception as error:
            raise _Failed(wanted, error) from error
        return wanted, done

    def _on_schedule(self, news: object) -> None:
        self._told.emit(None, news)

    # -- in the GUI thread

    @Slot(object, object)
    def _on_told(self, wanted: Wanted | None, news: Progress | Updated) -> None:
        from readinglist.jobs.feeds import Progress

        if self._closed:
            return
        self._say(wanted is not None, asking_words(news) if isinstance(news, Progress) else "")
        if wanted is not None and isinstance(news, Progress):
            self.progressed.emit(wanted, news)

    def _on_answered(self, answer: tuple[Wanted, list[Updated]]) -> None:
        wanted, done = answer
        self._end(wanted)
        self.ended.emit(wanted, done)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, _Failed):
            self._end(error.wanted)
            error = error.error
        if isinstance(error, ReadingListError):
            self.troubled.emit(str(error))
        else:
            guard.report(error, "an update of feeds")
            self.troubled.emit("The program failed to read this feed. The log has the details.")

    def _end(self, wanted: Wanted) -> None:
        if wanted in self._wanted:
            self._wanted.remove(wanted)
        self._say(True, "")

    def _say(self, own: bool, words: str) -> None:
        before = self.words
        self._doing[own] = words
        if self.words != before:
            self.words_changed.emit(self.words)


class _Failed(Exception):
    """An update that ended in an error that is no news of a feed."""

    def __init__(self, wanted: Wanted, error: Exception) -> None:
        super().__init__(str(error))
        self.wanted, self.error = wanted, error


def utc_today() -> date:
    """The last day that feeds can be asked for; their days are in UTC."""
    return datetime.now(UTC).date()
