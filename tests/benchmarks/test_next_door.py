"""What lies next door to a page among 20,000 and 200,000 passages, against the bare float32 matrix product."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from readinglist.library import Library
from readinglist.library.records import PaperRecord
from readinglist.search import Embedder, Searcher
from tests.benchmarks.conftest import quantile

pytestmark = pytest.mark.benchmark

EMBEDDED = 256
"""Real abstracts that are really embedded; the vectors of the passages are mixtures of theirs, with noise."""
A_DOCUMENT, A_PAGE = 40, 4
"""Passages of a document, and of each of its pages."""
PAGES = 100


@pytest.mark.parametrize("passages", [20_000, 200_000])
def test_next_door(
    passages: int, real_papers: list[PaperRecord], embedder: Embedder, tmp_path: Path, report: Callable[[str], None]
) -> None:
    import numpy as np

    from readinglist.search.packing import pack_bytes
    from readinglist.search.passages import PassageVectors

    texts = [f"{paper.title}. {paper.abstract}" for paper in real_papers[:EMBEDDED]]
    base = embedder.encode(texts)
    dice = np.random.default_rng(7)
    with Library.open(tmp_path / "library") as library:
        documents = _documents(library, passages // A_DOCUMENT)
        for document in documents:
            one, other = dice.integers(EMBEDDED, size=(2, A_DOCUMENT))
            mixed = 2.0 * base[one] + base[other] + dice.normal(scale=0.03, size=(A_DOCUMENT, base.shape[1]))
            mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
            said = [(at // A_PAGE + 1, texts[nearer]) for at, nearer in enumerate(one)]
            library.index.set_passages(embedder.stamp, document, said, pack_bytes(mixed.astype(np.float32)))
        searcher = Searcher(library, embedder)
        start = time.perf_counter()
        assert searcher.next_door(documents[0], 1)
        first = time.perf_counter() - start
        table = PassageVectors(library.index.answers).now(embedder.stamp, base.shape[1])
        bare = np.concatenate(
            [table.vectors(np.arange(at, min(at + 8_192, passages))) for at in range(0, passages, 8_192)]
        )
        assert len(bare) == passages
        megabytes = (table.rows.nbytes + table.signs.nbytes + table.owners.nbytes + table.numbers.nbytes) / 1e6
        ours, theirs = [], []
        for document in random.Random(5).choices(documents, k=PAGES):
            asked = bare[table.owners == document][:A_PAGE]
            start = time.perf_counter()
            best = (asked @ bare.T).max(axis=0)
            np.argpartition(-best, 40)
            theirs.append(time.perf_counter() - start)
            start = time.perf_counter()
            found = searcher.next_door(document, 1)
            ours.append(time.perf_counter() - start)
            assert found and all(each.document != document for each in found)
        del bare
        gc.collect()
    p95 = quantile(ours, 0.95) * 1000
    report(
        f"next door to a page of {passages:,} passages: p50 {statistics.median(ours) * 1000:.1f} ms, p95 {p95:.1f} ms;"
        f" bare float32 product of its {A_PAGE} passages with all p50 {statistics.median(theirs) * 1000:.1f} ms, p95"
        f" {quantile(theirs, 0.95) * 1000:.1f} ms; first page {first * 1000:.0f} ms; vectors {megabytes:.0f} MB, bare"
        f" {passages * base.shape[1] * 4 / 1e6:.0f} MB (n = {PAGES} pages, target 100 ms at 20,000)"
    )
    if passages == 20_000:
        assert p95 <= 100
    assert statistics.median(ours) <= max(0.1, statistics.median(theirs))


def _documents(library: Library, count: int) -> Sequence[int]:
    """Papers with a document each; nothing of it is on the disk."""
    papers = library.papers.add([PaperRecord(title=f"Paper {number}") for number in range(count)], source="t").added
    with library.write() as tx:
        return [library.documents.add(tx, paper, f"{paper}.pdf", f"sum{paper}", f"{paper}.pdf") for paper in papers]
