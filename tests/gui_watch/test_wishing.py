"""More, less or nothing of the like of a paper, and why one is not shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from readinglist.gui.places import TODAY
from readinglist.library.records import Status
from tests.gui.conftest import Hands
from tests.gui_watch.conftest import Offered


def wishes(hands: Hands) -> dict[int, str]:
    return {wish.paper: wish.kind for wish in hands.window.library.deciding.wishes()}


def test_a_key_each_says_more_less_or_mutes_and_undo_takes_it_back(hands: Hands, offered: Offered) -> None:
    window, paper = hands.window, offered.papers[1]
    window.go(TODAY)
    hands.settle()
    hands.choose("Walk 2")
    hands.key(Qt.Key.Key_M, shift=True)
    assert wishes(hands) == {paper: "more"} and hands.toast() == "More like this paper will stand higher"
    hands.key(Qt.Key.Key_L, shift=True)
    assert wishes(hands) == {paper: "less"}
    hands.key(Qt.Key.Key_D, shift=True)
    (muted,) = window.library.deciding.wishes()
    assert muted.kind == "mute" and muted.until is not None
    left = datetime.fromisoformat(muted.until) - datetime.now(UTC)
    assert timedelta(days=29) < left <= timedelta(days=30)
    assert window.library.papers.get(paper).status == Status.INBOX, "that is no decision about the paper itself"
    hands.key("z")
    assert wishes(hands) == {paper: "less"}
    hands.choose("Walk 1", "Walk 3")
    hands.key(Qt.Key.Key_M, shift=True)
    assert hands.toast() == "More like 2 papers will stand higher" and len(wishes(hands)) == 3


def test_it_is_said_why_a_paper_is_not_shown(hands: Hands, offered: Offered) -> None:
    window = hands.window
    window.library.deciding.decide(offered.papers[:1], "dismiss")
    window.go(TODAY)
    hands.settle()
    hands.choose("Walk 1")
    hands.key("w")
    box = window.wishing.box
    assert box is not None and box.isVisible() and box.title.text() == "Walk 1"
    hands.until(lambda: box.reasons.text() == "You decided on it: its status is dismissed")
    hands.key(Qt.Key.Key_Escape)
    assert box.isHidden()
    hands.choose("Walk 1", "Walk 2")
    assert not window.actions_["why-not"].isEnabled() and window.actions_["more-like"].isEnabled()
