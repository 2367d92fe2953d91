"""How fast downloads are, from looks at their bytes; no widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

WINDOW = 4.0
"""Seconds over which a rate is taken: long enough to be calm, short enough to follow a line that slows down."""
LEAST = 0.7
"""Seconds between the first look and the last before a rate is worth telling."""


class JobSpeeds:
    """Remembers the last looks at each job. One thread."""

    def __init__(self) -> None:
        self._looks: dict[int, deque[tuple[float, int]]] = {}

    def look(self, job: int, done: int, now: float) -> None:
        """So many bytes of it were there at that moment (seconds of a steady clock)."""
        looks = self._looks.setdefault(job, deque())
        if looks and done < looks[-1][1]:  # begun anew, from elsewhere
            looks.clear()
        looks.append((now, done))
        while len(looks) > 2 and now - looks[1][0] >= WINDOW:
            looks.popleft()

    def keep(self, jobs: Iterable[int]) -> None:
        """Forget all jobs but these."""
        kept = set(jobs)
        for gone in self._looks.keys() - kept:
            del self._looks[gone]

    def of(self, job: int) -> float | None:
        """Bytes a second; None as long as that cannot be told."""
        looks = self._looks.get(job)
        if not looks or looks[-1][0] - looks[0][0] < LEAST:
            return None
        (began, first), (at, done) = looks[0], looks[-1]
        return (done - first) / (at - began)

    def total(self) -> float:
        """Bytes a second of all jobs together."""
        return sum(self.of(job) or 0.0 for job in self._looks)


def rate_words(rate: float) -> str:
    """`820 kB/s`, `2.1 MB/s`; empty for next to nothing."""
    if rate < 100:
        return ""
    if rate < 999_500:
        return f"{max(round(rate / 1000), 1)} kB/s"
    return f"{rate / 1_000_000:.1f} MB/s"


def left_words(done: int, total: int | None, rate: float | None) -> str:
    """`3 s left`, `2 min left`, `1 h left`; empty where nobody can tell."""
    if total is None or not rate or rate < 100 or done > total:
        return ""
    seconds = (total - done) / rate
    if seconds < 60:
        return f"{max(round(seconds), 1)} s left"
    if seconds < 3600:
        return f"{round(seconds / 60)} min left"
    return f"{round(seconds / 3600)} h left" if seconds < 24 * 3600 else ""
