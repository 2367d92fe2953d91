"""BM25, fusion, packing and the matrices in memory."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.library import Library
from readinglist.library.index import PaperVectors as Stored
from readinglist.library.index_words import term_number, term_numbers
from readinglist.library.records import PaperRecord
from readinglist.search import bm25
from readinglist.search.fusion import answer_scores, related_scores, z_scores
from readinglist.search.packing import pack_bytes, pack_half, signs, unpack_bytes
from readinglist.search.passages import PassageVectors
from readinglist.search.vectors import PaperMatrix, PaperVectors

words = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def plain_bm25(weights: dict[str, float], document: list[str], usual: float) -> float:
    """The formula as it is written in the books."""
    counts = Counter(document)
    norm = bm25.K1 * (1 - bm25.B + bm25.B * len(document) / usual)
    return sum(
        weight * counts[word] * (bm25.K1 + 1) / (counts[word] + norm)
        for word, weight in weights.items()
        if counts[word]
    )


@given(st.dictionaries(st.sampled_from("abcdz"), st.floats(0.1, 5)), st.lists(words, max_size=6))
def test_bm25_is_the_books(weights: dict[str, float], documents: list[list[str]]) -> None:
    numbers = {term_number(word): weight for word, weight in weights.items()}
    scores = bm25.scores(numbers, [term_numbers(document) for document in documents], 5.0)
    assert scores == pytest.approx([plain_bm25(weights, document, 5.0) for document in documents])


def test_z_scores_let_what_is_unknown_stand_in_the_middle() -> None:
    scores = z_scores(np.array([1.0, 3.0, np.nan]))
    assert scores.tolist() == [-1.0, 1.0, 0.0]
    assert z_scores(np.array([2.0, 2.0])).tolist() == [0.0, 0.0]
    assert z_scores(np.array([np.nan, 1.0])).tolist() == [0.0, 0.0]
    assert z_scores(np.zeros(0)).tolist() == []


def test_a_name_beats_meaning_and_a_stray_word_does_not() -> None:
    meaning = np.array([3.0, 0.0])
    name, stray, none = np.array([0.0, 1.0]), np.array([0.0, 0.25]), np.zeros(2)
    assert answer_scores(meaning, name, none).argmax() == 1
    assert answer_scores(meaning, stray, none).argmax() == 0


def test_related_scores_add_words_and_meaning() -> None:
    words, cosines = np.array([3.0, 0.0, 1.0]), np.array([0.9, 0.1, 0.2])
    assert related_scores(words, cosines, np.full(3, np.nan)).argmax() == 0


unit = st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4)


@given(st.lists(unit, max_size=5))
def test_packing_keeps_vectors_nearly_as_they_are(rows: list[list[float]]) -> None:
    vectors = np.array(rows, np.float32).reshape(-1, 4)
    back = unpack_bytes(pack_bytes(vectors), 4)
    assert back.shape == vectors.shape
    assert np.allclose(back, vectors, atol=0.005)


def vector(*values: float) -> np.ndarray:
    made = np.array(values, np.float32)
    unit_length: np.ndarray = made / math.sqrt(float(made @ made))
    return unit_length


def stored(paper: int, made: np.ndarray) -> Stored:
    return Stored(paper, b"", pack_half(made), pack_bytes(-made[None]), b"")


def test_the_matrix_follows_the_index(library: Library) -> None:
    one, two, three = library.papers.add([PaperRecord(title=f"Paper {n} about it") for n in range(3)], source="t").added
    matrices = PaperVectors(library.index.answers)
    assert len(matrices.now("m@1")) == 0
    library.index.set_paper_vectors("m@1", [stored(one, vector(1, 0)), stored(two, vector(0, 1))])
    before = matrices.now("m@1")
    assert before.of(one) == pytest.approx([1, 0])
    assert before.of(three) is None
    library.index.set_paper_vectors("m@1", [stored(three, vector(1, 1)), stored(one, vector(-1, 0))])
    after = matrices.now("m@1")
    assert (len(before), len(after)) == (2, 3)
    assert before.of(three) is None
    assert after.of(one) == pytest.approx([-1, 0])
    cosines = after.cosines(np.array([three, 99, two]), vector(0, 1))
    assert cosines[[0, 2]] == pytest.approx([math.sqrt(0.5), 1], abs=1e-3)
    assert math.isnan(cosines[1])
    library.index.set_paper_vectors("other@1", [stored(one, vector(1, 2, 3))])
    assert matrices.now("other@1").dimensions == 3
    assert len(matrices.now("m@1")) == 3
    assert after.title(three) == pytest.approx(-vector(1, 1), abs=0.01)
    assert after.title(99) is None
    assert after.title_cosines(np.array([three, 99]), vector(1, 1))[0] == pytest.approx(-1, abs=0.01)
    assert after.nearest(vector(0, 1), 2) == [two, three]
    assert after.nearest(vector(0, 1), 9) == [two, three, one]
    library.index.rebuild()
    assert len(matrices.now("m@1")) == 0


def test_the_nearest_of_many_are_found_by_their_signs() -> None:
    dice = np.random.default_rng(3)
    centres = dice.normal(size=(400, 64))
    rows = centres[dice.integers(400, size=30_000)] + dice.normal(scale=0.6, size=(30_000, 64))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    ids = np.arange(1, 30_001)
    matrix = PaperMatrix("m@1", ids, rows, np.zeros((30_000, 68), np.int8), signs(rows), {})
    for row in (0, 777, 29_999):
        exact = ids[np.argsort(-(rows @ rows[row]))[:50]].tolist()
        found = matrix.nearest(rows[row], 50)
        assert found[0] == row + 1
        assert len(set(found) & set(exact)) >= 45
        assert found == sorted(found, key=lambda paper: -float(rows[paper - 1] @ rows[row]))


def test_the_nearest_passage_of_each_document(library: Library) -> None:
    passages = PassageVectors(library.index.answers)
    assert passages.nearest("m@1", vector(1, 0)) == []
    library.index.set_passages("m@1", 7, [(1, "a"), (2, "b")], pack_bytes(np.stack([vector(0, 1), vector(1, 0)])))
    library.index.set_passages("m@1", 8, [], b"")
    library.index.set_passages("m@1", 9, [(1, "c")], pack_bytes(vector(0, 1)[None]))
    hits = {hit.document: hit for hit in passages.nearest("m@1", vector(1, 0))}
    assert set(hits) == {7, 9}
    assert hits[7].number == 1
    assert hits[7].cosine == pytest.approx(1, abs=0.01)
    assert hits[9].cosine == pytest.approx(0, abs=0.01)
    library.index.set_passages("m@1", 9, [(1, "d")], pack_bytes(vector(1, 0)[None]))
    assert {hit.document: round(hit.cosine) for hit in passages.nearest("m@1", vector(1, 0))} == {7: 1, 9: 1}
