"""Waiting for one's turn to call a host, in this process and among all that share a store."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from readinglist.http_client.errors import BusyError, CallCancelledError, moment
from readinglist.http_client.hosts import Group, HostStore

STEP = 0.1
"""Seconds after which a waiting call looks whether it is still wanted."""
STANDSTILL = 1.0
"""Seconds without a turn given back after which a group without an interval is slow: others may have the thread."""
AGAIN = 4.0
"""Seconds after which one asks again where nobody knows when it will be one's turn."""


class Pause:
    """Waiting that ends when the caller or the client gives up."""

    def __init__(self, wait: Callable[[float], bool]) -> None:
        self._wait = wait  # waits so many seconds; True if the client was closed meanwhile

    def __call__(self, seconds: float, cancelled: Callable[[], bool]) -> None:
        """Wait; CallCancelledError as soon as the call is not wanted any more."""
        while seconds > 0:
            step = min(seconds, STEP)
            if cancelled() or self._wait(step):
                raise CallCancelledError("The call was ended while it waited.")
            seconds -= step


class Turns:
    """Hands out turns; any thread."""

    def __init__(self, hosts: HostStore, pause: Pause, patience: float, now: Callable[[], float]) -> None:
        self._hosts, self._pause, self._patience, self._now = hosts, pause, patience, now
        self._changed = threading.Condition()
        self._held: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()
        self._moved: dict[str, float] = {}
        """When a turn of the group was last taken or given back, on the steady clock."""

    @contextmanager
    def turn(self, group: Group, who: str, cancelled: Callable[[], bool]) -> Iterator[None]:
        """Hold a turn; BusyError if it would be further off than one's patience, CallCancelledError if not wanted."""
        with self._own_place(group, who, cancelled):
            self._wait_for_store(group, who, cancelled)
            try:
                yield
            finally:
                self._hosts.end_turn(group.name)

    @contextmanager
    def _own_place(self, group: Group, who: str, cancelled: Callable[[], bool]) -> Iterator[None]:
        """One of the group's connections among the threads of this process, which need no asking every moment."""
        name, came = group.name, time.monotonic()
        with self._changed:
            ahead = group.interval * (self._waiting[name] + self._held[name])
            if ahead > self._patience:
                raise self._busy(who, ahead)
            self._waiting[name] += 1
            try:
                while self._held[name] >= group.connections:
                    if cancelled():
                        raise CallCancelledError("The call was ended while it waited for its turn.")
                    left = self._left(group, came)
                    if left <= 0:
                        raise self._busy(who, max(group.interval, AGAIN))
                    self._changed.wait(min(left, STEP))
                self._held[name] += 1
                self._moved[name] = time.monotonic()
            finally:
                self._waiting[name] -= 1
        try:
            yield
        finally:
            with self._changed:
                self._held[name] -= 1
                self._moved[name] = time.monotonic()
                self._changed.notify_all()

    def _left(self, group: Group, came: float) -> float:
        """Seconds that a call which came then still waits; less where the queue stands still, and at once if it did.

        With an interval one knows how long the queue is; without, a slow call would hold up the threads of all others.
        """
        left = came + self._patience - time.monotonic()
        if group.interval:
            return left
        return min(left, self._moved.get(group.name, came) + STANDSTILL - time.monotonic())

    def _wait_for_store(self, group: Group, who: str, cancelled: Callable[[], bool]) -> None:
        waited = 0.0
        while (seconds := self._hosts.take_turn(group.name, group.connections, group.interval)) is not None:
            if waited + seconds > self._patience:
                raise self._busy(who, seconds)
            step = min(max(seconds, 0.001), 2 * STEP)  # another process may give its turn back sooner
            self._pause(step, cancelled)
            waited += step

    def _busy(self, who: str, seconds: float) -> BusyError:
        return BusyError(f"It waits for its turn at {who}.", until=moment(self._now() + seconds))
