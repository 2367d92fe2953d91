"""How telling a word is: document frequencies of the library and of the shipped background together."""

from __future__ import annotations

import math
import threading

from readinglist.library.index_answers import Answers
from readinglist.search.background import background

BACKGROUND_WEIGHT = 1_000
"""The background counts as much as this many papers: it rules a small library and is ruled by a large one."""
SELDOM = 10
"""Papers of the background that hold a word: with fewer it is most likely a name."""
STALE = 0.1
"""Counts are looked up again when the library has grown or shrunk by this share."""


class Frequencies:
    """Document frequencies of stems, remembered between questions. Any thread."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._papers = -1
        self._counts: dict[str, int] = {}

    def refresh(self) -> None:
        """Look whether the library has changed enough to count again; once per question."""
        papers = self._answers.paper_count()
        with self._lock:
            if self._papers < 0 or abs(papers - self._papers) > STALE * self._papers or papers < 1_000:
                self._papers, self._counts = papers, {}

    def share(self, stem: str) -> float:
        """Which part of papers holds the stem, between 0 and 1, never quite 0."""
        known = background()
        here = self.in_library(stem)
        total = BACKGROUND_WEIGHT + max(self._papers, 0)
        at_large = max(known.count(stem), 0.5) / known.papers
        return (BACKGROUND_WEIGHT * at_large + here) / total

    def idf(self, stem: str) -> float:
        """Inverse document frequency, natural logarithm; 0 for a word of every paper, 8 to 11 for the rarest."""
        return max(0.0, -math.log(min(self.share(stem), 1.0)))

    def known(self, stem: str) -> bool:
        """Whether any paper, here or at large, is known to hold the stem."""
        return background().count(stem) > 0 or self.in_library(stem) > 0

    @staticmethod
    def is_name(stem: str) -> bool:
        """Whether hardly any paper at large holds the stem, as it is with names of methods (`splade`)."""
        return background().count(stem) < SELDOM

    @staticmethod
    def idf_at_large(stem: str) -> float:
        """The same by the background alone, which costs no look into the index."""
        known = background()
        return math.log(known.papers / max(known.count(stem), 0.5))

    def in_library(self, stem: str) -> int:
        """How many papers of the library hold the stem."""
        count = self._counts.get(stem)
        if count is None:
            count = self._answers.papers_with(stem)
            self._counts[stem] = count
        return count
