"""What is watched stands in the sidebar, lists what is offered and why, and is decided on with one key each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.paper_model import RANKED_ROLE
from readinglist.gui.places import Kind, Place
from readinglist.gui.sidebar_model import WATCHED
from readinglist.gui.watched.places import FEWEST, against_watching, place_of
from readinglist.library.records import Status, Tag
from readinglist.recommend import watching
from tests.gui.conftest import Hands
from tests.gui_watch.conftest import QUESTION, Offered, bring, line_of


def click(hands: Hands, place: Place) -> None:
    view = hands.window.sidebar.view
    index = hands.window.sidebar.model.index_of(place)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    hands.settle()


def test_a_click_lists_what_is_offered_and_why(hands: Hands, offered: Offered) -> None:
    assert (line_of(hands, offered.question).count, line_of(hands, offered.tag).count) == (3, 1)
    click(hands, place_of(offered.question))
    window = hands.window
    assert hands.titles() == ["Walk 1", "Walk 2", "Walk 3"]
    assert window.windowTitle().startswith(QUESTION)
    head = window.list_pane.feed_head
    assert head.title.text() == QUESTION and head.counts.text() == "3 offered"
    assert head.bars.isHidden() and head.order_buttons[0].isHidden() and not head.seen.isHidden()
    ranked = window.model.index(0, 0).data(RANKED_ROLE)
    assert ranked.reasons == (("watch", "it says: “walk 0”"),)
    click(hands, place_of(offered.tag))
    assert hands.titles() == ["Walk 5"] and head.title.text() == "field"


def test_the_keys_of_today_decide_and_what_was_decided_stays_in_sight(hands: Hands, offered: Offered) -> None:
    library = hands.window.library
    click(hands, place_of(offered.question))
    hands.window.view.setFocus()
    hands.key(Qt.Key.Key_J)
    hands.key("s")
    hands.key("d")
    assert hands.titles() == ["Walk 1", "Walk 2", "Walk 3"]
    assert [paper.status for paper in library.papers.get_many(offered.papers[:2])] == [
        Status.TO_READ,
        Status.DISMISSED,
    ]
    hands.until(lambda: line_of(hands, offered.question).count == 1)
    assert hands.window.model.ranked_of(offered.papers[0]) is not None
    hands.key("z")
    hands.until(lambda: line_of(hands, offered.question).count == 2)
    new = bring(library, [8])
    library.deciding.offer(offered.question.id, [(new[0], 0.95, "it says: “more”")])
    hands.until(lambda: "Walk 8" in hands.titles())


def test_a_question_is_asked_in_the_box_and_worded_otherwise_in_the_sidebar(hands: Hands) -> None:
    window, deciding = hands.window, hands.window.library.deciding
    hands.search("rivers in winter")
    hands.key(Qt.Key.Key_W, control=True, shift=True)
    box = window.watched.box
    assert box is not None and box.field.text() == "rivers in winter" and box.field.hasFocus()
    hands.key(Qt.Key.Key_Return)
    assert box.isHidden() and window.listing.question.place == Place(Kind.WATCH, "rivers in winter")
    assert window.list_pane.empty.isVisible() and "Nothing came near" in window.list_pane.empty.headline.text()
    place = Place(Kind.WATCH, "rivers in winter")
    hands.until(lambda: window.sidebar.model.index_of(place).isValid())
    rename = window.watched.menu(place).actions()[0]
    rename.trigger()
    QTest.keyClicks(window.focusWidget(), "rivers in spring")
    hands.key(Qt.Key.Key_Return, window.focusWidget())
    hands.until(lambda: window.listing.question.place.name == "rivers in spring")
    assert [watch.question for watch in deciding.watches() if not watch.tag] == [QUESTION, "rivers in spring"]
    window.actions_["undo"].trigger()
    hands.settle()
    assert [watch.question for watch in deciding.watches() if not watch.tag] == [QUESTION, "rivers in winter"]


def test_it_is_watched_no_longer_and_again_after_an_undo(hands: Hands, offered: Offered) -> None:
    window = hands.window
    click(hands, place_of(offered.question))
    window.watched.menu(place_of(offered.question)).actions()[-1].trigger()
    hands.until(lambda: window.listing.question.place.kind == Kind.LIBRARY)
    hands.settle()
    assert not window.sidebar.model.index_of(place_of(offered.question)).isValid()
    assert hands.toast() == f"Stopped watching for “{QUESTION}”"
    window.actions_["undo"].trigger()
    hands.settle()
    hands.until(lambda: window.sidebar.model.index_of(place_of(offered.question)).isValid())


def test_the_plus_opens_the_box(hands: Hands) -> None:
    view, model = hands.window.sidebar.view, hands.window.sidebar.model
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        line = model.line(index)
        if line is not None and line.title == WATCHED:
            view.scrollTo(index)
            rect = view._delegate.plus_rect(view.visualRect(index))
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    box = hands.window.watched.box
    assert box is not None and box.isVisible() and not box.button.isEnabled()
    hands.key(Qt.Key.Key_Escape, box.field)
    assert box.isHidden()


def test_a_tag_with_few_papers_says_why_it_cannot_be_watched(hands: Hands) -> None:
    window = hands.window
    assert FEWEST == watching.FEWEST
    assert against_watching(Tag("a", "blue", 5), ()) == ""
    menu = window.place_commands.menu(Place(Kind.TAG, "plants"), window.actions_["empty-trash"])
    assert menu is not None
    watch = next(action for action in menu.actions() if action.text() == "Watch This Tag")
    assert not watch.isEnabled() and "5 papers" in watch.toolTip()
    window.library.tags.add(list(window.model.ids)[:7], ["plants"])
    hands.until(lambda: line_of(hands, Place(Kind.TAG, "plants")).count == 7)
    menu = window.place_commands.menu(Place(Kind.TAG, "plants"), window.actions_["empty-trash"])
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Watch This Tag").trigger()
    hands.settle()
    assert [watch.tag for watch in window.library.deciding.watches()] == ["", "field", "plants"]
    assert window.listing.question.place.title == "plants"
