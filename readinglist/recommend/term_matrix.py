"""Which terms stand in which papers, as a sparse matrix with BM25 weights. For the child process only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from readinglist.library.index_words import stem, term_number
from readinglist.search.stop_words import STOP_WORDS

K1, B = 1.2, 0.75
IDF_POWER = 0.5
"""BM25's weights are divided by the root of the idf: a linear model finds out itself how telling a word is."""
IN_TITLE = 2.0
"""What a word of the title counts."""
FEWEST, FEWEST_OF_A_FEW, SMALL = 3, 2, 200
"""Papers that must hold a term; of less than SMALL papers in all, few do."""
STALE = 0.1
"""Share of new and changed papers from which terms and their frequencies are counted anew."""

_STOP = np.array(sorted({term_number(form) for word in STOP_WORDS for form in (word, stem(word))}), dtype=np.uint64)


def pair_key(first: int, second: int) -> int:
    """The number of a pair of words that follow each other; that of a single word is its term number."""
    return first << 32 | second


class TermMatrix:
    """Row k holds the terms, single words and pairs, of a paper, with length 1. Papers come, change and go."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._row: dict[int, int] = {}
        self._rows = 0
        self._counted = 0  # rows that the present terms were counted over
        self._terms = np.zeros(0, np.uint64)
        self._idf = np.zeros(0)
        self._usual_length = 1.0
        self._matrix = sparse.csr_matrix((0, 0), dtype=np.float64)

    def put(self, papers: Sequence[int], titles: np.ndarray, lengths: np.ndarray, numbers: np.ndarray) -> None:
        """Take in papers: how many words their titles have and they all in all, and the numbers of these words."""
        block = _count(titles, lengths, numbers)
        for paper in papers:
            self._row[paper] = self._rows
            self._rows += 1
        self._blocks.append(block)

    def drop(self, papers: Sequence[int]) -> None:
        """Forget papers."""
        for paper in papers:
            self._row.pop(paper, None)

    def ready(self) -> None:
        """Bring the matrix up to what was put."""
        if self._rows - self._counted > STALE * self._counted or self._rows > 1.5 * len(self._row) + 100:
            self.count_anew()
        elif self._rows > self._matrix.shape[0]:
            known = self._matrix.shape[0]
            start = 0
            new = []
            for block in self._blocks:
                if start >= known:
                    new.append(self._weighted(block))
                start += len(block.lengths)
            self._matrix = sparse.vstack([self._matrix, *new], format="csr")

    def count_anew(self) -> None:
        """Forget what has gone, and count in how many papers each term stands."""
        whole = _joined(self._blocks, np.array(sorted(self._row.values()), dtype=np.int64))
        self._blocks = [whole]
        self._row = {paper: at for at, paper in enumerate(sorted(self._row, key=self._row.__getitem__))}
        self._rows = self._counted = len(whole.lengths)
        terms, holding = np.unique(whole.keys, return_counts=True)
        often = holding >= (FEWEST if self._rows >= SMALL else FEWEST_OF_A_FEW)
        self._terms, holding = terms[often], holding[often]
        self._idf = np.log(1.0 + (self._rows - holding + 0.5) / (holding + 0.5))
        self._usual_length = max(float(whole.lengths.mean()), 1.0) if self._rows else 1.0
        self._matrix = self._weighted(whole)

    def rows(self, papers: Sequence[int]) -> sparse.csr_matrix:
        """The rows of papers; empty ones for those that it does not know, or not any more."""
        at = np.array([self._row.get(paper, -1) for paper in papers], dtype=np.int64)
        if not self._matrix.shape[0]:
            return sparse.csr_matrix((len(papers), self._matrix.shape[1]), dtype=np.float64)
        found = self._matrix[np.maximum(at, 0)]
        return found if (at >= 0).all() else sparse.diags((at >= 0).astype(np.float64)) @ found

    def keys(self, columns: np.ndarray) -> list[int]:
        """What the columns stand for: term numbers and `pair_key`s."""
        return [int(key) for key in self._terms[columns]]

    def _weighted(self, block: _Block) -> sparse.csr_matrix:
        row = np.repeat(np.arange(len(block.lengths)), np.diff(block.starts))
        column = np.searchsorted(self._terms, block.keys)
        column[column == len(self._terms)] = 0
        known = self._terms[column] == block.keys if len(self._terms) else np.zeros(len(column), dtype=bool)
        row, column, counts = row[known], column[known], block.counts[known].astype(np.float64)
        norm = K1 * (1.0 - B + B * block.lengths / self._usual_length)
        weights = counts * (K1 + 1.0) / (counts + norm[row]) * self._idf[column] ** IDF_POWER
        length = np.sqrt(np.bincount(row, weights**2, minlength=len(block.lengths)))
        weights /= np.maximum(length, 1e-12)[row]
        starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(block.lengths)))])
        return sparse.csr_matrix((weights, column, starts), shape=(len(block.lengths), len(self._terms)))


class _Block:
    """The terms of some papers: those of paper k, in ascending order, are keys[starts[k]:starts[k + 1]]."""

    def __init__(self, keys: np.ndarray, counts: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> None:
        self.keys, self.counts, self.starts, self.lengths = keys, counts, starts, lengths


def _count(titles: np.ndarray, lengths: np.ndarray, numbers: np.ndarray) -> _Block:
    """Words and pairs of words with nothing but stop words between them, those of a title counted twice."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    within = np.arange(len(numbers)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    in_title = within < titles[row]
    numbers = numbers.astype(np.uint64)
    kept = ~np.isin(numbers, _STOP)
    row, in_title, numbers = row[kept], in_title[kept], numbers[kept]
    paired = (row[1:] == row[:-1]) & (in_title[1:] == in_title[:-1])
    pairs = (numbers[:-1][paired] << np.uint64(32)) | numbers[1:][paired]
    keys = np.concatenate([numbers, pairs])
    rows = np.concatenate([row, row[1:][paired]])
    counts = np.where(np.concatenate([in_title, in_title[1:][paired]]), np.float32(IN_TITLE), np.float32(1.0))
    order = np.lexsort((keys, rows))
    keys, rows, counts = keys[order], rows[order], counts[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    first = np.flatnonzero(new)
    summed = np.add.reduceat(counts, first) if len(first) else counts
    keys, rows = keys[first], rows[first]
    length = np.bincount(rows, summed, minlength=len(lengths))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(lengths)))])
    return _Block(keys, summed.astype(np.float32), starts, length)


def _joined(blocks: Sequence[_Block], rows: np.ndarray) -> _Block:
    """Those rows of all the blocks together."""
    if not blocks:
        return _Block(np.zeros(0, np.uint64), np.zeros(0, np.float32), np.zeros(1, np.int64), np.zeros(0))
    ends = np.cumsum([0, *(len(block.keys) for block in blocks)])
    starts = np.concatenate([block.starts[:-1] + end for block, end in zip(blocks, ends, strict=False)])
    sizes = np.concatenate([np.diff(block.starts) for block in blocks])[rows]
    keys = np.concatenate([block.keys for block in blocks])
    counts = np.concatenate([block.counts for block in blocks])
    lengths = np.concatenate([block.lengths for block in blocks])[rows]
    new_starts = np.concatenate([[0], np.cumsum(sizes)])
    cells = np.repeat(starts[rows] - new_starts[:-1], sizes) + np.arange(new_starts[-1])
    return _Block(keys[cells], counts[cells], new_starts, lengths)
