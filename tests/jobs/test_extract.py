"""Reading documents: text into the index, identity into the library, a reason for what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, Reader
from readinglist.jobs.extract import ExtractHandler
from readinglist.library import Library
from readinglist.library.query import Words
from readinglist.library.records import PaperRecord, Person
from tests.jobs.conftest import Start, Steps, document_of, garbage
from tests.pdfs import LONG, write_long_pdf, write_pdf

PAPER = (
    ["Sphere packing in dimension eight", "Maryna Viazovska", "arXiv:1603.04246v2  [math.NT]  14 Mar 2016"],
    ["We prove that no packing of unit balls has density greater than that of the lattice called E8."],
)


@pytest.fixture
def read(library: Library, reader: Reader, start: Start) -> None:
    """A worker that reads what comes in."""
    start(ExtractHandler(library, reader))


@pytest.mark.usefixtures("read")
def test_a_pdf_ends_as_text_that_is_found(library: Library, store: DocumentStore, steps: Steps, tmp_path: Path) -> None:
    paper = store.take(write_pdf(tmp_path / "packing.pdf", *PAPER)).paper_id
    steps.wait("done")
    assert document_of(library, paper) == ("read", 2, None)
    assert library.papers.select(Words("lattice", field="text")) == [paper]
    (document,) = library.documents.of(paper)
    assert [(job.kind, job.document) for job in library.jobs.list()] == [
        ("embed", None),
        ("embed", document.id),
        ("look-up", None),  # the file names no author
    ]
    assert steps.of("done")[0].text == "packing.pdf: 2 pages"


@pytest.mark.usefixtures("read")
def test_the_first_page_says_which_paper_it_is(
    library: Library, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    paper = store.take(write_pdf(tmp_path / "1603.pdf", *PAPER)).paper_id
    assert library.papers.get(paper).title == "1603"
    steps.wait("done")
    found = library.papers.get(paper)
    assert found.arxiv_id == "1603.04246"
    assert library.papers.provenance(paper)["arxiv"][0] == "pdf"


@pytest.mark.usefixtures("read")
def test_a_file_of_a_known_paper_becomes_its_document(
    library: Library, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    (known,) = library.papers.add([PaperRecord(title="Packing", arxiv_id="1603.04246")], source="user").added
    new = store.take(write_pdf(tmp_path / "scan0001.pdf", *PAPER)).paper_id
    assert new != known
    steps.wait("done")
    assert document_of(library, known) == ("read", 2, None)
    assert library.papers.get_many([new]) == [], "two papers have become one"
    assert {job.paper for job in library.jobs.list()} == {known}


@pytest.mark.usefixtures("read")
def test_a_file_in_another_papers_place_changes_nothing_but_the_text(
    library: Library, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    record = PaperRecord(title="Cooking for two", authors=(Person("Child", "Julia"),), doi="10.1000/cook")
    (paper,) = library.papers.add([record], source="user").added
    store.take(write_pdf(tmp_path / "supplement.pdf", *PAPER), paper)
    steps.wait("done")
    found = library.papers.get(paper)
    assert (found.title, found.arxiv_id, [person.name for person in found.authors]) == (
        "Cooking for two",
        None,
        ["Julia Child"],
    )
    assert document_of(library, paper)[0] == "read"


@pytest.mark.usefixtures("read")
def test_what_is_no_pdf_ends_with_a_reason(
    library: Library, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    paper = store.take(garbage(tmp_path / "letter.pdf")).paper_id
    step = steps.wait("failed")
    state, pages, reason = document_of(library, paper)
    assert (state, pages) == ("failed", None)
    assert reason is not None and "PDF" in reason
    assert step.text == reason
    job = next(job for job in library.jobs.list() if job.kind == "extract")
    assert (job.state, job.error, job.attempts) == ("failed", reason, 1)
    library.jobs.retry([job.id])
    steps.wait("failed", 2)


@pytest.mark.usefixtures("read")
def test_a_pdf_without_text_is_empty_and_says_so(
    library: Library, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    paper = store.take(write_pdf(tmp_path / "blank.pdf", "", "")).paper_id
    steps.wait("done")
    state, pages, reason = document_of(library, paper)
    assert (state, pages) == ("empty", 2)
    assert reason
    assert [job.kind for job in library.jobs.list() if job.document] == [], "there is nothing to embed"


def test_a_file_that_is_gone_ends_with_a_reason(
    library: Library, store: DocumentStore, reader: Reader, start: Start, steps: Steps, tmp_path: Path
) -> None:
    paper = store.take(write_pdf(tmp_path / "packing.pdf", *PAPER)).paper_id
    (document,) = library.documents.of(paper)
    document.path.unlink()
    start(ExtractHandler(library, reader))
    steps.wait("failed")
    assert document_of(library, paper)[0] == "failed"


def test_a_document_that_was_removed_needs_no_reading(
    library: Library, store: DocumentStore, reader: Reader, start: Start, steps: Steps, tmp_path: Path
) -> None:
    """Undo takes the rows away while the job may be in somebody's hands."""
    store.take(write_pdf(tmp_path / "packing.pdf", *PAPER))
    library.history.undo()
    store.take(write_pdf(tmp_path / "other.pdf", "Another one altogether"))
    start(ExtractHandler(library, reader))
    steps.wait("done")
    assert [step.job.title for step in steps.of("started")] == ["other"]


def test_cancelled_while_it_is_read(
    library: Library, store: DocumentStore, reader: Reader, start: Start, steps: Steps, tmp_path: Path
) -> None:
    paper = store.take(write_long_pdf(tmp_path / "long.pdf")).paper_id
    start(ExtractHandler(library, reader))
    job = steps.wait("progress").job
    library.jobs.cancel([job.id])
    # The worker is free again at once: the next file is read.
    other = store.take(write_pdf(tmp_path / "short.pdf", "short")).paper_id
    steps.wait("done")
    assert document_of(library, other)[0] == "read"
    assert document_of(library, paper)[0] == "waiting"
    assert next(row for row in library.jobs.list() if row.id == job.id).error == "Cancelled."
    library.jobs.retry([job.id])
    steps.wait("done", 2)
    assert document_of(library, paper) == ("read", LONG, None)
