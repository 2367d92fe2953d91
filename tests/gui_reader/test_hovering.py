"""The mouse rests on a citation or on the name of a figure, and a card shows what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from readinglist.gui.reader.hovering import Hovering
from readinglist.library.records import PaperRecord
from tests.gui.conftest import TITLES, Hands
from tests.gui_reader.hands import Reader, attach
from tests.gui_reader.sheets import Sheet, filled, words, write_sheets

KNOWN, UNKNOWN, BOTH, NAMED, PLAIN = "[1]", "[2]", "[1,3]", "Figure", "Mosses"
TEXT = [
    "Mosses grow on the northern side of the stone",
    "Others said so [1] before anybody looked there",
    "and it rains [2] on the other side of it",
    "which is why [1,3] both winds are named",
    "as Figure 1 shows to whoever looks",
]
AROUND = f"{words('Words stand above it.')} {words('Words stand below it.', y=120)}"
CAPTION = words("Figure 1: Stones with mosses on their northern side.", y=540)
DRAWN = f"{AROUND} {filled((100, 560, 320, 650))} 0 g {CAPTION}"
LIST = [
    "References",
    f"[1] A. Alder and B. Birch. {TITLES[4]}. Annals of the Outdoors, 2014. doi:10.1234/outdoors.4",
    "[2] C. Cedar. Weather on the other side of the hill. 2003. doi:10.1234/rain.7",
    "[3] E. Elm. The names of all the winds in one valley. Journal of Air, 12:1-9, 1999.",
    "[4] F. Fir. A year of fog on a mountain road. Journal of Air, 13:4-19, 2001.",
]


@pytest.fixture
def reader(hands: Hands, tmp_path: Path) -> Reader:
    lines = [" ".join(words(line, y=700 - 16 * row) for row, line in enumerate(page)) for page in (TEXT, LIST)]
    sheets = [lines[0], words("Only words are here."), DRAWN, lines[1]]
    attach(hands, write_sheets(tmp_path / "citing.pdf", [Sheet(drawn=drawn) for drawn in sheets]))
    reader = Reader(hands)
    reader.read()
    return reader


def hovering(reader: Reader) -> Hovering:
    return reader.tab.apparatus.hovering


def on(reader: Reader, word: str) -> QPoint:
    words = [each.text for each in reader.tab.view.texts[1].words]
    return reader.at(1, words.index(word))


def rest(reader: Reader, word: str) -> None:
    """Move the mouse onto a word and leave it there."""
    viewport = reader.tab.view.viewport()
    QTest.mouseMove(viewport, on(reader, word) + QPoint(1, 0))
    QTest.mouseMove(viewport, on(reader, word))


def card_on(reader: Reader, word: str) -> list[str]:
    rest(reader, word)
    reader.hands.until(lambda: not hovering(reader).card.isHidden())
    return hovering(reader).card.texts


def test_a_citation_shows_its_entry_and_the_paper_of_the_library(reader: Reader) -> None:
    focus = QApplication.focusWidget()
    texts = card_on(reader, KNOWN)
    assert texts[0] == "1" and texts[1].startswith("A. Alder and B. Birch.")
    assert TITLES[4] in texts
    assert any(text.startswith("In your library · ") for text in texts)
    assert QApplication.focusWidget() is focus


def test_the_abstract_begins_on_the_card(reader: Reader) -> None:
    library = reader.hands.window.library
    library.papers.add(
        [PaperRecord(title="Weather on the other side of the hill", doi="10.1234/rain.7", abstract="It rains. " * 200)],
        source="bibtex",
    )
    reader.hands.until(lambda: any("In your library" in text for text in card_on(reader, UNKNOWN)), seconds=10)
    assert hovering(reader).card.texts[-1].startswith("It rains. It rains.")
    assert hovering(reader).card.texts[-1].endswith("…")


def test_what_is_not_in_the_library_is_said(reader: Reader) -> None:
    texts = card_on(reader, UNKNOWN)
    assert "Weather on the other side" in texts[1]
    assert texts[-1] == "Not in your library"


def test_a_mark_with_two_entries_shows_both(reader: Reader) -> None:
    texts = card_on(reader, BOTH)
    assert [text for text in texts if text.isdigit()] == ["1", "3"]


def test_it_goes_when_the_mouse_leaves(reader: Reader) -> None:
    card_on(reader, KNOWN)
    QTest.mouseMove(reader.tab.view.viewport(), on(reader, PLAIN))
    reader.hands.until(lambda: hovering(reader).card.isHidden())


def test_escape_closes_it_and_it_stays_closed(reader: Reader) -> None:
    card_on(reader, KNOWN)
    reader.key(Qt.Key.Key_Escape)
    assert hovering(reader).card.isHidden()
    assert reader.hands.window.reading.current is reader.tab
    QTest.mouseMove(reader.tab.view.viewport(), on(reader, KNOWN) + QPoint(2, 0))
    assert not hovering(reader).is_about_to_show
    card_on(reader, UNKNOWN)


def test_scrolling_closes_it(reader: Reader) -> None:
    card_on(reader, KNOWN)
    reader.key(Qt.Key.Key_PageDown)
    assert hovering(reader).card.isHidden()


def test_it_does_not_wait_for_who_comes_back_to_the_tab(reader: Reader) -> None:
    card_on(reader, KNOWN)
    card = hovering(reader).card
    reader.hands.window.actions_["show-library"].trigger()
    reader.settle()
    assert card.isHidden()


def test_no_card_while_words_are_chosen(reader: Reader) -> None:
    reader.drag(on(reader, PLAIN), on(reader, UNKNOWN))
    assert reader.tab.view.selection is not None
    rest(reader, KNOWN)
    assert not hovering(reader).is_about_to_show
    assert hovering(reader).card.isHidden()


def test_a_click_brings_the_entry(reader: Reader) -> None:
    reader.click(on(reader, UNKNOWN))
    current = reader.tab.apparatus.page.view.current
    assert reader.tab.panel.current == "references"
    assert current is not None and current.reference.number == "2"
    assert reader.tab.view.page == 1


def test_a_click_on_the_card_brings_the_entry_that_is_meant(reader: Reader) -> None:
    card_on(reader, BOTH)
    card = hovering(reader).card
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(60, card.height() - 20))
    current = reader.tab.apparatus.page.view.current
    assert current is not None and current.reference.number == "3"
    assert card.isHidden()


def test_the_name_of_a_figure_shows_it_and_leads_there(reader: Reader) -> None:
    texts = card_on(reader, NAMED)
    card = hovering(reader).card
    assert texts == ["Figure 1 · page 3"]
    assert card.picture is not None and card.picture.image.width() > 50
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    reader.settle()
    assert reader.tab.view.page == 3
    assert reader.tab.travel.can_go_back


def test_a_caption_does_not_show_itself(reader: Reader) -> None:
    card_on(reader, NAMED)
    reader.tab.view.go_to(3)
    reader.settle()
    words = [each.text for each in reader.tab.view.texts[3].words]
    at = reader.at(3, words.index("Figure"))
    assert not reader.tab.view.leads(at.toPointF())
