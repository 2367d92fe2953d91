"""Ctrl+C and SIGTERM, told where they can leave no lock broken."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any


class Interrupts:
    """Makes the first Ctrl+C a KeyboardInterrupt, at once or after what must not be broken off; main thread only.

    The second one ends the process by the system's own hand: as after any `kill -9` nothing of the user's is lost.
    """

    def __init__(self) -> None:
        self.came = False
        """Whether we have been asked to end."""
        self._held = False
        self._former: dict[int, Any] = {}

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Look after Ctrl+C ourselves, in this block."""
        with self._handling(signal.SIGINT):
            yield

    @contextlib.contextmanager
    def held_back(self) -> Iterator[None]:
        """Only note Ctrl+C in this block, and SIGTERM, by which a service is ended; KeyboardInterrupt at its end."""
        before, former, self._held = self.came, self._held, True
        try:
            with self._handling(signal.SIGTERM):
                yield
        finally:
            self._held = former
        if self.came and not before and not former:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def _handling(self, number: signal.Signals) -> Iterator[None]:
        former = signal.getsignal(number)
        if number in self._former or former in (signal.SIG_IGN, None):  # the shell ignores it for a background command
            yield
            return
        self._former[number] = former
        signal.signal(number, self._on_signal)
        try:
            yield
        finally:
            signal.signal(number, self._former.pop(number))

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        for taken in self._former:
            signal.signal(taken, signal.SIG_DFL)
        self.came = True
        if not self._held:
            raise KeyboardInterrupt
