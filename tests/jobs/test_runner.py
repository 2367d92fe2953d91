"""All workers together: what comes in is read and embedded, and the end is known."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, Reader
from readinglist.jobs import Runner
from readinglist.library import Library
from readinglist.library.database import stamp
from readinglist.library.records import PaperRecord
from readinglist.search import Embedder, Searcher
from tests.conftest import ROOT
from tests.jobs.conftest import SECONDS, Steps, complete, document_of, garbage
from tests.pdfs import write_long_pdf, write_pdf

TEXT = "Whales sing to each other over hundreds of kilometres, and nobody knows what about. "
ABSTRACTS = {
    "Songs of the sea": "Whales sing to each other over hundreds of kilometres.",
    "Bread for beginners": "Flour, water, salt and time are all that a good loaf needs.",
}

Run = Callable[[], Runner]


@pytest.fixture
def runner(library: Library, embedder: Embedder, reader: Reader) -> Iterator[Runner]:
    runner = Runner(library, embedder, reader, offline=True)
    yield runner
    runner.stop()


def add(library: Library, *titles: str) -> list[int]:
    records = [complete(title, ABSTRACTS.get(title, "")) for title in titles]
    return list(library.papers.add(records, source="user").added)


def test_until_idle_everything_is_read_and_embedded(
    library: Library, store: DocumentStore, embedder: Embedder, runner: Runner, steps: Steps, tmp_path: Path
) -> None:
    song, bread = add(library, *ABSTRACTS)
    store.take(write_pdf(tmp_path / "song.pdf", [TEXT] * 20, [TEXT] * 20), song)
    bad = store.take(garbage(tmp_path / "bad.pdf")).paper_id
    left = runner.run_until_idle(steps)
    assert [(group.kind, group.state, group.count) for group in left] == [("extract", "failed", 1)]
    assert left[0].reason == document_of(library, bad)[2]
    assert document_of(library, song)[:2] == ("read", 2)
    missing = library.index.missing(embedder.stamp)
    assert (missing.papers, missing.documents, missing.unread_documents) == ((), (), ())
    assert {step.job.kind for step in steps.of("done")} == {"extract", "embed"}
    searcher = Searcher(library, embedder)
    assert [hit.paper for hit in searcher.meaning("how to bake", limit=1)] == [bread]
    assert [hit.paper for hit in searcher.meaning("sounds made by animals in the ocean", limit=1)] == [song]
    start = time.monotonic()
    assert runner.run_until_idle() == left, "what has failed for good is not tried again by itself"
    assert time.monotonic() - start < 2


def test_what_was_read_before_undo_is_not_read_again_after_redo(
    library: Library, store: DocumentStore, runner: Runner, tmp_path: Path
) -> None:
    (song,) = add(library, "Songs of the sea")
    file = write_pdf(tmp_path / "song.pdf", [TEXT] * 20)
    document = store.take(file, song).document_id
    runner.run_until_idle()
    read_at = "SELECT at FROM document_results"
    first, made = library.read().execute(read_at).fetchone()[0], library.index.answers.made()
    assert library.history.undo() == "Add file “song.pdf”"
    assert library.documents.of(song) == [] and library.jobs.list() == []
    store.collect_garbage()  # as the next start does
    library.history.redo()
    assert document_of(library, song) == ("read", 1, None)
    assert runner.run_until_idle() == ()
    library.documents.remove(document)
    library.history.undo()
    assert document_of(library, song) == ("read", 1, None)
    assert runner.run_until_idle() == ()
    assert library.read().execute(read_at).fetchone()[0] == first
    assert library.index.answers.made() == made
    library.history.undo()
    assert store.take(file, song).document_id != document
    assert library.read().execute("SELECT count(*) FROM undone_results").fetchone()[0] == 0


def test_kinds_that_this_version_cannot_do_stay_and_are_named(library: Library, runner: Runner) -> None:
    library.papers.add([PaperRecord(arxiv_id="2405.15738")], source="pasted")
    (group,) = runner.run_until_idle()
    assert (group.kind, group.state, group.count) == ("look-up", "waiting", 1)
    assert "cannot do it yet" in group.reason
    assert [(job.kind, job.attempts) for job in library.jobs.list()] == [("look-up", 0)]


def test_short_waits_are_waited_for_and_long_ones_are_not(library: Library, runner: Runner) -> None:
    add(library, "Soon", "Much later")
    now = datetime.now(UTC)
    soon, later = library.jobs.claim(["embed"], limit=2)
    library.jobs.fail(soon, "no room", stamp(now + timedelta(seconds=1)))
    library.jobs.fail(later, "no room", stamp(now + timedelta(minutes=3)))
    (group,) = runner.run_until_idle()
    assert (group.count, group.not_before, group.reason) == (1, stamp(now + timedelta(minutes=3)), "no room")
    assert [job.title for job in library.jobs.list()] == ["Much later"]


def test_new_work_is_begun_at_once(library: Library, runner: Runner, steps: Steps) -> None:
    runner.listen(steps)
    runner.start()
    add(library, "One")
    steps.wait("done")
    (paper,) = add(library, "Two")
    library.papers.edit(paper, title="Two, corrected")
    steps.wait("done", 2)


def test_work_of_another_process_is_found(library: Library, runner: Runner, steps: Steps, tmp_path: Path) -> None:
    runner.listen(steps)
    runner.start()
    pdf = write_pdf(tmp_path / "song.pdf", TEXT)
    subprocess.run(
        [sys.executable, "-m", "readinglist", "--library", library.folder, "add", pdf],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    steps.wait("done")


def test_everything_rests_and_goes_on(library: Library, runner: Runner, steps: Steps) -> None:
    runner.listen(steps)
    runner.pause_all()
    runner.start()
    add(library, "One")
    assert runner.paused
    runner.resume_all()
    steps.wait("done")


def test_stopping_takes_little_time_and_costs_nothing(library: Library, store: DocumentStore, tmp_path: Path) -> None:
    """In the middle of a long file, with a model that is still being loaded."""
    steps, reader, embedder = Steps(), Reader(), Embedder()
    store.take(write_long_pdf(tmp_path / "long.pdf"))
    runner = Runner(library, embedder, reader)
    runner.listen(steps)
    runner.start()
    steps.wait("progress")
    assert runner.fraction(steps.of("progress")[0].job.id) is not None
    start = time.monotonic()
    runner.stop()
    assert time.monotonic() - start < 4
    assert {(job.state, job.attempts, job.error) for job in library.jobs.list()} == {("waiting", 0, None)}
    reader.close()
    embedder.close()


def test_a_model_that_is_missing_is_said_and_costs_no_attempt(library: Library, reader: Reader, tmp_path: Path) -> None:
    add(library, "One", "Two")
    embedder = Embedder(tmp_path / "no model here")
    runner = Runner(library, embedder, reader)
    (group,) = runner.run_until_idle()
    runner.stop()
    embedder.close()
    assert (group.kind, group.state, group.count) == ("embed", "waiting", 2)
    assert "no model here" in group.reason
    assert group.not_before is not None
    assert {job.attempts for job in library.jobs.list()} == {0}


def test_an_index_that_was_deleted_is_made_again(
    library: Library, store: DocumentStore, embedder: Embedder, reader: Reader, tmp_path: Path
) -> None:
    (song,) = add(library, "Songs of the sea")
    store.take(write_pdf(tmp_path / "song.pdf", [TEXT] * 20), song)
    first = Runner(library, embedder, reader)
    first.run_until_idle()
    first.stop()
    folder = library.folder
    library.close()
    for path in folder.glob("index.db*"):
        path.unlink()
    with Library.open(folder) as again:
        assert again.jobs.list() == []
        second = Runner(again, embedder, reader)
        # The worker asks for what is missing when it begins; idle means that it has.
        assert second.run_until_idle() == ()
        second.stop()
        missing = again.index.missing(embedder.stamp)
        assert (missing.papers, missing.documents, missing.unread_documents) == ((), (), ())
        (document,) = again.documents.of(song)
        pages = again.index.pages(document.id)
        assert pages is not None and "Whales" in pages[0]


def test_two_runners_share_the_work(library: Library, embedder: Embedder, runner: Runner, steps: Steps) -> None:
    add(library, *(f"Paper {number}" for number in range(300)))
    with Library.open(library.folder) as other:
        reader = Reader()
        second = Runner(other, embedder, reader)
        both = [threading.Thread(target=one.run_until_idle, args=(steps,)) for one in (runner, second)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(SECONDS * 3)
            assert not thread.is_alive()
        second.stop()
        reader.close()
    done = [step.job.id for step in steps.of("done")]
    assert len(done) == len(set(done)) == 300
