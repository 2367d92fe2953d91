"""Pages by their printed numbers, and what finding finds over the ends of lines."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import Hands
from tests.gui_reader.hands import Reader, attach

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def book(hands: Hands, tmp_path: Path) -> Reader:
    """Four pages i to iv, then eight from 1 on."""
    document = pymupdf.open()
    for number in range(12):
        lines = [
            f"Sheet {number}",
            "All that is well-",
            "known has a represen-",
            "tation in a long",
            "phrase. Well-known!",
        ]
        document.new_page().insert_text((72, 72), lines)
    document.set_page_labels([
        {"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 1},
        {"startpage": 4, "prefix": "", "style": "D", "firstpagenum": 1},
    ])  # fmt: skip
    document.save(tmp_path / "book.pdf")
    attach(hands, tmp_path / "book.pdf")
    return Reader(hands)


@pytest.mark.parametrize(
    ("typed", "page"), [("iv", 4), ("II", 2), ("1", 5), ("8", 12), ("12", 12), (" 3 ", 7), ("9", 9)]
)
def test_a_page_is_gone_to_by_its_printed_number(book: Reader, typed: str, page: int) -> None:
    view = book.read().view
    book.key(Qt.Key.Key_G, CONTROL)
    field = book.tab.bar.page
    assert field.hasFocus() and field.text() == "i" and book.tab.bar.count.text() == "(1 of 12)"
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    book.settle()
    assert view.page == page and view.hasFocus() and field.text() == ("iv" if page == 4 else field.label(page))


def test_a_page_that_is_not_there_is_told_and_escape_leaves(book: Reader) -> None:
    view = book.read().view
    book.key(Qt.Key.Key_G, CONTROL)
    field = book.tab.bar.page
    QTest.keyClicks(field, "xx")
    QTest.keyClick(field, Qt.Key.Key_Return)
    book.settle()
    assert book.hands.toast() == "There is no page xx: the last one is 8." and field.hasFocus() and view.page == 1
    QTest.keyClick(field, Qt.Key.Key_Escape)
    book.settle()
    assert view.hasFocus() and field.text() == "i" and book.hands.window.reading.current is book.tab


@pytest.mark.parametrize(
    ("typed", "hits"),
    [("representation", 12), ("LONG  PHRASE", 12), ("well-known", 24), ("well-known!", 12), ("zebra", 0)],
)
def test_words_are_found_over_the_ends_of_lines(book: Reader, typed: str, hits: int) -> None:
    tab = book.read()
    book.key(Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(tab.find_field.line, typed)
    book.hands.until(lambda: tab.finding.text == typed and tab.finding.done and not tab.finding.busy, seconds=30)
    book.settle()
    assert len(tab.finding.hits) == hits
    assert tab.find_field.words.text() == (f"1 of {hits}" if hits else "Not found")
    ticks = tab.view.ticked_bar.ticks
    assert len(ticks) == hits and all(0 < tick < 1 for tick in ticks) and list(ticks) == sorted(ticks)
    if hits:
        QTest.keyClick(tab.find_field.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)  # round to the last
        assert tab.find_field.words.text() == f"{hits} of {hits}"
        book.settle()
        assert 12 in [page.number for page in tab.view.visible_pages()]


def test_pages_in_small_are_walked_by_keys_and_escape_leads_back_step_by_step(book: Reader) -> None:
    tab = book.read()
    strip = tab.thumbnails
    strip.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(strip, key)
    book.settle()
    assert tab.view.page == 3 and tab.view.hasFocus()
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert tab.view.hasFocus() and book.hands.window.reading.current is tab
    book.key(Qt.Key.Key_Escape)
    assert book.hands.window.reading.current is None and book.hands.window.view.hasFocus()
