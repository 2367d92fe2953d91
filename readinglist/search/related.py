"""Which papers are like these: candidates by vectors and by rare words, scored closely, without the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.library.index_text import PaperText, digest_of
from readinglist.library.index_words import forms_of, stem, term_number
from readinglist.library.query import Everything, Words
from readinglist.library.records import Hit
from readinglist.search import bm25
from readinglist.search.frequencies import Frequencies
from readinglist.search.fusion import related_scores
from readinglist.search.reasons import Side, reasons_for
from readinglist.search.stop_words import STOP_WORDS
from readinglist.search.vectors import PaperMatrix, unpack_bytes

ALL_ARE_CANDIDATES = 400
"""Up to this many papers are all looked at closely."""
BY_VECTORS, BY_WORDS = 200, 80
"""Candidates of a larger library, for one paper asked about."""
RAREST = 12
"""Words of a paper by which candidates are sought."""
MOST_HOLDING = 3_000
"""Papers that may hold these words all together: more would take too long."""
USUAL_WORDS = 180.0
"""Words of a title with abstract, for BM25's length norm."""
MOST_SEEDS = 12


@dataclass(frozen=True, slots=True)
class Candidates:
    """Papers that may be related, with what is needed to score them; row k of all is `ids[k]`."""

    ids: np.ndarray
    terms: list[bytes]
    titles: np.ndarray | None
    """Vectors of the titles; nan where there is none."""


def related_to(
    answers: Answers, frequencies: Frequencies, matrix: PaperMatrix, papers: Sequence[int], limit: int
) -> list[Hit]:
    """The papers most like all of `papers`, best first, with reasons; never these papers or other versions of them."""
    seeds = list(answers.texts(papers[:: max(1, -(-len(papers) // MOST_SEEDS))]).values())
    frequencies.refresh()
    same = answers.same_work(papers)
    ids = [paper for paper in _candidate_ids(answers, frequencies, matrix, seeds, len(same)) if paper not in same]
    if not ids or not seeds:
        return []
    candidates = gather(answers, matrix, ids)
    by_seed = np.stack([likeness(answers, frequencies, matrix, candidates, seed) for seed in seeds])
    scores = by_seed.mean(axis=0)
    order = np.lexsort((-candidates.ids, -scores))[:limit]
    best = candidates.ids[order].tolist()
    sides = _sides(answers, matrix, [*(seed.id for seed in seeds), *best])
    hits = []
    for at, paper in zip(order, best, strict=True):
        nearest = seeds[int(by_seed[:, at].argmax())].id  # of several papers the one that it is most like
        reasons = reasons_for(sides[nearest], sides[paper], frequencies) if {nearest, paper} <= sides.keys() else ()
        hits.append(Hit(paper, float(scores[at]), reasons))
    return hits


def _candidate_ids(
    answers: Answers, frequencies: Frequencies, matrix: PaperMatrix, seeds: Sequence[PaperText], spare: int
) -> list[int]:
    if answers.paper_count() <= ALL_ARE_CANDIDATES:
        return answers.shown(Everything())
    by_vectors = BY_VECTORS // min(len(seeds) or 1, 4)
    found: dict[int, None] = {}
    for text in seeds:
        vector = matrix.of(text.id)
        if vector is not None:
            found.update(dict.fromkeys(_nearest(answers, matrix, vector, by_vectors + spare)))
        words = rarest_words(text, frequencies)
        found.update(dict.fromkeys(paper for paper, _ in answers.with_any(words, BY_WORDS // min(len(seeds), 4))))
    shown = answers.shown_among(found)
    return [paper for paper in found if paper in shown]


def _nearest(answers: Answers, matrix: PaperMatrix, vector: np.ndarray, count: int) -> list[int]:
    """The papers with the nearest vectors; those in the Trash or dismissed take no places of others."""
    cosines = matrix.rows @ vector
    wanted = 2 * count
    while True:
        if wanted < len(cosines):
            top = np.argpartition(cosines, -wanted)[-wanted:]
            top = top[np.argsort(-cosines[top])]
        else:
            top = np.argsort(-cosines)
        papers = matrix.ids[top].tolist()
        shown = answers.shown_among(papers)
        if len(shown) >= count or wanted >= len(cosines):
            return [paper for paper in papers if paper in shown][:count]
        wanted *= 8


def rarest_words(text: PaperText, frequencies: Frequencies) -> list[Words]:
    """The words of title and abstract by which to look for papers like it: rare, but not in it alone."""
    forms = {stem(form): form for form in forms_of(f"{text.title}\n{text.abstract}") if form not in STOP_WORDS}
    counted = sorted((frequencies.in_library(root), form) for root, form in forms.items() if len(root) > 1)
    chosen: list[Words] = []
    total = 0
    for count, form in counted:
        if count < 2:
            continue
        total += count
        if chosen and (len(chosen) == RAREST or total > MOST_HOLDING):
            break
        chosen.append(Words(form))
    return chosen


def gather(answers: Answers, matrix: PaperMatrix, ids: Sequence[int]) -> Candidates:
    """Papers with what is needed to score them."""
    terms = answers.terms(ids)
    parts = answers.parts(matrix.stamp, ids) if len(matrix) else {}
    titles = None
    if parts:
        titles = np.full((len(ids), matrix.dimensions), np.nan, dtype=np.float32)
        for row, paper in enumerate(ids):
            if paper in parts:
                titles[row] = unpack_bytes(parts[paper], matrix.dimensions, first=1)[0]
    return Candidates(np.array(ids, dtype=np.int64), [terms.get(paper, (b"", b""))[0] for paper in ids], titles)


def likeness(
    answers: Answers, frequencies: Frequencies, matrix: PaperMatrix, candidates: Candidates, text: PaperText
) -> np.ndarray:
    """How related each candidate is to one paper; a score compares within one call."""
    counts = Counter(stem(form) for form in forms_of(f"{text.title}\n{text.abstract}"))
    weights = {term_number(root): count * frequencies.idf(root) for root, count in counts.items()}
    words = bm25.scores(weights, candidates.terms, USUAL_WORDS)
    nothing = np.full(len(candidates.ids), np.nan, dtype=np.float32)
    vector = matrix.of(text.id)
    cosines = nothing if vector is None else matrix.cosines(candidates.ids, vector)
    title_cosines = nothing
    own = answers.parts(matrix.stamp, [text.id]).get(text.id) if candidates.titles is not None else None
    if own is not None and candidates.titles is not None:
        title_cosines = candidates.titles @ unpack_bytes(own, matrix.dimensions, first=1)[0]
    return related_scores(words, cosines, title_cosines)


def _sides(answers: Answers, matrix: PaperMatrix, papers: Sequence[int]) -> dict[int, Side]:
    """What the reasons need of each paper."""
    texts, marks = answers.texts(papers), answers.marks(papers)
    parts = answers.parts(matrix.stamp, papers) if len(matrix) else {}
    digests = answers.digests(matrix.stamp, papers) if parts else {}
    sides = {}
    for paper, text in texts.items():
        fresh = paper in parts and digests.get(paper) == digest_of(text.title, text.abstract)
        vectors = unpack_bytes(parts[paper], matrix.dimensions) if fresh else None
        if vectors is not None and len(vectors) > 1:
            vectors = vectors[1:]  # the first is the title's
        sides[paper] = Side(text, marks[paper], vectors)
    return sides
