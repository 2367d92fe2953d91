"""BM25 over a few hundred candidates, from their stored terms, with document frequencies of our own choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

K1 = 1.2
B = 0.75


def counts_of(query: Sequence[int], candidates: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """How often each candidate holds each term (candidates, terms), and the candidates' lengths in words.

    `query`: distinct term numbers; a candidate is the array of its term numbers as index.db keeps it.
    """
    lengths = np.array([len(blob) // 4 for blob in candidates], dtype=np.int64)
    if not len(query) or not len(candidates):
        return np.zeros((len(candidates), len(query))), lengths
    wanted = np.array(query, dtype=np.uint32)
    order = np.argsort(wanted)
    terms = np.frombuffer(b"".join(candidates), dtype=np.uint32)
    place = np.searchsorted(wanted, terms, sorter=order)
    place[place == len(wanted)] = 0
    column = order[place]
    hit = wanted[column] == terms
    cells = np.repeat(np.arange(len(candidates)), lengths)[hit] * len(wanted) + column[hit]
    counts = np.bincount(cells, minlength=len(candidates) * len(wanted))
    return counts.reshape(len(candidates), len(wanted)).astype(np.float64), lengths


def saturated(counts: np.ndarray, lengths: np.ndarray, usual_length: float) -> np.ndarray:
    """BM25's share of each term: from 0 (absent) up towards K1 + 1, less in longer texts."""
    norm = K1 * (1.0 - B + B * lengths / max(usual_length, 1.0))
    share: np.ndarray = counts * (K1 + 1.0) / (counts + norm[:, None])
    return share


def scores(weights: Mapping[int, float], candidates: Sequence[bytes], usual_length: float) -> np.ndarray:
    """BM25 of each candidate for terms with their weights (idf, times the count in the query)."""
    counts, lengths = counts_of(list(weights), candidates)
    result: np.ndarray = saturated(counts, lengths, usual_length) @ np.array(list(weights.values()))
    return result
