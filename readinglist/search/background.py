"""How common words and phrases are in abstracts at large: for libraries too small to have statistics of their own."""

from __future__ import annotations

import gzip
from functools import lru_cache

from readinglist.paths import resource

RESOURCE = "background-frequencies.tsv.gz"
"""Made by packaging/background_frequencies.py."""

ENOUGH = 12
"""Papers with a term from which its share of titles means something."""


class Background:
    """How many papers hold a stem (`retriev`) or a pair of stems (`dens retriev`), and how many titles."""

    def __init__(self, papers: int, counts: dict[str, tuple[int, int]]) -> None:
        self.papers = papers
        self._counts = counts

    def count(self, term: str) -> int:
        """How many papers hold the term in title or abstract; 0 for one that is too rare to be listed."""
        return self._counts.get(term, (0, 0))[0]

    def title_share(self, term: str) -> float | None:
        """Of the papers that hold the term, how many have it in their title: what papers are about, not how they talk.

        None for a term that is too rare to tell.
        """
        count, titles = self._counts.get(term, (0, 0))
        return titles / count if count >= ENOUGH else None


@lru_cache(maxsize=1)
def background() -> Background:
    """The shipped table, read at first use (some 40 ms)."""
    first, *lines = gzip.decompress(resource(RESOURCE).read_bytes()).decode().splitlines()
    counts = {}
    for line in lines:
        term, count, titles = line.split("\t")
        counts[term] = (int(count), int(titles))
    return Background(int(first), counts)
