"""A thread that asks each feed when its time has come, while the program runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from readinglist.errors import ReadingListError
from readinglist.jobs.feed_times import FIRST_BACK_OFF
from readinglist.jobs.feeds import FeedUpdater, Progress, Updated
from readinglist.library import Library
from readinglist.library.database import stamp
from readinglist.library.feed_records import Feed

log = logging.getLogger(__name__)

POLL_SECONDS = 20.0
"""How often it looks whose time has come."""
TIDY_EVERY = timedelta(days=1)
News = Progress | Updated
"""What listeners are told: how far an update is, and what it brought."""


class FeedSchedule(threading.Thread):
    """Updates feeds one after the other; any thread may call it. It ends within a second of `stop`."""

    def __init__(self, library: Library, updater: FeedUpdater, *, barred: Callable[[], bool]) -> None:
        """`barred`: nobody may be asked at the moment."""
        super().__init__(name="feeds", daemon=True)
        self._library, self._updater, self._barred = library, updater, barred
        self._ending = threading.Event()
        self._look = threading.Event()
        self._resting = False
        self._tidied: datetime | None = None
        self._listeners: list[Callable[[News], object]] = []
        self.doing: Progress | None = None
        """How far the update under way is; None between two."""

    def run(self) -> None:
        """Until `stop`."""
        try:
            while not self._ending.is_set():
                feed = None if self._is_still() else self._next()
                if feed is not None:
                    self._update(feed)
                    continue
                self._tidy()
                self._look.wait(POLL_SECONDS)
                self._look.clear()
        finally:
            self._library.forget_thread()

    def stop(self) -> None:
        """End soon; `join` waits for that."""
        self._ending.set()
        self._look.set()

    def rest(self, resting: bool) -> None:
        """Pause, giving up the update under way, or go on."""
        self._resting = resting
        self._look.set()

    def wake(self) -> None:
        """Look now whose time has come."""
        self._look.set()

    def listen(self, listener: Callable[[News], object]) -> Callable[[], None]:
        """Call `listener` with all news, on this thread; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _is_still(self) -> bool:
        return self._ending.is_set() or self._resting or self._barred()

    def _next(self) -> Feed | None:
        try:
            return self._library.feeds.due(datetime.now(UTC))
        except ReadingListError as error:
            log.warning("It could not be seen which feed is due: %s", error)
            return None

    def _update(self, feed: Feed) -> None:
        try:
            done = self._updater.update(
                feed, on_progress=self._on_progress, cancelled=self._is_still, patient=False, leased=True
            )
            self._tell(done)
        except ReadingListError as error:
            log.warning("Feed %s could not be updated: %s", feed.address, error)
            self._put_off(feed, str(error))
        except Exception:
            # A bug of ours in one feed must not end the others, nor be repeated every moment.
            log.exception("Feed %s could not be updated", feed.address)
            self._put_off(feed, "The program failed to read it; the log says more. Please report it.")
        finally:
            self.doing = None

    def _put_off(self, feed: Feed, sentence: str) -> None:
        self._tell(Updated(feed, problems=(sentence,)))
        try:
            self._library.feeds.failed(feed.id, sentence, "", stamp(datetime.now(UTC) + FIRST_BACK_OFF))
        except ReadingListError as error:  # the disk is full or gone: then nothing else is to be had either
            log.warning("That could not be noted: %s", error)
            self._ending.wait(POLL_SECONDS)

    def _on_progress(self, progress: Progress) -> None:
        self.doing = progress
        self._tell(progress)

    def _tell(self, news: News) -> None:
        for listener in tuple(self._listeners):
            listener(news)

    def _tidy(self) -> None:
        """Once a day, what nobody decided about in the time that the user gives it makes room."""
        now = datetime.now(UTC)
        if self._is_still() or (self._tidied is not None and now - self._tidied < TIDY_EVERY):
            return
        self._tidied = now
        began = time.monotonic()
        try:
            gone = self._library.feeds.drop_old(now)
        except ReadingListError as error:
            log.warning("Old papers of feeds were not dropped: %s", error)
            return
        if gone:
            log.info("Dropped %d undecided papers of feeds in %.1f s", gone, time.monotonic() - began)
