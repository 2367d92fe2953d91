from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from readinglist.gui.details_tag_field import TagField, suggest
from readinglist.gui.tag_editor import TagEditor
from readinglist.gui.theme import Theme
from readinglist.library.records import Tag
from tests.gui_details.hands import click, press, type_text

KNOWN = (
    Tag("nlp", "blue", 30),
    Tag("nlp/retrieval", "blue", 12),
    Tag("retro", "rose", 1),
    Tag("to cite", "green", 5),
    Tag("speech/retrieval", "teal", 2),
)


def named(typed: str, worn: tuple[str, ...] = ()) -> list[str]:
    return [("+" if line.new else "") + line.name for line in suggest(typed, KNOWN, worn)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["nlp", "nlp/retrieval", "to cite", "speech/retrieval", "retro"]),
        ("retr", ["retro", "nlp/retrieval", "speech/retrieval", "+retr"]),
        ("NLP", ["nlp", "nlp/retrieval"]),
        ("nlp/", ["nlp/retrieval"]),
        ("cite", ["+cite", "to cite"]),
        (" new / thing ", ["+new/thing"]),
        ("nlp", ["nlp", "nlp/retrieval"]),
    ],
)
def test_what_is_suggested(typed: str, names: list[str]) -> None:
    assert named(typed) == names


def test_what_is_worn_already_is_not_offered() -> None:
    assert named("nlp", ("NLP",)) == ["nlp/retrieval"]


@given(st.text(alphabet="nlpretosch/ x", max_size=12))
def test_what_is_typed_can_always_be_had(typed: str) -> None:
    wanted = "/".join(part for part in (" ".join(part.split()) for part in typed.split("/")) if part)
    offered = [line.name.lower() for line in suggest(typed, KNOWN, ())]
    assert wanted.lower() in offered or not wanted
    assert len(offered) == len(set(offered))


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> TagEditor:
    editor = TagEditor(theme)
    qtbot.addWidget(editor)
    editor.set_tags([("rivers", "blue", "")])
    editor.resize(400, 300)
    editor.show()
    qtbot.waitExposed(editor)
    editor.started.connect(lambda: editor.set_known(KNOWN))
    return editor


@pytest.fixture
def field(qtbot: QtBot, editor: TagEditor) -> TagField:
    editor.start_adding()
    field = editor.findChild(QLineEdit)
    assert isinstance(field, TagField)
    qtbot.waitUntil(field.hasFocus)
    return field


def test_the_field_is_no_higher_than_the_line_that_is_kept_for_it(qtbot: QtBot, field: TagField) -> None:
    QApplication.processEvents()
    assert field.minimumHeight() == field.maximumHeight() == field.height()


def test_arrows_choose_and_enter_takes(qtbot: QtBot, editor: TagEditor, field: TagField) -> None:
    type_text(field, "retr")
    assert field.suggestions() == ["retro", "nlp/retrieval", "speech/retrieval", "retr"]
    press(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(editor.added) as added:
        press(field, Qt.Key.Key_Return)
    assert added.args == ["nlp/retrieval"]
    assert field.text() == ""
    type_text(field, "retr")
    press(field, Qt.Key.Key_Up)
    with qtbot.waitSignal(editor.added) as added:
        press(field, Qt.Key.Key_Return)
    assert added.args == ["retr"]


def test_tab_takes_a_comma_takes_as_typed_and_so_does_control_enter(
    qtbot: QtBot, editor: TagEditor, field: TagField
) -> None:
    taken: list[str] = []
    editor.added.connect(taken.append)
    type_text(field, "retr")
    press(field, Qt.Key.Key_Tab)
    assert field.hasFocus()
    type_text(field, "retr,")
    type_text(field, "nl")
    press(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert taken == ["retro", "retr", "nl"]


def test_escape_puts_everything_back(qtbot: QtBot, editor: TagEditor, field: TagField) -> None:
    type_text(field, "half")
    press(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert not any(popup.isVisible() for popup in editor.window().findChildren(QListWidget))
    assert editor.focusWidget() is not None
    assert editor.focusWidget().accessibleName() == "Add tag"


def test_a_click_takes_a_suggestion(qtbot: QtBot, editor: TagEditor, field: TagField) -> None:
    type_text(field, "speech")
    popup = editor.window().findChild(QListWidget)
    assert isinstance(popup, QListWidget)
    with qtbot.waitSignal(editor.added) as added:
        click(popup.viewport(), popup.visualItemRect(popup.item(0)).center())
    assert added.args == ["speech/retrieval"]
    assert field.hasFocus()


def test_chips_that_stay_keep_their_focus(qtbot: QtBot, editor: TagEditor) -> None:
    chip = next(iter(editor._chips.values()))
    chip.setFocus()
    editor.set_tags([("aaa", "rose", ""), ("rivers", "green", "")])
    assert chip.hasFocus()
    editor.set_tags([("aaa", "rose", "")])
    focused = editor.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Tag aaa"


def test_many_chips_wrap_and_long_ones_are_cut(qtbot: QtBot, editor: TagEditor) -> None:
    editor.set_tags([(f"{'long ' * 30}{number}", "blue", "") for number in range(5)])
    assert editor.heightForWidth(300) > 5 * 20
    assert all(chip.sizeHint().width() <= 300 for chip in editor._chips.values())
