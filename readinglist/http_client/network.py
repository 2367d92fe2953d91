"""Whether there is a network, learnt from our own calls only: no other host is ever probed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal, TypeAlias

from readinglist.http_client.errors import BusyError, CallCancelledError, CoolingError, NoNetworkError, moment

State: TypeAlias = Literal["online", "no network", "portal", "offline"]

FIRST_WAIT, LONGEST_WAIT = 15.0, 120.0
"""Seconds until one call may try again, doubling."""
SLEPT = 5.0
"""Seconds that the wall's clock runs ahead of the machine's when that has slept."""

SENTENCES = {
    "offline": "The network is switched off in Reading List. Switch it on to go on.",
    "no network": "There is no network. Work goes on by itself when it is back.",
    "portal": "A log-in page stands before the network. Open a web page in your browser and log in; "
    "work goes on by itself then.",
}


class Network:
    """What is known of the network; any thread. `offline` is the user's switch.

    While it is down, calls end in NoNetworkError at once, and now and then one of them may try.
    """

    def __init__(
        self,
        offline: Callable[[], bool] = lambda: False,
        *,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._offline, self._now, self._clock, self._jitter = offline, now, clock, jitter
        self._lock = threading.Lock()
        self._listeners: list[Callable[[State], object]] = []
        self._told: State = "offline" if offline() else "online"
        self._down: Literal["no network", "portal"] | None = None
        self._wait = 0.0
        self._retry = 0.0
        self._trying = False
        self._missed = ""
        self._suspect = ""
        self._looked = (now(), clock())

    # ------------------------------------------------------------------------------------------------ for the window

    @property
    def state(self) -> State:
        """`online`, `no network`, `portal` (a log-in page in front of it) or `offline` (the switch)."""
        return "offline" if self._offline() else self._down or "online"

    @property
    def retry_at(self) -> datetime | None:
        """When the next call may try; None while all may."""
        with self._lock:
            self._notice_sleep()
            return self._until() if self._down else None

    def listen(self, callback: Callable[[State], object]) -> Callable[[], None]:
        """Call back with each new state, in the thread that noticed it; what is returned ends that."""
        with self._lock:
            self._listeners.append(callback)

        def forget() -> None:
            with self._lock:
                if callback in self._listeners:
                    self._listeners.remove(callback)

        return forget

    def say_online(self) -> None:
        """The user says that the network is back: all calls may try again."""
        self._up()

    def look(self) -> None:
        """Tell listeners if the user's switch has been moved."""
        self._tell()

    # --------------------------------------------------------------------------------------------------- from a call

    @contextmanager
    def passage(self) -> Iterator[None]:
        """Around one try of a call; NoNetworkError if none may be made now."""
        trying = self._enter()
        asked = True
        try:
            yield
        except (BusyError, CoolingError, CallCancelledError):
            asked = False
            raise
        finally:
            if trying:
                with self._lock:
                    self._trying = False
                    if asked and self._down and self._clock() >= self._retry:  # no wiser than before
                        self._postpone()

    def heard(self) -> None:
        """A host gave the answer of a host: the network is there."""
        self._missed = self._suspect = ""
        if self._down:
            self._up()

    def lost(self) -> None:
        """A sure sign: names are not resolved, or the system says that there is no way out."""
        self._go_down("no network")

    def missed(self, host: str) -> None:
        """A host refused the connection or kept silent: its own trouble, unless another one just did the same."""
        with self._lock:
            another = self._missed not in ("", host)
            self._missed = host
        if another or self._down:
            self._go_down("no network")

    def suspected(self, host: str) -> None:
        """A service answered as a log-in page would: its own trouble, unless another one just did the same."""
        with self._lock:
            another = self._suspect not in ("", host)
            self._suspect = host
        if another or self._down:
            self._go_down("portal")

    # ---------------------------------------------------------------------------------------------------------- inside

    def _enter(self) -> bool:
        """Whether this call is the one that tries while the network is down."""
        self._tell()
        state = self.state
        if state == "offline":
            raise NoNetworkError(SENTENCES[state])
        with self._lock:
            self._notice_sleep()
            if not self._down:
                return False
            if self._trying or self._clock() < self._retry:
                raise NoNetworkError(SENTENCES[self._down], until=self._until())
            self._trying = True
            return True

    def _go_down(self, to: Literal["no network", "portal"]) -> None:
        with self._lock:
            if self._down != to or self._clock() >= self._retry:  # else one of several calls that noticed together
                self._down = to
                self._postpone()
        self._tell()

    def _up(self) -> None:
        with self._lock:
            self._down = None
            self._wait = 0.0
            self._missed = self._suspect = ""
        self._tell()

    def _postpone(self) -> None:
        self._wait = min(LONGEST_WAIT, self._wait * 2 or FIRST_WAIT)
        self._retry = self._clock() + self._wait * (1 + 0.2 * self._jitter())

    def _notice_sleep(self) -> None:
        """After the machine has slept it may well be elsewhere: try at once."""
        (wall, steady), self._looked = self._looked, (self._now(), self._clock())
        if (self._looked[0] - wall) - (self._looked[1] - steady) > SLEPT:
            self._retry = self._clock()
            self._wait = 0.0
            self._missed = self._suspect = ""

    def _until(self) -> datetime:
        return moment(self._now() + max(0.0, self._retry - self._clock()))

    def _tell(self) -> None:
        state = self.state
        with self._lock:
            if state == self._told:
                return
            self._told = state
            listeners = tuple(self._listeners)
        for callback in listeners:
            callback(state)
