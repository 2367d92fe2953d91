"""A real PDF in a tab of the window: opened, scrolled, zoomed, marked, found in and left, by mouse and keys."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from readinglist.documents.pages import box_of
from readinglist.gui.reader.reader_tab import ReaderTab
from readinglist.library.annotation_records import COLOURS, Annotation, Mark
from tests.gui.conftest import TITLES, Hands, Open
from tests.gui.test_access import nameless
from tests.pdfs import write_pdf

PAGES = [
    [
        f"Page {number} of a small report",
        "Mosses grow on the northern side of the stone",
        "where the sun is seldom seen.",
    ]
    for number in range(1, 13)
]


class Reader:
    """Works the reader as a person would."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    @property
    def tab(self) -> ReaderTab:
        tab = self.hands.window.reading.current
        assert tab is not None
        return tab

    def settle(self) -> None:
        self.hands.until(lambda: not self.hands.window.busy, seconds=30)
        self.hands.settle()

    def read(self, title: str = TITLES[0]) -> ReaderTab:
        """Press O on a paper."""
        self.hands.choose(title)
        QTest.keyClick(self.hands.window.view, Qt.Key.Key_O)
        self.hands.until(lambda: self.hands.window.reading.current is not None)
        self.hands.until(lambda: self.tab.opened is not None and bool(self.tab.view.texts), seconds=30)
        self.settle()
        return self.tab

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.tab.view, key, modifier)
        self.settle()

    def at(self, page: int, word: int) -> QPoint:
        """Where the middle of a word of a page is seen."""
        view = self.tab.view
        return view.rect_of(page, [view.texts[page].words[word].quad]).center().toPoint()

    def drag(self, start: QPoint, end: QPoint) -> None:
        viewport = self.tab.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(viewport, start + (end - start) * share)
            QApplication.processEvents()
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
        self.settle()

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.tab.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def marks(self) -> list[Annotation]:
        return self.hands.window.library.annotations.of(self.tab.paper)


def attach(hands: Hands, path: Path, title: str = TITLES[0]) -> int:
    paper = hands.window.library.papers.find(title)
    hands.window.program.store.take(path, paper)
    hands.settle()
    return paper


@pytest.fixture
def reader(hands: Hands, tmp_path: Path) -> Reader:
    """A window with a paper of twelve pages."""
    attach(hands, write_pdf(tmp_path / "report.pdf", *PAGES))
    return Reader(hands)


def test_it_opens_in_a_tab_and_the_list_is_one_key_away(reader: Reader) -> None:
    window = reader.hands.window
    assert window.tabs.bar.isHidden() or not window.tabs.bar.isVisible()
    tab = reader.read()
    assert tab.isVisible() and tab.view.hasFocus() and window.tabs.bar.tabText(1) == TITLES[0]
    assert tab.bar.page.text() == "1" and tab.bar.count.text() == "of 12"
    picture = tab.view.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2) == QColor("white")
    reader.key(Qt.Key.Key_Escape)
    assert window.reading.current is None and window.view.hasFocus()
    QTest.keyClick(window.view, Qt.Key.Key_O)  # the same tab comes to the front
    reader.hands.until(lambda: window.reading.current is tab)
    assert window.tabs.bar.count() == 2
    reader.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.bar.count() == 1 and window.reading.current is None


def test_each_control_has_a_name_and_each_key_one_meaning(reader: Reader) -> None:
    reader.read()
    assert nameless(reader.hands.window) == []
    specs = reader.hands.window.actions_.specs.values()
    keys = [key for spec in specs if spec.reading for key in (*spec.keys, *spec.page_keys)]
    assert len(keys) == len(set(keys))
    free = {
        key.toString()
        for spec, action in reader.hands.window.actions_.items()
        if not spec.reading and not spec.list_keys
        for key in action.shortcuts()
    }
    assert not free & set(keys)


def test_keys_move_through_the_pages(reader: Reader) -> None:
    view = reader.read().view
    reader.key(Qt.Key.Key_Space)
    assert view.verticalScrollBar().value() > 0
    reader.key(Qt.Key.Key_End)
    assert view.page == 12 and view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    reader.key(Qt.Key.Key_PageUp)
    assert view.verticalScrollBar().value() < view.verticalScrollBar().maximum()
    reader.key(Qt.Key.Key_Home)
    assert view.page == 1
    reader.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    field = reader.tab.bar.page
    assert field.hasFocus()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    reader.settle()
    assert view.page == 7 and view.hasFocus() and field.text() == "7"
    reader.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.page == 1
    reader.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.page == 7


