"""A hit by meaning in a PDF names the page that a reader turns to."""

from __future__ import annotations

from readinglist import sample
from readinglist.documents import DocumentStore, Reader
from readinglist.jobs import Runner
from readinglist.library import Library
from readinglist.search import Embedder, Searcher


def test_the_page_is_the_one_that_is_printed(library: Library, embedder: Embedder) -> None:
    sample.load(library, DocumentStore(library))
    reader = Reader()
    runner = Runner(library, embedder, reader, offline=True)
    try:
        assert not runner.run_until_idle()
    finally:
        runner.stop()
        reader.close()
    guide = library.papers.find("A Short Guide")
    hits = Searcher(library, embedder).meaning("where are the files of the library kept on the disk", limit=3)
    (reasons,) = [hit.reasons for hit in hits if hit.paper == guide]
    assert "close in meaning on page 3 of its PDF" in [reason.text for reason in reasons]
