"""Words are marked, marks are changed, and undo takes it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from readinglist.documents.pages import box_of
from readinglist.gui.annotation_list import CommentField
from readinglist.gui.annotation_tag_box import TagBox
from readinglist.library.annotation_records import COLOURS, Mark
from tests.gui_reader.hands import Reader


def test_keys_mark_in_colours_and_undo_takes_it_back(reader: Reader) -> None:
    view = reader.read().view
    words = [word.text for word in view.texts[1].words]
    first, last = words.index("Mosses"), words.index("northern")
    for number, colour in enumerate(COLOURS):
        reader.drag(reader.at(1, first), reader.at(1, last))
        reader.key(Qt.Key(Qt.Key.Key_1 + number))
        (mark,) = reader.marks()
        assert (mark.colour, mark.kind, mark.quote) == (colour, "highlight", "Mosses grow on the northern")
        reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert reader.marks() == []
    reader.drag(reader.at(1, first), reader.at(1, last))
    reader.key(Qt.Key.Key_U)
    (mark,) = reader.marks()
    assert mark.kind == "underline" and mark.page == 1
    left, top, right, bottom = box_of(mark.quads)
    expected = box_of([view.texts[1].words[at].quad for at in range(first, last + 1)])
    assert (left, top, right, bottom) == pytest.approx(expected, abs=0.1)
    assert [card.text() for card in reader.tab.marks_panel.cards.cards()] == ["Mosses grow on the northern"]


def test_what_was_just_marked_takes_a_comment_and_tags_without_the_mouse(reader: Reader) -> None:
    tab = reader.read()
    words = [word.text for word in tab.view.texts[1].words]
    at = words.index("northern")
    reader.drag(reader.at(1, at), reader.at(1, at))
    QTest.mouseDClick(tab.view.viewport(), Qt.MouseButton.LeftButton, pos=reader.at(1, at))
    reader.key(Qt.Key.Key_2)
    assert tab.popup.isHidden()  # the next lines can be read
    reader.key(Qt.Key.Key_C)
    field = tab.marking.field
    assert isinstance(field, CommentField)
    QTest.keyClicks(field.field, "And in the south?")
    QTest.keyClick(field.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    (mark,) = reader.marks()
    assert (mark.quote, mark.colour, mark.comment) == ("northern", "green", "And in the south?")
    reader.key(Qt.Key.Key_T)
    assert isinstance(tab.marking.field, TagBox) and tab.marking.field.annotation == mark.id
    name = QApplication.focusWidget()
    assert name is not None
    QTest.keyClicks(name, "moss")
    QTest.keyClick(name, Qt.Key.Key_Return)
    reader.settle()
    assert reader.marks()[0].tags == ("moss",) and reader.hands.toast() == "Tagged 1 annotation with moss"
    tab.marking.leave()
    reader.key(Qt.Key.Key_Escape)
    assert reader.hands.window.reading.current is tab  # Escape lets go of the mark first
    reader.key(Qt.Key.Key_C)
    assert tab.marking.field is None
    reader.key(Qt.Key.Key_Escape)
    assert reader.hands.window.reading.current is None


def test_a_highlight_tints_the_page_and_can_be_clicked(reader: Reader) -> None:
    tab = reader.read()
    words = tab.view.texts[1].words
    number = [word.text for word in words].index("stone")
    quad = words[number].quad
    library = reader.hands.window.library
    library.annotations.add(tab.document.id, Mark(1, "highlight", [quad], "stone"), colour="green")
    reader.settle()
    rect = tab.view.rect_of(1, [quad])
    corner = tab.view.viewport().grab().toImage().pixelColor(round(rect.right()) - 1, round(rect.top()) + 1)
    assert corner.green() > corner.red() > 100 and corner != QColor("white")
    reader.click(reader.at(1, number))
    (mark,) = reader.marks()
    assert tab.view.chosen == mark.id and tab.popup.isVisible()
    reader.key(Qt.Key.Key_3)
    assert reader.marks()[0].colour == "blue"
    reader.key(Qt.Key.Key_C)
    field = tab.marking.field
    assert isinstance(field, CommentField)
    QTest.keyClicks(field.field, "Which *stone*?")
    QTest.keyClick(field.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    assert reader.marks()[0].comment == "Which *stone*?" and tab.view.hasFocus()
    reader.key(Qt.Key.Key_Delete)
    assert reader.marks() == [] and tab.view.chosen is None


def test_a_margin_note_is_kept_once_it_is_written(reader: Reader) -> None:
    tab = reader.read()
    words = [word.text for word in tab.view.texts[1].words]
    reader.drag(reader.at(1, words.index("sun")), reader.at(1, words.index("seen.")))
    reader.key(Qt.Key.Key_N)
    field = tab.marking.field
    assert isinstance(field, CommentField) and reader.marks() == []
    QTest.keyClicks(field.field, "In winter never.")
    QTest.keyClick(field.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    (mark,) = reader.marks()
    assert (mark.kind, mark.comment, mark.page) == ("note", "In winter never.", 1)


def test_a_click_on_a_card_goes_to_its_place(reader: Reader) -> None:
    tab = reader.read()
    quad = (72.0, 50.0, 90.0, 50.0, 72.0, 62.0, 90.0, 62.0)
    made = reader.hands.window.library.annotations.add(tab.document.id, Mark(9, "highlight", [quad], "Page"))
    reader.settle()
    QTest.mouseClick(tab.marks_panel.cards.cards()[0], Qt.MouseButton.LeftButton)
    reader.settle()
    assert tab.view.chosen == made and 9 in [page.number for page in tab.view.visible_pages()]


def test_u_turns_a_chosen_highlight_into_an_underline_and_back(reader: Reader) -> None:
    reader.read()
    reader.drag(reader.at(1, 6), reader.at(1, 8))
    reader.key(Qt.Key.Key_2)
    reader.click(reader.at(1, 7))
    kinds = []
    for _ in range(2):
        reader.key(Qt.Key.Key_U)
        kinds.append([(mark.kind, mark.colour) for mark in reader.marks()])
    assert kinds == [[("underline", "green")], [("highlight", "green")]]
    reader.hands.window.actions_["undo"].trigger()
    reader.settle()
    assert [mark.kind for mark in reader.marks()] == ["underline"]
