"""What one call may cost: an eye on time, speed and bytes while its answer is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from readinglist.http_client.errors import CallCancelledError, TooLargeError
from readinglist.http_client.trouble import Kind, Trouble

MOST_HEADERS = 256 * 1024
"""Bytes of status lines and headers before a body begins."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes after which a host is given up that is not silent, but too slow to be of use."""

    whole: float = 300.0
    """Seconds for a small answer, all in all."""
    span: float = 60.0
    """In each so many seconds ..."""
    least: int = 16 * 1024
    """... so many bytes have to come."""


NO_HURRY = Limits()


@dataclass(slots=True)
class Watch:
    """Looks after one try of one call; `took` and `check` raise what ends it. Used by the thread that calls."""

    cancelled: Callable[[], bool]
    who: str
    silence: float
    """Seconds without a byte."""
    limits: Limits = NO_HURRY
    whole: float | None = None
    most: int | None = None
    """Bytes on the wire, all in all."""
    clock: Callable[[], float] = time.monotonic
    _began: float = field(init=False)
    _span_began: float = field(init=False)
    _span_bytes: int = 0
    _bytes: int = 0
    _header_bytes: int | None = None

    def __post_init__(self) -> None:
        self._began = self._span_began = self.clock()

    def check(self) -> None:
        """Between two pieces and every moment in which none comes."""
        if self.cancelled():
            raise CallCancelledError("The call was ended before its answer was there.")
        now = self.clock()
        if self.whole is not None and now - self._began > self.whole:
            raise Trouble(Kind.SLOW, "too long altogether")
        if now - self._span_began > self.limits.span:
            if self._span_bytes < self.limits.least:
                raise Trouble(Kind.SLOW, "drips")
            self._span_began, self._span_bytes = now, 0

    def took(self, count: int) -> None:
        """So many bytes came over the wire."""
        self._bytes += count
        self._span_bytes += count
        if self._header_bytes is not None:
            self._header_bytes += count
            # A body's first bytes come along with the last headers: room for one full buffer of them.
            if self._header_bytes > MOST_HEADERS:
                raise Trouble(Kind.CUT, "headers without end")
        elif self.most is not None and self._bytes > self.most:
            raise TooLargeError(f"{self.who} sends more than is taken of such a thing.")

    @contextmanager
    def headers(self) -> Iterator[None]:
        """While the head of an answer is read."""
        self._header_bytes = 0
        try:
            yield
        finally:
            self._header_bytes = None
