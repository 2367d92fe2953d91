"""The sidebar in the window: names that only hold tags together, and the place of what was dismissed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from readinglist.gui.details_tag_field import TagField
from readinglist.gui.places import DISMISSED, LIBRARY, TRASH, Kind, Place
from readinglist.library.records import Status
from tests.gui.conftest import TITLES, Hands

WATER = Place(Kind.TAG, "water")


def click(hands: Hands, place: Place) -> None:
    view = hands.window.sidebar.view
    index = hands.window.sidebar.model.index_of(place)
    assert index.isValid()
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    hands.settle()


def tags(hands: Hands) -> set[str]:
    return {tag.name for tag in hands.window.library.tags.all()}


class TestHoldingNames:
    def test_one_is_renamed_in_place_with_all_that_it_holds(self, hands: Hands) -> None:
        click(hands, WATER)
        hands.key(Qt.Key.Key_F2)
        editor = hands.window.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        hands.key("rain")
        hands.key(Qt.Key.Key_Return)
        assert tags(hands) == {"plants", "rain/ice", "rain/rivers"}
        assert hands.window.sidebar.view.place == Place(Kind.TAG, "rain")
        assert sorted(hands.titles()) == sorted(TITLES[6:9])
        hands.key(Qt.Key.Key_Z, control=True)
        assert tags(hands) == {"plants", "water/ice", "water/rivers"}

    def test_one_is_coloured_and_counted(self, hands: Hands) -> None:
        window = hands.window
        line = window.sidebar.model.line(window.sidebar.model.index_of(WATER))
        assert line is not None
        assert (line.real, line.count) == (False, 3)
        menu = window.place_commands.menu(WATER, window.actions_["empty-trash"])
        assert menu is not None
        assert "Delete Tag" not in [action.text() for action in menu.actions()]
        colours = next(action.menu() for action in menu.actions() if action.text() == "Colour")
        assert colours is not None
        next(action for action in colours.actions() if action.text() == "Rose").trigger()  # type: ignore[attr-defined]
        hands.settle()
        assert [tag.colour for tag in window.library.tags.all() if tag.name == "water"] == ["rose"]
        line = window.sidebar.model.line(window.sidebar.model.index_of(WATER))
        assert line is not None
        assert (line.real, line.colour) == (True, "rose")

    def test_one_is_offered_in_the_tag_field_and_in_a_search(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        hands.key("t")
        field = hands.window.focusWidget()
        assert isinstance(field, TagField)
        hands.key("wat")
        assert field.suggestions()[0] == "water"
        hands.key(Qt.Key.Key_Return)
        hands.settle()
        assert "water" in tags(hands)
        hands.key(Qt.Key.Key_Escape)
        hands.search("tag:wat")
        popup = hands.window.field.popup
        assert popup is not None
        assert "tag:water" in [popup.item(number).text() for number in range(popup.count())]


class TestDismissed:
    def test_what_was_dismissed_has_a_place_as_long_as_there_is_any(self, hands: Hands) -> None:
        model = hands.window.sidebar.model
        assert not model.index_of(DISMISSED).isValid()
        hands.choose(TITLES[0], TITLES[1])
        hands.key("d")
        lines = [line.place for line in model.lines()]
        assert lines[-2:] == [DISMISSED, TRASH]
        click(hands, DISMISSED)
        assert sorted(hands.titles()) == sorted(TITLES[:2])
        assert hands.window.windowTitle().startswith("Dismissed")
        hands.search("mosses")
        assert hands.titles() == [TITLES[0]]
        hands.window.go(DISMISSED)
        hands.settle()
        hands.choose(TITLES[0])
        paper = hands.window.view.selected()[0]
        hands.key("2")
        assert hands.window.library.papers.get(paper).status == Status.TO_READ
        assert hands.titles() == [TITLES[1]]
        hands.choose(TITLES[1])
        hands.key("2")
        assert hands.titles() == []
        assert hands.window.list_pane.empty.headline.text() == "Nothing is dismissed"
        assert not model.index_of(DISMISSED).isValid()

    def test_it_can_be_gone_to_with_keys(self, hands: Hands) -> None:
        hands.key(Qt.Key.Key_9, alt=True)
        assert hands.window.listing.question.place == DISMISSED
        hands.key(Qt.Key.Key_1, alt=True)
        assert hands.window.listing.question.place == LIBRARY
