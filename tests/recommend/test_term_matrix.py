"""Terms of papers in the child process: weights as BM25 has them, whatever the way in which the papers came."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.library.index_words import forms_of, stem, term_number, term_numbers
from readinglist.recommend.learning import spread
from readinglist.recommend.nearness import Nearness
from readinglist.recommend.term_matrix import TermMatrix, pair_key

WORDS = ("sparse", "dense", "retrieval", "of", "the", "protein", "folding", "robot")
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
papers = st.lists(st.tuples(texts, texts), min_size=1, max_size=12)


def put(matrix: TermMatrix, first: int, some: list[tuple[str, str]]) -> None:
    stems = [[stem(form) for form in forms_of(f"{title}\n{abstract}")] for title, abstract in some]
    matrix.put(
        range(first, first + len(some)),
        np.array([len(forms_of(title)) for title, _ in some]),
        np.array([len(words) for words in stems]),
        np.frombuffer(b"".join(term_numbers(words) for words in stems), np.uint32),
    )


@given(papers)
@settings(max_examples=25, deadline=None)
def test_weights_are_those_of_bm25(some: list[tuple[str, str]]) -> None:
    matrix = TermMatrix()
    put(matrix, 1, some)
    matrix.ready()
    counts: list[Counter[int]] = []
    for title, abstract in some:
        count: Counter[int] = Counter()
        for text, times in ((title, 2), (abstract, 1)):
            numbers = [term_number(stem(form)) for form in forms_of(text) if form not in ("of", "the")]
            for key in [*numbers, *(pair_key(*pair) for pair in pairwise(numbers))]:
                count[key] += times
        counts.append(count)
    holding = Counter(key for count in counts for key in count)
    usual = max(sum(sum(count.values()) for count in counts) / len(some), 1.0)
    for number, count in enumerate(counts, 1):
        norm = 1.2 * (0.25 + 0.75 * sum(count.values()) / usual)
        expected = {
            key: times
            * 2.2
            / (times + norm)
            * math.sqrt(math.log1p((len(some) - holding[key] + 0.5) / (holding[key] + 0.5)))
            for key, times in count.items()
            if holding[key] > 1
        }
        length = math.sqrt(sum(weight**2 for weight in expected.values())) or 1.0
        row = matrix.rows([number])
        found = dict(zip(matrix.keys(row.indices), row.data.tolist(), strict=True))
        assert found.keys() == expected.keys()
        assert all(math.isclose(found[key], expected[key] / length, rel_tol=1e-6) for key in found)


@given(papers, papers, st.data())
@settings(max_examples=25, deadline=None)
def test_papers_may_come_one_by_one_change_and_go(
    some: list[tuple[str, str]], more: list[tuple[str, str]], data: st.DataObject
) -> None:
    step_by_step, at_once = TermMatrix(), TermMatrix()
    put(step_by_step, 1, more)  # another text for papers that come again
    step_by_step.ready()
    for number, paper in enumerate([*some, *more], 1):
        put(step_by_step, number, [paper])
        if data.draw(st.booleans()):
            step_by_step.ready()
    gone = data.draw(st.integers(1, len(some)))
    step_by_step.drop([gone])
    put(step_by_step, gone, [some[gone - 1]])
    put(at_once, 1, [*some, *more])
    everybody = range(1, len(some) + len(more) + 1)
    for matrix in (step_by_step, at_once):
        matrix.count_anew()
    assert abs(step_by_step.rows(everybody) - at_once.rows(everybody)).sum() < 1e-6
    assert step_by_step.rows([10_000]).nnz == 0


def test_near_are_those_that_point_the_same_way() -> None:
    drawn = np.random.default_rng(3).normal(size=(300, 24)) + 2.0  # all of them lean to one side
    drawn[1] = drawn[0] + 0.1
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    nearness = Nearness()
    nearness.put(range(200), vectors[:200])
    nearness.ready()
    nearness.put(range(200, 300), vectors[200:])
    nearness.ready()
    near = nearness.near(range(1, 300), [0, 7], np.array([1.0, 1.0]))
    assert int(near.argmax()) + 1 in (1, 7)
    assert set(np.argsort(-near)[:2] + 1) == {1, 7}
    assert np.isfinite(near).all()
    assert nearness.has([5, 300]).tolist() == [True, False]
    assert abs(nearness.rows(range(300)).mean()) < 0.05  # but not any more


def test_what_repeats_a_better_paper_makes_way() -> None:
    drawn = np.random.default_rng(5).normal(size=(60, 48))
    drawn[1] = drawn[0] + 0.05  # as good as the same
    nearness = Nearness()
    nearness.put(range(60), (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32))
    nearness.ready()
    scores, repeats = spread(nearness, [0, 1, 2, 3], np.array([3.0, 2.9, 2.8, 1.0]))
    assert np.argsort(-scores).tolist() == [0, 2, 1, 3]
    assert repeats == {1: 0}