def test_the_wheel_zooms_around_the_cursor(reader: Reader) -> None:
    view = reader.read().view
    at = QPointF(reader.at(1, 8))
    _, before = view.page_at(at)
    zoom = view.zoom
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    reader.settle()
    page, after = view.page_at(at)
    assert view.zoom > zoom * 1.15 and page.number == 1
    assert after == pytest.approx(before, abs=1.5)
    reader.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    reader.key(Qt.Key.Key_P)
    assert view.zoom_name == "page" and view.layout_.page(1).height <= view.viewport().height()
    reader.key(Qt.Key.Key_W)
    assert view.zoom_name == "width"


def test_it_reopens_where_one_left_off(reader: Reader, opened: Open) -> None:
    tab = reader.read()
    tab.view.go_to(5, 0.25)
    reader.key(Qt.Key.Key_R)
    place = tab.view.place()
    reader.hands.close()
    again = Reader(opened())
    view = again.read().view
    page, down = view.place()
    assert page == place[0] and down == pytest.approx(place[1], abs=0.01) and view.rotation == 90
    kept = again.hands.window.library.reading_places.get(again.tab.document.id)
    assert kept.furthest >= 5 and kept.pages == 12


def test_drag_double_and_triple_click_choose_words(reader: Reader) -> None:
    view = reader.read().view
    words = [word.text for word in view.texts[1].words]
    reader.drag(reader.at(1, words.index("Mosses")), reader.at(1, words.index("northern")))
    assert view.text_selected() == "Mosses grow on the northern"
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Mosses grow on the northern"
    reader.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.text_selected() == "Mosses grow on the northern side"
    at = reader.at(1, words.index("stone"))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.text_selected() == "stone"
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.text_selected() == PAGES[0][1]
    reader.key(Qt.Key.Key_Escape)
    assert view.selection is None and reader.hands.window.reading.current is not None


def test_keys_mark_in_colours_and_undo_takes_it_back(reader: Reader) -> None:
    view = reader.read().view
    words = [word.text for word in view.texts[1].words]
    first, last = words.index("Mosses"), words.index("northern")
    for number, colour in enumerate(COLOURS):
        reader.drag(reader.at(1, first), reader.at(1, last))
        reader.key(Qt.Key(Qt.Key.Key_1 + number))
        (mark,) = reader.marks()
        assert (mark.colour, mark.kind, mark.quote) == (colour, "highlight", "Mosses grow on the northern")
        reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert reader.marks() == []
    reader.drag(reader.at(1, first), reader.at(1, last))
    reader.key(Qt.Key.Key_U)
    (mark,) = reader.marks()
    assert mark.kind == "underline" and mark.page == 1
    left, top, right, bottom = box_of(mark.quads)
    expected = box_of([view.texts[1].words[at].quad for at in range(first, last + 1)])
    assert (left, top, right, bottom) == pytest.approx(expected, abs=0.1)
    assert [card.text() for card in reader.tab.marks_panel.cards.cards()] == ["Mosses grow on the northern"]


