"""Text of at least 2,000 pages, stored and searchable, against a bare loop of `page.get_text()`."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, Reader
from readinglist.jobs.extract import ExtractHandler
from readinglist.jobs.runner import READING_THREADS
from readinglist.jobs.worker import Step, Worker
from readinglist.library import Library
from readinglist.library.query import Words

pytestmark = pytest.mark.benchmark

PAGES = 2_000
ROUNDS = 3
BARE = """
import sys, time
import pymupdf
pages = 0
for path in sys.argv[1:]:
    with pymupdf.open(path) as document:
        for page in document:
            page.get_text()
            pages += 1
print(pages)
"""


def copies(papers: list[Path], folder: Path) -> list[Path]:
    """Whole papers, repeated with some bytes behind the end until there are PAGES pages."""
    folder.mkdir()
    made: list[Path] = []
    per_round = sum(map(page_count, papers))
    for turn in range(-(-PAGES // per_round)):
        for paper in papers:
            copy = folder / f"{turn}-{paper.name}"
            copy.write_bytes(paper.read_bytes() + b"\n%% copy %d" % turn)
            made.append(copy)
    return made


def page_count(path: Path) -> int:
    import pymupdf

    with pymupdf.open(path) as document:
        return len(document)


def extract_all(library: Library, count: int, reader: Reader) -> float:
    """Seconds until the last document is read, stored and found by its words."""
    ended = threading.Event()
    left = [count]

    def on_step(step: Step) -> None:
        if step.what in ("done", "failed"):
            left[0] -= 1
            if left[0] == 0:
                ended.set()

    handler = ExtractHandler(library, reader)
    workers = [Worker(library, handler, on_step) for _ in range(READING_THREADS)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    assert ended.wait(500)
    library.index.catch_up()
    taken = time.perf_counter() - start
    for worker in workers:
        worker.stop()
        worker.join()
    return taken


def test_extraction(shared: Path, tmp_path: Path, report: Callable[[str], None]) -> None:
    papers = sorted((shared / "data/pdfs/papers").glob("*.pdf"))
    ours, theirs, pages = [], [], 0
    for turn in range(ROUNDS):
        files = copies(papers, tmp_path / f"files{turn}")
        start = time.perf_counter()
        bare = subprocess.run(
            [sys.executable, "-c", BARE, *map(str, files)], capture_output=True, text=True, check=True
        )
        theirs.append(time.perf_counter() - start)
        pages = int(bare.stdout.split()[-1])
        assert pages >= PAGES
        with Library.open(tmp_path / f"library{turn}") as library:
            store = DocumentStore(library)
            for file in files:
                store.take(file)
            reader = Reader()
            ours.append(extract_all(library, len(files), reader))
            reader.close()
            assert library.papers.count(Words("pagerank", field="text")) >= 1
    ratio = sorted(theirs)[ROUNDS // 2] / sorted(ours)[ROUNDS // 2]
    report(
        f"extraction of {pages:,} pages: ours {pages / sorted(ours)[ROUNDS // 2]:.0f} pages/s, bare get_text"
        f" {pages / sorted(theirs)[ROUNDS // 2]:.0f} pages/s, ratio {ratio:.2f} (target 0.8, medians, n = {ROUNDS})"
    )
    assert ratio >= 0.8
