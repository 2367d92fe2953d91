"""The ranking itself, over what the child process knows of papers. For the child process only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from readinglist.recommend.nearness import BLOCK, Nearness
from readinglist.recommend.order import Explained
from readinglist.recommend.term_matrix import TermMatrix
from readinglist.search.fusion import z_scores

PENALTY = 0.3
"""C of the linear model: how much a misplaced paper costs."""
NEARNESS = 0.6
"""What nearness in meaning counts beside words, both in standard deviations."""
MOST_NEAREST_TO = 800
"""Wanted papers to which nearness is measured, those that weigh most."""
YEARS = 4.0
"""After so many years a sign of interest weighs a third: interests move slowly."""
WISH = 2.5
"""What the like of a paper gains, in standard deviations, of which the user wants more, or loses."""
ALIKE, REPEATED, DEPTH = 0.55, 3.0, 200
"""Variety: among the best DEPTH a paper loses REPEATED times what its cosine to one above it is beyond ALIKE."""
NEAREST, TERMS = 5, 16


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be ranked for whom; all papers are known to the term matrix."""

    wanted: list[int]
    weights: np.ndarray
    """Of the wanted, above 0."""
    years: np.ndarray
    """How many years before the latest sign of interest each of these was given."""
    unwanted: list[int]
    costs: np.ndarray
    """Of the unwanted, above 0: how sure it is that they are."""
    rejected: list[int]
    """Those of the unwanted that the user spoke of."""
    candidates: list[int]
    more: list[int]
    less: list[int]
    prior: np.ndarray
    """What speaks for each candidate already, in standard deviations."""
    explained: int
    """How many of the best are explained."""
    doubted: int | None = None
    """The candidate of which is asked what speaks against it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Scores in the order of the candidates, and explanations of the best."""

    scores: np.ndarray
    explanations: list[Explained]
    against: Explained | None = None
    """Of the one that was doubted: the unwanted papers nearest to it, and the terms that spoke against it."""


def rank(words: TermMatrix, meaning: Nearness, task: Task) -> Answer:
    """Rank the candidates by a linear model over words and by nearness in meaning."""
    rows = words.rows(task.candidates)
    model = _linear(words, task)
    scores = task.prior.copy() if model is None else task.prior + z_scores(rows @ model)
    scores += NEARNESS * _nearness(meaning, task) + _wishes(words, meaning, task)
    scores, repeats = spread(meaning, task.candidates, scores)
    best = np.lexsort((-np.array(task.candidates), -scores))[: task.explained]
    papers = [task.candidates[at] for at in best]
    near = _nearest(words, meaning, papers, task.wanted)
    terms = _telling(words, rows[best], model)
    explanations = [
        Explained(paper, tuple(some), tuple(telling), repeats.get(paper))
        for paper, some, telling in zip(papers, near, terms, strict=True)
    ]
    against = None
    if task.doubted is not None:
        (unlike,) = _nearest(words, meaning, [task.doubted], task.rejected)
        (terms_against,) = _telling(words, words.rows([task.doubted]), None if model is None else -model)
        against = Explained(task.doubted, tuple(unlike), tuple(terms_against), repeats.get(task.doubted))
    return Answer(scores, explanations, against)


def _linear(words: TermMatrix, task: Task) -> np.ndarray | None:
    """The weight of each term, by one linear SVM for this reader; None where there is nothing to tell apart."""
    if not task.wanted or not task.unwanted:
        return None
    rows = words.rows([*task.wanted, *task.unwanted])
    if not rows.nnz:
        return None
    truth = np.zeros(rows.shape[0])
    truth[: len(task.wanted)] = 1
    half = len(truth) / 2  # either side weighs the same
    weights = np.concatenate([half * task.weights / task.weights.sum(), half * task.costs / task.costs.sum()])
    model = LinearSVC(C=PENALTY, max_iter=3_000, random_state=0).fit(rows, truth, sample_weight=weights)
    found: np.ndarray = model.coef_.ravel()
    return found