def test_a_highlight_tints_the_page_and_can_be_clicked(reader: Reader) -> None:
    tab = reader.read()
    words = tab.view.texts[1].words
    number = [word.text for word in words].index("stone")
    quad = words[number].quad
    library = reader.hands.window.library
    library.annotations.add(tab.document.id, Mark(1, "highlight", [quad], "stone"), colour="green")
    reader.settle()
    rect = tab.view.rect_of(1, [quad])
    corner = tab.view.viewport().grab().toImage().pixelColor(round(rect.right()) - 1, round(rect.top()) + 1)
    assert corner.green() > corner.red() > 100 and corner != QColor("white")
    reader.click(reader.at(1, number))
    (mark,) = reader.marks()
    assert tab.view.chosen == mark.id and tab.popup.isVisible()
    reader.key(Qt.Key.Key_3)
    assert reader.marks()[0].colour == "blue"
    reader.key(Qt.Key.Key_C)
    field = tab.marking.field
    assert field is not None
    QTest.keyClicks(field.field, "Which *stone*?")
    QTest.keyClick(field.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    assert reader.marks()[0].comment == "Which *stone*?" and tab.view.hasFocus()
    reader.key(Qt.Key.Key_Delete)
    assert reader.marks() == [] and tab.view.chosen is None


def test_a_margin_note_is_kept_once_it_is_written(reader: Reader) -> None:
    tab = reader.read()
    words = [word.text for word in tab.view.texts[1].words]
    reader.drag(reader.at(1, words.index("sun")), reader.at(1, words.index("seen.")))
    reader.key(Qt.Key.Key_N)
    field = tab.marking.field
    assert field is not None and reader.marks() == []
    QTest.keyClicks(field.field, "In winter never.")
    QTest.keyClick(field.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    (mark,) = reader.marks()
    assert (mark.kind, mark.comment, mark.page) == ("note", "In winter never.", 1)


def test_a_click_on_a_card_goes_to_its_place(reader: Reader) -> None:
    tab = reader.read()
    quad = (72.0, 50.0, 90.0, 50.0, 72.0, 62.0, 90.0, 62.0)
    made = reader.hands.window.library.annotations.add(tab.document.id, Mark(9, "highlight", [quad], "Page"))
    reader.settle()
    QTest.mouseClick(tab.marks_panel.cards.cards()[0], Qt.MouseButton.LeftButton)
    reader.settle()
    assert tab.view.chosen == made and 9 in [page.number for page in tab.view.visible_pages()]


def test_finding_counts_and_steps_through_all_hits(reader: Reader) -> None:
    tab = reader.read()
    reader.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = tab.find_field.line
    assert line.hasFocus()
    QTest.keyClicks(line, "northern side")
    reader.hands.until(lambda: len(tab.finding.hits) == 12 and tab.finding.done, seconds=30)
    assert tab.find_field.words.text() == "1 of 12"
    QTest.keyClick(line, Qt.Key.Key_F3)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert tab.find_field.words.text() == "3 of 12" and 3 in [page.number for page in tab.view.visible_pages()]
    QTest.keyClick(line, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert tab.find_field.words.text() == "2 of 12"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    reader.settle()
    assert tab.view.hasFocus() and tab.finding.hits == []


def test_the_words_can_be_looked_for_in_the_library(reader: Reader) -> None:
    view = reader.read().view
    words = [word.text for word in view.texts[1].words]
    reader.drag(reader.at(1, words.index("Mosses")), reader.at(1, words.index("Mosses")) + QPoint(12, 0))
    QTest.keyClick(view, Qt.Key.Key_S)
    reader.settle()
    assert reader.hands.window.reading.current is None
    assert reader.hands.window.field.text == "Mosses" and reader.hands.titles()[0] == TITLES[0]


def test_dark_pages_two_pages_and_the_strip(reader: Reader) -> None:
    tab = reader.read()
    reader.key(Qt.Key.Key_I)
    picture = tab.view.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).lightness() < 60
    reader.key(Qt.Key.Key_D)
    assert tab.view.layout_.page(2).top == tab.view.layout_.page(1).top
    assert tab.strip.isVisible()
    rect = tab.thumbnails.visualRect(tab.thumbnails.model().index(2, 0))
    QTest.mouseClick(tab.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    reader.settle()
    assert 3 in [page.number for page in tab.view.visible_pages()]
    reader.key(Qt.Key.Key_F4)
    assert tab.strip.isHidden()


def test_a_child_that_dies_is_said_and_tried_again(reader: Reader) -> None:
    tab = reader.read()
    os.kill(_pid(), signal.SIGKILL)
    tab.view.go_to(11)
    tab.view.zoom_to(3.0)
    reader.settle()
    if tab.message.isVisible():  # a child that was idle is replaced without a word
        assert "try again" in tab.message.words.text()
        QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
        reader.settle()
    assert tab.pages.currentWidget() is tab.view


def _pid() -> int:
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in task.read_text().split():
            if "pages_worker" in Path(f"/proc/{pid}/cmdline").read_text():
                return int(pid)
    raise AssertionError("no child serves pages")


def test_what_cannot_be_read_says_why(hands: Hands, tmp_path: Path) -> None:
    attach(hands, write_pdf(tmp_path / "good.pdf", "words"))
    path = hands.window.library.documents.of(hands.window.library.papers.find(TITLES[0]))[0].path
    path.write_bytes(b"no PDF at all")
    hands.choose(TITLES[0])
    QTest.keyClick(hands.window.view, Qt.Key.Key_O)
    hands.until(lambda: hands.window.reading.current is not None)
    tab = hands.window.reading.current
    assert tab is not None
    hands.until(lambda: tab.message.again.isVisible(), seconds=30)
    assert tab.message.words.text().startswith(path.name) or "PDF" in tab.message.words.text()
    write_pdf(path, "words again")
    QTest.mouseClick(tab.message.again, Qt.MouseButton.LeftButton)
    hands.until(lambda: tab.opened is not None, seconds=30)
    hands.until(lambda: not hands.window.busy, seconds=30)
