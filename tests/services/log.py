"""Who was called, when, with what, and how many calls there were at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.services.messages import Request


@dataclass(slots=True)
class Call:
    """One call."""

    time: float
    """When it had been read, in seconds of the monotonic clock (one for all processes)."""
    service: str
    method: str
    path: str
    """With the question behind it, as it was sent."""
    headers: dict[str, str] = field(repr=False)
    """By their names in small letters."""
    status: int = 0
    """What was answered; 0 until then."""
    answered: float = 0.0
    """When the last byte went out."""


class Log:
    """All calls since the start or the last `forget`."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._calls: list[Call] = []
        self._answering: Counter[str] = Counter()
        self._most: Counter[str] = Counter()

    def begin(self, service: str, request: Request) -> Call:
        """A call has been read."""
        call = Call(time.monotonic(), service, request.method, request.target, dict(request.headers))
        with self._lock:
            self._calls.append(call)
            self._answering[service] += 1
            self._most[service] = max(self._most[service], self._answering[service])
            self._lock.notify_all()
        return call

    def end(self, call: Call) -> None:
        """Its answer is about to be whole, or will never be; told twice counts once."""
        with self._lock:
            if not call.answered:
                call.answered = time.monotonic()
                self._answering[call.service] -= 1

    def calls(self, service: str = "") -> list[Call]:
        """Those to one service, or to all, in order."""
        with self._lock:
            return [call for call in self._calls if service in ("", call.service)]

    def wait_for(self, service: str, count: int, timeout: float) -> bool:
        """Until so many calls to it (or to all) have come; False if they have not in `timeout` seconds."""
        with self._lock:
            return self._lock.wait_for(
                lambda: sum(service in ("", call.service) for call in self._calls) >= count, timeout
            )

    def most_at_once(self, service: str) -> int:
        """The most calls to it that were being answered at one time."""
        with self._lock:
            return self._most[service]

    def forget(self) -> None:
        """Begin anew; calls that are being answered still count as such."""
        with self._lock:
            self._calls.clear()
            self._most = Counter(self._answering)
