"""Reading documents: text into the index, identity into the library, a reason for what cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, PageServer, PdfAnnotation, Reader
from readinglist.jobs.changed_files import changed_documents
from readinglist.jobs.extract import ExtractHandler
from readinglist.library import Library
from readinglist.library.annotation_records import Mark
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


def marked(source: Path, target: Path, *comments: str) -> Path:
    """A copy of a PDF with a highlight for each comment, as another program writes them."""
    server = PageServer(source)
    try:
        quads = server.locate(1, "Sphere packing in dimension eight")
        assert quads is not None
        found = [
            PdfAnnotation(1, "highlight", quads, "", comment, "blue", "Ada", created=WHEN, modified=WHEN, key=comment)
            for comment in comments
        ]
        server.write_annotated_copy(target, found)
    finally:
        server.close()
    return target


WHEN = "2020-01-02T03:04:05.000Z"


def comments(library: Library, paper: int) -> list[str]:
    return sorted(one.comment for one in library.annotations.of(paper))


def test_annotations_of_a_file_come_once_and_again_when_another_program_has_changed_it(
    library: Library, reader: Reader, start: Start, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    plain = write_pdf(tmp_path / "packing.pdf", *PAPER)
    paper = store.take(marked(plain, tmp_path / "marked.pdf", "one", "two")).paper_id
    first = start(ExtractHandler(library, reader))
    steps.wait("done")
    one, _ = library.annotations.of(paper)
    assert (one.origin, one.author, one.created, one.modified) == ("pdf", "Ada", WHEN, WHEN)
    assert (one.quote, one.kind, one.colour, one.page) == ("Sphere packing in dimension eight", "highlight", "blue", 1)
    (document,) = library.documents.of(paper)
    embedding = [job for job in library.jobs.list() if job.kind == "embed"]
    assert changed_documents(library) == []
    with library.write() as tx:
        library.jobs.enqueue(tx, "extract", paper, document.id)
    first.wake()
    steps.wait("done", 2)
    assert comments(library, paper) == ["one", "two"]
    first.stop()
    first.join()

    marked(plain, document.path, "one", "three")
    assert changed_documents(library) == [(paper, document.id)]
    start(ExtractHandler(library, reader))  # the program starts again
    steps.wait("done", 3)
    assert comments(library, paper) == ["one", "three"]
    assert changed_documents(library) == []
    (again,) = library.documents.of(paper)
    assert again.sha256 == hashlib.sha256(document.path.read_bytes()).hexdigest() != document.sha256
    # The text is what it was: it is not made searchable anew.
    assert [job for job in library.jobs.list() if job.kind == "embed"] == embedding


@pytest.mark.usefixtures("read")
def test_a_copy_with_what_was_marked_here_doubles_nothing(
    library: Library, store: DocumentStore, steps: Steps, tmp_path: Path
) -> None:
    plain = write_pdf(tmp_path / "packing.pdf", *PAPER)
    taken = store.take(plain)
    steps.wait("done")
    server = PageServer(plain)
    quads = server.locate(1, "Maryna Viazovska")
    assert quads is not None
    made = library.annotations.add(taken.document_id, Mark(1, "highlight", quads, "Maryna Viazovska"), comment="who")
    mine = library.annotations.get(made)
    copy = PdfAnnotation(1, "highlight", quads, comment="who", author="Me", created=mine.created, key=mine.key)
    server.write_annotated_copy(tmp_path / "copy.pdf", [copy])
    server.close()
    store.take(tmp_path / "copy.pdf", taken.paper_id)
    steps.wait("done", 2)
    assert [one.id for one in library.annotations.of(taken.paper_id)] == [made]
