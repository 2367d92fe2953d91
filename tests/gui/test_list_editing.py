"""Smart lists: a search is kept as one, and its query is changed in the search field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from readinglist.gui.list_editing import WORDS_ONLY
from readinglist.gui.places import LIBRARY, Kind, Place
from tests.gui.conftest import TITLES, Hands

COLD = Place(Kind.LIST, "Cold")


def edit(hands: Hands, place: Place = COLD) -> None:
    """Choose “Edit Query” in the menu of a list's line."""
    window = hands.window
    menu = window.place_commands.menu(place, window.actions_["empty-trash"])
    assert menu is not None
    menu.popup(window.mapToGlobal(QPoint(10, 10)))
    action = next(action for action in menu.actions() if action.text() == "Edit Query")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    window.activateWindow()  # without a window manager nobody gives it back
    hands.until(window.isActiveWindow)
    hands.settle()


def queries(hands: Hands) -> dict[str, str]:
    return {smart.name: smart.query for smart in hands.window.library.lists.all()}


def test_the_query_is_changed_and_saved_with_the_button_in_one_step(hands: Hands) -> None:
    edit(hands)
    field = hands.window.field
    assert field.text == "snow OR ice"
    assert hands.window.focusWidget() is field.line
    assert field.save_button.isVisible()
    assert field.save_button.text() == "Save to Cold"
    hands.key(" OR kites")
    assert TITLES[5] in hands.titles()
    assert queries(hands) == {"Cold": "snow OR ice"}
    QTest.mouseClick(field.save_button, Qt.MouseButton.LeftButton)
    hands.settle()
    assert queries(hands) == {"Cold": "snow OR ice OR kites"}
    assert hands.toast() == "Saved the query of Cold"
    assert hands.window.listing.question.place == COLD
    assert hands.window.sidebar.view.place == COLD
    assert not field.save_button.isVisible()
    assert TITLES[5] in hands.titles()
    hands.key(Qt.Key.Key_Z, control=True)
    assert queries(hands) == {"Cold": "snow OR ice"}
    assert TITLES[5] not in hands.titles()  # the list that is shown follows


def test_ctrl_s_saves_too_and_is_an_action_only_while_a_list_is_edited(hands: Hands) -> None:
    action = hands.window.actions_["save-list"]
    assert not action.isEnabled()
    edit(hands)
    assert action.isEnabled()
    assert action.text() == "Save to Cold"
    hands.key(Qt.Key.Key_A, control=True)
    hands.key("tag:water")
    hands.key(Qt.Key.Key_S, control=True)
    assert queries(hands) == {"Cold": "tag:water"}
    assert sorted(hands.titles()) == sorted(TITLES[6:9])
    assert not action.isEnabled()


def test_escape_leaves_the_list_as_it_was(hands: Hands) -> None:
    edit(hands)
    hands.key(" nonsense")
    hands.key(Qt.Key.Key_Escape)
    assert queries(hands) == {"Cold": "snow OR ice"}
    assert hands.window.listing.question.place == COLD
    assert hands.window.field.text == ""
    assert not hands.window.field.save_button.isVisible()


def test_a_link_or_another_place_ends_it(hands: Hands) -> None:
    ways: list[Callable[[], object]] = [
        lambda: hands.window.search_for("author:Alder"),
        lambda: hands.window.actions_["go-inbox"].trigger(),
        lambda: hands.window.go(LIBRARY),
    ]
    for leave in ways:
        edit(hands)
        assert hands.window.field.save_button.isVisible()
        leave()
        hands.settle()
        assert not hands.window.field.save_button.isVisible()
        assert not hands.window.actions_["save-list"].isEnabled()
    assert queries(hands) == {"Cold": "snow OR ice"}


@pytest.mark.parametrize("typed", ["(snow", "year:abc", ""])
def test_what_cannot_be_read_is_not_saved(hands: Hands, typed: str) -> None:
    edit(hands)
    hands.key(Qt.Key.Key_A, control=True)
    hands.key(Qt.Key.Key_Backspace)
    hands.key(typed)
    hands.key(Qt.Key.Key_S, control=True)
    assert queries(hands) == {"Cold": "snow OR ice"}
    assert hands.window.field.save_button.isVisible()
    assert hands.window.field.problem.isVisible() if typed else "needs a query" in hands.toast()


def test_a_list_that_is_edited_shows_what_it_will_hold(hands: Hands) -> None:
    edit(hands)
    hands.window.listing.meaning = True  # and yet no model is asked: lists are by words
    hands.key(Qt.Key.Key_A, control=True)
    hands.key(Qt.Key.Key_Backspace)
    hands.key("rivers")
    assert hands.window.list_pane.complete
    assert sorted(hands.titles()) == sorted([TITLES[6], TITLES[7], TITLES[10]])


def test_a_search_that_is_kept_says_that_lists_are_by_words(hands: Hands) -> None:
    hands.search("snow ice")
    hands.key(Qt.Key.Key_D, control=True)
    assert queries(hands)["snow ice"] == "snow ice"
    assert hands.toast() == f"Made the smart list snow ice. {WORDS_ONLY}"
    assert isinstance(hands.window.focusWidget(), QLineEdit)  # its name can be typed
    hands.key(Qt.Key.Key_Escape)
    hands.search("tag:water")
    hands.key(Qt.Key.Key_D, control=True)
    assert hands.toast() == "Made the smart list tag:water"


def test_a_search_with_a_mistake_is_not_kept(hands: Hands) -> None:
    hands.search("(snow")
    hands.key(Qt.Key.Key_D, control=True)
    assert list(queries(hands)) == ["Cold"]
    assert hands.window.field.problem.isVisible()
