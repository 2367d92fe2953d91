"""Search by meaning, alone or together with words."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence, Set

import numpy as np

from readinglist.library.index_answers import Answers, PageHit
from readinglist.library.index_words import forms_of, stem, stems_of, term_number, term_numbers
from readinglist.library.query import Words
from readinglist.library.records import Hit
from readinglist.search import bm25
from readinglist.search.embedder import Embedder
from readinglist.search.frequencies import Frequencies
from readinglist.search.fusion import AS_IT_STANDS, answer_scores, levelled, z_scores
from readinglist.search.hits import HitReader, Near
from readinglist.search.passages import PassageHit, PassageVectors
from readinglist.search.phrases import singular
from readinglist.search.question import Question
from readinglist.search.snippets import MOST_SHOWN
from readinglist.search.stop_words import STOP_WORDS
from readinglist.search.vectors import PaperVectors
from readinglist.search.words import best_pages

ALL_ARE_CANDIDATES = 2_000
"""Up to this many papers, words are counted in all of them."""
NEAREST, HOLDING = 300, 300
"""Candidates of a larger library: nearest in meaning, and holding the words best."""
MOST_WORDS = 10
"""Words of a long question by which candidates are sought: the rarest."""
PASSAGE_HANDICAP = 0.05
"""Of the many passages of a document one is always near by chance."""
ON_PAGES = 0.7
"""What a word on a page of the document counts against one in title or abstract."""
SAME_STEM = 0.5
"""What a word counts that only has the stem of the question's (`erases` for `erased`); a plural is the same word."""
COMPARED = 200
"""Papers whose words are compared in full, the most promising; of the others only the stems are known."""
USUAL_WORDS = 180.0
FAR = 0.12
"""A paper whose cosine to the question is less, and that holds none of its words, is no answer to it."""
FAR_FROM_NONSENSE = 0.28
"""The same for a question of words that neither the library nor the background knows: to those, any text has a
cosine, and up to this one (measured with made-up words over 87 to 2,854 papers; how far the nearest stands out from
the others tells nothing)."""
REMEMBERED = 200
"""Questions whose vectors are kept."""


