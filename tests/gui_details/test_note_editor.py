from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextCursor
from pytestqt.qtbot import QtBot

from readinglist.gui.note_editor import NoteEditor
from readinglist.gui.note_saving import Base, save
from readinglist.gui.note_text import NoteText
from readinglist.gui.theme import Theme
from readinglist.gui.work import UserThread
from readinglist.library import Library
from readinglist.library.records import PaperRecord
from tests.gui_details.hands import button, click, press, type_text


@pytest.fixture
def paper(library: Library) -> int:
    return library.papers.add([PaperRecord(title="Quiet Rivers of the North")], source="user").added[0]


@pytest.fixture
def other(library: Library) -> int:
    return library.papers.add([PaperRecord(title="Loud Rivers of the South")], source="user").added[0]


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme, library: Library, user: UserThread, paper: int) -> Iterator[NoteEditor]:
    editor = NoteEditor(theme, library, user)
    qtbot.addWidget(editor)
    editor.resize(400, 500)
    editor.show()
    qtbot.waitExposed(editor)
    editor.show_note(paper, "")
    editor.field.setFocus()
    yield editor
    qtbot.waitUntil(lambda: not user.busy)


def end(editor: NoteEditor) -> None:
    editor.field.moveCursor(QTextCursor.MoveOperation.End)


def test_typing_is_saved_after_a_pause_and_says_so(
    qtbot: QtBot, editor: NoteEditor, library: Library, paper: int
) -> None:
    with qtbot.waitSignal(editor.saved) as saved:
        type_text(editor.field, "Check **Table 4**")
        assert editor.state.text() == "Editing…"
        assert library.notes.get(paper) == ""
    assert saved.args == [paper]
    assert library.notes.get(paper) == "Check **Table 4**"
    assert editor.state.text() == "Saved"


def test_leaving_saves_at_once(
    qtbot: QtBot, editor: NoteEditor, library: Library, user: UserThread, paper: int, other: int
) -> None:
    type_text(editor.field, "first")
    editor.show_note(other, "")
    assert editor.field.text() == ""
    type_text(editor.field, "second")
    editor.leave()
    qtbot.waitUntil(lambda: not user.busy)
    assert (library.notes.get(paper), library.notes.get(other)) == ("first", "second")


def test_flush_saves_what_the_window_closes_on(
    qtbot: QtBot, editor: NoteEditor, library: Library, user: UserThread, paper: int
) -> None:
    type_text(editor.field, "last words")
    editor.flush()
    assert user.close(10)
    assert library.notes.get(paper) == "last words"


def test_leaving_while_a_save_is_under_way_doubles_nothing(
    qtbot: QtBot, editor: NoteEditor, library: Library, user: UserThread, paper: int
) -> None:
    type_text(editor.field, "helo")
    editor.flush()
    editor.field.follow("hello world")
    editor.leave()
    qtbot.waitUntil(lambda: not user.busy)
    assert library.notes.get(paper) == "hello world"


def test_the_same_note_again_disturbs_neither_cursor_nor_undo(qtbot: QtBot, editor: NoteEditor, paper: int) -> None:
    with qtbot.waitSignal(editor.saved):
        type_text(editor.field, "one two")
    cursor = editor.field.textCursor()
    cursor.setPosition(3)
    editor.field.setTextCursor(cursor)
    editor.show_note(paper, "one two", editor.generation)
    assert editor.field.textCursor().position() == 3
    assert editor.field.document().isUndoAvailable()


def test_news_from_elsewhere_joins_what_is_being_typed(
    qtbot: QtBot, editor: NoteEditor, library: Library, paper: int
) -> None:
    editor.leave()
    library.notes.set(paper, "top 🙂\nmiddle\nbottom")
    editor.show_note(paper, "top 🙂\nmiddle\nbottom")
    editor.field.setFocus()
    end(editor)
    type_text(editor.field, " is mine")
    library.notes.set(paper, "TOP 🙂\nmiddle\nbottom")
    assert editor.show_note(paper, "TOP 🙂\nmiddle\nbottom", editor.generation)
    assert editor.field.text() == "TOP 🙂\nmiddle\nbottom is mine"
    with qtbot.waitSignal(editor.saved):
        type_text(editor.field, "!")
    assert library.notes.get(paper) == "TOP 🙂\nmiddle\nbottom is mine!"


