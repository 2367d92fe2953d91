"""kill -9 in the middle of reading: nothing lost, nothing doubled, no attempt spent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from readinglist.documents import DocumentStore, Reader
from readinglist.jobs.extract import ExtractHandler
from readinglist.library import Library
from readinglist.library.query import Words
from tests.conftest import ROOT
from tests.jobs.conftest import Start, Steps, document_of
from tests.pdfs import LONG, write_long_pdf, write_pdf

READ_ALL = """
import sys, threading
from pathlib import Path
from readinglist.documents import Reader
from readinglist.jobs.extract import ExtractHandler
from readinglist.jobs.worker import Worker
from readinglist.library import Library

library, what, count = Library.open(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
left, lock = [count], threading.Lock()
def tell(step):
    with lock:
        left[0] -= step.what == what
        if left[0] == 0:
            print("now", flush=True)
            threading.Event().wait()  # holds the lock: no worker gets past its next news
for _ in range(2):
    Worker(library, ExtractHandler(library, Reader()), tell).start()
threading.Event().wait()
"""
FILES = 12


def work_and_be_killed(library: Library, what: str, count: int) -> None:
    """Have another process read documents, and kill it once its workers have said `what` so many times."""
    process = subprocess.Popen(
        [sys.executable, "-c", READ_ALL, str(library.folder), what, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.kill()
    process.wait()
    process.stdout.close()


def test_killed_and_killed_again(
    library: Library, store: DocumentStore, reader: Reader, start: Start, steps: Steps, tmp_path: Path
) -> None:
    pages = [*[20] * FILES, LONG]
    papers = [
        store.take(write_pdf(tmp_path / f"{number}.pdf", *[f"kraken{number} and others"] * 20)).paper_id
        for number in range(FILES)
    ]
    work_and_be_killed(library, "started", 2)  # before anything is read
    work_and_be_killed(library, "done", 3)  # with others in hand
    papers.append(store.take(write_long_pdf(tmp_path / "long.pdf", f"kraken{FILES} and others")).paper_id)
    work_and_be_killed(library, "progress", 1)  # in the middle of a file
    extracts = [job for job in library.jobs.list() if job.kind == "extract"]
    assert 0 < len(extracts) <= len(pages) - 3
    assert {(job.attempts, job.error) for job in extracts} == {(0, None)}
    start(ExtractHandler(library, reader))
    steps.wait("done", len(extracts))
    assert [document_of(library, paper) for paper in papers] == [("read", count, None) for count in pages]
    for number, paper in enumerate(papers):
        assert library.papers.select(Words(f"kraken{number}", field="text")) == [paper]
    assert [job.kind for job in library.jobs.list() if job.document] == ["embed"] * len(pages)
    assert library.index.check() == []
