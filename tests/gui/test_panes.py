"""Three panes where there is room, one side pane at a time where there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from readinglist import settings
from tests.gui.conftest import TITLES, Hands, Open


def shown(hands: Hands) -> tuple[bool, bool]:
    return hands.window.panes.sidebar_shown, hands.window.panes.details_shown


def resize(hands: Hands, width: int, height: int = 700) -> None:
    hands.window.resize(width, height)
    hands.settle()


def test_the_measures_of_the_design(hands: Hands) -> None:
    assert hands.window.panes.sizes()[0] == 236
    assert hands.window.panes.sizes()[2] == 430
    assert hands.window.panes.handleWidth() == 1


def test_side_panes_step_back_in_a_narrow_window_and_return(hands: Hands) -> None:
    assert shown(hands) == (True, True)
    resize(hands, 1024)
    assert shown(hands) == (False, False)
    resize(hands, 1440)
    assert shown(hands) == (True, True)


def test_in_a_narrow_window_each_can_be_called_in(hands: Hands) -> None:
    resize(hands, 1024)
    hands.window.actions_["show-sidebar"].trigger()
    assert shown(hands) == (True, False)
    hands.window.actions_["show-details"].trigger()
    assert shown(hands) == (False, True)
    hands.window.actions_["show-details"].trigger()
    assert shown(hands) == (False, False)


def test_enter_on_a_paper_opens_its_details_in_a_narrow_window(hands: Hands) -> None:
    resize(hands, 1024)
    hands.choose(TITLES[0])
    hands.key(Qt.Key.Key_Return)
    assert shown(hands) == (False, True)
    assert hands.window.panes.sizes()[1] >= 340


def test_what_the_user_hides_stays_hidden(hands: Hands) -> None:
    hands.window.actions_["show-details"].trigger()
    assert shown(hands) == (True, False)
    resize(hands, 1024)
    resize(hands, 1440)
    assert shown(hands) == (True, False)
    assert hands.window.buttons.details_button.isVisible()


def test_without_a_sidebar_the_field_says_where_one_is(hands: Hands) -> None:
    resize(hands, 1024)
    hands.window.actions_["go-inbox"].trigger()
    hands.settle()
    assert "Inbox" in hands.window.field.line.placeholderText()


def test_f6_goes_round_the_panes(hands: Hands) -> None:
    window = hands.window
    hands.choose(TITLES[0])
    seen = []
    for _ in range(4):
        hands.key(Qt.Key.Key_F6)
        focus = window.focusWidget()
        assert focus is not None
        seen.append(
            next(
                name
                for name, place in (
                    ("sidebar", window.sidebar),
                    ("field", window.field),
                    ("list", window.view),
                    ("details", window.details_place),
                )
                if place is focus or place.isAncestorOf(focus)
            )
        )
    assert seen == ["details", "sidebar", "field", "list"]


def test_large_text_keeps_three_panes_while_each_can_be_read(hands: Hands) -> None:
    resize(hands, 1440, 900)
    for size, kept in ((20, True), (32, False), (13, True)):
        hands.window.choices.set("font_size", size)
        hands.settle()
        px = hands.window.theme.px
        assert shown(hands) == (kept, kept), size
        if kept:
            sidebar, middle, details = hands.window.panes.sizes()
            assert (sidebar >= px(190), middle >= px(340), details >= px(320)) == (True, True, True)
    resize(hands, 1300)
    assert shown(hands) == (True, True)


def test_large_text_cuts_no_filter_off(hands: Hands) -> None:
    hands.window.choices.set("font_size", 20)
    hands.settle()
    pane = hands.window.list_pane
    shown_ones = [control for control in pane.controls if control.isVisible()]
    assert len(shown_ones) == 6
    for control in shown_ones:
        place = control.mapTo(pane, QPoint(0, 0))
        assert control.width() >= control.sizeHint().width()
        assert place.x() + control.width() <= pane.width()
        assert place.y() + control.height() <= hands.window.view.mapTo(pane, QPoint(0, 0)).y()


def test_a_window_that_begins_with_large_text_has_three_panes_too(opened: Open, folder: Path) -> None:
    settings.change(folder / "settings.toml", font_size=20)
    hands = opened()
    hands.window.choices.set("font_size", 20)
    hands.settle()
    assert shown(hands) == (True, True)
    assert hands.window.panes.sizes()[1] >= hands.window.theme.px(340)
