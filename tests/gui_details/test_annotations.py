"""A paper's annotations in the details: shown, filtered, copied, written about, put into the note, deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from readinglist.gui.annotation_card import AnnotationCard, Shown, place_of
from readinglist.gui.annotation_list import AT_ONCE, MOST, AnnotationList
from readinglist.gui.details import DetailsPane
from readinglist.gui.details_one import NOTHING_MARKED, Page
from readinglist.gui.theme import Theme
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation, Mark
from readinglist.library.records import PaperRecord
from tests.gui_details.conftest import Settle
from tests.gui_details.hands import button, click, press, type_text


def line(top: float) -> tuple[float, float, float, float, float, float, float, float]:
    return 72.0, top, 200.0, top, 72.0, top + 12.0, 200.0, top + 12.0


@pytest.fixture
def paper(books: Library) -> int:
    """A paper with three annotations, a yellow, a red and again a yellow one."""
    (paper,) = books.papers.add([PaperRecord(title="On newts")], source="test").added
    with books.change("Attach") as tx:
        document = books.documents.add(tx, paper, "a.pdf", "a", "a.pdf")
    books.annotations.add(document, Mark(1, "highlight", [line(50)], "newts are slow"), tags=["zoo"])
    books.annotations.add(document, Mark(1, "underline", [line(90)], "and modest"), colour="red", comment="Why?")
    books.annotations.add(document, Mark(2, "note", [line(10)]), comment="Ask.")
    return paper


@pytest.fixture
def shown(pane: DetailsPane, paper: int, settle: Settle) -> DetailsPane:
    """The pane with the paper's highlights."""
    pane.show_papers([paper])
    settle()
    pane.show_tab("highlights")
    settle()
    return pane


def said(pane: DetailsPane) -> list[str]:
    return [card.text() for card in pane.one.highlights.cards()]


def choose(pane: DetailsPane, card: AnnotationCard, name: str) -> None:
    """Choose an entry of a card's menu."""
    menu = pane.one.highlights.menu_of(card.annotation)
    entry(menu, name).trigger()
    menu.deleteLater()


def entry(menu: QMenu, name: str) -> QAction:
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu) and (found := [each for each in inside.actions() if each.text() == name]):
            return found[0]
        if action.text() == name:
            return action
    raise AssertionError(f"no entry {name!r}")


def test_they_stand_in_their_order_and_are_counted(shown: DetailsPane) -> None:
    assert said(shown) == ["newts are slow", "and modest", "Margin note"]
    assert shown.tab == "highlights"
    assert shown.one.tabs.bar.accessibleTabName(Page.HIGHLIGHTS) == "Highlights 3"
    first, second, _ = shown.one.highlights.cards()
    assert "#zoo" in first.accessibleDescription() and "Why?" in second.accessibleDescription()


def test_a_paper_without_any_says_so(pane: DetailsPane, books: Library, paper: int, settle: Settle) -> None:
    (other,) = books.papers.add([PaperRecord(title="On toads")], source="test").added
    pane.show_papers([paper])
    settle()
    pane.show_tab("highlights")
    pane.show_papers([other])
    settle()
    assert said(pane) == []
    assert pane.one.highlights._words.text() == NOTHING_MARKED and pane.one.highlights._words.isVisible()
    assert pane.one.tabs.bar.accessibleTabName(Page.HIGHLIGHTS) == "Highlights"


def test_a_colour_narrows_them_and_lets_go(shown: DetailsPane, settle: Settle) -> None:
    click(button(shown, "Only red"))
    assert said(shown) == ["and modest"]
    click(button(shown, "Only yellow"))
    assert said(shown) == ["newts are slow", "Margin note"]
    click(button(shown, "Only yellow"))
    assert len(said(shown)) == 3


