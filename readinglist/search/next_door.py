"""What lies next door to a page: passages of the user's other documents and notes that are near it in meaning."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.library.index_passages import PassageAnswers
from readinglist.library.records import Neighbour
from readinglist.search.embedder import Embedder
from readinglist.search.packing import unpack_bytes
from readinglist.search.passages import PassageTable, PassageVectors
from readinglist.search.prose import begins_on, ends_on, in_common, is_prose, pieces_of, quote_of, weights_of

MOST, MOST_OF_A_PAPER = 6, 2
CANDIDATES = 32
"""Passages that are read, the most promising."""
SAMPLE, CROWD = 512, 10
"""How crowded it is around a passage is told by its nearest among a sample of passages of other papers."""
HUB = 0.25
"""How much a crowd counts: a passage that is near to everything is near to nothing."""
RARE_WORDS = 0.3
"""How much rare words in common count."""
SAME = 0.95
"""From this cosine on two passages say the same."""
NEAR, NEAR_ENOUGH = 0.42, 0.33
"""A passage has nothing to do with the page if its cosine, or all that speaks for it together, is less."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The passages of the page in view and their vectors."""

    paper: int
    texts: list[str]
    vectors: np.ndarray


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage of a document, or of a note, and what speaks for it: row `asked` of the page's vectors is nearest."""

    note: bool
    owner: int
    number: int
    asked: int
    cosine: float
    score: float
    vector: np.ndarray


