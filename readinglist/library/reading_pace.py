"""How long the user reads on a page, from how long they read in the past."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass

USUAL_SECONDS = 120.0
"""On a page, until more is known: ten pages in twenty minutes."""
PAGES_OF_DOUBT = 20
"""As many pages read count as much as the usual does."""
LEAST, MOST = 20.0, 600.0
"""Seconds on a page: less was leafed through, of more the window was left open."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds on a page, and from how many pages that is known; 0 where it is what is usual."""

    seconds: float = USUAL_SECONDS
    pages: int = 0

    def minutes(self, pages: int) -> int:
        """How long so many pages take, a minute at the least."""
        return max(1, math.floor(pages * self.seconds / 60 + 0.5))

    def minutes_left(self, pages: int | None, furthest: int) -> int | None:
        """How long the rest of a paper takes: one that was opened and left goes on where it was left.

        None where nobody knows how long it is. One that was seen to its end is read from its beginning.
        """
        if not pages:
            return None
        return self.minutes(pages - furthest if furthest < pages else pages)


def pace(db: sqlite3.Connection) -> Pace:
    """The user's own pace, near the usual one as long as little was read."""
    rows = db.execute(
        "SELECT furthest, seconds FROM reading_places WHERE furthest > 1 AND seconds BETWEEN furthest * ? AND"
        " furthest * ?",
        (LEAST, MOST),
    ).fetchall()
    pages = sum(row[0] for row in rows)
    seconds = sum(row[1] for row in rows) + PAGES_OF_DOUBT * USUAL_SECONDS
    return Pace(seconds / (pages + PAGES_OF_DOUBT), pages)
