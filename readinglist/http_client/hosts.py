"""Manners: which hosts share one queue, and what is remembered of them over restarts and processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

WORDS = {
    "export.arxiv.org": "arXiv",
    "arxiv.org": "arXiv",
    "www.arxiv.org": "arXiv",
    "rss.arxiv.org": "arXiv",
    "oaipmh.arxiv.org": "arXiv",
    "huggingface.co": "Hugging Face",
    "api.datacite.org": "DataCite",
    "api.crossref.org": "Crossref",
    "www.ebi.ac.uk": "Europe PMC",
    "api.unpaywall.org": "Unpaywall",
}
"""What a person calls the services that we know; other hosts go by their own name."""
LONGEST_COOLING = 24 * 3600.0
"""Seconds; whatever lies further ahead was written while the clock was wrong."""


@dataclass(frozen=True, slots=True)
class Group:
    """Hosts that count as one: calls to them share `connections`, and begin at least `interval` seconds apart."""

    name: str
    connections: int = 2
    interval: float = 0.0


def group_of(host: str, arxiv_interval: float = 3.0) -> Group:
    """The queue that calls to this host (as it is truly called, never its replacement) stand in."""
    if words(host) == "arXiv":
        return Group("arxiv", 1, arxiv_interval)
    return Group(host)


def words(host: str) -> str:
    """What a person calls that host."""
    return WORDS.get(host, host)


class HostStore(Protocol):
    """What is remembered of each group of hosts; holds over all processes that share it. Called from any thread."""

    def take_turn(self, group: str, connections: int, interval: float) -> float | None:
        """None: this process has one of the group's `connections` turns now, and the next may begin `interval` s later.

        Else the seconds after which to ask again. One process may hold several; those of a dead one are free.
        """

    def end_turn(self, group: str) -> None:
        """Give one turn of this process back."""

    def cool(self, group: str, until: float, step: int) -> None:
        """Nothing goes to the group until then (seconds since 1970; at most a day, and the longest that was said).

        `step` counts its refusals in a row.
        """

    def cooling(self, group: str) -> tuple[float, int] | None:
        """The `cool` that counts, unless the group has been warmed since; if its step is 0, only until it is over.

        A time more than a day ahead was written by a wrong clock and counts as over.
        """

    def warm(self, group: str) -> None:
        """The group answers again: forget its refusals."""


@dataclass(slots=True)
class _Queue:
    held: int = 0
    next_at: float = float("-inf")


@dataclass(slots=True)
class MemoryHosts:
    """A HostStore for one process: tests, and tools without a library. `clock` tells seconds."""

    clock: Callable[[], float] = time.time
    _queues: dict[str, _Queue] = field(default_factory=dict)
    _cool: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take_turn(self, group: str, connections: int, interval: float) -> float | None:
        with self._lock:
            queue = self._queues.setdefault(group, _Queue())
            now = self.clock()
            if queue.held >= connections:
                return max(queue.next_at - now, 0.1)
            if queue.next_at > now:
                return queue.next_at - now
            queue.held += 1
            queue.next_at = now + interval
            return None

    def end_turn(self, group: str) -> None:
        with self._lock:
            queue = self._queues.get(group)
            if queue and queue.held:
                queue.held -= 1

    def cool(self, group: str, until: float, step: int) -> None:
        with self._lock:
            latest = self.clock() + LONGEST_COOLING
            former = self._cool.get(group, (0.0, 0))[0]
            self._cool[group] = max(former if former <= latest else 0.0, min(until, latest)), step

    def cooling(self, group: str) -> tuple[float, int] | None:
        with self._lock:
            until, step = self._cool.get(group, (0.0, 0))
            now = self.clock()
            if until > now + LONGEST_COOLING:
                until = 0.0
            return (until, step) if step > 0 or until > now else None

    def warm(self, group: str) -> None:
        with self._lock:
            self._cool.pop(group, None)
