"""The place Highlights: what is marked in all papers, gathered by paper or time, by tag and by colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from readinglist.gui.highlights_page import HighlightsPage
from readinglist.gui.places import HIGHLIGHTS, LIBRARY, Kind
from readinglist.library import Library
from readinglist.library.annotation_records import Mark
from tests.gui.conftest import Hands


def mark(library: Library, title: str, words: str, page: int = 1, **more: object) -> int:
    """Mark words on a page of a paper, which gets a file if it has none."""
    paper = library.papers.find(title)
    documents = library.documents.of(paper)
    if documents:
        document = documents[0].id
    else:
        with library.change("Attach") as tx:
            document = library.documents.add(tx, paper, f"{paper}.pdf", str(paper), "a.pdf")
    quad = (72.0, 50.0, 90.0, 50.0, 72.0, 62.0, 90.0, 62.0)
    return library.annotations.add(document, Mark(page, "highlight", [quad], words), **more)  # type: ignore[arg-type]


@pytest.fixture
def marked(hands: Hands) -> Hands:
    """Three papers have highlights."""
    library = hands.window.library
    mark(library, "Lichens", "old stones", tags=["plants/slow"])
    mark(library, "River Ice", "it cracks", 2, colour="blue", comment="At night?")
    mark(library, "Snow Crystals", "six arms", tags=["shape"])
    mark(library, "River Ice", "and sings", 1, colour="red", tags=["plants"])
    hands.settle()
    return hands


def page(hands: Hands) -> HighlightsPage:
    found = hands.window.list_pane.pages.own(Kind.HIGHLIGHTS)
    assert isinstance(found, HighlightsPage)
    return found


def shown(hands: Hands) -> list[str]:
    return [card.text() for card in page(hands).cards.cards()]


def go(hands: Hands) -> None:
    hands.window.actions_["go-highlights"].trigger()
    hands.settle()


def click(hands: Hands, widget: QAbstractButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    hands.settle()


def choose_tag(hands: Hands, words: str) -> None:
    next(action for action in page(hands).tag_menu.actions() if action.text() == words).trigger()
    hands.settle()


def in_sidebar(hands: Hands) -> int | None:
    """The number beside Highlights in the sidebar; None if it is not there."""
    lines = hands.window.sidebar.model.lines()
    return next((line.count for line in lines if line.place is not None and line.place.kind == Kind.HIGHLIGHTS), None)


def test_the_place_is_there_once_something_is_marked(hands: Hands) -> None:
    library = hands.window.library
    assert in_sidebar(hands) is None
    made = mark(library, "Lichens", "old stones")
    hands.settle()
    hands.until(lambda: in_sidebar(hands) == 1)
    library.annotations.remove([made])
    hands.until(lambda: in_sidebar(hands) is None)
    go(hands)
    assert hands.window.list_pane.empty.headline.text() == "Nothing is marked yet"


def test_they_are_gathered_by_paper_and_by_time(marked: Hands) -> None:
    go(marked)
    assert shown(marked) == ["old stones", "and sings", "it cracks", "six arms"]
    titles = [card.shown.title for card in page(marked).cards.cards()]
    assert titles == ["Lichens as Clocks", "River Ice and Its Sounds", "", "Snow Crystals under the Microscope"]
    assert marked.window.windowTitle() == "Highlights — Reading List"
    click(marked, page(marked).orders.buttons()[1])
    assert shown(marked) == ["and sings", "six arms", "it cracks", "old stones"]
    assert all(card.shown.title for card in page(marked).cards.cards())


def test_a_tag_and_a_colour_narrow_them(marked: Hands) -> None:
    go(marked)
    choose_tag(marked, "plants  (2)")
    assert shown(marked) == ["old stones", "and sings"]
    click(marked, page(marked).cards.filter.button("red"))
    assert shown(marked) == ["and sings"]
    assert page(marked).cards.cards()[0].shown.title == "River Ice and Its Sounds"
    choose_tag(marked, "All tags")
    click(marked, page(marked).cards.filter.button("red"))
    assert len(shown(marked)) == 4


def test_a_tag_that_is_gone_is_let_go(marked: Hands) -> None:
    go(marked)
    choose_tag(marked, "shape  (1)")
    marked.window.library.tags.delete("shape")
    marked.until(lambda: len(shown(marked)) == 4)
    assert page(marked).tag == "" and page(marked).tag_button.text() == "All tags"


def test_what_changes_is_shown(marked: Hands) -> None:
    go(marked)
    library = marked.window.library
    mark(library, "Zones of Silence", "nothing is heard")
    marked.until(lambda: shown(marked)[-1] == "nothing is heard")
    library.papers.trash([library.papers.find("River Ice")])
    marked.until(lambda: shown(marked) == ["old stones", "six arms", "nothing is heard"])
    card = page(marked).cards.cards()[0]
    card.setFocus()
    marked.key(Qt.Key.Key_Delete)
    marked.until(lambda: shown(marked) == ["six arms", "nothing is heard"])
    assert "Deleted 1 annotation" in marked.toast()
    marked.window.actions_["undo"].trigger()
    marked.until(lambda: shown(marked) == ["old stones", "six arms", "nothing is heard"])


def test_without_its_file_a_click_shows_the_paper_with_its_highlights(marked: Hands) -> None:
    go(marked)
    click(marked, page(marked).cards.cards()[3])
    details = marked.window.boxes.details
    assert details is not None and details.tab == "highlights"
    marked.until(lambda: [card.text() for card in details.one.highlights.cards()] == ["six arms"])
    assert marked.chosen() == ["Snow Crystals under the Microscope"]
    assert marked.toast().startswith("There is no PDF of “Snow Crystals")


def test_they_are_copied_under_the_titles_of_their_papers(marked: Hands) -> None:
    go(marked)
    click(marked, page(marked).cards.copy_all)
    marked.until(lambda: marked.toast() == "Copied 4 annotations as Markdown")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line for line in lines if line.startswith("# ")] == [
        "# Lichens as Clocks",
        "# River Ice and Its Sounds",
        "# Snow Crystals under the Microscope",
    ]


def test_a_search_there_finds_papers_and_leaving_it_brings_the_page_back(marked: Hands) -> None:
    go(marked)
    marked.search("cracks")
    assert marked.titles() == ["River Ice and Its Sounds"]
    assert marked.window.view.isVisible() and not page(marked).isVisible()
    marked.search("river")
    assert marked.titles() == ["River Ice and Its Sounds"], "only papers in which something is marked"
    marked.window.field.clear()
    marked.settle()
    assert page(marked).isVisible() and not marked.window.list_pane.sort_button.isVisible()
    marked.window.go(LIBRARY)
    marked.settle()
    assert marked.window.view.isVisible() and marked.window.list_pane.sort_button.isVisible()


def test_the_page_is_where_it_was_after_a_restart(marked: Hands) -> None:
    go(marked)
    assert marked.window._now().place == HIGHLIGHTS.kind.value
