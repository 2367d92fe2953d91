"""Nearest on your shelf: which papers of the library a new one is closest to, and whether it is nearly one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readinglist.library import Library
from readinglist.library.query import Or, StatusIs
from readinglist.library.records import Status
from readinglist.search.vectors import PaperVectors

SHOWN = 3
NEAR = 0.4
"""Cosine from which a paper is named; two papers on the same task have about 0.6, any two of one field 0.2."""
THE_SAME, SAME_TITLE = 0.93, 0.95
"""Cosines of the whole text and of the titles from which two papers are nearly the same one."""
SHELF = Or(tuple(StatusIs(status) for status in (Status.TO_READ, Status.READING, Status.READ)))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A paper of the library; `same` if the new one is nearly that paper."""

    paper: int
    cosine: float
    same: bool = False


class Shelf:
    """Compares papers by their vectors. Any thread but a GUI's; nothing is computed by the model."""

    def __init__(self, library: Library, vectors: PaperVectors) -> None:
        self._library, self._vectors = library, vectors

    def nearest(self, papers: Sequence[int]) -> dict[int, list[Neighbour]]:
        """For each paper the closest of the library, at most SHOWN; none for what has no vector or nothing near."""
        stamp = self._library.index.answers.fullest_model()
        if stamp is None:
            return {}
        matrix = self._vectors.now(stamp)
        shelf = np.array([one for one in self._library.papers.select(SHELF) if one in matrix.place], dtype=np.int64)
        found: dict[int, list[Neighbour]] = {}
        for paper in papers:
            vector, title = matrix.of(paper), matrix.title(paper)
            if vector is None or title is None or not len(shelf):
                continue
            cosines = matrix.cosines(shelf, vector)
            cosines[shelf == paper] = -1.0
            best = np.argsort(-cosines)[:SHOWN]
            alike = matrix.title_cosines(shelf[best], title)
            found[paper] = [
                Neighbour(int(shelf[at]), float(cosines[at]), bool(cosines[at] >= THE_SAME or one >= SAME_TITLE))
                for at, one in zip(best, alike, strict=True)
                if cosines[at] >= NEAR
            ]
        return found
