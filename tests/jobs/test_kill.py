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
from tests.pdfs import write_pdf

READ_ALL = """
import sys, threading
from pathlib import Path
from readinglist.documents import Reader
from readinglist.jobs.extract import ExtractHandler
from readinglist.jobs.worker import Worker
from readinglist.library import Library

library = Library.open(Path(sys.argv[1]))
def tell(step):
    print(step.what, flush=True)
for _ in range(2):
    Worker(library, ExtractHandler(library, Reader()), tell).start()
threading.Event().wait()
"""
FILES = 12


def begin(library: Library) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", READ_ALL, str(library.folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def kill_after(process: subprocess.Popen[str], what: str, count: int) -> None:
    """Kill the process once it has said `what` so many times."""
    assert process.stdout is not None
    for line in process.stdout:
        count -= line.strip() == what
        if count == 0:
            break
    process.kill()
    process.wait()
    process.stdout.close()


def test_killed_and_killed_again(
    library: Library, store: DocumentStore, reader: Reader, start: Start, steps: Steps, tmp_path: Path
) -> None:
    pages = [3000, *[20] * (FILES - 1)]
    papers = [
        store.take(write_pdf(tmp_path / f"file {number}.pdf", *[f"kraken{number} and others"] * count)).paper_id
        for number, count in enumerate(pages)
    ]
    kill_after(begin(library), "started", 2)  # before anything is read
    kill_after(begin(library), "progress", 1)  # in the middle of the long file
    kill_after(begin(library), "done", 3)  # with others in hand
    extracts = [job for job in library.jobs.list() if job.kind == "extract"]
    assert 0 < len(extracts) <= FILES - 3
    assert {(job.attempts, job.error) for job in extracts} == {(0, None)}
    start(ExtractHandler(library, reader))
    steps.wait("done", len(extracts))
    assert [document_of(library, paper) for paper in papers] == [("read", count, None) for count in pages]
    for number, paper in enumerate(papers):
        assert library.papers.select(Words(f"kraken{number}", field="text")) == [paper]
    assert [job.kind for job in library.jobs.list() if job.document] == ["embed"] * FILES
    assert library.index.check() == []