def test_a_comment_is_written_below_its_card(
    shown: DetailsPane, books: Library, paper: int, settle: Settle, qtbot: QtBot
) -> None:
    first = shown.one.highlights.cards()[0]
    first.setFocus()
    press(first, Qt.Key.Key_F2)
    editor = shown.one.highlights.editor
    assert editor is not None and editor.field.hasFocus()
    type_text(editor.field, "Compare with toads.")
    books.tags.add([paper], ["other"])  # the pane is drawn anew, and what is typed stays
    settle()
    press(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert shown.one.highlights.editor is None
    assert books.annotations.of(paper)[0].comment == "Compare with toads."
    qtbot.waitUntil(lambda: "Compare with toads." in shown.one.highlights.cards()[0].accessibleDescription())
    books.history.undo()
    assert books.annotations.of(paper)[0].comment == ""


def test_escape_leaves_a_comment_as_it_was(shown: DetailsPane, books: Library, paper: int, settle: Settle) -> None:
    card = shown.one.highlights.cards()[1]
    choose(shown, card, "Edit comment…")
    editor = shown.one.highlights.editor
    assert editor is not None and editor.field.toPlainText() == "Why?"
    type_text(editor.field, " Really")
    press(editor.field, Qt.Key.Key_Escape)
    settle()
    assert shown.one.highlights.editor is None and card.hasFocus()
    assert books.annotations.of(paper)[1].comment == "Why?"


def test_delete_takes_one_away_and_undo_brings_it_back(shown: DetailsPane, books: Library, qtbot: QtBot) -> None:
    card = shown.one.highlights.cards()[0]
    card.setFocus()
    press(card, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: said(shown) == ["and modest", "Margin note"])
    assert shown.one.highlights.cards()[0].hasFocus()
    assert books.history.undo() == "Delete 1 annotation"
    qtbot.waitUntil(lambda: said(shown) == ["newts are slow", "and modest", "Margin note"])


def test_another_colour_is_chosen(shown: DetailsPane, books: Library, paper: int, qtbot: QtBot) -> None:
    choose(shown, shown.one.highlights.cards()[0], "Purple")
    qtbot.waitUntil(lambda: shown.one.highlights.filter.button("purple").isVisible())
    assert books.annotations.of(paper)[0].colour == "purple"


def test_they_are_copied_as_markdown(shown: DetailsPane, settle: Settle, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.annotations.said) as told:
        click(button(shown, "Copy as Markdown"))
    assert told.args == ["Copied 3 annotations as Markdown"]
    text = QGuiApplication.clipboard().text()
    assert text.startswith("# On newts\n") and "> newts are slow ([p. 1](readinglist://paper/" in text
    card = shown.one.highlights.cards()[1]
    card.setFocus()
    with qtbot.waitSignal(shown.annotations.said):
        press(card, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("> and modest") and "\n\nWhy?" in text


def test_one_goes_to_the_note_once_and_what_was_typed_there_stays(
    shown: DetailsPane, books: Library, paper: int, settle: Settle, qtbot: QtBot
) -> None:
    shown.show_tab("note")
    type_text(shown.one.note.field, "My own words.")
    shown.show_tab("highlights")
    for _ in range(2):
        choose(shown, shown.one.highlights.cards()[1], "Add to note")
        settle()
    note = books.notes.get(paper)
    assert note.startswith("My own words.\n\n> and modest ([p. 1](readinglist://paper/")
    assert note.count("and modest") == 1 and note.endswith("\n\nWhy?\n")
    qtbot.waitUntil(lambda: shown.one.note.field.text() == note)
    assert books.history.undo() == "Add 1 annotation to the note"
    settle()
    assert books.notes.get(paper) == "My own words."


def test_many_come_in_portions(qtbot: QtBot, theme: Theme) -> None:
    cards = AnnotationList(theme)
    qtbot.addWidget(cards)
    cards.show()
    many = [
        Shown(Annotation(number, 1, 1, 1, "highlight", (line(10.0),), f"number {number}", "", "yellow", (), "", "here",
                         "k", None, None))
        for number in range(MOST + 5)
    ]  # fmt: skip
    cards.show_annotations(many)
    assert len(cards.cards()) == AT_ONCE
    qtbot.waitUntil(lambda: len(cards.cards()) == MOST)
    assert len(cards.annotations()) == MOST + 5
    click(button(cards, "Show more (5 left)"))
    qtbot.waitUntil(lambda: len(cards.cards()) == MOST + 5)
    assert [card.text() for card in cards.cards()] == [f"number {number}" for number in range(MOST + 5)]


def test_a_line_says_where_it_is_and_whose(books: Library, paper: int) -> None:
    one = books.annotations.of(paper)[0]
    assert place_of(one).startswith("p. 1 · ") and "#" not in place_of(one)
    foreign = replace(one, origin="pdf", author="Ada", kind="area", document=None, created=None, tags=())
    assert place_of(foreign) == "p. 1 · area · from the PDF, Ada · its file is gone"
