"""Anything that a user gives: what the window hands over, and what stays as it was when nothing can be made of it."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore
from readinglist.errors import InputError, NotFoundError
from readinglist.intake import ZOTERO, Intake, Piped
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Status
from tests.pdfs import write_pdf

TODAY = datetime.date(2026, 3, 1)
HTML = '<a href="https://arxiv.org/abs/2405.15738v3">a paper</a> and <a href="https://example.org">more</a>'


@pytest.fixture
def intake(library: Library) -> Intake:
    return Intake(library, DocumentStore(library), today=lambda: TODAY)


def test_several_ids_in_one_text(library: Library, intake: Intake) -> None:
    taken = intake.text("see arXiv:2405.15738 and https://doi.org/10.1000/182, also 2405.15738v2", tags=["seen"])
    assert [(paper.arxiv_id, paper.doi) for paper in library.papers.get_many(taken.added)] == [
        ("2405.15738", None),
        (None, "10.1000/182"),
    ]
    assert all(paper.tags == ("seen",) for paper in library.papers.get_many(taken.added))
    assert library.papers.provenance(taken.added[0])["arxiv"][0] == "pasted"
    again = intake.text("2405.15738v4")
    assert (again.added, again.merged) == ((), taken.added[:1])


def test_links_of_the_clipboards_html_count(library: Library, intake: Intake) -> None:
    taken = intake.text("a paper and more", html=HTML)
    assert [paper.arxiv_id for paper in library.papers.get_many(taken.added)] == ["2405.15738"]


@pytest.mark.parametrize("text", ["", "  \n ", "just some words", b"\x00\x01\x02", "https://example.org/x"])
def test_text_of_no_use_is_refused_with_a_sentence(library: Library, intake: Intake, text: str | bytes) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        intake.text(text)
    assert library.history.next_undo() is None


def test_a_title_that_was_typed(library: Library, intake: Intake) -> None:
    (paper,) = intake.title("  On whales ", status=Status.READING).added
    found = library.papers.get(paper)
    assert (found.title, found.status) == ("On whales", Status.READING)
    assert library.papers.provenance(paper)["title"][0] == "typed"
    with pytest.raises(InputError):
        intake.title("   ")


@pytest.mark.parametrize("name", ["zotero.sqlite", "zotero.sqlite.bak", "copy of my library.db"])
def test_a_database_of_zotero_is_told_what_to_do_with(intake: Intake, tmp_path: Path, name: str) -> None:
    database = sqlite3.connect(tmp_path / name)
    database.executescript("CREATE TABLE items(itemID); CREATE TABLE itemTypeFields(itemTypeID, fieldID)")
    database.close()
    with pytest.raises(InputError, match="Export Library"):
        intake.paths([tmp_path / name])
    taken = intake.sources([str(tmp_path / name), "2405.15738", Piped((tmp_path / name).read_bytes())])
    assert len(taken.added) == 1
    assert [failure.error for failure in taken.failures] == [ZOTERO, ZOTERO]


def test_another_database_is_none_of_zotero(intake: Intake, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite") as database:
        database.execute("CREATE TABLE items(itemID)")
    database.close()
    with pytest.raises(InputError, match="neither"):
        intake.paths([tmp_path / "other.sqlite"])


def test_a_real_one_of_zotero_is_known_whatever_it_is_called(intake: Intake, shared: Path, tmp_path: Path) -> None:
    copy = tmp_path / "library.db"
    shutil.copy(shared / "data" / "bibliographies" / "zotero.sqlite", copy)
    with pytest.raises(InputError, match="Export Library"):
        intake.paths([copy])


def test_files_of_all_sorts_in_one_step(library: Library, intake: Intake, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@book{a, title={Whales}, author={Melville, H.}, year=1851}\n")
    note = tmp_path / "ids.txt"
    note.write_text("2405.15738\n10.1000/182\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    write_pdf(folder / "Bread.pdf", "Bread")
    (folder / "picture.png").write_bytes(b"png")
    nameless = write_pdf(tmp_path / "download", "no suffix")
    counted: list[tuple[int, int]] = []
    taken = intake.paths([bib, note, folder, nameless], progress=lambda done, of: counted.append((done, of)))
    assert (len(taken.added), taken.failures, taken.passed_over) == (5, (), 1)
    assert counted == [(1, 2), (2, 2)]
    titles = {paper.title for paper in library.papers.get_many(taken.added)}
    assert titles == {"Whales", "", "Bread", "download"}
    label = library.history.undo()
    assert label is not None and label.startswith("Add ")
    assert library.history.next_undo() is None
    assert library.papers.get_many(taken.added) == []


def test_cancelled_nothing_is_taken(library: Library, intake: Intake, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@book{a, title={Whales}}\n")
    pdf = write_pdf(tmp_path / "bread.pdf", "Bread")
    taken = intake.paths([bib, pdf], cancelled=lambda: True)
    assert (taken.added, taken.merged) == ((), ())
    assert library.history.next_undo() is None
    assert list(library.partial_folder.iterdir()) == []


def test_files_that_cannot_be_used_are_named(library: Library, intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        intake.paths([tmp_path / "gone.bib", tmp_path / "gone too.txt"])
    empty = tmp_path / "empty.txt"
    empty.touch()
    pdf = write_pdf(tmp_path / "bread.pdf", "Bread")
    taken = intake.paths([empty, pdf])
    assert len(taken.added) == 1
    assert [(failure.source, failure.error) for failure in taken.failures] == [(str(empty), "It is empty.")]
    assert library.history.next_undo() is not None


def test_the_librarys_own_files_are_not_taken_again(library: Library, intake: Intake, tmp_path: Path) -> None:
    intake.paths([write_pdf(tmp_path / "bread.pdf", "Bread")])
    taken = intake.paths([tmp_path])
    assert (taken.added, len(taken.merged)) == ((), 1)


def test_standard_input_that_is_a_pdf_is_asked_for_as_a_file(intake: Intake, tmp_path: Path) -> None:
    data = write_pdf(tmp_path / "bread.pdf", "Bread").read_bytes()
    (failure,) = intake.sources([Piped(data)]).failures
    assert "PDF" in failure.error


def test_one_bad_source_does_not_spoil_the_rest(library: Library, intake: Intake) -> None:
    taken = intake.sources(["2405.15738", "what is this", Piped(b"10.1000/182")])
    assert len(taken.added) == 2
    assert [failure.source for failure in taken.failures] == ["what is this"]


def test_attach(library: Library, intake: Intake, tmp_path: Path) -> None:
    one, two = library.papers.add([PaperRecord(title="One"), PaperRecord(title="Two")], source="user").added
    pdfs = [write_pdf(tmp_path / f"{name}.pdf", name) for name in ("a", "b")]
    assert intake.attach(one, pdfs).failures == ()
    assert len(library.documents.of(one)) == 2
    taken = intake.attach(two, [pdfs[0], tmp_path, tmp_path / "gone.pdf"])
    assert len(taken.failures) == 3
    assert any("“One”" in failure.error for failure in taken.failures)
    assert library.documents.of(two) == []
    library.history.undo()
    assert library.documents.of(one) == []
    with pytest.raises(NotFoundError):
        intake.attach(999, pdfs)
    (bare,) = library.papers.add([PaperRecord(arxiv_id="2405.15738")], source="user").added
    intake.attach(bare, pdfs)
    (failure, _) = intake.attach(two, pdfs).failures
    assert failure.error == "It is in the library already, as a document of arXiv 2405.15738."


def test_days_of_pages(library: Library, intake: Intake, daily_page: Callable[[str], str]) -> None:
    taken = intake.text(daily_page("Sep 3"))
    assert {paper.feed_date for paper in library.papers.get_many(taken.added)} == {"2025-09-03"}, "the latest past one"
    assert {paper.status for paper in library.papers.get_many(taken.added)} == {Status.INBOX}
    again = intake.text(daily_page("Sep 3"), date=datetime.date(2024, 9, 3))
    assert again.added == ()


@pytest.fixture
def daily_page() -> Callable[[str], str]:
    """A page of two papers as a person copies it."""

    def page(day: str) -> str:
        parts = ["Daily Papers", "byAK and the research community", day]
        for number, title in enumerate(("Whales Sing in Long Sentences", "Bread Rises When It Is Left Alone"), 1):
            parts += [title, f"We study this for the {number}. time and find that it holds in most cases. " * 6]
        return "\n\n".join(parts)

    return page
