from __future__ import annotations

import contextlib
import resource
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readinglist.gui.details import DetailsPane
from readinglist.gui.details_files import document_state
from readinglist.gui.details_links import is_web, links
from readinglist.gui.details_overview import excerpt, unwrapped
from readinglist.gui.details_text import ReadingText
from readinglist.gui.details_words import day, moment
from readinglist.gui.edit_form import author_line, problem_with
from readinglist.gui.history_view import event_words, said_by
from readinglist.gui.note_differences import differences
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.records import Document, Event, Job, PaperRecord, Person
from tests.gui_details.conftest import Settle
from tests.gui_details.hands import button, click, press, type_text
from tests.gui_details.test_details import add, show

# -------------------------------------------------------------------------------------------------------- editing


@pytest.fixture
def paper(books: Library) -> int:
    return add(books, PaperRecord(title="Quiet Rivers", authors=(Person("Lovelace", "Ada"),), year=2020))[0]


def put(pane: DetailsPane, field: str, text: str) -> None:
    box = pane.form.input(field)
    box.setFocus()
    box.selectAll()
    type_text(box, text)


def test_editing_writes_what_was_changed_and_nothing_else(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    show(qtbot, pane, paper)
    pane.edit_details()
    assert pane.form.isVisible()
    put(pane, "title", "Loud Rivers")
    put(pane, "date", "2021-03")
    put(pane, "authors", "Ada Lovelace")
    press(pane.form.input("authors"), Qt.Key.Key_Return)
    type_text(pane.form.input("authors"), "Beethoven, Ludwig van")
    press(pane.form.input("title"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert not pane.form.isVisible()
    found = books.papers.get(paper)
    assert (found.title, found.year, found.date) == ("Loud Rivers", 2021, "2021-03")
    assert found.authors == (Person("Lovelace", "Ada"), Person("Beethoven", "Ludwig van"))
    said = books.papers.provenance(paper)
    assert {said[field][0] for field in ("title", "year", "authors")} == {"user"}
    assert "venue" not in said
    assert pane.one.header.title.text() == "Loud Rivers"
    assert books.history.undo()
    assert books.papers.get(paper).title == "Quiet Rivers"


def test_nonsense_is_told_where_it_stands_and_cannot_be_saved(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int
) -> None:
    show(qtbot, pane, paper)
    pane.edit_details()
    put(pane, "doi", "not a doi")
    assert not pane.form.save.isEnabled()
    assert "10.1000/182" in pane.form.problem("doi")
    put(pane, "doi", "10.1000/xyz")
    assert pane.form.save.isEnabled()
    assert pane.form.problem("doi") == ""
    press(pane.form.input("doi"), Qt.Key.Key_Escape)
    assert not pane.form.isVisible()
    assert books.papers.get(paper).doi is None


def test_what_the_library_refuses_is_said_and_kept(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    add(books, PaperRecord(title="Another one entirely", doi="10.1000/taken"))
    show(qtbot, pane, paper)
    pane.edit_details()
    put(pane, "doi", "10.1000/taken")
    click(pane.form.save)
    settle()
    assert pane.form.isVisible()
    assert "Another one entirely" in pane.form.refused.text()
    assert pane.form.texts()["doi"] == "10.1000/taken"


@contextlib.contextmanager
def gone(books: Library) -> Iterator[None]:
    """The library's file is away, as with a disk that was pulled out."""
    away = books.folder.rename(books.folder.with_name("away"))
    try:
        yield
    finally:
        away.rename(books.folder)


@contextlib.contextmanager
def full(books: Library) -> Iterator[None]:
    """No file can grow, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def read_anew(books: Library, reads: Reads) -> None:
    """Both threads of the pool open the library again when they are next asked something."""
    together = threading.Barrier(2)

    def forget() -> None:
        together.wait(10)
        books.forget_thread()

    for _ in range(2):
        reads.ask(forget, _nothing)


def _nothing(_answer: object) -> None:
    """Nobody waits for it."""


@pytest.mark.parametrize("trouble", [gone, full])
def test_what_was_typed_stays_through_refused_saves_until_one_works(
    qtbot: QtBot,
    pane: DetailsPane,
    books: Library,
    reads: Reads,
    paper: int,
    settle: Settle,
    trouble: Callable[[Library], contextlib.AbstractContextManager[None]],
) -> None:
    show(qtbot, pane, paper)
    pane.edit_details()
    put(pane, "title", "Loud Rivers")
    title = pane.form.input("title")
    for text in ("", " of the South"):
        type_text(title, text)
        typed = pane.form.texts()["title"]
        read_anew(books, reads)
        settle()
        with trouble(books):
            press(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            settle()
            settle()
            assert pane.form.isVisible()
            assert pane.form.refused.text()
            assert pane.form.texts()["title"] == typed
        settle()
        assert (pane.form.isVisible(), pane.form.texts()["title"]) == (True, typed)
    press(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert not pane.form.isVisible()
    assert books.papers.get(paper).title == "Loud Rivers of the South"


def test_a_save_refused_while_another_paper_is_shown_leaves_the_text_for_later(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    other = add(books, PaperRecord(title="Another one entirely", doi="10.1000/taken"))[0]
    show(qtbot, pane, other)
    pane.edit_details()
    put(pane, "venue", "Journal of Sto")
    show(qtbot, pane, paper)
    pane.edit_details()
    put(pane, "doi", "10.1000/taken")
    press(pane.form.input("doi"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    show(qtbot, pane, other)
    settle()
    assert (pane.form.texts()["venue"], pane.form.refused.text()) == ("Journal of Sto", "")
    show(qtbot, pane, paper)
    assert pane.form.texts()["doi"] == "10.1000/taken"
    put(pane, "doi", "10.1000/free")
    press(pane.form.input("doi"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    show(qtbot, pane, other)
    settle()
    assert books.papers.get(paper).doi == "10.1000/free"
    assert pane.form.isVisible()
    assert pane.form.texts()["venue"] == "Journal of Sto"
    show(qtbot, pane, paper)
    assert not pane.form.isVisible()


def test_a_form_left_half_way_is_there_again(qtbot: QtBot, pane: DetailsPane, books: Library, paper: int) -> None:
    other = add(books, PaperRecord(title="Another one entirely"))[0]
    show(qtbot, pane, paper)
    pane.edit_details()
    put(pane, "venue", "Journal of Ri")
    show(qtbot, pane, other)
    assert not pane.form.isVisible()
    show(qtbot, pane, paper)
    assert pane.form.isVisible()
    assert pane.form.texts()["venue"] == "Journal of Ri"


@pytest.mark.parametrize(
    ("field", "text", "fine"),
    [
        ("title", " ", False),
        ("date", "2024", True),
        ("date", "2024-13", False),
        ("date", "May 2024", False),
        ("arxiv_id", "hep-th/9901001v2", True),
        ("arxiv_id", "24.1", False),
        ("doi", "https://doi.org/10.1000/182", True),
        ("url", "javascript:alert(1)", False),
        ("url", "https://example.org", True),
        ("isbn", "978-3-16-148410-1", False),
        ("pmid", "12a", False),
        ("citation_key", "two words", False),
        ("abstract", "", True),
    ],
)
def test_each_field_knows_nonsense(field: str, text: str, fine: bool) -> None:
    assert (problem_with(field, text) == "") is fine


people = st.builds(
    Person,
    st.text(alphabet="Aabc -", min_size=1).map(lambda text: " ".join(text.split())).filter(bool),
    st.text(alphabet="Dd .", max_size=6).map(lambda text: " ".join(text.split())),
)


@given(people)
def test_authors_come_back_from_the_form_as_they_were(person: Person) -> None:
    assert Person.from_name(author_line(person)) == person


# ----------------------------------------------------------------------------------------------- files and history


def attach(books: Library, paper: int, name: str, *, there: bool = True) -> int:
    with books.change("Attach") as tx:
        document = books.documents.add(tx, paper, name, f"sha-{name}", name)
    if there:
        (books.documents_folder / name).write_bytes(b"%PDF-1.4")
    return document


def no_jobs(books: Library, paper: int) -> None:
    """What is to be done is taken as done, as workers would."""
    for job in books.jobs.claim(["extract", "embed", "look-up", "download"], limit=100):
        with books.write() as tx:
            books.jobs.finish(tx, job)
    if books.jobs.of(paper):
        no_jobs(books, paper)


def test_files_say_how_they_are_and_can_be_read_again(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    secret, gone = attach(books, paper, "secret.pdf"), attach(books, paper, "gone.pdf", there=False)
    no_jobs(books, paper)
    with books.write() as tx:
        books.documents.set_result(tx, secret, "failed", reason="needs a password")
        books.documents.set_result(tx, gone, "read", 12)
    show(qtbot, pane, paper)
    assert pane.one.header.read.text() == "Read PDF"
    pane.show_tab("files")
    settle()
    assert pane.one.files.states() == [
        "Could not be read: needs a password",
        "The file is gone from the library's folder. Put it back there, or attach it again.",
    ]
    click(button(pane, "Read again: secret.pdf"))
    settle()
    qtbot.waitUntil(lambda: pane.one.files.states()[0] == "Waits to be read")
    assert [(job.kind, job.document) for job in books.jobs.of(paper)] == [("extract", secret)]


def test_removing_a_file_can_be_undone(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    attach(books, paper, "a.pdf")
    show(qtbot, pane, paper)
    pane.show_tab("files")
    settle()
    click(button(pane, "Remove: a.pdf"))
    qtbot.waitUntil(lambda: pane.one.files.states() == [])
    assert pane.one.header.read.text() == "Attach PDF…"
    books.history.undo()
    qtbot.waitUntil(lambda: len(pane.one.files.states()) == 1)


def test_history_compares_and_restores_former_notes(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    books.notes.set(paper, "first line\nsecond line\nthird line")
    books.notes.set(paper, "short")
    show(qtbot, pane, paper)
    pane.show_tab("files")
    settle()
    compare = next(name for name in names(pane) if name.startswith("Compare"))
    click(button(pane, compare))
    settle()
    assert pane.one.history.compared() == "− first line\n− second line\n− third line\n+ short"
    restore = next(name for name in names(pane) if name.startswith("Restore"))
    click(button(pane, restore))
    settle()
    assert books.notes.get(paper) == "first line\nsecond line\nthird line"
    qtbot.waitUntil(lambda: pane.one.note.field.text() == "first line\nsecond line\nthird line")
    books.history.undo()
    qtbot.waitUntil(lambda: pane.one.note.field.text() == "short")


def test_the_past_is_that_of_the_paper_shown(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    other = books.papers.add([PaperRecord(title="Another one entirely")], source="bibtex").added[0]
    show(qtbot, pane, paper)
    pane.show_tab("files")
    settle()
    assert "you, " in past(pane)
    show(qtbot, pane, other)
    settle()
    assert "a BibTeX file, " in past(pane)
    assert "you, " not in past(pane)


def past(pane: DetailsPane) -> str:
    texts = pane.one.history.findChildren(ReadingText)
    return "\n".join(text.text() for text in texts if text.isVisible())


def names(pane: DetailsPane) -> list[str]:
    from PySide6.QtWidgets import QAbstractButton

    return [found.accessibleName() for found in pane.findChildren(QAbstractButton) if found.isVisible()]


def test_who_said_what_stands_together() -> None:
    at = "2024-05-24T10:00:00.000Z"
    said = said_by({"venue": ("user", at), "title": ("bibtex", at), "authors": ("bibtex", at), "odd": ("odd", at)})
    assert [fields for fields, _ in said] == ["Title, Authors", "Venue", "odd"]
    assert said[0][1].startswith("a BibTeX file, ")
    assert said[1][1].startswith("you, ")


def test_events_are_sentences() -> None:
    assert event_words(Event("", "status", "to-read")) == "Marked as to read"
    assert event_words(Event("", "merged", "Twin")) == "Became one with “Twin”"
    assert event_words(Event("", "added", "Added")) == "Added to the library"


# ------------------------------------------------------------------------------------------------------ small things


def job(kind: str, state: str, progress: float | None = None, error: str | None = None) -> Job:
    return Job(1, kind, 1, 1, state, 0, None, error, progress, 0, "")


@pytest.mark.parametrize(
    ("state", "pages", "reason", "work", "words"),
    [
        ("read", 12, None, None, "12 pages, its text can be searched"),
        ("read", 1, None, None, "1 page, its text can be searched"),
        ("empty", 3, None, None, "3 pages, without text to search: it may be a scan"),
        ("failed", None, "is not a PDF", None, "Could not be read: is not a PDF"),
        ("waiting", None, None, None, "Waits to be read"),
        ("waiting", None, None, job("extract", "running", 0.4), "Being read, 40%"),
        ("waiting", None, None, job("extract", "paused"), "Reading it is paused"),
        ("failed", None, "too slow", job("extract", "waiting"), "Waits to be read"),
        ("read", 2, None, job("embed", "waiting"), "2 pages, its text can be searched"),
    ],
)
def test_a_file_says_how_it_is(state: str, pages: int | None, reason: str | None, work: Job | None, words: str) -> None:
    document = Document(1, 1, Path("a.pdf"), "", "a.pdf", pages, state, reason)
    assert document_state(document, work, True)[0] == words


def test_only_web_addresses_are_links(books: Library) -> None:
    assert is_web("https://example.org/a")
    for bad in ("file:///etc/passwd", "javascript:alert(1)", "https://", "ftp://example.org", ""):
        assert not is_web(bad)
    record = PaperRecord(title="A paper with links", arxiv_id="2401.00001", doi="10.48550/arxiv.2401.00001")
    paper = books.papers.get(add(books, record)[0])
    assert [link.url for link in links(paper)] == ["https://arxiv.org/abs/2401.00001"]


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_differences_are_empty_only_for_the_same_text(old: str, new: str) -> None:
    lines = differences(old, new)
    assert (lines == []) is (old == new)
    assert {line.text for line in lines if line.kind == "gone"} <= set(old.split("\n"))
    assert {line.text for line in lines if line.kind == "new"} <= set(new.split("\n"))


@given(st.text(alphabet="ab \n", max_size=2000))
def test_an_excerpt_is_the_beginning(text: str) -> None:
    cut = excerpt(text, 100)
    assert len(cut) <= 102
    assert text.strip("\n").startswith(cut.removesuffix(" …"))


def test_lines_that_a_source_broke_are_joined() -> None:
    assert unwrapped("one\ntwo \n three\n\nfour") == "one two three\n\nfour"


def test_times_are_said_as_people_do() -> None:
    from datetime import datetime, timedelta

    now = datetime.now().astimezone().replace(hour=12)
    assert moment(now.isoformat(), now) == f"{now:%H:%M}"
    assert moment((now - timedelta(days=1)).isoformat(), now).startswith("yesterday ")
    assert moment("2001-02-03T12:00:00.000Z", now) == "3 Feb 2001"
    assert moment("nonsense") == "nonsense"
    assert (day("2024-05-24"), day("2024-05"), day("2024"), day("x-y")) == ("24 May 2024", "May 2024", "2024", "x-y")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("arxiv", "arXiv"),
        ("huggingface", "Hugging Face"),
        ("datacite", "DataCite"),
        ("crossref", "Crossref"),
        ("europepmc", "Europe PMC"),
    ],
)
def test_services_go_by_their_names(source: str, words: str) -> None:
    ((fields, said),) = said_by({"title": (source, "2024-05-24T10:00:00.000Z")})
    assert fields == "Title"
    assert said.startswith(f"{words}, ")
