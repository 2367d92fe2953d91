"""Standing questions and watched tags: which undecided papers come near them in meaning."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from readinglist.library import Library
from readinglist.library.decision_records import Watch
from readinglist.library.query import TagIs
from readinglist.recommend.nearness import Nearness
from readinglist.search import Embedder
from readinglist.search.packing import unpack_bytes
from readinglist.search.sentences import sentences_of, shortened
from readinglist.search.vectors import PaperMatrix, PaperVectors

USUAL_MEAN, USUAL_SPREAD, USUAL_PAPERS = 0.13, 0.08, 200
"""Cosines of a question to papers in general (measured on 23,224 abstracts), and how many papers that counts as."""
STANDS_OUT = 3.6
"""Standard deviations above the papers in general from which a paper is near a question."""
CERTAIN = 0.55
"""So near a paper is near a question whatever the others are: where a library is of few subjects many papers answer,
and none of them stands out. Looked at with ten questions over the 397 Daily Papers of one month, and with eleven over
those abstracts, where at 0.5 the last papers offered were only of the same field."""
LEAST = 0.3
OF_THE_BEST = 0.62
"""A paper must be this near, too: as a number, and as a share of the nearest three of all papers. Chosen by looking at
eleven questions over those abstracts: where many papers answer a question none is lost, where none does few come."""
FEWEST = 5
"""Papers that a tag needs before it can be watched."""
NEIGHBOURS = 3
"""A paper is as near to a tag as the mean of the nearest three of its papers is."""
OWN_SHARE, OTHERS_SHARE = 40, 99
"""Percentiles: nearer to a tag than that share of its own papers is to the rest of them, and of all others to it.
With tags made of 6 or 15 papers on one topic of those abstracts, three in four offers belonged there by their title."""


class Watching:
    """Looks for papers to offer. Any thread but a GUI's; the model starts for a question that it has not met."""

    def __init__(self, library: Library, embedder: Embedder, vectors: PaperVectors) -> None:
        self._library, self._embedder = library, embedder
        self._answers = library.index.answers
        self._vectors = vectors
        self._nearness = Nearness()
        self._taken = ("", 0)  # generation of the index and the vectors that `_nearness` knows
        self._questions: dict[tuple[str, str], np.ndarray] = {}
        self._lock = threading.Lock()
        self._looked: tuple[object, ...] | None = None
        """What there was when it was looked at last."""

    def look(self) -> int:
        """Offer the undecided papers that come near; returns how many offers are new. ModelError.

        Those that have no vector yet are looked at when they have. Quick while nothing has changed.
        """
        watches = self._library.deciding.watches()
        undecided = self._library.feeds.undecided() if watches else ()
        if not undecided:
            return 0
        with self._lock:
            state = self._state(watches, undecided)
            if state == self._looked:
                return 0
            matrix = self._vectors.now(self._embedder.stamp)
            candidates = np.array([paper for paper in undecided if paper in matrix.place], dtype=np.int64)
            if not len(candidates):
                return 0
            found = sum(len(self._offered(watch, matrix, candidates)) for watch in watches)
            self._looked = state
            return found

    def _state(self, watches: Sequence[Watch], undecided: Sequence[int]) -> tuple[object, ...]:
        """All that the offers depend on."""
        wanted = tuple(
            (watch.id, watch.question, watch.tag and hash(tuple(self._library.papers.select(TagIs(watch.tag)))))
            for watch in watches
        )
        answers = self._answers
        return self._embedder.stamp, answers.generation(), answers.made(), wanted, hash(tuple(undecided))

    def _offered(self, watch: Watch, matrix: PaperMatrix, candidates: np.ndarray) -> list[int]:
        known = self._library.deciding.offered(watch.id)
        if watch.question:
            vector = self._vector(watch.question)
            near, least = matrix.cosines(candidates, vector), least_cosine(matrix.rows @ vector)
            found = [int(at) for at in np.flatnonzero(near >= least) if int(candidates[at]) not in known]
            reasons = self._sentences(candidates[found].tolist(), vector)
        else:
            found, near, reasons = self._like_tag(watch.tag, matrix, candidates, known)
        offers = [(int(candidates[at]), float(near[at]), reasons[int(candidates[at])]) for at in found]
        return self._library.deciding.offer(watch.id, offers) if offers else []

    # -- questions --------------------------------------------------------------------------------------------------

    def _vector(self, question: str) -> np.ndarray:
        key = (self._embedder.stamp, question)
        if key not in self._questions:
            self._questions[key] = self._embedder.encode([question])[0]
        return self._questions[key]

    def _sentences(self, papers: Sequence[int], vector: np.ndarray) -> dict[int, str]:
        """For each paper the sentence of its abstract that is nearest to the question."""
        packed = self._answers.sentences(self._embedder.stamp, papers)
        texts = self._answers.texts(papers)
        found = {}
        for paper in papers:
            abstract = texts[paper].abstract if paper in texts else ""
            places = sentences_of(abstract)
            rows = unpack_bytes(packed.get(paper, b""), len(vector))
            if len(rows) == len(places) and len(rows):
                start, end = places[int((rows @ vector).argmax())]
                found[paper] = f"it says: “{shortened(abstract[start:end])}”"
            else:
                found[paper] = "near to it in meaning"
        return found

    # -- tags -------------------------------------------------------------------------------------------------------

    def _like_tag(
        self, tag: str, matrix: PaperMatrix, candidates: np.ndarray, known: set[int]
    ) -> tuple[list[int], np.ndarray, dict[int, str]]:
        """Rows of `candidates` that would belong to the tag, how near all of them are, and why."""
        members = np.array(
            [one for one in self._library.papers.select(TagIs(tag)) if one in matrix.place], dtype=np.int64
        )
        if len(members) < FEWEST:
            return [], np.zeros(len(candidates)), {}
        self._learn(matrix)
        own, rows = self._nearness.rows(members.tolist()), self._nearness.rows(candidates.tolist())
        towards = rows @ own.T
        near = _nearest(towards)
        within = own @ own.T
        np.fill_diagonal(within, -1.0)
        others = np.setdiff1d(matrix.ids, members)
        usual = _nearest(self._nearness.rows(others.tolist()) @ own.T) if len(others) else np.zeros(1)
        least = max(np.percentile(_nearest(within), OWN_SHARE), np.percentile(usual, OTHERS_SHARE))
        titles = self._answers.titles(members.tolist())
        found = [
            int(at) for at in np.flatnonzero(near >= least) if int(candidates[at]) not in known | set(members.tolist())
        ]
        reasons = {}
        for at in found:
            nearest = int(members[int(towards[at].argmax())])
            reasons[int(candidates[at])] = f"nearest to “{shortened(titles.get(nearest, ''))}”, which has the tag"
        return found, near, reasons

    def _learn(self, matrix: PaperMatrix) -> None:
        state = (self._answers.generation() + matrix.stamp, self._answers.made())
        if state != self._taken:
            if state[0] != self._taken[0]:
                self._nearness = Nearness()
            self._nearness.put(matrix.ids.tolist(), matrix.rows)
            self._nearness.ready()
            self._taken = state


def least_cosine(cosines: np.ndarray) -> float:
    """The cosine to a question from which on a paper is near it, given those of all papers."""
    count = len(cosines)
    share = USUAL_PAPERS / (USUAL_PAPERS + count)
    mean = (1 - share) * float(cosines.mean()) + share * USUAL_MEAN if count else USUAL_MEAN
    spread = (1 - share) * float(cosines.std()) + share * USUAL_SPREAD if count else USUAL_SPREAD
    best = float(np.sort(cosines)[-3:].mean()) if count else 0.0
    return max(LEAST, min(mean + STANDS_OUT * spread, CERTAIN), OF_THE_BEST * best)


def _nearest(cosines: np.ndarray) -> np.ndarray:
    """For each row the mean of its largest few."""
    count = min(NEIGHBOURS, cosines.shape[1])
    best: np.ndarray = np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1)
    return best
