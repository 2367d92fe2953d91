"""A note that changes is embedded by itself, a little later, and so is one that the index lacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readinglist.documents import Reader
from readinglist.jobs import Runner
from readinglist.library import Library
from readinglist.library.schema_notes import REST
from readinglist.search import Embedder
from tests.jobs.conftest import complete

NOTE = "Late interaction keeps a vector for each token; ask whether forty dimensions would do as well."


@pytest.fixture
def runner(library: Library, embedder: Embedder, reader: Reader) -> Iterator[Runner]:
    runner = Runner(library, embedder, reader, offline=True)
    yield runner
    runner.stop()


def embedded(library: Library) -> list[str]:
    return [row[0] for row in library.read().execute("SELECT texts FROM idx.note_passages").fetchall()]


def test_a_note_that_the_index_lacks_is_embedded(library: Library, embedder: Embedder, runner: Runner) -> None:
    (paper,) = library.papers.add([complete("ColBERT")], source="user").added
    library.notes.set(paper, NOTE)
    assert library.index.missing(embedder.stamp).notes == (paper,)
    runner.run_until_idle()
    assert len(embedded(library)) == 1 and NOTE in embedded(library)[0]
    assert library.index.missing(embedder.stamp).notes == ()
    library.index.rebuild()
    assert library.index.missing(embedder.stamp).notes == (paper,), "asked for again at the next start"


def test_a_note_that_changes_asks_for_one_job_that_waits_a_little(
    library: Library, embedder: Embedder, runner: Runner
) -> None:
    (paper,) = library.papers.add([complete("ColBERT")], source="user").added
    runner.run_until_idle()
    assert library.jobs.list() == []
    for letters in range(40, len(NOTE)):
        library.notes.set(paper, NOTE[:letters])
    (job,) = library.jobs.list()
    assert (job.kind, job.paper, job.document) == ("embed", paper, None) and REST == "+20 seconds"
    assert job.not_before is not None and library.jobs.any_before(["embed"], job.not_before)
    library.history.undo()
    with library.write() as tx:
        tx.db.execute("UPDATE jobs SET not_before = NULL")  # as if the time had passed
    runner.run_until_idle()
    assert library.jobs.list() == []
    library.papers.trash([paper])
    library.papers.empty_trash()
    assert library.jobs.list() == []
