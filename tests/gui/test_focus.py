"""Where the keys go when something closes or goes away: back to where they went before, else to the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from readinglist.gui.add_box import AddBox
from readinglist.gui.details import DetailsPane
from readinglist.gui.places import Kind, Place
from readinglist.gui.related_card import PaperCard
from readinglist.library.records import Status
from tests.gui.conftest import TITLES, Hands

RIVERS = ("On the Colour of Rivers", "Why Some Rivers Run Warm")


def details(hands: Hands) -> DetailsPane:
    pane = hands.window.boxes.details
    assert pane is not None
    return pane


def add_box(hands: Hands) -> AddBox:
    hands.key(Qt.Key.Key_N, control=True)
    box = hands.window.boxes.add_box
    assert box is not None
    assert hands.window.focusWidget() is box.field
    return box


def cards(hands: Hands) -> list[PaperCard]:
    """The related cards that can be seen."""
    pane = details(hands)
    found: list[PaperCard] = []

    def seen() -> bool:
        found[:] = [card for card in pane.findChildren(PaperCard) if card.isVisible()]
        return bool(found)

    hands.until(seen)
    return found


def focus(hands: Hands) -> QWidget | None:
    return hands.window.focusWidget()


@pytest.mark.parametrize("start", ["list", "search", "note"])
@pytest.mark.parametrize("box", ["add box", "palette", "work panel"])
def test_what_had_the_focus_gets_it_back(hands: Hands, start: str, box: str) -> None:
    hands.choose(TITLES[0])
    widgets = {"list": hands.window.view, "search": hands.window.field.line, "note": details(hands).one.note.field}
    if start == "note":
        hands.key("n")
    widgets[start].setFocus()
    hands.settle()
    key = {"add box": Qt.Key.Key_N, "palette": Qt.Key.Key_K, "work panel": Qt.Key.Key_J}[box]
    hands.key(key, control=True)
    hands.key(Qt.Key.Key_Escape)
    assert focus(hands) is widgets[start]


def test_after_adding_the_keys_go_where_they_went_before(hands: Hands) -> None:
    hands.choose(TITLES[0])
    box = add_box(hands)
    hands.key("2405.15682", box.field)
    hands.key(Qt.Key.Key_Return, box.field, control=True)
    hands.until(lambda: not box.isVisible())
    hands.settle()
    assert focus(hands) is hands.window.view
    paper = hands.window.view.selected()[0]
    hands.key("s")
    found = hands.window.library.papers.get(paper)
    assert (found.arxiv_id, found.starred) == ("2405.15682", True)


def test_tab_within_a_box_changes_nothing_about_that(hands: Hands) -> None:
    hands.choose(TITLES[0])
    box = add_box(hands)
    for _ in range(3):
        hands.key(Qt.Key.Key_Tab)
    assert focus(hands) is not box.field
    hands.key(Qt.Key.Key_Escape)
    assert focus(hands) is hands.window.view


def test_after_a_click_on_a_related_card_the_keys_act_on_its_paper(hands: Hands) -> None:
    hands.choose(RIVERS[0])
    hands.key("r")
    card = next(card for card in cards(hands) if card.card.title == RIVERS[1])
    paper = card.card.paper
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    hands.until(lambda: hands.chosen() == [RIVERS[1]])
    hands.settle()
    assert focus(hands) is hands.window.view
    hands.key("s")
    hands.key("3")
    found = hands.window.library.papers.get(paper)
    assert (found.starred, found.status) == (True, Status.READING)
    line = hands.window.model.number_of(paper)
    assert line is not None
    hands.key("j")
    assert hands.chosen() == [hands.titles()[min(line + 1, len(hands.titles()) - 1)]]


def test_a_card_that_goes_away_gives_the_focus_back(hands: Hands) -> None:
    hands.choose(RIVERS[0])
    hands.key("r")
    cards(hands)[0].setFocus()
    hands.window.view.select_line(0)  # as a change from elsewhere would
    hands.settle()
    assert focus(hands) is hands.window.view


@pytest.mark.parametrize("key", ["t", "e"])
def test_escape_leaves_tag_field_and_form_for_the_list(hands: Hands, key: str) -> None:
    hands.choose(TITLES[0])
    hands.key(key)
    assert details(hands).isAncestorOf(hands.window.focusWidget())
    hands.key(Qt.Key.Key_Escape)
    assert focus(hands) is hands.window.view


def test_the_button_of_a_toast_gives_the_focus_back(hands: Hands) -> None:
    hands.choose(TITLES[0])
    hands.key("s")
    QTest.mouseClick(hands.window.toast.button, Qt.MouseButton.LeftButton)
    hands.settle()
    assert focus(hands) is hands.window.view


def test_choosing_a_paper_with_a_half_filled_form_leaves_the_focus_in_the_list(hands: Hands) -> None:
    first, second = hands.titles()[:2]
    hands.choose(first)
    hands.key("e")
    hands.key("of late", details(hands).form.input("venue"))
    hands.choose(second)
    assert not details(hands).form.isVisible()
    hands.key("k")
    assert hands.chosen() == [first]
    hands.until(details(hands).form.isVisible)
    assert details(hands).form.texts()["venue"].startswith("of late")
    assert focus(hands) is hands.window.view
    hands.key("j")
    assert hands.chosen() == [second]


class TestTheWayBack:
    def test_alt_left_goes_back_along_related_cards_and_alt_right_forth(self, hands: Hands) -> None:
        way = [RIVERS[0]]
        hands.choose(way[0])
        hands.key("r")
        for _ in range(2):
            card = next(card for card in cards(hands) if card.card.title not in way)
            way.append(card.card.title)
            card.setFocus()
            hands.key(Qt.Key.Key_Return)
            hands.until(lambda: hands.chosen() == [way[-1]])
            hands.settle()
        for title in reversed(way[:-1]):
            hands.key(Qt.Key.Key_Left, alt=True)
            assert hands.chosen() == [title]
            assert focus(hands) is hands.window.view
        assert not hands.window.actions_["back"].isEnabled()
        for title in way[1:]:
            hands.key(Qt.Key.Key_Right, alt=True)
            assert hands.chosen() == [title]
        assert not hands.window.actions_["forward"].isEnabled()

    def test_it_goes_back_to_the_list_that_was_left_too(self, hands: Hands) -> None:
        hands.key(Qt.Key.Key_4, alt=True)
        shown = hands.titles()
        hands.choose(shown[0])
        hands.window.search_for('author:"A. Alder"')
        hands.settle()
        assert len(hands.titles()) > len(shown)
        hands.key(Qt.Key.Key_Left, alt=True)
        assert (hands.titles(), hands.chosen()) == (shown, shown[:1])
        assert hands.window.field.text == ""
        assert hands.window.sidebar.view.place == hands.window.listing.question.place

    def test_a_new_link_ends_the_way_forth(self, hands: Hands) -> None:
        ids = hands.window.model.ids
        hands.choose(hands.titles()[0])
        hands.window.show_paper(ids[3])
        hands.settle()
        hands.key(Qt.Key.Key_Left, alt=True)
        hands.window.show_paper(ids[5])
        hands.settle()
        assert not hands.window.actions_["forward"].isEnabled()


class TestReading:
    def test_read_pdf_can_be_asked_for_only_where_there_is_one(self, hands: Hands) -> None:
        from readinglist.paths import resource

        read = hands.window.actions_["read-pdf"]
        hands.choose(TITLES[0])
        assert not read.isEnabled()
        assert "no PDF" in read.toolTip()
        paper = hands.window.view.selected()[0]
        hands.window.papers.attach(paper, [Path(resource("sample/reading-list-guide.pdf"))])
        hands.settle()
        assert read.isEnabled()
        hands.choose(TITLES[0], TITLES[1])
        assert not read.isEnabled()

    def test_the_palette_says_why_it_cannot(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        hands.key(Qt.Key.Key_K, control=True)
        palette = hands.window.boxes.palette
        assert palette is not None
        hands.key("read pdf", palette.field)
        command = palette.commands()[palette.titles().index("Read PDF")]
        assert not command.enabled
        assert "no PDF" in command.detail


class Shown(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_part_flashes_up_as_a_window_that_would_take_the_focus_away(hands: Hands) -> None:
    shown = Shown()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(shown)
    try:
        hands.choose(*TITLES[:2])
        hands.choose(TITLES[0])
        for key in "rnte":
            hands.key(key, hands.window.view)
        for letter in (Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_J):
            hands.key(letter, hands.window.view, control=True)
        hands.window.go(Place(Kind.STARRED))
        hands.settle()
    finally:
        application.removeEventFilter(shown)
    assert shown.windows == []
    assert hands.window.isActiveWindow()


def test_who_goes_elsewhere_from_the_tag_field_gets_there(hands: Hands) -> None:
    hands.choose(TITLES[0])
    hands.key("t")
    hands.window.field.line.setFocus()
    hands.settle()
    assert focus(hands) is hands.window.field.line
    hands.key("d")
    assert hands.window.field.text == "d"
