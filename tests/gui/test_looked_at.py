"""A paper that was shown for a while is no longer unread."""

from __future__ import annotations

from readinglist.gui.places import Filter
from tests.gui.conftest import TITLES, Hands


def unread(hands: Hands, title: str) -> bool:
    model = hands.window.model
    rows = [model.row(number) for number in range(model.rowCount())]
    (row,) = [row for row in rows if row is not None and row.title == title]
    return row.unread


def test_the_paper_that_stays_chosen_is_opened(hands: Hands) -> None:
    assert unread(hands, TITLES[9]) and unread(hands, TITLES[10])
    hands.choose(TITLES[10])
    hands.choose(TITLES[9])
    hands.until(lambda: not unread(hands, TITLES[9]))
    hands.settle()
    papers = hands.window.library.papers
    assert not papers.get(hands.window.view.selected()[0]).unread
    assert unread(hands, TITLES[10]), "it was passed by"


def test_several_at_once_are_not(hands: Hands) -> None:
    hands.choose(TITLES[10])
    hands.choose(TITLES[9], TITLES[10])
    assert not hands.window.looked_at.waiting


def test_where_only_unread_ones_are_listed_none_vanishes(hands: Hands) -> None:
    hands.window.list_pane.set_only_unread(True)
    hands.settle()
    assert hands.window.listing.question.filter == Filter.UNREAD
    hands.choose(TITLES[9])
    assert not hands.window.looked_at.waiting
