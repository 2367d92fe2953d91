"""Enter in the search field, and what is said where a query finds nothing or cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from readinglist.gui.answers import Answer, Question, first_answer, full_answer
from tests.gui.conftest import TITLES, Hands


@pytest.fixture
def opened_papers(hands: Hands) -> list[int]:
    """Which papers were opened."""
    opened: list[int] = []
    hands.window.view.opened.connect(opened.append)
    return opened


class TestEnter:
    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("snow OR", "OR needs something behind it."),
            ("snow NOT ", "NOT needs something behind it."),
            ("(snow", "This parenthesis is not closed."),
            ("snow tag:", "tag: needs a value right behind the colon."),
        ],
    )
    def test_a_query_that_is_not_finished_is_told_and_the_field_keeps_the_keys(
        self, hands: Hands, opened_papers: list[int], typed: str, says: str
    ) -> None:
        field = hands.window.field
        hands.search(typed)
        for _ in range(2):
            hands.key(Qt.Key.Key_Return)
            assert field.problem.isVisible()
            assert field.problem.text() == says
            assert hands.window.focusWidget() is field.line
        hands.window.library.papers.star([hands.window.model.ids[0]])  # an answer to the same text comes once more
        hands.settle()
        assert field.problem.isVisible()
        assert opened_papers == []
        hands.window.field.line.end(False)
        hands.search("snow OR ice")
        assert not field.problem.isVisible()
        hands.key(Qt.Key.Key_Return)
        assert hands.window.focusWidget() is hands.window.view

    def test_it_stays_where_nothing_is_found(self, hands: Hands) -> None:
        hands.search("title:zeppelin")
        hands.key(Qt.Key.Key_Return)
        assert hands.window.focusWidget() is hands.window.field.line

    def test_held_down_it_goes_to_the_list_and_opens_nothing(self, hands: Hands, opened_papers: list[int]) -> None:
        hands.search("snow")
        hands.key(Qt.Key.Key_Return)
        focus = hands.window.focusWidget()
        assert focus is hands.window.view
        for _ in range(3):
            no_modifier = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, no_modifier, "\r", True))
        assert opened_papers == []
        hands.window.panes.show_details(False)
        hands.key(Qt.Key.Key_Return)  # let go of and pressed again
        assert len(opened_papers) == 1


class TestNothingToShow:
    def test_a_query_without_plain_words_is_not_looked_for_by_meaning(self, hands: Hands) -> None:
        window = hands.window
        said: list[tuple[str, str]] = []
        headline = window.list_pane.empty.headline
        window.list_pane.shown.connect(lambda answer: said.append((answer.question.text, headline.text())))
        window.field.line.setFocus()
        window.listing.meaning = True
        hands.search("tag:privacy")
        hands.until(lambda: window.list_pane.complete)
        assert {words for text, words in said if text == "tag:privacy"} == {"No paper fits"}
        assert window.list_pane.empty.isVisible()
        assert "plain words" in window.list_pane.empty.sentence.text()

    def test_its_answer_needs_no_model(self, hands: Hands) -> None:
        program = hands.window.program
        question = Question(text="title:snow", sort=None)
        first = first_answer(program, question)
        full = full_answer(program, question)
        assert (first.by_meaning, first.complete, full.complete) == (False, False, True)
        assert sorted(full.ids) == sorted(first.ids)
        assert len(full.ids) == 2
        assert all(hit.snippet for hit in full.hits.values())
        assert first_answer(program, Question(text="snow tag:x", sort=None)).by_meaning

    def test_a_mistake_alone_is_told_where_the_list_was_empty_before_it(self, hands: Hands) -> None:
        window = hands.window
        hands.search("titel")
        assert window.list_pane.empty.headline.text() == "No paper fits"
        for letter in ":foo":
            hands.key(letter)
        hands.until(window.field.problem.isVisible)
        hands.settle()
        assert "Do you mean title:?" in window.field.problem.text()
        assert window.list_pane.empty.isVisible()
        assert window.list_pane.empty.headline.text() == "The search cannot be read yet"

    def test_a_mistake_leaves_the_list_with_its_own_number(self, hands: Hands) -> None:
        window = hands.window
        answers: list[Answer] = []
        window.listing.answered.connect(answers.append)
        window.field.line.setFocus()
        QApplication.clipboard().setText("titel:foo ")
        hands.key(Qt.Key.Key_V, window.field.line, control=True)
        hands.until(window.field.problem.isVisible)
        assert len(hands.titles()) == len(TITLES) - 1
        assert window.status_line.papers.text().startswith("11 papers")
        assert not answers[-1].readable
        hands.search("title:snow")
        assert window.status_line.papers.text().startswith("2 results")
