"""Search as you type and related papers at 100,000 papers, against the bare FTS5 query and the bare matrix product."""

from __future__ import annotations

import random
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from readinglist.library import Library
from readinglist.library.index import PaperVectors
from readinglist.library.index_text import digest_of
from readinglist.library.records import PaperRecord
from readinglist.search import Embedder, Searcher
from tests.benchmarks.conftest import quantile

pytestmark = pytest.mark.benchmark

EMBEDDED = 256
"""Real abstracts that are really embedded; the vectors of the 100,000 are mixtures of theirs, with noise."""
SENTENCES = 7
QUERIES = 60
RELATED = 200


@pytest.fixture(scope="module")
def searched(
    many_papers: Path, real_papers: list[PaperRecord], embedder: Embedder
) -> Iterator[tuple[Library, Searcher]]:
    import numpy as np

    from readinglist.search.packing import pack_bytes, pack_half

    base = embedder.encode([f"{paper.title}. {paper.abstract}" for paper in real_papers[:EMBEDDED]])
    dice = np.random.default_rng(7)

    def mixtures(count: int) -> np.ndarray:
        mixed = base[dice.integers(EMBEDDED, size=count)] + base[dice.integers(EMBEDDED, size=count)]
        mixed += dice.normal(scale=0.03, size=mixed.shape)
        unit: np.ndarray = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return unit.astype(np.float32)

    with Library.open(many_papers) as library:
        ids = [row[0] for row in library.read().execute("SELECT id FROM papers ORDER BY id").fetchall()]
        for start in range(0, len(ids), 5_000):
            part = ids[start : start + 5_000]
            wholes = mixtures(len(part))
            pieces = mixtures(len(part) * SENTENCES).reshape(len(part), SENTENCES, -1)
            texts = library.papers.get_many(part)
            library.index.set_paper_vectors(
                embedder.stamp,
                [
                    PaperVectors(
                        text.id,
                        digest_of(text.title, text.abstract),
                        pack_half(whole),
                        pack_bytes(whole[None]),
                        pack_bytes(piece),
                    )
                    for text, whole, piece in zip(texts, wholes, pieces, strict=True)
                ],
            )
        searcher = Searcher(library, embedder)
        searcher.related(ids[:1])
        searcher.words("warm", typing=True)
        yield library, searcher


def typed(papers: Sequence[PaperRecord]) -> list[str]:
    """What stands in the search field after each letter of some questions: one to three words of real titles."""
    dice = random.Random(3)
    states: list[str] = []
    for _ in range(QUERIES):
        words: list[str] = re.findall(r"[A-Za-z]{3,}", dice.choice(papers).title) or ["model"]
        start = dice.randrange(len(words))
        text = " ".join(words[start : start + dice.choice((1, 2, 3))]).lower()
        states += [text[: n + 1] for n in range(len(text)) if text[n] != " "]
    return states


def test_search_as_you_type(
    searched: tuple[Library, Searcher], real_papers: list[PaperRecord], report: Callable[[str], None]
) -> None:
    library, searcher = searched
    bare = sqlite3.connect(library.folder / "index.db")
    ours, theirs = [], []
    for text in typed(real_papers):
        words = " ".join(f'"{word}"' for word in text.split()) + "*"
        start = time.perf_counter()
        bare.execute("SELECT rowid FROM paper_fts WHERE paper_fts MATCH ? ORDER BY rank LIMIT 100", (words,)).fetchall()
        theirs.append(time.perf_counter() - start)
        start = time.perf_counter()
        hits = searcher.words(text, typing=True)
        library.papers.rows([hit.paper for hit in hits[:20]])
        ours.append(time.perf_counter() - start)
    bare.close()
    p95 = quantile(ours, 0.95) * 1000
    report(
        f"search as you type at {library.counts().all:,} papers: ours p50 {statistics.median(ours) * 1000:.1f} ms, p95"
        f" {p95:.1f} ms; bare FTS5 query p50 {statistics.median(theirs) * 1000:.1f} ms, p95"
        f" {quantile(theirs, 0.95) * 1000:.1f} ms; ratio of medians"
        f" {statistics.median(ours) / statistics.median(theirs):.2f} (n = {len(ours)} letters, target p95 30 ms)"
    )
    assert p95 <= 30


def test_related(searched: tuple[Library, Searcher], report: Callable[[str], None]) -> None:
    import numpy as np

    library, searcher = searched
    dice = random.Random(5)
    ids = [row[0] for row in library.read().execute("SELECT id FROM papers").fetchall()]
    matrix = np.random.default_rng(1).normal(size=(len(ids), 384)).astype(np.float32)
    ours, theirs = [], []
    for paper in dice.sample(ids, RELATED):
        start = time.perf_counter()
        scores = matrix @ matrix[0]
        np.argpartition(scores, -10)[-10:]
        theirs.append(time.perf_counter() - start)
        start = time.perf_counter()
        hits = searcher.related([paper])
        ours.append(time.perf_counter() - start)
        assert len(hits) == 10 and all(hit.reasons for hit in hits)
    p95 = quantile(ours, 0.95) * 1000
    report(
        f"related at {len(ids):,} papers: ours p50 {statistics.median(ours) * 1000:.1f} ms, p95 {p95:.1f} ms; bare"
        f" matrix product p50 {statistics.median(theirs) * 1000:.1f} ms, p95 {quantile(theirs, 0.95) * 1000:.1f} ms;"
        f" ratio of medians {statistics.median(ours) / statistics.median(theirs):.2f}"
        f" (n = {len(ours)}, target p95 50 ms)"
    )
    assert p95 <= 50
