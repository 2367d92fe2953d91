"""The vectors of papers in memory, as index.db has them."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.search.packing import rows_of_bytes, scaled, signs

MOST_BY_SIGNS = 2_000


@dataclass(frozen=True, slots=True)
class PaperMatrix:
    """The vectors of one model at one moment: row k of `rows` (float32, length 1) is paper `ids[k]`."""

    stamp: str
    ids: np.ndarray
    rows: np.ndarray
    titles: np.ndarray
    """Vectors of the titles, as rows of packing.rows_of_bytes."""
    signs: np.ndarray
    """Column k has the signs of row k (packing.signs)."""
    place: dict[int, int]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dimensions(self) -> int:
        """Length of each vector; 0 if there is none."""
        return int(self.rows.shape[1])

    def of(self, paper: int) -> np.ndarray | None:
        """The vector of a paper."""
        at = self._row(paper)
        return None if at is None else self.rows[at]

    def title(self, paper: int) -> np.ndarray | None:
        """The vector of a paper's title."""
        at = self._row(paper)
        return None if at is None else scaled(self.titles[at : at + 1])[0]

    def cosines(self, papers: np.ndarray, vector: np.ndarray) -> np.ndarray:
        """Cosine of `vector` to each of the papers; nan for one without a vector."""
        known, at = self._rows(papers)
        result = np.full(len(papers), np.nan, dtype=np.float32)
        result[known] = self.rows[at] @ vector
        return result

    def title_cosines(self, papers: np.ndarray, vector: np.ndarray) -> np.ndarray:
        """As `cosines`, to the titles of the papers."""
        known, at = self._rows(papers)
        result = np.full(len(papers), np.nan, dtype=np.float32)
        result[known] = scaled(self.titles[at]) @ vector
        return result

    def nearest(self, vector: np.ndarray, count: int) -> list[int]:
        """The `count` papers with the largest cosines, the nearest first.

        Among many papers only those that agree with it in most signs are looked at: a quarter of the time, and of
        the best 200 of 100,000 nineteen in twenty are found.
        """
        few = MOST_BY_SIGNS + 4 * count
        if len(self) <= 4 * few or not hasattr(np, "bitwise_count"):  # numpy 1 has none
            rows, cosines = np.arange(len(self)), self.rows @ vector
        else:
            apart = np.zeros(len(self), np.uint16)
            for word, wanted in zip(self.signs, signs(vector[None]), strict=True):
                apart += np.bitwise_count(word ^ wanted)
            rows = np.argpartition(apart, few)[:few]
            cosines = self.rows[rows] @ vector
        top = np.argpartition(cosines, -count)[-count:] if count < len(cosines) else np.arange(len(cosines))
        found: list[int] = self.ids[rows[top[np.argsort(-cosines[top])]]].tolist()
        return found

    def _row(self, paper: int) -> int | None:
        """Where a paper is; `place` may know of papers that came after this moment."""
        at = self.place.get(paper, -1)
        return at if 0 <= at < len(self.ids) else None

    def _rows(self, papers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of the papers have vectors, and the rows of those."""
        place = self.place
        at = np.array([place.get(paper, -1) for paper in papers.tolist()], dtype=np.int64)
        known = (at >= 0) & (at < len(self.ids))
        return known, at[known]


NOTHING = PaperMatrix(
    "", np.zeros(0, np.int64), np.zeros((0, 0), np.float32), np.zeros((0, 4), np.int8), np.zeros((0, 0), np.uint64), {}
)


class PaperVectors:
    """The matrix of one model's paper vectors, brought up to date before each use. Any thread."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._key = ("", "")  # generation of the index, stamp
        self._made = 0
        self._looked = -1
        self._table = NOTHING  # with room for more rows than are taken
        self._count = 0

    def now(self, stamp: str) -> PaperMatrix:
        """The vectors that the model `stamp` has made so far."""
        with self._lock:
            key = (self._answers.generation(), stamp)
            if key != self._key:
                self._key, self._made, self._looked, self._count, self._table = key, 0, -1, 0, NOTHING
            made = self._answers.made()
            if made != self._looked:
                if new := self._answers.vectors_since(stamp, self._made):
                    self._take(stamp, new)
                self._looked = made
            table, count = self._table, self._count
            return PaperMatrix(
                stamp, table.ids[:count], table.rows[:count], table.titles[:count], table.signs[:, :count], table.place
            )

    def _take(self, stamp: str, new: list[tuple[int, int, bytes, bytes]]) -> None:
        """Append new papers and overwrite known ones; snapshots given out before see no papers that came later."""
        rows = np.frombuffer(b"".join(vector for _, _, vector, _ in new), "<f2").reshape(len(new), -1)
        titles = np.concatenate([rows_of_bytes(title, rows.shape[1]) for _, _, _, title in new])
        self._make_room(stamp, rows.shape[1], len(new))
        table, place = self._table, self._table.place
        at = np.empty(len(new), np.int64)
        for number, (_, paper, _, _) in enumerate(new):
            known = place.get(paper)
            if known is None:
                known = place[paper] = self._count
                self._count += 1
            at[number] = known
        table.ids[at] = [paper for _, paper, _, _ in new]
        table.rows[at], table.titles[at], table.signs[:, at] = rows, titles, signs(rows)
        self._made = new[-1][0]

    def _make_room(self, stamp: str, dimensions: int, more: int) -> None:
        old, taken = self._table, self._count
        if taken + more <= len(old.ids):
            return
        room = max(taken + more, taken * 3 // 2)
        words = -(-dimensions // 64)
        table = PaperMatrix(
            stamp,
            np.zeros(room, np.int64),
            np.zeros((room, dimensions), np.float32),
            np.zeros((room, 4 + dimensions), np.int8),
            np.zeros((words, room), np.uint64),
            old.place if taken else {},
        )
        if taken:
            table.ids[:taken], table.rows[:taken] = old.ids[:taken], old.rows[:taken]
            table.titles[:taken], table.signs[:, :taken] = old.titles[:taken], old.signs[:, :taken]
        self._table = table
