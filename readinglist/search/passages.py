"""The vectors of the passages of documents in memory, as index.db has them."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.search.packing import rows_of_bytes, scaled

BLOCK = 8_192
"""Rows turned into float32 at a time."""


@dataclass(frozen=True, slots=True)
class PassageHit:
    """The passage of a document that is nearest to a question."""

    document: int
    number: int
    cosine: float


@dataclass(frozen=True, slots=True)
class _Table:
    """All passages as rows of packing.rows_of_bytes; those of documents[k] begin at starts[k]."""

    documents: list[int]
    starts: np.ndarray
    rows: np.ndarray


class PassageVectors:
    """The passages of all documents as int8, brought up to date before each use. Any thread."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._key = ("", "")  # generation of the index, stamp
        self._made = 0
        self._looked = -1
        self._blobs: dict[int, bytes] = {}
        self._table: _Table | None = None

    def nearest(self, stamp: str, vector: np.ndarray) -> list[PassageHit]:
        """For each document its nearest passage."""
        table = self._now(stamp, len(vector))
        if not table.documents:
            return []
        rows = table.rows
        cosines = np.concatenate([scaled(rows[at : at + BLOCK]) @ vector for at in range(0, len(rows), BLOCK)])
        ends = [*table.starts[1:], len(cosines)]
        best = [start + int(cosines[start:end].argmax()) for start, end in zip(table.starts, ends, strict=True)]
        return [
            PassageHit(document, int(at - start), float(cosines[at]))
            for document, start, at in zip(table.documents, table.starts, best, strict=True)
        ]

    def _now(self, stamp: str, dimensions: int) -> _Table:
        with self._lock:
            key = (self._answers.generation(), stamp)
            if key != self._key:
                self._key, self._made, self._looked, self._blobs, self._table = key, 0, -1, {}, None
            made = self._answers.made()
            if made != self._looked:
                for at, document, blob in self._answers.passages_since(stamp, self._made):
                    self._blobs[document] = blob
                    self._made, self._table = at, None
                self._looked = made
            if self._table is None:
                kept = {document: blob for document, blob in self._blobs.items() if blob}
                tables = [rows_of_bytes(blob, dimensions) for blob in kept.values()]
                starts = np.cumsum([0, *(len(table) for table in tables)])[:-1]
                self._table = _Table(
                    list(kept), starts, np.concatenate(tables) if tables else np.zeros((0, 4), np.int8)
                )
            return self._table
