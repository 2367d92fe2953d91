"""Meaning joins the words in the window, with the real model; and the background work that makes it so is shown."""

from __future__ import annotations

from readinglist.gui.answers import Answer
from tests.gui.conftest import Open


def test_words_come_first_and_meaning_joins(opened: Open) -> None:
    hands = opened(offline=True)
    window = hands.window
    assert "to go" in window.status_line.work.text()
    window.choices.set("work_paused", False)
    # Their PDFs are all that is left then.
    hands.until(lambda: window.status_line.work.text() == "12 papers wait for the network", seconds=120)
    window.listing.meaning = True
    answers: list[Answer] = []
    window.listing.answered.connect(answers.append)
    said: list[str] = []
    window.list_pane.shown.connect(lambda _: said.append(window.list_pane.empty.headline.text()))
    window.list_pane.go(window.listing.question.place, text="how cold water freezes")
    hands.until(lambda: bool(answers) and answers[-1].complete, seconds=60)
    assert not answers[0].complete
    assert answers[0].ids == []
    assert said[0] == "Looking by meaning…"
    assert hands.titles()[0] == "River Ice and Its Sounds"
    assert window.list_pane.complete
