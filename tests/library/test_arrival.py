"""Which papers ask for a look-up or a PDF by themselves, and how a library that is older gets there."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from readinglist import sample
from readinglist.documents import DocumentStore
from readinglist.library import Library
from readinglist.library.query import Everything
from readinglist.library.records import PaperRecord, Person, Status
from readinglist.library.schema import STEPS
from tests.pdfs import write_pdf

AUTHORS = (Person("Vaswani", "Ashish"), Person("Shazeer", "Noam"))
BARE = PaperRecord(arxiv_id="1706.03762")
TITLED = PaperRecord(title="Attention Is All You Need")
WHOLE = PaperRecord(title="Attention Is All You Need", authors=AUTHORS, year=2017, arxiv_id="1706.03762")


def asked(library: Library, paper: int | None = None) -> list[str]:
    """Kinds of the network's jobs, in the order in which they were asked for."""
    jobs = library.jobs.list() if paper is None else library.jobs.of(paper)
    return [job.kind for job in jobs if job.kind in ("look-up", "download", "refresh")]


def add(library: Library, record: PaperRecord, **wish: object) -> int:
    (paper,) = library.papers.add([record], source="typed", **wish).added  # type: ignore[arg-type]
    return paper


@pytest.mark.parametrize(
    ("record", "kinds"),
    [
        (BARE, ["look-up"]),
        (TITLED, ["look-up"]),
        (PaperRecord(doi="10.1000/182"), ["look-up"]),
        (replace(WHOLE, arxiv_id=None), ["look-up"]),
        (replace(WHOLE, authors=()), ["look-up"]),
        (replace(WHOLE, arxiv_id=None, isbn="9780262033848"), ["look-up"]),
        (PaperRecord(url="https://example.org/paper.pdf"), ["look-up"]),
        (WHOLE, ["download"]),
        (replace(WHOLE, arxiv_id=None, doi="10.1000/182"), ["download"]),
        (replace(WHOLE, arxiv_id=None, openreview_id="abc"), []),
    ],
)
def test_what_is_missing_is_asked_for(library: Library, record: PaperRecord, kinds: list[str]) -> None:
    assert asked(library, add(library, record)) == kinds


def test_the_papers_of_a_pasted_page_ask_too_and_once(library: Library) -> None:
    paper = add(library, WHOLE, by_feed=True)
    assert library.papers.get(paper).status is Status.INBOX
    assert asked(library, paper) == ["download"]
    library.papers.set_status([paper], Status.TO_READ)
    library.papers.set_status([paper], Status.READ)
    assert asked(library, paper) == ["download"]


def test_saving_asks_again_for_what_was_missing_meanwhile(library: Library) -> None:
    paper = add(library, BARE, by_feed=True)
    with library.write() as tx:
        tx.db.execute("DELETE FROM jobs")
    library.papers.set_status([paper], Status.TO_READ)
    assert asked(library, paper) == ["look-up"]


def test_a_dismissed_paper_asks_for_nothing_until_it_is_taken_up(library: Library) -> None:
    paper = add(library, BARE, status=Status.DISMISSED)
    assert asked(library) == []
    library.papers.set_status([paper], Status.TO_READ)
    assert asked(library) == ["look-up"]


def test_a_file_names_itself_and_is_read_first(library: Library, tmp_path: Path) -> None:
    paper = DocumentStore(library).take(write_pdf(tmp_path / "1706.pdf", "Attention")).paper_id
    assert asked(library, paper) == []
    assert [job.kind for job in library.jobs.of(paper) if job.document] == ["extract"]


def test_a_paper_that_has_a_file_asks_for_no_other(library: Library, tmp_path: Path) -> None:
    paper = add(library, replace(WHOLE, arxiv_id=None, openreview_id="abc"))
    DocumentStore(library).take(write_pdf(tmp_path / "attention.pdf", "Attention"), paper)
    library.papers.edit(paper, arxiv_id="1706.03762")
    assert asked(library, paper) == []


def test_an_id_that_comes_later_asks_for_the_pdf(library: Library) -> None:
    paper = add(library, replace(WHOLE, arxiv_id=None, openreview_id="abc"))
    library.papers.edit(paper, arxiv_id="1706.03762")
    assert asked(library, paper) == ["download"]


def test_an_id_that_the_user_types_lets_a_failed_look_up_try_again(library: Library) -> None:
    paper = add(library, TITLED)
    (job,) = library.jobs.claim(["look-up"])
    library.jobs.fail(job, "No source knows it.", cause="not-found")
    library.papers.edit(paper, arxiv_id="1706.03762")
    assert [(job.kind, job.state) for job in library.jobs.of(paper) if job.kind != "embed"] == [("look-up", "waiting")]


def test_what_the_user_completes_has_not_failed_any_more(library: Library) -> None:
    paper = add(library, TITLED)
    (job,) = library.jobs.claim(["look-up"])
    library.jobs.fail(job, "No source knows it.", cause="not-found")
    library.papers.edit(paper, authors=AUTHORS, arxiv_id="1706.03762")
    assert asked(library, paper) == ["download"]


def test_a_look_up_that_ends_asks_for_the_pdf_if_there_was_never_a_file(library: Library, tmp_path: Path) -> None:
    one, two, three = (add(library, record) for record in (BARE, PaperRecord(doi="10.1000/182"), TITLED))
    document = DocumentStore(library).take(write_pdf(tmp_path / "attention.pdf", "Attention"), two).document_id
    library.documents.remove(document)
    for paper in (one, two, three):
        with library.write() as tx:
            library.jobs.enqueue_download(tx, paper)
    assert library.jobs.papers("download") == {one}, "a file that was taken off stays off; a title leads nowhere"


def test_what_is_undone_and_done_again_is_asked_for_again(library: Library) -> None:
    paper = add(library, BARE)
    (job,) = library.jobs.claim(["look-up"])
    with library.write() as tx:
        library.jobs.finish(tx, job)
    library.history.undo()
    assert asked(library) == []
    library.history.redo()
    assert asked(library, paper) == ["look-up"]


def test_the_sample_asks_for_nothing(library: Library) -> None:
    sample.load(library, DocumentStore(library))
    assert library.papers.count(Everything()) > 0
    assert asked(library) == []


def test_a_library_of_the_first_program_is_brought_along_and_its_papers_are_left_in_peace(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(folder / "library.db")) as db:
        name, statements = STEPS[0]
        first = Migrations("library")

        @first(name=name)
        def make(made: Database) -> None:
            for statement in statements:
                made.execute(statement)

        first.apply(Database(db))
        db.executescript(
            """INSERT INTO papers(title, title_key, status, added_at) VALUES ('Old', 'old', 'to-read', '2026-01-01'),
               ('', '', 'to-read', '2026-01-01');
            INSERT INTO identifiers VALUES (2, 'arxiv', '1706.03762', NULL);
            UPDATE papers SET present = 1;"""
        )
        assert [row[0] for row in db.execute("SELECT kind FROM jobs ORDER BY id")] == ["embed", "look-up"]
    with Library.open(folder) as library:
        assert [job.kind for job in library.jobs.list()] == ["embed", "look-up"], "as it was"
        assert {(job.asked, job.rank, job.cause) for job in library.jobs.list()} == {(False, 0, "")}
        assert library.last_backup() is not None, "the file was copied before"
        library.papers.set_status([1], Status.READ)
        assert asked(library, 1) == [], "not out of the inbox"
        paper = add(library, TITLED)
        assert asked(library, paper) == ["look-up"]
