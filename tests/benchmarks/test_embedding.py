"""Embedding 2,000 abstracts through the program's child against one plain `encode` call in this process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from readinglist.library.records import PaperRecord
from readinglist.search import Embedder

pytestmark = pytest.mark.benchmark

TEXTS = 2_000
SLICE = 500
"""Ours and the yardstick take turns, so that a busy minute of the machine hits both."""


def test_embedding(real_papers: list[PaperRecord], embedder: Embedder, report: Callable[[str], None]) -> None:
    import torch
    import tqdm  # type: ignore[import-untyped]
    from sentence_transformers import SentenceTransformer

    from readinglist.search.model_files import default_folder

    texts = [f"{paper.title}. {paper.abstract}" for paper in real_papers if paper.abstract][:TEXTS]
    threads = max(1, len(os.sched_getaffinity(0)) - 1)  # as many as the child takes
    torch.set_num_threads(threads)
    tqdm.tqdm.monitor_interval = 0  # else its progress bars leave a thread behind
    plain = SentenceTransformer(str(default_folder()), device="cpu")
    plain.encode(texts[:32], batch_size=32)
    embedder.encode(texts[:32])
    ours = theirs = 0.0
    for start in range(0, TEXTS, SLICE):
        part = texts[start : start + SLICE]
        begin = time.perf_counter()
        expected = plain.encode(part, batch_size=32)
        theirs += time.perf_counter() - begin
        begin = time.perf_counter()
        found = embedder.encode(part)
        ours += time.perf_counter() - begin
        assert abs((expected * found).sum(axis=1) - 1).max() < 1e-3
    ratio = theirs / ours
    report(
        f"embedding {len(texts):,} abstracts: ours {TEXTS / ours:.1f}/s, one encode call {TEXTS / theirs:.1f}/s,"
        f" ratio {ratio:.2f} (target 0.9, {threads} of {os.cpu_count()} cores, n = {TEXTS // SLICE} slices in turn)"
    )
    assert ratio >= 0.9
