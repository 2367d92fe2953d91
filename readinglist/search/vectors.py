"""Vectors of papers and passages in memory, as index.db has them; and how they are packed there."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers

# -- packing ------------------------------------------------------------------------------------------------------


def pack_half(vector: np.ndarray) -> bytes:
    """A vector as float16: half the space, cosines change in the fourth digit."""
    return np.asarray(vector, dtype="<f2").tobytes()


def pack_bytes(vectors: np.ndarray) -> bytes:
    """Vectors (n, d) as n float32 scales and n x d int8; cosines change in the third digit."""
    scales = np.abs(vectors).max(axis=1, initial=0.0) / 127.0
    cells = np.rint(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return b"".join((scales.astype("<f4").tobytes(), cells.tobytes()))


def unpack_bytes(blob: bytes, dimensions: int, first: int | None = None) -> np.ndarray:
    """The vectors of `pack_bytes`, or the `first` of them, as float32 (n, d)."""
    count = len(blob) // (4 + dimensions)
    wanted = count if first is None else min(first, count)
    scales = np.frombuffer(blob, "<f4", wanted)
    cells = np.frombuffer(blob, np.int8, wanted * dimensions, 4 * count).reshape(wanted, dimensions)
    vectors: np.ndarray = cells * scales[:, None]
    return vectors


# -- in memory ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperMatrix:
    """The vectors of one model at one moment: row k of `rows` (float32, length 1) is paper `ids[k]`."""

    stamp: str
    ids: np.ndarray
    rows: np.ndarray
    place: dict[int, int]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dimensions(self) -> int:
        """Length of each vector; 0 if there is none."""
        return int(self.rows.shape[1])

    def of(self, paper: int) -> np.ndarray | None:
        """The vector of a paper."""
        at = self.place.get(paper)
        return self.rows[at] if at is not None and at < len(self.ids) else None

    def cosines(self, papers: np.ndarray, vector: np.ndarray) -> np.ndarray:
        """Cosine of `vector` to each of the papers; nan for one without a vector."""
        at = np.array([self.place.get(int(paper), -1) for paper in papers], dtype=np.int64)
        result = np.full(len(papers), np.nan, dtype=np.float32)
        known = (at >= 0) & (at < len(self.ids))
        result[known] = self.rows[at[known]] @ vector
        return result


NOTHING = PaperMatrix("", np.zeros(0, np.int64), np.zeros((0, 0), np.float32), {})


class PaperVectors:
    """The matrix of one model's paper vectors, brought up to date before each use. Any thread."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._key = ("", "")  # generation of the index, stamp
        self._made = 0
        self._looked = -1
        self._ids = np.zeros(0, np.int64)
        self._rows = np.zeros((0, 0), np.float32)
        self._count = 0
        self._place: dict[int, int] = {}

    def now(self, stamp: str) -> PaperMatrix:
        """The vectors that the model `stamp` has made so far."""
        with self._lock:
            key = (self._answers.generation(), stamp)
            if key != self._key:
                self._key, self._made, self._looked, self._count, self._place = key, 0, -1, 0, {}
                self._rows = np.zeros((0, 0), np.float32)
            made = self._answers.made()
            if made != self._looked:
                self._take(self._answers.vectors_since(stamp, self._made))
                self._looked = made
            return PaperMatrix(stamp, self._ids[: self._count], self._rows[: self._count], self._place)

    def _take(self, new: list[tuple[int, int, bytes]]) -> None:
        """Append new papers and overwrite known ones; snapshots given out before go on seeing what they saw."""
        if not new:
            return
        fresh = np.frombuffer(b"".join(vector for _, _, vector in new), "<f2").reshape(len(new), -1)
        if self._rows.shape[1] != fresh.shape[1]:
            self._rows, self._ids = np.zeros((0, fresh.shape[1]), np.float32), np.zeros(0, np.int64)
        self._grow(self._count + len(new))
        for (_, paper, _), vector in zip(new, fresh, strict=True):
            at = self._place.get(paper)
            if at is None:
                at = self._count
                self._count += 1
                self._ids[at] = paper
                self._place[paper] = at
            self._rows[at] = vector
        self._made = new[-1][0]

    def _grow(self, size: int) -> None:
        if size > len(self._ids):
            room = max(size, len(self._ids) * 3 // 2)
            ids, rows = np.zeros(room, np.int64), np.zeros((room, self._rows.shape[1]), np.float32)
            ids[: self._count], rows[: self._count] = self._ids[: self._count], self._rows[: self._count]
            self._ids, self._rows = ids, rows


@dataclass(frozen=True, slots=True)
class PassageHit:
    """The passage of a document that is nearest to a question."""

    document: int
    number: int
    cosine: float


class PassageVectors:
    """The passages of all documents as int8, brought up to date before each use. Any thread."""

    BLOCK = 8_192
    """Rows turned into float32 at a time."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._key = ("", "")  # generation of the index, stamp
        self._made = 0
        self._looked = -1
        self._blobs: dict[int, bytes] = {}
        self._table: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None

    def nearest(self, stamp: str, vector: np.ndarray) -> list[PassageHit]:
        """For each document its nearest passage."""
        documents, starts, rows = self._now(stamp, len(vector))
        if not len(documents):
            return []
        cells, scales = rows[:, 4:], np.ascontiguousarray(rows[:, :4]).view("<f4")[:, 0]
        cosines = np.concatenate(
            [cells[at : at + self.BLOCK].astype(np.float32) @ vector for at in range(0, len(cells), self.BLOCK)]
        )
        cosines *= scales
        best = np.maximum.reduceat(cosines, starts)
        ends = [*starts[1:], len(cosines)]
        return [
            PassageHit(int(document), int(cosines[start:end].argmax()), float(cosine))
            for document, start, end, cosine in zip(documents, starts, ends, best, strict=True)
        ]

    def _now(self, stamp: str, dimensions: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(documents, first row of each, rows), a row being a scale and its cells."""
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
                kept = [(document, blob) for document, blob in self._blobs.items() if blob]
                counts = [len(blob) // (4 + dimensions) for _, blob in kept]
                starts = (
                    np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if kept else np.zeros(0, np.int64)
                )
                rows = (
                    np.concatenate([_row_wise(blob, dimensions) for _, blob in kept])
                    if kept
                    else np.zeros((0, 4), np.int8)
                )
                self._table = np.array([document for document, _ in kept], np.int64), starts, rows
            return self._table


def _row_wise(blob: bytes, dimensions: int) -> np.ndarray:
    """`pack_bytes` with each scale (four bytes) before its row, so that documents can be put together."""
    count = len(blob) // (4 + dimensions)
    scales = np.frombuffer(blob, np.int8, 4 * count).reshape(count, 4)
    cells = np.frombuffer(blob, np.int8, count * dimensions, 4 * count).reshape(count, dimensions)
    return np.concatenate([scales, cells], axis=1)
