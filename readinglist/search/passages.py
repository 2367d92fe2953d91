"""The vectors of the passages of documents, or of notes, in memory, as index.db has them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.search.packing import rows_of_bytes, scaled, signs

BLOCK = 8_192
"""Rows turned into float32 at a time."""
MANY = 12_000
"""From so many rows on only those are compared in full that agree in most signs."""
MOST_BY_SIGNS = 4_000

Since = Callable[[str, int], list[tuple[int, int, bytes]]]
"""(made, owner, packed vectors) of what a model made after a moment, in that order; the owner: a document or paper."""


@dataclass(frozen=True, slots=True)
class PassageHit:
    """The passage of a document that is nearest to a question."""

    document: int
    number: int
    cosine: float


@dataclass(frozen=True, slots=True)
class PassageTable:
    """The passages of one model at one moment, as rows of packing.rows_of_bytes: those of one owner together."""

    owners: np.ndarray
    """The document (or paper) of each row."""
    numbers: np.ndarray
    """Which of its owner's passages each row is, from 0."""
    rows: np.ndarray
    signs: np.ndarray
    """Column k has the signs of row k (packing.signs); no columns where there are few rows."""

    def __len__(self) -> int:
        return len(self.owners)

    def cosines(self, vectors: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Cosine of all the rows, or of those, to each of the vectors (n, d): (rows, n)."""
        chosen: np.ndarray = self.rows if rows is None else self.rows[rows]
        made = np.empty((len(chosen), len(vectors)), np.float32)
        for at in range(0, len(chosen), BLOCK):
            made[at : at + BLOCK] = scaled(chosen[at : at + BLOCK]) @ vectors.T
        return made

    def vectors(self, rows: np.ndarray) -> np.ndarray:
        """The vectors of these rows as float32."""
        found: np.ndarray = scaled(self.rows[rows])
        return found

    def likely(self, vectors: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """The rows among which the nearest to one of the vectors are; `wanted` says of each row whether it may be."""
        if not self.signs.shape[1]:
            return np.flatnonzero(wanted)
        apart = np.full(len(self), np.iinfo(np.uint16).max, np.uint16)
        for asked in signs(vectors).T:
            differing = np.zeros(len(self), np.uint16)
            for word, bits in zip(self.signs, asked, strict=True):
                differing += np.bitwise_count(word ^ bits)
            np.minimum(apart, differing, out=apart)
        apart[~wanted] = np.iinfo(np.uint16).max
        likely: np.ndarray = np.argpartition(apart, MOST_BY_SIGNS)[:MOST_BY_SIGNS]
        found: np.ndarray = likely[wanted[likely]]
        return found


class PassageVectors:
    """The passages of all documents as int8, brought up to date before each use. Any thread."""

    def __init__(self, answers: Answers, since: Since | None = None) -> None:
        """`since`: passages of something else than documents."""
        self._answers = answers
        self._since = since or answers.passages_since
        self._lock = threading.Lock()
        self._key = ("", "", 0)  # generation of the index, stamp, dimensions
        self._made = 0
        self._looked = -1
        self._table = _empty(0)

    def nearest(self, stamp: str, vector: np.ndarray) -> list[PassageHit]:
        """For each document its nearest passage."""
        table = self.now(stamp, len(vector))
        if not len(table):
            return []
        cosines = table.cosines(vector[None])[:, 0]
        starts = np.flatnonzero(np.diff(table.owners, prepend=-1))
        ends = [*starts[1:], len(cosines)]
        best = [start + int(cosines[start:end].argmax()) for start, end in zip(starts, ends, strict=True)]
        return [PassageHit(int(table.owners[at]), int(table.numbers[at]), float(cosines[at])) for at in best]

    def now(self, stamp: str, dimensions: int) -> PassageTable:
        """The passages that the model `stamp` has embedded so far."""
        with self._lock:
            key = (self._answers.generation(), stamp, dimensions)
            if key != self._key:
                self._key, self._made, self._looked, self._table = key, 0, -1, _empty(dimensions)
            made = self._answers.made()
            if made != self._looked:
                if new := self._since(stamp, self._made):
                    self._table = _with(self._table, {owner: blob for _, owner, blob in new}, dimensions)
                    self._made = new[-1][0]
                self._looked = made
            return self._table


def _empty(dimensions: int) -> PassageTable:
    return PassageTable(
        np.zeros(0, np.int64),
        np.zeros(0, np.int32),
        np.zeros((0, 4 + dimensions), np.int8),
        np.zeros((-(-dimensions // 64), 0), np.uint64),
    )


def _with(table: PassageTable, new: dict[int, bytes], dimensions: int) -> PassageTable:
    """The table with the passages of these owners in place of their former ones."""
    parts = {owner: rows_of_bytes(blob, dimensions) for owner, blob in new.items()}
    stays = ~np.isin(table.owners, np.fromiter(parts, np.int64, len(parts)))
    everything = bool(stays.all())
    counts = [len(part) for part in parts.values()]
    owners = np.repeat(np.fromiter(parts, np.int64, len(parts)), counts)
    numbers = np.concatenate([np.arange(count, dtype=np.int32) for count in counts])
    rows = np.concatenate([table.rows if everything else table.rows[stays], *parts.values()])
    return PassageTable(
        np.concatenate([table.owners[stays], owners]),
        np.concatenate([table.numbers[stays], numbers]),
        rows,
        _signs(table, stays, rows, list(parts.values())),
    )


def _signs(table: PassageTable, stays: np.ndarray, rows: np.ndarray, new: Sequence[np.ndarray]) -> np.ndarray:
    if len(rows) < MANY or not hasattr(np, "bitwise_count"):  # numpy 1 has none
        return np.zeros((table.signs.shape[0], 0), np.uint64)
    if table.signs.shape[1]:
        return np.concatenate([table.signs[:, stays], *(signs(part[:, 4:]) for part in new)], axis=1)
    return np.concatenate([signs(rows[at : at + BLOCK, 4:]) for at in range(0, len(rows), BLOCK)], axis=1)
