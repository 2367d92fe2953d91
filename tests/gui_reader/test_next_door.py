"""What lies next door to the page in view: shown beside it, opened beside it, by mouse and by keys."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist import settings
from readinglist.gui.details_one import Page
from readinglist.gui.reader.next_door_passage import place_of
from readinglist.gui.reader.next_door_strip import NOTHING
from readinglist.search import Embedder, index_document, index_notes, index_papers
from tests.gui.conftest import TITLES, Hands, Open
from tests.gui.test_access import nameless
from tests.gui_reader.hands import Reader, attach
from tests.pdfs import write_pdf

MOSSES = (
    "Mosses grow on the northern side of stones, where the sun is seldom seen and the surface stays wet. They have no"
    " roots and drink through their leaves, so that a dry summer costs a cushion of moss half of its weight."
)
LICHENS = (
    "A lichen is a fungus that farms algae on bare stone. Unlike mosses, lichens grow where the surface of the stone is"
    " dry and sunny; both have no roots, and mosses move in on the wet northern side once the lichen made some soil."
)
KITES = (
    "A kite measures the speed of the wind by the pull on its line. We calibrated the spring balance in a tunnel and"
    " flew the kite from a beach at heights of fifty to two hundred metres on twelve days in autumn."
)
NOTE = (
    "Compare with the mosses on the northern side of the stone wall behind the house: wet, without roots, in the shade."
)
OTHER, NOTED = "Lichens as Clocks", "Measuring Wind with Kites"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reader(hands: Hands, tmp_path: Path, embedder: Embedder) -> Reader:
    """A window with two papers to read, embedded, and a note of a third."""
    library = hands.window.library
    for title, pages in {TITLES[0]: (MOSSES, KITES), OTHER: (KITES.upper(), LICHENS)}.items():
        pdf = write_pdf(tmp_path / f"{title}.pdf", *(textwrap.wrap(page, 70) for page in pages))
        paper = attach(hands, pdf, title)
        (document,) = library.papers.get(paper).documents
        library.index.set_pages(document.id, pages)
        index_document(library, embedder, document.id, list(enumerate(pages, 1)))
    noted = library.papers.find(NOTED)
    library.notes.set(noted, NOTE)
    index_notes(library, embedder, [noted])
    index_papers(library, embedder, [library.papers.find(title) for title in TITLES])
    hands.settle()
    return Reader(hands)


def shown(reader: Reader) -> list[tuple[str, str]]:
    return [
        (passage.title, place_of(passage))
        for button in reader.tab.next_door.strip.buttons()
        if (passage := button.passage) is not None
    ]


def test_the_nearest_passages_stand_beside_the_page(reader: Reader) -> None:
    tab = reader.read()
    strip = tab.next_door.strip
    assert strip.isVisible()
    assert tab.view.hasFocus(), reader.hands.window.focusWidget()
    assert set(shown(reader)) == {(OTHER, "p. 2"), (NOTED, "your note")}
    assert any("mosses" in button.text().lower() for button in strip.buttons())
    assert nameless(reader.hands.window) == []
    before = shown(reader)
    tab.view.go_to(2)
    assert shown(reader) == before, "what was shown stays until the new answer is there"
    reader.settle()
    assert OTHER not in dict(shown(reader)) or dict(shown(reader))[OTHER] == "p. 1"
    assert tab.view.hasFocus(), "nobody takes the keys away"


def test_a_page_that_nothing_comes_near_says_so(reader: Reader) -> None:
    reader.hands.window.library.papers.trash(
        [reader.hands.window.library.papers.find(title) for title in (OTHER, NOTED)]
    )
    reader.settle()
    tab = reader.read()
    assert shown(reader) == [] and tab.next_door.strip.words.text() == NOTHING
    assert tab.next_door.strip.height() < reader.hands.window.theme.px(110)
    reader.hands.window.library.papers.restore([reader.hands.window.library.papers.find(OTHER)])
    reader.settle()
    assert shown(reader) == [(OTHER, "p. 2")], "what comes back is next door again"


def test_a_click_opens_the_pdf_at_that_page_beside_the_other(reader: Reader) -> None:
    first = reader.read()
    button = next(one for one in first.next_door.strip.buttons() if one.passage and one.passage.document)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    reader.hands.until(lambda: reader.tab is not first)
    reader.hands.until(lambda: reader.tab.opened is not None, seconds=30)
    reader.settle()
    assert reader.tab.document.paper == reader.hands.window.library.papers.find(OTHER)
    assert reader.tab.view.page == 2 and first in reader.hands.window.reading.tabs()
    assert (TITLES[0], "p. 1") in shown(reader), "and there the way back is next door"


def test_a_click_on_a_note_shows_it(reader: Reader) -> None:
    window = reader.hands.window
    button = next(one for one in reader.read().next_door.strip.buttons() if one.passage and not one.passage.document)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    reader.settle()
    assert window.reading.current is None and list(window.view.selected()) == [window.library.papers.find(NOTED)]
    assert window.boxes.details is not None
    assert window.boxes.details.one.tabs.bar.currentIndex() == Page.NOTE


def test_off_by_a_click_or_a_key_and_so_the_next_time(reader: Reader, opened: Open, folder: Path) -> None:
    tab = reader.read()
    QTest.mouseClick(tab.next_door.strip.close_button, Qt.MouseButton.LeftButton)
    reader.settle()
    assert tab.next_door.strip.isHidden() and tab.view.hasFocus()
    assert not reader.hands.window.actions_["next-door"].isChecked()
    assert settings.load(folder / "settings.toml")[0].next_door is False
    tab.view.go_to(2)
    assert not tab.next_door.busy, "what nobody sees is not looked up"
    reader.hands.close()
    again = Reader(opened())
    assert again.read().next_door.strip.isHidden()
    again.tab.view.go_to(1)
    again.key(Qt.Key.Key_F8)
    assert again.tab.next_door.strip.isVisible() and len(shown(again)) == 2
    assert again.hands.window.actions_["next-door"].isChecked() and again.tab.view.hasFocus()
    assert settings.load(folder / "settings.toml")[0].next_door is True
    again.key(Qt.Key.Key_F8)
    assert again.tab.next_door.strip.isHidden()


def test_keys_walk_through_the_passages(reader: Reader) -> None:
    first = reader.read()
    reader.key(Qt.Key.Key_F8, SHIFT)
    one, other = first.next_door.strip.buttons()
    assert one.hasFocus()
    QTest.keyClick(one, Qt.Key.Key_Down)
    assert other.hasFocus()
    QTest.keyClick(other, Qt.Key.Key_Down)
    assert other.hasFocus()
    QTest.keyClick(other, Qt.Key.Key_Escape)
    assert first.view.hasFocus() and reader.hands.window.reading.current is first
    reader.key(Qt.Key.Key_F8, SHIFT)
    pdf = next(button for button in (one, other) if button.passage and button.passage.document)
    if not pdf.hasFocus():
        QTest.keyClick(one, Qt.Key.Key_Down)
    QTest.keyClick(pdf, Qt.Key.Key_Return)
    reader.hands.until(lambda: reader.tab is not first)
    reader.settle()
    assert reader.tab.document.id == pdf.passage.document if pdf.passage else False


def test_the_keys_stay_in_the_strip_when_its_passage_goes(reader: Reader) -> None:
    tab = reader.read()
    reader.key(Qt.Key.Key_F8, SHIFT)
    one, other = tab.next_door.strip.buttons()
    QTest.keyClick(one, Qt.Key.Key_Down)
    assert one.passage is not None
    tab.next_door.strip.show_passages([one.passage])
    assert one.hasFocus() and other.isHidden()
    tab.next_door.strip.show_passages([])
    assert tab.next_door.strip.close_button.hasFocus()
    tab.next_door.set_on(False)
    assert tab.view.hasFocus()
