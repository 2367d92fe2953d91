from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from readinglist.gui.details import DetailsPane
from readinglist.gui.details_one import Page
from readinglist.gui.theme import Theme
from readinglist.gui.work import UserThread
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person, Status
from tests.gui_details.conftest import Settle
from tests.gui_details.hands import button, click, press, type_text

RIVERS = PaperRecord(
    title="Quiet Rivers of the North",
    authors=tuple(Person(f"Family{number}", "Given") for number in range(9)),
    date="2024-05-24",
    year=2024,
    venue="Journal of Rivers",
    abstract="Rivers in the north are quiet.\nWe measure how quiet they are.",
    arxiv_id="2405.15682",
    arxiv_version=2,
    doi="10.1000/rivers",
    url="https://example.org/rivers",
)


def add(library: Library, *records: PaperRecord) -> list[int]:
    return list(library.papers.add(records, source="user").added)


def show(qtbot: QtBot, pane: DetailsPane, *ids: int) -> None:
    with qtbot.waitSignal(pane.drawn):
        pane.show_papers(ids)


@pytest.fixture
def paper(books: Library) -> int:
    return add(books, RIVERS)[0]


def test_the_head_says_what_the_paper_is(qtbot: QtBot, pane: DetailsPane, paper: int) -> None:
    show(qtbot, pane, paper)
    header = pane.one.header
    assert header.title.text() == "Quiet Rivers of the North"
    assert header.source.text() == (
        "Journal of Rivers  ·  24 May 2024  ·  arXiv:2405.15682v2  ·  10.1000/rivers  ·  example.org"
    )
    assert pane.one.overview.abstract.text() == "Rivers in the north are quiet. We measure how quiet they are."
    assert header.read.text() == "Attach PDF…"
    assert header.status.status == Status.TO_READ


def test_people_are_few_until_more_are_asked_for(qtbot: QtBot, pane: DetailsPane, paper: int) -> None:
    show(qtbot, pane, paper)
    people = pane.one.header.people
    assert people.text().endswith("Given Family4  and 4 more")
    people.anchorClicked.emit(QUrl("more:"))
    assert "Given Family8" in people.text()
    people.anchorClicked.emit(QUrl("fewer:"))
    assert "Given Family8" not in people.text()
    with qtbot.waitSignal(pane.query_chosen) as asked:
        people.anchorClicked.emit(QUrl("person:1"))
    assert asked.args == ['author:"Given Family1"']


def test_a_click_on_a_name_is_a_click_on_that_name(qtbot: QtBot, pane: DetailsPane, paper: int) -> None:
    show(qtbot, pane, paper)
    with qtbot.waitSignal(pane.query_chosen) as asked:
        click(pane.one.header.people.viewport(), QPoint(20, 8))
    assert asked.args == ['author:"Given Family0"']


