"""How well search and related papers find: ours, BM25 and the plain cosine on judged sets, in one run."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from readinglist.library import Library
from readinglist.library.index_words import forms_of
from readinglist.library.query import Words
from readinglist.library.records import PaperRecord
from readinglist.search import Embedder, Searcher, index_papers

pytestmark = [pytest.mark.benchmark, pytest.mark.shared]

Report = Callable[[str], None]


class Judged:
    """A collection in BEIR's form: its papers in a library, queries, and for each query the judged papers."""

    def __init__(self, folder: Path, library: Library, embedder: Embedder) -> None:
        self.library = library
        self.paper: dict[str, int] = {}
        with library.change("Add a judged collection"):
            for row in lines(folder / "corpus.jsonl"):
                record = PaperRecord(title=row["title"] or row["_id"], abstract=row["text"])
                done = library.papers.add([record], source="test")
                (self.paper[row["_id"]],) = done.added or done.merged  # a few stand in it twice
        index_papers(library, embedder, sorted(set(self.paper.values())))
        library.index.catch_up()
        self.queries = lines(folder / "queries.jsonl")
        self.grades: dict[str, dict[int, int]] = defaultdict(dict)
        for judgement in (folder / "qrels/test.tsv").read_text().splitlines()[1:]:
            query, text, grade = judgement.split("\t")
            self.grades[query][self.paper[text]] = int(grade)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def judged(shared: Path, library: Library, embedder: Embedder) -> Iterator[Callable[[str], Judged]]:
    yield lambda name: Judged(shared / "data/eval" / name, library, embedder)


def average_precision(ranked: Sequence[int], grades: dict[int, int]) -> float:
    """MAP's part of one query: papers of grade 2 and 3 count as right."""
    found, total = 0, 0.0
    for place, paper in enumerate(ranked, 1):
        if grades[paper] >= 2:
            found += 1
            total += found / place
    return total / max(found, 1)


def gain(ranked: Sequence[int], grades: dict[int, int]) -> float:
    """NDCG of the first fifth of the pool."""
    depth = math.ceil(0.2 * len(ranked))

    def discounted(some: Sequence[int]) -> float:
        return sum(grade / math.log2(place + 1) for place, grade in enumerate(some[:depth], 1))

    return discounted([grades[paper] for paper in ranked]) / discounted(sorted(grades.values(), reverse=True))


def test_related_on_csfcube(judged: Callable[[str], Judged], embedder: Embedder, report: Report) -> None:
    """Each query is a paper; its pool is ranked by how related the candidates are to it."""
    import numpy as np

    from readinglist.search.frequencies import Frequencies
    from readinglist.search.related import gather, likeness
    from readinglist.search.vectors import PaperVectors

    csfcube = judged("csfcube-dev")
    answers = csfcube.library.index.answers
    matrix, frequencies = PaperVectors(answers).now(embedder.stamp), Frequencies(answers)
    frequencies.refresh()
    results: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for query in csfcube.queries:
        seed = csfcube.paper[query["metadata"]["paper_id"]]
        grades = {paper: grade for paper, grade in csfcube.grades[query["_id"]].items() if paper != seed}
        pool = list(grades)
        text = answers.texts([seed])[seed]
        vector = matrix.of(seed)
        assert vector is not None
        words = [Words(form) for form in dict.fromkeys(forms_of(f"{text.title} {text.abstract}"))]
        bm25 = dict(answers.with_any(words))
        scores = {
            "ours": likeness(frequencies, matrix, gather(answers, pool), text),
            "BM25 (FTS5)": np.array([bm25.get(paper, 0.0) for paper in pool]),
            "cosine": matrix.cosines(np.array(pool), vector),
        }
        for name, made in scores.items():
            ranked = [pool[at] for at in np.argsort(-made, kind="stable")]
            results[name].append((average_precision(ranked, grades), gain(ranked, grades)))
    means = {name: np.array(rows).mean(axis=0) * 100 for name, rows in results.items()}
    for name, (precision, ndcg) in means.items():
        report(f"CSFCube, {len(csfcube.queries)} queries: {name:12} MAP {precision:.1f}  NDCG%20 {ndcg:.1f}")
    assert means["ours"][0] > max(means["BM25 (FTS5)"][0], means["cosine"][0])


def test_search_on_limit(judged: Callable[[str], Judged], embedder: Embedder, report: Report) -> None:
    """Each question names a thing that two of the texts hold: single vectors fail here, and so do fused ranks."""
    limit = judged("limit-small")
    searcher = Searcher(limit.library, embedder)
    answers = limit.library.index.answers
    ways: dict[str, Callable[[str], list[int]]] = {
        "ours": lambda text: [hit.paper for hit in searcher.both(text, limit=2)],
        "BM25 (FTS5)": lambda text: [
            paper for paper, _ in answers.with_any([Words(form) for form in forms_of(text)], 2)
        ],
        "cosine": lambda text: [hit.paper for hit in searcher.meaning(text, limit=2)],
    }
    recalls = {}
    for name, way in ways.items():
        right = sum(len(set(way(query["text"])) & limit.grades[query["_id"]].keys()) for query in limit.queries)
        recalls[name] = 100 * right / sum(len(limit.grades[query["_id"]]) for query in limit.queries)
        report(f"LIMIT small, {len(limit.queries):,} questions: {name:12} Recall@2 {recalls[name]:.1f}")
    assert recalls["ours"] > 95
