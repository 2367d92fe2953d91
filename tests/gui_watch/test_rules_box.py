"""Rules for new papers are made, changed and removed in their box, which says what each would have caught."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.watched.rules_box import RulesBox
from readinglist.library.decision_records import Rule
from tests.gui.conftest import Hands
from tests.gui_watch.conftest import Offered


def click(hands: Hands, box: RulesBox, name: str) -> None:
    QTest.mouseClick(getattr(box, name), Qt.MouseButton.LeftButton)
    hands.settle()


def test_rules_are_tried_made_changed_and_removed(hands: Hands, offered: Offered) -> None:
    window = hands.window
    hands.key(Qt.Key.Key_R, control=True, shift=True)
    box, rules = window.rules.box, window.library.deciding.rules
    assert box is not None and box.words.hasFocus() and not box.save.isEnabled() and box.remove.isHidden()
    hands.key('title:"walk')
    hands.until(lambda: box.told.property("kind") == "problem" and bool(box.told.text()))
    assert box.titles.count() == 0
    hands.key(Qt.Key.Key_Return)
    assert rules() == [] and "quot" in hands.toast().lower(), "what cannot be read is no rule"
    box.words.clear()
    hands.key("title:walk")
    hands.until(lambda: box.told.text() == "Would have caught 5 papers of the last month")
    assert {box.titles.item(row).text() for row in range(5)} == {f"Walk {number}" for number in range(1, 6)}
    hands.key(Qt.Key.Key_Return)
    assert rules() == [Rule(1, "title:walk", "boost")] and hands.toast() == "Made the rule title:walk"
    hands.until(lambda: box.rules.count() == 1)
    assert box.words.text() == "" and box.save.text() == "Add Rule"

    box.rules.setCurrentRow(0)
    assert box.words.text() == "title:walk" and box.save.text() == "Change Rule" and not box.save.isEnabled()
    box.action.setCurrentIndex(2)
    assert not box.save.isEnabled(), "which tag?"
    box.tag.setFocus()
    hands.key("field")
    click(hands, box, "save")
    assert rules() == [Rule(1, "title:walk", "tag", "field")]
    hands.until(lambda: box.rules.item(0).text() == "Tag field:  title:walk")
    click(hands, box, "remove")
    assert rules() == []
    window.actions_["undo"].trigger()
    hands.settle()
    hands.until(lambda: box.rules.count() == 1)
    hands.key(Qt.Key.Key_Escape, box.words)
    assert box.isHidden()
