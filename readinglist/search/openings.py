"""What a paper says of which no abstract is known: the first passages of its document stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.search.packing import unpack_bytes
from readinglist.search.sentences import sentences_of
from readinglist.search.vectors import PaperMatrix

FIRST = 5
"""Passages that count as the beginning, some 800 words: what is further in is about details."""
GAP = "\n\n"
"""Between two passages, where one sentence ends in any case."""


@dataclass(frozen=True)
class Opening:
    """The beginning of a document: passages with one vector (d) of length 1 for each, rows of `vectors`."""

    passages: tuple[str, ...]
    vectors: np.ndarray

    @cached_property
    def text(self) -> str:
        """All of it, in the place of an abstract."""
        return GAP.join(self.passages)

    @cached_property
    def whole(self) -> np.ndarray:
        """One vector for all of it, of length 1."""
        total = self.vectors.sum(axis=0)
        result: np.ndarray = total / max(float(np.linalg.norm(total)), 1e-9)
        return result

    def of_sentences(self) -> np.ndarray:
        """For each sentence of `text` the vector of the passage in which it begins."""
        starts = np.cumsum([0, *(len(passage) + len(GAP) for passage in self.passages[:-1])])
        at = np.searchsorted(starts, [start for start, _ in sentences_of(self.text)], side="right") - 1
        result: np.ndarray = self.vectors[at]
        return result


def openings_of(answers: Answers, matrix: PaperMatrix, papers: Sequence[int]) -> dict[int, Opening]:
    """The openings of those papers that have no abstract but a document with vectors of the matrix's model."""
    if not len(matrix):
        return {}
    found = answers.openings(matrix.stamp, papers, FIRST, matrix.dimensions)
    return {
        paper: Opening(tuple(passages), unpack_bytes(vectors, matrix.dimensions)) for paper, passages, vectors in found
    }