def test_an_answer_older_than_the_last_save_is_left_aside(qtbot: QtBot, editor: NoteEditor, paper: int) -> None:
    before = editor.generation
    with qtbot.waitSignal(editor.saved):
        type_text(editor.field, "newer")
    assert not editor.show_note(paper, "", before)
    assert editor.field.text() == "newer"


def test_a_change_elsewhere_that_no_one_told_us_of_is_joined_when_saving(
    qtbot: QtBot, editor: NoteEditor, library: Library, paper: int
) -> None:
    type_text(editor.field, "mine")
    library.notes.set(paper, "theirs")
    with qtbot.waitSignal(editor.saved):
        pass
    assert library.notes.get(paper) == editor.field.text() == "minetheirs"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("Keep both", "a dog\n\n---\n\na cow"), ("Keep mine", "a dog"), ("Take the other", "a cow")],
)
def test_two_texts_at_one_place_wait_for_a_choice(
    qtbot: QtBot, editor: NoteEditor, library: Library, user: UserThread, paper: int, choice: str, expected: str
) -> None:
    library.notes.set(paper, "a cat")
    editor.show_note(paper, "a cat", editor.generation)
    end(editor)
    for _ in range(3):
        press(editor.field, Qt.Key.Key_Backspace)
    type_text(editor.field, "dog")
    library.notes.set(paper, "a cow")
    editor.flush()
    qtbot.waitUntil(editor.conflict.isVisible)
    assert (editor.field.text(), library.notes.get(paper)) == ("a dog", "a cow")
    click(button(editor, choice))
    assert not editor.conflict.isVisible()
    qtbot.waitUntil(lambda: editor.state.text() == "Saved")
    assert library.notes.get(paper) == editor.field.text() == expected


def test_leaving_an_undecided_conflict_keeps_both(
    qtbot: QtBot, editor: NoteEditor, library: Library, user: UserThread, paper: int, other: int
) -> None:
    library.notes.set(paper, "a cat")
    editor.show_note(paper, "a cat", editor.generation)
    editor.field.follow("a dog")
    library.notes.set(paper, "a cow")
    editor.flush()
    qtbot.waitUntil(editor.conflict.isVisible)
    editor.show_note(other, "")
    assert not editor.conflict.isVisible()
    qtbot.waitUntil(lambda: not user.busy)
    assert library.notes.get(paper) == "a dog\n\n---\n\na cow"


def test_the_other_text_can_be_taken_and_mine_brought_back(
    qtbot: QtBot, editor: NoteEditor, library: Library, paper: int
) -> None:
    library.notes.set(paper, "a cat")
    editor.show_note(paper, "a cat", editor.generation)
    editor.field.follow("a dog")
    library.notes.set(paper, "a cow")
    editor.flush()
    qtbot.waitUntil(editor.conflict.isVisible)
    click(button(editor, "Take the other"))
    qtbot.keySequence(editor.field, QKeySequence(QKeySequence.StandardKey.Undo))
    assert editor.field.text() == "a dog"


def test_a_save_that_fails_says_why_and_keeps_the_text(
    qtbot: QtBot, editor: NoteEditor, library: Library, user: UserThread, paper: int, other: int
) -> None:
    with qtbot.waitSignal(editor.saved):
        type_text(editor.field, "most ")
    database = library.folder / "library.db"
    hidden = database.rename(library.folder / "away.db")
    type_text(editor.field, "precious")
    editor.flush()
    qtbot.waitUntil(editor.retry.isVisible)
    assert "Not saved" in editor.state.text()
    assert "gone" in editor.state.text()
    editor.show_note(other, "")  # and leaving does not lose it either
    qtbot.waitUntil(lambda: not user.busy)
    hidden.rename(database)
    editor.show_note(paper, "most ")
    assert editor.field.text() == "most precious"
    with qtbot.waitSignal(editor.saved):
        pass
    assert library.notes.get(paper) == "most precious"