class NextDoor:
    """Finds what lies next door to pages. Any thread; the model runs only for a page that is not in the index yet."""

    def __init__(
        self,
        answers: Answers,
        passages: PassageAnswers,
        documents: PassageVectors,
        notes: PassageVectors,
        embedder: Embedder,
    ) -> None:
        self._answers = answers
        self._passages = passages
        self._documents = documents
        self._notes = notes
        self._embedder = embedder
        self._lock = threading.Lock()
        self._sampled: tuple[PassageTable, PassageTable, np.ndarray, np.ndarray] | None = None

    def of_page(self, document: int, page: int, text: str = "", *, limit: int = MOST) -> list[Neighbour]:
        """What lies next door to a page (from 1) of a document, the nearest first; `text` is what stands on it.

        Neither the document's paper is in it, nor another record of the same work, nor what the user threw away or
        dismissed. The text is needed only where the document has not been embedded: then the model reads it (seconds,
        ModelError).
        """
        stamp = self._answers.fullest_model()
        owners = self._answers.papers_of_documents()
        if stamp is None or document not in owners:
            return []
        asked = self._page(stamp, document, page, text, owners[document])
        if asked is None:
            return []
        left_out = self._answers.same_work([asked.paper]).union(self._answers.hidden())
        found = self._candidates(stamp, asked, owners, left_out)
        return list(self._chosen(stamp, asked, found, owners, limit))

    # -- the page -----------------------------------------------------------------------------------------------

    def _page(self, stamp: str, document: int, page: int, text: str, paper: int) -> _Page | None:
        known = self._passages.of_document(stamp, document)
        if known is None:
            texts = [piece for piece in pieces_of(text) if is_prose(piece)]
            if not texts or self._embedder.stamp != stamp:
                return None
            return _Page(paper, texts, self._embedder.encode(texts, urgent=True))
        texts = [said for _, said in known[0]]
        on_page = [at for at, (begins, _) in enumerate(known[0]) if begins == page]
        before = max((at for at, (begins, _) in enumerate(known[0]) if begins < page), default=None)
        if before is not None and ends_on(texts[before], self._answers.page(document, page - 1)):
            on_page.insert(0, before)
        on_page = [at for at in on_page if is_prose(texts[at])]
        if not on_page:
            return None
        vectors = unpack_bytes(known[1], len(known[1]) // len(texts) - 4)
        return _Page(paper, [texts[at] for at in on_page], vectors[on_page])

    # -- what is near it ----------------------------------------------------------------------------------------

    def _candidates(
        self, stamp: str, page: _Page, owners: Mapping[int, int], left_out: Collection[int]
    ) -> list[_Candidate]:
        dimensions = page.vectors.shape[1]
        documents, notes = self._documents.now(stamp, dimensions), self._notes.now(stamp, dimensions)
        vectors, papers = self._sample(documents, notes, owners)
        mine = _crowd(page.vectors, vectors, papers, np.full(len(page.vectors), page.paper))
        found: list[_Candidate] = []
        for note, table in ((False, documents), (True, notes)):
            whose = table.owners if note else _papers_of(table.owners, owners)
            wanted = (whose > 0) & ~np.isin(whose, np.fromiter(left_out, np.int64, len(left_out)))
            rows = table.likely(page.vectors, wanted)
            cosines = table.cosines(page.vectors, rows)
            best = cosines.max(axis=1, initial=-1.0)
            near = np.flatnonzero(best >= NEAR)
            near = near[np.argsort(-best[near])[: 4 * CANDIDATES]]
            rows, cosines = rows[near], cosines[near]
            there = table.vectors(rows)
            crowds = _crowd(there, vectors, papers, whose[rows])
            scores = cosines - HUB * (crowds[:, None] + mine[None])
            asked = scores.argmax(axis=1)
            found += [
                _Candidate(
                    note,
                    int(table.owners[row]),
                    int(table.numbers[row]),
                    int(nearest),
                    float(cosines[at, nearest]),
                    float(scores[at, nearest]),
                    there[at],
                )
                for at, (row, nearest) in enumerate(zip(rows, asked, strict=True))
            ]
        found.sort(key=lambda one: -one.score)
        return found[:CANDIDATES]

    def _sample(
        self, documents: PassageTable, notes: PassageTable, owners: Mapping[int, int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Vectors of a sample of all passages, and the paper of each; made anew only when there are other passages."""
        with self._lock:
            known = self._sampled
        if known is not None and known[0] is documents and known[1] is notes:
            return known[2], known[3]
        rows = np.unique(np.linspace(0, max(len(documents) + len(notes) - 1, 0), SAMPLE).astype(np.int64))
        of_documents, of_notes = rows[rows < len(documents)], rows[rows >= len(documents)] - len(documents)
        of_notes = of_notes[of_notes < len(notes)]
        vectors = np.concatenate([documents.vectors(of_documents), notes.vectors(of_notes)])
        papers = np.concatenate([_papers_of(documents.owners[of_documents], owners), notes.owners[of_notes]])
        with self._lock:
            self._sampled = (documents, notes, vectors, papers)
        return vectors, papers

    # -- what is shown of it ------------------------------------------------------------------------------------

    def _chosen(
        self, stamp: str, page: _Page, found: Sequence[_Candidate], owners: Mapping[int, int], limit: int
    ) -> Iterator[Neighbour]:
        """Those that a reader would call near, the best first, each said once."""
        texts = self._passages.texts(stamp, [(one.owner, one.number) for one in found if not one.note])
        notes = self._passages.note_texts(stamp, [(one.owner, one.number) for one in found if one.note])
        said = [weights_of(text) for text in page.texts]
        kept: list[tuple[float, _Candidate, str]] = []
        for one in found:
            place = (one.owner, one.number)
            text = notes.get(place, "") if one.note else texts.get(place, (0, ""))[1]
            if not text:  # changed or taken away since the vectors were read
                continue
            score = one.score + RARE_WORDS * in_common(said[one.asked], weights_of(text))
            if score >= NEAR_ENOUGH:
                kept.append((score, one, text))
        kept.sort(key=lambda each: -each[0])
        shown: list[np.ndarray] = list(page.vectors)
        counts: dict[int, int] = {}
        titles = self._answers.titles([one.owner if one.note else owners[one.owner] for _, one, _ in kept])
        for score, one, text in kept:
            paper = one.owner if one.note else owners[one.owner]
            if counts.get(paper, 0) == MOST_OF_A_PAPER or max(float(each @ one.vector) for each in shown) > SAME:
                continue
            if not one.note and not is_prose(text):  # not asked of all: it takes half a millisecond
                continue
            counts[paper] = counts.get(paper, 0) + 1
            shown.append(one.vector)
            quote = quote_of(text, said[one.asked])
            at = None if one.note else self._page_of(one.owner, texts[(one.owner, one.number)][0], quote)
            yield Neighbour(paper, titles.get(paper, ""), None if one.note else one.owner, at, quote, text, score)
            if len(shown) == len(page.vectors) + limit:
                return

    def _page_of(self, document: int, begins: int, quote: str) -> int:
        """The page of a quote from a passage that begins on that page and may go on on the next."""
        onward = self._answers.page(document, begins)
        return begins + (begins_on(quote, onward) and not begins_on(quote, self._answers.page(document, begins - 1)))


def _papers_of(documents: np.ndarray, owners: Mapping[int, int]) -> np.ndarray:
    """The paper of each document; 0 for one that is gone."""
    known, places = np.unique(documents, return_inverse=True)
    papers = np.array([owners.get(document, 0) for document in known.tolist()], dtype=np.int64)
    of_each: np.ndarray = papers[places]
    return of_each


def _crowd(vectors: np.ndarray, sample: np.ndarray, papers: np.ndarray, own: np.ndarray) -> np.ndarray:
    """For each vector the mean of its largest cosines to the sample, without what is of its own paper."""
    if len(sample) <= CROWD:
        return np.zeros(len(vectors), np.float32)
    cosines = vectors @ sample.T
    cosines[own[:, None] == papers[None]] = 0.0
    crowd: np.ndarray = np.partition(cosines, -CROWD, axis=1)[:, -CROWD:].mean(axis=1)
    return crowd
