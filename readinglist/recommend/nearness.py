"""How near papers are in meaning to those that a person wants: whitened vectors, so that no direction is usual."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FLOOR, POWER = 0.1, 0.75
"""What is added to the variance of each direction, as a share of their mean; and how far variances are made alike."""
UNSEEN = 200
"""As many papers with the same variance in all directions are added: a few papers tell nothing about most of them."""
MOST_MEASURED = 20_000
HUBS_AMONG, HUB_NEIGHBOURS = 3_000, 10
HUB = 0.25
"""What the mean cosine to its nearest neighbours costs a paper: it is near to everything."""
TEMPERATURE = 0.2
STALE = 0.1
BLOCK = 1_000


class Nearness:
    """Vectors of papers by one model, made comparable. Papers come and change."""

    def __init__(self) -> None:
        self._given = np.zeros((0, 0), np.float32)
        self._white = np.zeros((0, 0), np.float32)
        self._hub = np.zeros(0, np.float32)  # nan where it was not asked for yet
        self._row: dict[int, int] = {}
        self._count = 0
        self._measured = 0
        self._mean = np.zeros(0)
        self._turn = np.zeros((0, 0))
        self._among = np.zeros((0, 0), np.float32)

    def put(self, papers: Sequence[int], vectors: np.ndarray) -> None:
        """Take in vectors (float32, length 1), in the place of those that the papers had."""
        new = [paper for paper in dict.fromkeys(papers) if paper not in self._row]
        self._make_room(len(new), vectors.shape[1])
        for paper in new:
            self._row[paper] = self._count
            self._count += 1
        at = np.array([self._row[paper] for paper in papers], dtype=np.int64)
        self._given[at], self._hub[at] = vectors, np.nan
        if self._measured:
            self._white[at] = self._whitened(vectors)

    def ready(self) -> None:
        """Measure the vectors anew if many have come."""
        if self._count - self._measured > STALE * self._measured:
            self._measure()

    def has(self, papers: Sequence[int]) -> np.ndarray:
        """Which of the papers have a vector."""
        return np.array([paper in self._row for paper in papers], dtype=bool)

    def rows(self, papers: Sequence[int]) -> np.ndarray:
        """The whitened vectors of papers that have one."""
        return self._white[[self._row[paper] for paper in papers]]

    def near(self, candidates: Sequence[int], wanted: Sequence[int], weights: np.ndarray) -> np.ndarray:
        """How near each candidate is to the nearest of the wanted papers, softly; all must have a vector.

        The log-sum-exp of the cosines with the papers' weights, less what hubs are near to everything.
        """
        rows, towards = self.rows(candidates), self.rows(wanted).T / TEMPERATURE
        share = (weights / weights.sum()).astype(np.float32)
        result = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), BLOCK):
            result[start : start + BLOCK] = np.exp(rows[start : start + BLOCK] @ towards) @ share
        hubs: np.ndarray = TEMPERATURE * np.log(result) - HUB * self._hubs(candidates)
        return hubs

    def _hubs(self, papers: Sequence[int]) -> np.ndarray:
        at = np.array([self._row[paper] for paper in papers], dtype=np.int64)
        unknown = at[np.isnan(self._hub[at])]
        count = min(HUB_NEIGHBOURS, len(self._among))
        for start in range(0, len(unknown), BLOCK):
            rows = unknown[start : start + BLOCK]
            cosines = self._white[rows] @ self._among.T
            self._hub[rows] = np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1)
        return self._hub[at]

    def _measure(self) -> None:
        sample = self._given[: self._count : max(1, -(-self._count // MOST_MEASURED))].astype(np.float64)
        self._mean = sample.mean(axis=0)
        centred = sample - self._mean
        spread = centred.T @ centred
        dimensions = spread.shape[0]
        spread += np.eye(dimensions) * (UNSEEN * np.trace(spread) / (len(sample) * dimensions))
        values, directions = np.linalg.eigh(spread / (len(sample) + UNSEEN))
        values = np.clip(values, 0.0, None)  # rounding makes some of those without variance negative
        self._turn = directions * (values + FLOOR * values.mean() + 1e-12) ** (-POWER / 2)
        self._measured = self._count
        for start in range(0, self._count, BLOCK):
            rows = slice(start, min(start + BLOCK, self._count))
            self._white[rows] = self._whitened(self._given[rows])
        self._hub[:] = np.nan
        self._among = self._white[: self._count : max(1, -(-self._count // HUBS_AMONG))].copy()

    def _whitened(self, vectors: np.ndarray) -> np.ndarray:
        turned = (vectors - self._mean) @ self._turn
        unit: np.ndarray = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
        return unit.astype(np.float32)

    def _make_room(self, more: int, dimensions: int) -> None:
        if self._count + more <= len(self._given) and self._given.shape[1] == dimensions:
            return
        room = max(self._count + more, self._count * 3 // 2)
        for name in ("_given", "_white"):
            table = np.zeros((room, dimensions), np.float32)
            if self._count:
                table[: self._count] = getattr(self, name)[: self._count]
            setattr(self, name, table)
        hub = np.full(room, np.nan, np.float32)
        hub[: self._count] = self._hub[: self._count]
        self._hub = hub
