"""Which of some papers come near others in meaning, and why: from stored vectors, without the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.library.records import Reason
from readinglist.search.frequencies import Frequencies
from readinglist.search.reasons import reasons_for
from readinglist.search.related import sides_of, usual_nearness
from readinglist.search.vectors import PaperMatrix


@dataclass(frozen=True, slots=True)
class Near:
    """How near a paper is to that of some others that it is nearest to."""

    paper: int
    to: int
    nearness: float
    """Standard deviations by which it is nearer than papers of the library usually are."""


def near(matrix: PaperMatrix, papers: Sequence[int], to: Sequence[int]) -> list[Near]:
    """For each of `papers` the nearest of `to`, itself apart; those without a vector are left out."""
    asked = np.array(papers, dtype=np.int64)
    best = np.full(len(papers), -np.inf)
    which = np.zeros(len(papers), np.int64)
    for other in dict.fromkeys(to):
        vector = matrix.of(other)
        if vector is None:
            continue
        usual, spread = usual_nearness(matrix, vector, other)
        nearness = (matrix.cosines(asked, vector) - usual) / spread
        better = (nearness > best) & (asked != other)  # nan is never greater
        best[better], which[better] = nearness[better], other
    return [
        Near(paper, int(other), float(nearness))
        for paper, other, nearness in zip(papers, which, best, strict=True)
        if np.isfinite(nearness)
    ]


def why_near(
    answers: Answers, frequencies: Frequencies, matrix: PaperMatrix, found: Sequence[Near]
) -> dict[int, tuple[Reason, ...]]:
    """What each paper has in common with the one that it is nearest to, the strongest reason first."""
    frequencies.refresh()
    sides = sides_of(answers, matrix, {}, [paper for each in found for paper in (each.paper, each.to)])
    return {
        each.paper: reasons_for(sides[each.to], sides[each.paper], frequencies)
        for each in found
        if {each.paper, each.to} <= sides.keys()
    }
