"""Keeps the ranking and what is offered to watches up to date in the background."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from readinglist.errors import ReadingListError
from readinglist.library import Library
from readinglist.library.records import Changes
from readinglist.recommend.recommender import Recommender

if TYPE_CHECKING:
    from readinglist.recommend.watching import Watching

log = logging.getLogger(__name__)

QUIET_SECONDS = 0.3
"""For so long nothing may have changed before it is ranked anew, but after LONGEST_WAIT it is."""
LONGEST_WAIT = 3.0
PAUSES = 5.0
"""A ranking that took a second is followed by five seconds without one: changes may go on for hours."""
REST_AFTER = 600.0
"""Seconds without a change after which the child process gives its memory back."""


class Following:
    """A thread that ranks anew after each change that matters, once a ranking was asked for.

    `on_ranked` is called on it after each ranking that it makes. `watching` looks then at what is new, and when papers
    got their vectors; if it is None nobody does.
    """

    def __init__(
        self,
        library: Library,
        recommender: Recommender,
        on_ranked: Callable[[], None] = lambda: None,
        *,
        watching: Watching | None = None,
    ) -> None:
        self._library, self._recommender, self._on_ranked = library, recommender, on_ranked
        self._watching = watching
        self._rank_due = False
        self._state = threading.Condition()
        # When first since the last look. Papers may have come before us, and are to be looked at.
        self._changed: float | None = time.monotonic() if watching is not None else None
        self._newest = self._changed or 0.0
        self._stopped = False
        self._unsubscribe = library.subscribe(self._on_changes)
        self._thread = threading.Thread(target=self._follow, name="for you", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; waits for a ranking that is being made, unless the recommender was closed."""
        self._unsubscribe()
        with self._state:
            self._stopped = True
            self._state.notify_all()
        self._thread.join()

    def _on_changes(self, changes: Changes) -> None:
        to_rank = bool(changes.papers or changes.listing or changes.feeds or changes.annotations or changes.everything)
        if not to_rank and not (changes.jobs and self._watching is not None):
            return
        with self._state:
            self._rank_due = self._rank_due or to_rank
            self._newest = time.monotonic()
            if self._changed is None:
                self._changed = self._newest
                self._state.notify_all()

    def _follow(self) -> None:
        try:
            while self._wait():
                begin = time.monotonic()
                if self._rank_due:
                    self._rank_due = False
                    self._rank()
                self._look()
                with self._state:
                    pause = PAUSES * (time.monotonic() - begin)
                    self._state.wait_for(lambda: self._stopped, pause)
        finally:
            self._library.forget_thread()

    def _wait(self) -> bool:
        """Until something has changed and it is quiet again; False when it is time to end."""
        with self._state:
            if not self._state.wait_for(lambda: self._stopped or self._changed is not None, REST_AFTER):
                self._recommender.rest()
                self._state.wait_for(lambda: self._stopped or self._changed is not None)
            while not self._stopped and self._changed is not None:
                now = time.monotonic()
                left = min(self._newest + QUIET_SECONDS, self._changed + LONGEST_WAIT) - now
                if left <= 0:
                    break
                self._state.wait_for(lambda: self._stopped, left)
            self._changed = None
            return not self._stopped

    def _rank(self) -> None:
        try:
            # While nobody has asked, nobody needs it: no process is started for it.
            if self._recommender.running and not self._recommender.is_current():
                self._recommender.refresh()
                self._on_ranked()
        except ReadingListError as error:
            log.warning("The ranking could not be made: %s", error)

    def _look(self) -> None:
        try:
            if self._watching is not None:
                self._watching.look()
        except ReadingListError as error:
            log.warning("New papers could not be held against what is watched: %s", error)