def test_star_and_status_show_at_once_and_reach_the_library(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    show(qtbot, pane, paper)
    header = pane.one.header
    click(header.star)
    assert header.star.accessibleName() == "Remove the star"
    press(header.status, Qt.Key.Key_Down)
    assert header.status.status == Status.READING
    settle()
    found = books.papers.get(paper)
    assert (found.starred, found.status) == (True, Status.READING)
    assert header.status.status == Status.READING


def test_what_fails_is_taken_back(
    qtbot: QtBot, pane: DetailsPane, books: Library, user: UserThread, paper: int
) -> None:
    show(qtbot, pane, paper)
    tags = pane.one.header.tags
    with qtbot.waitSignal(user.failed) as failed:
        tags.added.emit("x" * 201)
        assert tags.tags() == ["x" * 201]
    assert failed.args is not None
    assert "200 characters" in failed.args[0].message
    qtbot.waitUntil(lambda: tags.tags() == [])


def test_tagging_with_nothing_but_keys(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    other = add(books, PaperRecord(title="Another paper about other things"))[0]
    books.tags.add([other], ["nlp/retrieval", "rivers"])
    show(qtbot, pane, paper)
    pane.focus_tags()
    settle()
    field = pane.one.header.tags.findChild(QLineEdit)
    assert field is not None
    qtbot.waitUntil(field.hasFocus)
    type_text(field, "retr")
    press(field, Qt.Key.Key_Return)
    type_text(field, "brand/new")
    press(field, Qt.Key.Key_Return)
    assert pane.one.header.tags.tags() == ["brand/new", "nlp/retrieval"]
    settle()
    assert books.papers.get(paper).tags == ("brand/new", "nlp/retrieval")
    press(field, Qt.Key.Key_Backspace)
    chip = pane.focusWidget()
    assert chip is not None
    assert chip.accessibleName() == "Tag nlp/retrieval"
    press(chip, Qt.Key.Key_Delete)
    settle()
    assert books.papers.get(paper).tags == ("brand/new",)


def test_a_chip_shows_the_papers_of_its_tag(qtbot: QtBot, pane: DetailsPane, books: Library, paper: int) -> None:
    books.tags.add([paper], ["slow rivers"])
    show(qtbot, pane, paper)
    chip = button(pane, "Tag slow rivers")
    with qtbot.waitSignal(pane.query_chosen) as asked:
        click(chip, QPoint(12, chip.height() // 2))
    assert asked.args == ['tag:"slow rivers"']
    click(chip, QPoint(chip.width() - 8, chip.height() // 2))
    assert pane.one.header.tags.tags() == []


def test_the_library_may_change_while_one_reads_and_writes(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    show(qtbot, pane, paper)
    abstract = pane.one.overview.abstract
    abstract.selectAll()
    with qtbot.waitSignal(pane.drawn):
        books.tags.add([paper], ["elsewhere"])
    assert abstract.textCursor().selectedText()
    assert pane.one.header.tags.tags() == ["elsewhere"]
    pane.focus_note()
    field = pane.one.note.field
    type_text(field, "half a sen")
    with qtbot.waitSignal(pane.drawn):
        books.papers.edit(paper, title="Loud Rivers of the North")
    type_text(field, "tence")
    assert field.text() == "half a sentence"
    assert field.hasFocus()
    assert pane.one.header.title.text() == "Loud Rivers of the North"
    qtbot.waitUntil(lambda: books.notes.get(paper) == "half a sentence")


def test_a_note_written_elsewhere_arrives_by_itself(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int
) -> None:
    show(qtbot, pane, paper)
    books.notes.set(paper, "from the command line")
    qtbot.waitUntil(lambda: pane.one.note.field.text() == "from the command line")


def test_going_to_another_paper_saves_the_note_and_starts_at_the_top(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    long = PaperRecord(title="A paper with much to say", abstract="Words and more words. " * 400)
    other = add(books, long)[0]
    show(qtbot, pane, other)
    bar = pane.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    pane.focus_note()
    type_text(pane.one.note.field, "unsaved")
    show(qtbot, pane, paper)
    assert bar.value() == 0
    assert pane.one.note.field.text() == ""
    settle()
    assert books.notes.get(other) == "unsaved"


def test_closing_saves_the_note(qtbot: QtBot, pane: DetailsPane, books: Library, user: UserThread, paper: int) -> None:
    show(qtbot, pane, paper)
    pane.focus_note()
    type_text(pane.one.note.field, "bye")
    pane.close()
    assert user.close(10)
    assert books.notes.get(paper) == "bye"


def test_several_papers_are_summed_up_and_changed_together(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    others = add(books, *(PaperRecord(title=f"Paper number {word}") for word in ("one", "two")))
    books.tags.add([paper], ["rivers"])
    books.tags.add([paper, *others], ["all"])
    ids = (paper, *others)
    show(qtbot, pane, *ids)
    several = pane.several
    assert several.title.text() == "3 papers"
    assert several.tags.tags() == ["all", "rivers"]
    assert button(several, "Tag rivers on 1 of 3").isVisible()
    click(button(several, "Star all"))
    press(several.status, Qt.Key.Key_Down)
    several.tags.added.emit("shared")
    several.tags.removed.emit("all")
    settle()
    qtbot.waitUntil(lambda: several.tags.tags() == ["shared", "rivers"])
    assert [found.starred for found in books.papers.get_many(ids)] == [True] * 3
    assert {found.status for found in books.papers.get_many(ids)} == {Status.READING}
    assert button(several, "Unstar all").isVisible()


def test_nothing_chosen_and_a_paper_that_is_gone_say_so(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    show(qtbot, pane, paper)
    pane.show_papers([])
    assert pane.hint.isVisible()
    pane.show_papers([999])
    settle()
    assert pane.hint.isVisible()
    assert "no longer in the library" in pane.hint.text()


def test_a_trashed_paper_can_be_restored(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    books.papers.trash([paper])
    show(qtbot, pane, paper)
    click(button(pane, "Restore"))
    settle()
    assert not books.papers.get(paper).trashed
    qtbot.waitUntil(lambda: not pane.one.header.trashed.isVisible())


def test_a_paper_without_title_shows_its_id_and_says_why(qtbot: QtBot, pane: DetailsPane, books: Library) -> None:
    number = add(books, PaperRecord(arxiv_id="2401.00001"))[0]
    show(qtbot, pane, number)
    assert pane.one.header.title.text() == "arXiv:2401.00001"
    qtbot.waitUntil(lambda: pane.one.header.arrival.isVisible())
    assert pane.one.header.arrival.text().startswith("Waits to be looked up")


@pytest.mark.parametrize("width", [320, 430, 900])
def test_anything_fits_any_width(qtbot: QtBot, pane: DetailsPane, books: Library, settle: Settle, width: int) -> None:
    monster = PaperRecord(
        title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 4,
        authors=tuple(Person("Nomen" + "x" * (number % 40), "Very Long Given Name") for number in range(200)),
        abstract="مرحبا بالعالم " * 50 + "\n\n" + "日本語の要旨" * 100 + "x" * 3000,
        venue="Proceedings of " * 20,
        url="https://example.org/" + "a" * 500,
    )
    number = add(books, monster)[0]
    books.tags.add([number], [f"tag-{position}/{'y' * 60}" for position in range(12)])
    window = pane.window()
    window.resize(width, 700)
    show(qtbot, pane, number)
    qtbot.waitUntil(lambda: pane.width() == width)
    books.notes.set(number, "former " * 50)
    books.notes.set(number, "now")
    for page in Page:
        pane.one.tabs.choose(page)
        settle()
        assert_inside(pane)
    pane.edit_details()
    pane.form.refuse("This cannot be. " * 20)
    settle()
    assert_inside(pane)
    pane.form.cancelled.emit()
    pane.one.tabs.choose(Page.OVERVIEW)
    settle()
    abstract = pane.one.overview.abstract
    assert abstract.height() >= abstract.document().size().height()
    pane.one.header.people.anchorClicked.emit(QUrl("more:"))
    assert pane.one.header.people.heightForWidth(width - 40) > 500


def assert_inside(pane: DetailsPane) -> None:
    inside = pane.area.inside
    assert inside.width() <= pane.width()
    for child in inside.findChildren(QWidget):
        if child.isVisible() and not isinstance(child.parentWidget(), QTextEdit | QPlainTextEdit | QLineEdit):
            right = child.mapTo(inside, QPoint(child.width(), 0)).x()
            assert right <= inside.width(), f"{type(child).__name__} reaches {right} of {inside.width()}"


def test_reading_text_is_no_wider_than_75_characters(qtbot: QtBot, pane: DetailsPane, books: Library) -> None:
    text = "The people who wrote these papers had their readers in mind, and so do we all. " * 20
    number = add(books, PaperRecord(title="A paper with an abstract", abstract=text))[0]
    pane.window().resize(1400, 700)
    show(qtbot, pane, number)
    block = pane.one.overview.abstract.document().begin()
    layout = block.layout()
    lengths = [layout.lineAt(number).textLength() for number in range(layout.lineCount() - 1)]
    assert 60 < max(lengths) <= 80


def test_each_control_has_a_name_and_tab_reaches_it(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int
) -> None:
    books.tags.add([paper], ["rivers"])
    show(qtbot, pane, paper)
    for page in Page:
        pane.one.tabs.choose(page)
        for child in pane.findChildren(QWidget):
            if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                name = child.accessibleName() or (child.text() if isinstance(child, QAbstractButton) else "")
                assert name, f"{type(child).__name__} has no name"
    pane.one.tabs.choose(Page.OVERVIEW)
    pane.one.header.title.setFocus()
    reached = set()
    for _ in range(40):
        focused = pane.window().focusWidget()
        assert focused is not None
        reached.add(focused)
        press(focused, Qt.Key.Key_Tab)
    header = pane.one.header
    for widget in (header.people, header.read, header.cite, header.star, header.more, header.status, pane.one.tabs.bar):
        assert widget in reached


def test_the_look_follows_the_theme(qtbot: QtBot, pane: DetailsPane, theme: Theme, paper: int) -> None:
    show(qtbot, pane, paper)
    pane.one.overview.abstract.selectAll()
    light = pane.grab().toImage().pixelColor(5, 5)
    theme.set_mode("dark")
    dark = pane.grab().toImage().pixelColor(5, 5)
    assert light == pane_colour("light")
    assert dark == theme.details
    looks = pane.one.overview.abstract.document().begin().begin().fragment().charFormat()
    assert looks.foreground().color() == theme.text


def pane_colour(mode: str) -> object:
    from readinglist.gui.palette import DARK, LIGHT

    return (LIGHT if mode == "light" else DARK).details


def test_tabs_are_remembered_by_name(qtbot: QtBot, pane: DetailsPane, paper: int) -> None:
    show(qtbot, pane, paper)
    pane.show_tab("related")
    assert pane.tab == "related"
    pane.show_tab("no such tab")
    assert pane.tab == "related"
    press(pane.one.tabs.bar, Qt.Key.Key_Left)
    assert pane.tab == "highlights"
    press(pane.one.tabs.bar, Qt.Key.Key_Left)
    assert pane.tab == "note"
    assert pane.one.note.isVisible()


def test_a_huge_note_is_followed_by_the_pane(
    qtbot: QtBot, pane: DetailsPane, books: Library, paper: int, settle: Settle
) -> None:
    books.notes.set(paper, ("A line that says something about rivers, again.\n" * 5000)[:200_000])
    show(qtbot, pane, paper)
    started = time.perf_counter()
    pane.focus_note()
    settle()
    assert time.perf_counter() - started < 2
    field = pane.one.note.field
    press(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    bar = pane.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > bar.maximum() * 0.9)
    press(field, Qt.Key.Key_PageUp)
    assert field.textCursor().position() > 150_000
    type_text(field, "!")
    qtbot.waitUntil(lambda: "!" in books.notes.get(paper))
    started = time.perf_counter()
    pane.one.note.show_view(1)
    settle()
    assert time.perf_counter() - started < 3
    assert pane.one.note.preview.height() > 20_000


def test_a_file_dropped_on_the_details_is_meant_for_the_paper_shown(
    qtbot: QtBot, pane: DetailsPane, paper: int, tmp_path: Path
) -> None:
    show(qtbot, pane, paper)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    assert drop(pane, data)
    text = QMimeData()
    text.setText("2405.15682")
    assert not drop(pane, text)
    pane.show_papers([])
    assert not drop(pane, data)


def drop(pane: DetailsPane, data: QMimeData) -> bool:
    """Drag the data over the pane and let it go; whether the pane wanted it."""
    told: list[object] = []
    pane.files_dropped.connect(lambda _data, paper: told.append(paper))
    mouse = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, *mouse)
    QApplication.sendEvent(pane, enter)
    if enter.isAccepted():
        QApplication.sendEvent(pane, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, *mouse))
    return bool(told)