def _nearness(meaning: Nearness, task: Task) -> np.ndarray:
    """Standard deviations by which candidates are nearer to what is wanted than others; 0 for those without vector."""
    result = np.full(len(task.candidates), np.nan)
    known, with_vector = meaning.has(task.candidates), meaning.has(task.wanted)
    if known.any() and with_vector.any():
        weights = (task.weights * np.exp(-task.years / YEARS))[with_vector]
        wanted = np.array(task.wanted)[with_vector]
        heaviest = np.argsort(-weights, kind="stable")[:MOST_NEAREST_TO]
        candidates = np.array(task.candidates)[known]
        result[known] = meaning.near(candidates.tolist(), wanted[heaviest].tolist(), weights[heaviest])
    return z_scores(result)


def _wishes(words: TermMatrix, meaning: Nearness, task: Task) -> np.ndarray:
    """What the like of single papers gains or loses because the user said so."""
    result = np.zeros(len(task.candidates))
    for papers, gain in ((task.more, WISH), (task.less, -WISH)):
        if papers:
            result += gain * alike(words, meaning, task.candidates, papers).max(axis=1)
    return result


def alike(words: TermMatrix, meaning: Nearness, papers: Sequence[int], others: Sequence[int]) -> np.ndarray:
    """How like each of the papers is to each of the others, 0 to 1: by meaning, by words where there is no vector."""
    mine, theirs = meaning.has(papers), meaning.has(others)
    if mine.all() and theirs.all():
        result = meaning.rows(papers) @ meaning.rows(others).T
    else:
        result = (words.rows(papers) @ words.rows(others).T).toarray()
        if mine.any() and theirs.any():
            one, other = np.array(papers)[mine].tolist(), np.array(others)[theirs].tolist()
            result[np.ix_(mine, theirs)] = meaning.rows(one) @ meaning.rows(other).T
    clipped: np.ndarray = np.clip(result, 0.0, 1.0)
    return clipped


def spread(meaning: Nearness, candidates: Sequence[int], scores: np.ndarray) -> tuple[np.ndarray, dict[int, int]]:
    """The scores less what near-duplicates of better papers lose; and for those papers which one they repeat.

    Maximal marginal relevance (J. Carbonell, J. Goldstein, 1998), where only unusual likeness costs.
    """
    top = np.argsort(-scores, kind="stable")[:DEPTH]
    top = top[meaning.has([candidates[at] for at in top])]
    rows = meaning.rows([candidates[at] for at in top])
    cost = REPEATED * np.maximum(rows @ rows.T - ALIKE, 0.0)
    value, because = scores[top].copy(), np.full(len(top), -1)
    left = np.ones(len(top), dtype=bool)
    for _ in range(len(top)):
        best = int(np.where(left, value, -np.inf).argmax())
        left[best] = False
        less = np.where(left, scores[top] - cost[best], np.inf)
        worse = less < value
        value[worse], because[worse] = less[worse], best
    spread = scores.copy()
    spread[top] = value
    return spread, {candidates[at]: candidates[top[why]] for at, why in zip(top, because, strict=True) if why >= 0}


def _nearest(
    words: TermMatrix, meaning: Nearness, papers: Sequence[int], others: Sequence[int]
) -> list[list[tuple[int, float]]]:
    """For each of the papers those of the others that it is most like, itself left out."""
    if not others or not papers:
        return [[] for _ in papers]
    found = []
    for start in range(0, len(papers), BLOCK):
        some = papers[start : start + BLOCK]
        for paper, row in zip(some, alike(words, meaning, some, others), strict=True):
            top = np.argpartition(-row, min(NEAREST, len(row) - 1))[: NEAREST + 1]
            top = top[np.argsort(-row[top], kind="stable")]
            found.append([(others[at], float(row[at])) for at in top if others[at] != paper][:NEAREST])
    return found


def _telling(words: TermMatrix, rows: sparse.csr_matrix, model: np.ndarray | None) -> list[list[tuple[int, float]]]:
    """For each row the terms that spoke for it, the strongest first, with how much."""
    if model is None:
        return [[] for _ in range(rows.shape[0])]
    found = []
    for at in range(rows.shape[0]):
        cells = slice(rows.indptr[at], rows.indptr[at + 1])
        columns, gains = rows.indices[cells], rows.data[cells] * model[rows.indices[cells]]
        top = np.argsort(-gains, kind="stable")[:TERMS]
        top = top[gains[top] > 0]
        found.append(list(zip(words.keys(columns[top]), gains[top].tolist(), strict=True)))
    return found