def test_preview_is_a_view_and_the_note_stays_what_was_typed(
    qtbot: QtBot, editor: NoteEditor, library: Library, paper: int
) -> None:
    typed = "# Heads\n\n| a | b |\n|---|---|\n| $x_1$ | <b>raw</b> |\n\n![p](file:///etc/passwd)\n"
    editor.show_note(paper, typed, editor.generation)
    click(button(editor, "Preview"))
    assert editor.preview.isVisible()
    assert not editor.field.isVisible()
    seen = editor.preview.toPlainText()
    assert "# Heads" not in seen
    assert "Heads" in seen
    assert "<b>raw</b>" in seen
    click(button(editor, "Write"))
    assert editor.field.text() == typed


def test_a_table_has_lines_on_all_its_sides(editor: NoteEditor, paper: int, theme: Theme) -> None:
    editor.show_note(paper, "| a | b |\n|---|---|\n| c | d |\n", editor.generation)
    click(button(editor, "Preview"))
    seen = editor.preview.grab().toImage()
    line = theme.border.rgb()
    heights = [sum(seen.pixel(x, y) == line for y in range(seen.height())) for x in range(seen.width())]
    assert sum(height > theme.px(30) for height in heights) == 3


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1\x00")))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_goes_in_comes_out(theme: Theme, text: str) -> None:
    field = NoteText(theme)
    field.start(text)
    assert field.text() == text
    field.deleteLater()


@given(*[st.text(alphabet="ab🙂\n", max_size=12)] * 2)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_following_becomes_the_other_text(theme: Theme, before: str, after: str) -> None:
    field = NoteText(theme)
    field.start(before)
    field.follow(after)
    assert field.text() == after
    field.deleteLater()


def test_lists_go_on_and_end_and_shift_enter_is_a_plain_line(qtbot: QtBot, editor: NoteEditor) -> None:
    field = editor.field
    type_text(field, "1. one")
    press(field, Qt.Key.Key_Return)
    type_text(field, "two")
    press(field, Qt.Key.Key_Return)
    press(field, Qt.Key.Key_Return)
    type_text(field, "end")
    press(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == "1. one\n2. two\nend\n"


def test_bold_and_italic_by_key(qtbot: QtBot, editor: NoteEditor) -> None:
    press(editor.field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    type_text(editor.field, "so")
    assert editor.field.text() == "**so**"


def test_dropped_files_are_left_to_the_window_and_rich_text_comes_in_plain(editor: NoteEditor) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/paper.pdf")])
    assert not editor.field.canInsertFromMimeData(files)
    rich = QMimeData()
    rich.setHtml("<b>loud</b>")
    rich.setText("loud")
    editor.field.insertFromMimeData(rich)
    assert editor.field.text() == "loud"


def test_a_huge_note_opens_and_takes_keys_within_frames(qtbot: QtBot, editor: NoteEditor, paper: int) -> None:
    huge = ("A line of a note that goes on for a while, with some words to wrap.\n" * 3000)[:200_000]
    started = time.perf_counter()
    editor.show_note(paper, huge, editor.generation)
    editor.resize(editor.width(), editor.heightForWidth(editor.width()))
    assert time.perf_counter() - started < 1.0
    assert editor.field.height() > 30_000
    end(editor)
    started = time.perf_counter()
    type_text(editor.field, "quick")
    assert time.perf_counter() - started < 0.5


def test_saving_from_two_places_never_loses_a_text(library: Library, paper: int) -> None:
    library.notes.set(paper, "base")
    library.notes.set(paper, "other")
    answer = save(library, paper, Base("base"), "mine")
    assert answer.conflict
    assert library.notes.get(paper) == "other"
    kept = save(library, paper, Base("base"), "mine", keep_both=True)
    assert "mine" in kept.text
    assert "other" in kept.text
    assert library.notes.get(paper) == kept.text
