"""The search field in the window: answers while typing, completion, mistakes shown where they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from readinglist.gui.answers import fault_of
from readinglist.gui.places import LIBRARY, Kind, Place
from tests.gui.conftest import TITLES, Hands


class TestTyping:
    def test_slash_and_ctrl_f_go_to_the_field(self, hands: Hands) -> None:
        hands.window.view.setFocus()
        hands.key("/")
        assert hands.window.focusWidget() is hands.window.field.line
        assert hands.window.field.text == ""
        hands.window.view.setFocus()
        hands.key(Qt.Key.Key_F, control=True)
        assert hands.window.focusWidget() is hands.window.field.line

    def test_words_are_found_while_typing(self, hands: Hands) -> None:
        hands.search("riv")
        assert {TITLES[6], TITLES[7], TITLES[10]} <= set(hands.titles())
        assert hands.window.status_line.papers.text().endswith("results")
        assert hands.window.list_pane.sort_button.text() == "Best match"

    def test_found_words_are_marked_in_a_line_of_their_own(self, hands: Hands) -> None:
        height = hands.window.view.verticalHeader().defaultSectionSize()
        hands.window.field.line.setFocus()
        hands.window.listing.meaning = True  # and yet no model is asked: there is no plain word
        hands.search("title:microscope")
        hands.until(lambda: hands.window.list_pane.complete)
        assert hands.titles() == [TITLES[8]]
        assert hands.window.view.verticalHeader().defaultSectionSize() > height
        hands.window.field.clear()
        hands.settle()
        assert hands.window.view.verticalHeader().defaultSectionSize() == height

    def test_rows_have_no_line_for_it_where_nothing_is_marked(self, hands: Hands) -> None:
        height = hands.window.view.verticalHeader().defaultSectionSize()
        hands.window.field.line.setFocus()
        hands.window.listing.meaning = True
        hands.search("tag:water")
        hands.until(lambda: hands.window.list_pane.complete)
        assert len(hands.titles()) == 3
        assert hands.window.view.verticalHeader().defaultSectionSize() == height

    def test_escape_clears_and_then_leaves(self, hands: Hands) -> None:
        hands.search("snow")
        hands.key(Qt.Key.Key_Escape)
        assert hands.window.field.text == ""
        assert len(hands.titles()) == 11
        hands.key(Qt.Key.Key_Escape)
        assert hands.window.focusWidget() is hands.window.view

    def test_enter_goes_to_the_first_paper_found(self, hands: Hands) -> None:
        hands.search("title:lichens")
        hands.key(Qt.Key.Key_Return)
        assert hands.window.focusWidget() is hands.window.view
        assert hands.chosen() == ["Lichens as Clocks"]

    def test_it_says_what_it_cannot_find_yet(self, hands: Hands) -> None:
        hands.search("snow")
        assert hands.window.status_line.missed.text() == "· 12 papers not indexed for meaning yet"
        hands.window.field.clear()
        hands.settle()
        assert hands.window.status_line.missed.text() == ""

    def test_nothing_found_says_what_to_do(self, hands: Hands) -> None:
        hands.search("title:zeppelin")
        assert hands.titles() == []
        assert hands.window.list_pane.empty.isVisible()
        assert hands.window.list_pane.empty.headline.text() == "No paper fits"


class TestPlaces:
    def test_a_search_stays_in_its_place_until_let_go(self, hands: Hands) -> None:
        hands.window.go(Place(Kind.TAG, "plants"))
        hands.settle()
        hands.search("year:>2000")
        assert len(hands.titles()) == 3
        scope = next(
            button for button in hands.window.list_pane.findChildren(QPushButton) if button.text() == "In plants"
        )
        assert scope.isVisible()
        QTest.mouseClick(scope, Qt.MouseButton.LeftButton)
        hands.settle()
        assert len(hands.titles()) == 12

    def test_a_search_is_kept_as_a_smart_list(self, hands: Hands) -> None:
        hands.search("tag:water year:>2016")
        hands.key(Qt.Key.Key_D, control=True)
        lists = {smart.name: smart.query for smart in hands.window.library.lists.all()}
        assert lists["tag:water year:>2016"] == "tag:water year:>2016"

    def test_without_a_search_there_is_nothing_to_keep(self, hands: Hands) -> None:
        hands.window.go(LIBRARY)
        hands.settle()
        hands.window.actions_["save-search"].trigger()
        hands.settle()
        assert len(hands.window.library.lists.all()) == 1
        assert hands.window.focusWidget() is hands.window.field.line


class TestMistakes:
    def test_a_mistake_is_told_below_the_field(self, hands: Hands) -> None:
        hands.search("snow year:soon ice")
        field = hands.window.field
        assert field.problem.isVisible()
        assert "year" in field.problem.text()
        assert field.line.accessibleDescription() == field.problem.text()
        assert field.line.property("wrong")
        hands.search("snow")
        assert not field.problem.isVisible()
        assert not field.line.property("wrong")

    def test_what_is_not_finished_is_no_mistake_before_the_field_is_left(self, hands: Hands, qtbot: QtBot) -> None:
        with qtbot.waitSignal(hands.window.listing.faulty) as told:  # the pause in typing
            hands.search('snow tag:"wat')
        assert told.args == [None]
        assert not hands.window.field.problem.isVisible()
        hands.key(Qt.Key.Key_Return)
        assert hands.window.field.problem.isVisible()

    @pytest.mark.parametrize(
        ("typed", "place"), [("snow foo:bar", "foo"), ("snow year:abc", "abc"), ("(snow OR snow", "(snow OR snow")]
    )
    def test_a_pause_in_typing_tells_the_mistake_and_keeps_the_list(self, hands: Hands, typed: str, place: str) -> None:
        hands.search("snow")
        found = hands.titles()
        assert 0 < len(found) < 11
        hands.search(typed)
        hands.until(hands.window.field.problem.isVisible)
        error = fault_of(typed, finished=True)
        assert error is not None
        assert typed[error.position :].startswith(place)
        assert hands.window.field.problem.text() == str(error)
        assert hands.titles() == found

    def test_what_says_nothing_yet_keeps_the_list_and_hears_of_changes(self, hands: Hands) -> None:
        hands.search("title:snow")
        found = sorted(hands.titles())
        assert found == sorted([TITLES[3], TITLES[8]])
        hands.window.field.line.selectAll()
        hands.key("foo:bar")  # at no letter of it does the list become all papers
        hands.until(hands.window.field.problem.isVisible)
        assert len(hands.titles()) < 11
        hands.search("title:snow year:")
        hands.key("abc ")
        assert sorted(hands.titles()) == found
        assert hands.window.field.problem.isVisible()
        hands.choose(TITLES[3])
        hands.key(Qt.Key.Key_Delete)
        assert hands.titles() == [TITLES[8]]
        hands.search("title:snow")
        assert not hands.window.field.problem.isVisible()

    def test_a_mistake_is_still_told_when_the_library_changes(self, hands: Hands) -> None:
        hands.search("(snow OR ice")
        hands.until(hands.window.field.problem.isVisible)
        hands.window.library.papers.star([hands.window.model.ids[0]])
        hands.settle()
        assert hands.window.field.problem.isVisible()

    def test_a_mended_mistake_is_no_longer_told(self, hands: Hands) -> None:
        hands.search("snow year:abc")
        hands.until(hands.window.field.problem.isVisible)
        for _ in "abc":
            hands.key(Qt.Key.Key_Backspace)
        hands.until(lambda: not hands.window.field.problem.isVisible())

    def test_the_text_survives_its_underline(self, hands: Hands) -> None:
        hands.search("status:foo bar")
        assert hands.window.field.text == "status:foo bar"
        QTest.keyClicks(hands.window.field.line, "x")
        assert hands.window.field.text == "status:foo barx"


class TestCompletion:
    def test_fields_and_values_are_offered_and_taken(self, hands: Hands) -> None:
        hands.search("sta")
        popup = hands.window.field.popup
        assert popup is not None
        assert popup.isVisible()
        hands.key(Qt.Key.Key_Down)
        hands.key(Qt.Key.Key_Return)
        assert hands.window.field.text == "status:"
        assert hands.window.focusWidget() is hands.window.field.line

    def test_tags_of_the_library_are_offered(self, hands: Hands) -> None:
        hands.search("tag:wa")
        popup = hands.window.field.popup
        assert popup is not None
        labels = [popup.item(number).text() for number in range(popup.count())]
        assert any("water" in label for label in labels)
        hands.key(Qt.Key.Key_Escape)
        assert not popup.isVisible()
        assert hands.window.field.text == "tag:wa"