class Meaning:
    """Answers questions by meaning. Any thread."""

    def __init__(
        self,
        answers: Answers,
        embedder: Embedder,
        frequencies: Frequencies,
        papers: PaperVectors,
        passages: PassageVectors,
    ) -> None:
        self._answers = answers
        self._embedder = embedder
        self._frequencies = frequencies
        self._papers = papers
        self._passages = passages
        self._remembered: OrderedDict[tuple[str, str], np.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, question: Question, limit: int | None, *, with_words: bool) -> list[Hit]:
        """The papers that match the question's demand, best first."""
        papers = np.array(self._answers.shown(question.demand), dtype=np.int64)
        if not len(papers):
            return []
        vector = self._vector(question.text)
        near = self._near(papers, vector)
        self._frequencies.refresh()
        meaning = levelled(z_scores(near.cosines))
        found = near.cosines >= self._far(question.words)  # False for nan: what has no vector is not found by meaning
        if not with_words:
            scores = np.where(found, near.cosines, -np.inf)
            return self._shown(question, near, vector, scores, {}, limit)
        pages = best_pages(self._answers, question.words)
        rows = self._candidates(papers, meaning, question.words, pages)
        answered, in_title, whole = self._answered(papers[rows], meaning[rows], question.words, pages)
        scores = np.array(meaning, dtype=np.float64)
        scores[rows] = answer_scores(meaning[rows], answered, in_title) + AS_IT_STANDS * whole
        found[rows] |= answered > 0
        scores[~found] = -np.inf
        return self._shown(question, near, vector, scores, pages, limit)

    # -- the question -------------------------------------------------------------------------------------------

    def _vector(self, text: str) -> np.ndarray:
        """The question's vector; zero if nothing has been embedded, for which the model need not start."""
        if not self._answers.made():
            return np.zeros(0, np.float32)
        key = (self._embedder.stamp, text)
        with self._lock:
            known = self._remembered.get(key)
        if known is None:
            known = self._embedder.encode([text], urgent=True)[0]
            with self._lock:
                self._remembered[key] = known
                if len(self._remembered) > REMEMBERED:
                    self._remembered.popitem(last=False)
        return known

    def _far(self, words: Sequence[Words]) -> float:
        """The least cosine of an answer: the more of the question's words nobody knows, the more.

        A lone name is as good as unknown: papers hold it, but the model has hardly met it and guesses by its letters.
        """
        roots = list(dict.fromkeys(stem(form) for form in _telling(words)))
        if len(roots) == 1 and self._frequencies.is_name(roots[0]):
            return FAR_FROM_NONSENSE
        unknown = sum(not self._frequencies.known(root) for root in roots) / max(len(roots), 1)
        return FAR + (FAR_FROM_NONSENSE - FAR) * unknown**2

    def _weights(self, words: Sequence[Words]) -> dict[str, float]:
        """Stems of the question with their share of it: by how rare they are, together 1."""
        roots = dict.fromkeys(stem(form) for form in _telling(words))
        weights = {root: self._frequencies.idf(root) for root in roots}
        total = sum(weights.values())
        return {root: weight / total for root, weight in weights.items()} if total else weights

    # -- scores -------------------------------------------------------------------------------------------------

    def _near(self, papers: np.ndarray, vector: np.ndarray) -> Near:
        if not len(vector):
            return Near(papers, np.full(len(papers), np.nan), {})
        stamp = self._embedder.stamp
        matrix = self._papers.now(stamp)
        cosines = matrix.cosines(papers, vector) if len(matrix) else np.full(len(papers), np.nan, np.float32)
        row_of = {int(paper): row for row, paper in enumerate(papers)}
        passages: dict[int, PassageHit] = {}
        hits = self._passages.nearest(stamp, vector)
        paper_of = self._answers.papers_of_documents() if hits else {}
        for hit in hits:
            row = row_of.get(paper_of.get(hit.document, -1))
            if row is None:
                continue
            cosine = hit.cosine - PASSAGE_HANDICAP
            if not cosines[row] >= cosine:  # nan too
                cosines[row] = cosine
                passages[int(papers[row])] = hit
        return Near(papers, cosines, passages)

    def _candidates(
        self, papers: np.ndarray, meaning: np.ndarray, words: Sequence[Words], pages: dict[int, PageHit]
    ) -> np.ndarray:
        """Rows of the papers in which the words are counted."""
        if len(papers) <= ALL_ARE_CANDIDATES:
            return np.arange(len(papers))
        rarest = sorted(words, key=lambda one: -sum(map(self._frequencies.idf, stems_of(one.text))))
        telling = [one for one in rarest if set(forms_of(one.text)) - STOP_WORDS][:MOST_WORDS] or rarest[:MOST_WORDS]
        holding = [paper for paper, _ in self._answers.with_any(telling, HOLDING)]
        wanted = np.isin(papers, np.array([*holding, *pages], dtype=np.int64))
        wanted[np.argpartition(-meaning, NEAREST)[:NEAREST]] = True
        return np.flatnonzero(wanted)

    def _answered(
        self, papers: np.ndarray, meaning: np.ndarray, words: Sequence[Words], pages: dict[int, PageHit]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Which share of the question each paper holds, its title alone, and if it stands there in one piece (1, 0)."""
        ids = papers.tolist()
        weights, forms = self._weights(words), _forms_by_stem(words)
        shares = np.array(list(weights.values()))
        asked = [forms[root] for root in weights]
        numbers = [term_number(root) for root in weights]
        terms, titles = self._answers.terms(ids), self._answers.titles(ids)
        main = [terms.get(paper, (b"", b""))[0] for paper in ids]
        counts, lengths = bm25.counts_of(numbers, main)
        others, _ = bm25.counts_of(numbers, [terms.get(paper, (b"", b""))[1] for paper in ids])
        held = np.minimum(bm25.saturated(counts, lengths, USUAL_WORDS), 1.0)
        held = np.maximum(held, np.minimum(others, 1.0))  # a long abstract makes an author or a tag no less telling
        in_title, _ = bm25.counts_of(numbers, [term_numbers(stems_of(titles.get(paper, ""))) for paper in ids])
        in_title = np.minimum(in_title, 1.0)
        likely = np.argsort(-answer_scores(meaning, held @ shares, in_title @ shares))[:COMPARED]
        exact, whole = np.full(held.shape, SAME_STEM), np.zeros(len(ids))
        phrase = [form for one in words for form in _singulars(one.text)]
        texts = self._answers.texts([ids[row] for row in likely if held[row].any()])
        for row in likely:
            if (text := texts.get(ids[row])) is not None:
                columns = [_singulars(column) for column in text.columns]
                exact[row] = _exactness(asked, {form for column in columns for form in column})
                whole[row] = len(phrase) > 1 and any(_in_one_piece(phrase, column) for column in columns)
        held *= exact
        for row, paper in enumerate(ids):
            if (hit := pages.get(paper)) is not None:
                page = self._answers.page(hit.document, hit.page)
                page_counts, _ = bm25.counts_of(numbers, [term_numbers(stems_of(page))])
                on_page = np.minimum(page_counts[0], 1.0) * _exactness(asked, set(_singulars(page)))
                held[row] = np.maximum(held[row], ON_PAGES * on_page)
        return held @ shares, (in_title * exact) @ shares, whole

    def _shown(
        self,
        question: Question,
        near: Near,
        vector: np.ndarray,
        scores: np.ndarray,
        pages: dict[int, PageHit],
        limit: int | None,
    ) -> list[Hit]:
        """The best papers as hits; the first page of them with reasons and snippets."""
        order = np.lexsort((-near.papers, -scores))[: int(np.isfinite(scores).sum())][:limit]
        best = near.papers[order].tolist()
        stamp = self._embedder.stamp if len(vector) else ""
        reader = HitReader(self._answers, self._frequencies, question, stamp, vector)
        shown = reader.read(best[:MOST_SHOWN], near, pages)
        return [
            Hit(paper, float(scores[row]), *shown.get(paper, ((), "", None)))
            for row, paper in zip(order, best, strict=True)
        ]


def _forms_by_stem(words: Sequence[Words]) -> dict[str, set[str]]:
    """For each stem of the question the words of it, in the singular."""
    forms: dict[str, set[str]] = {}
    for form in (form for one in words for form in forms_of(one.text)):
        forms.setdefault(stem(form), set()).add(singular(form))
    return forms


def _telling(words: Sequence[Words]) -> list[str]:
    """The words of the question that say something; all of them if none does."""
    forms = [form for one in words for form in forms_of(one.text)]
    return [form for form in forms if form not in STOP_WORDS] or forms


def _singulars(text: str) -> list[str]:
    return [singular(form) for form in forms_of(text)]


def _in_one_piece(phrase: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words hold the phrase, one word of it behind the other."""
    return f" {' '.join(phrase)} " in f" {' '.join(words)} "


def _exactness(asked: Sequence[set[str]], held: Set[str]) -> np.ndarray:
    """For each word that is asked for 1 if the text, whose words are `held`, has it in this form, SAME_STEM if not."""
    return np.array([1.0 if forms & held else SAME_STEM for forms in asked])
