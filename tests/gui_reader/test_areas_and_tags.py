"""Areas keep a picture of what they show, and marks carry tags."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from readinglist.documents.pages import box_of
from readinglist.gui.annotation_tag_box import TagBox
from readinglist.gui.details_tag_field import TagField
from readinglist.gui.reader.area_marking import png_of
from tests.gui_reader.hands import Reader

CTRL = Qt.KeyboardModifier.ControlModifier


def area(reader: Reader, start: QPoint, end: QPoint) -> None:
    reader.key(Qt.Key.Key_A)
    assert reader.tab.area_tool.on and reader.hands.window.actions_["mark-area"].isChecked()
    reader.drag(start, end)
    assert not reader.tab.area_tool.on and not reader.hands.window.actions_["mark-area"].isChecked()


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_an_area_is_drawn_and_keeps_its_picture(reader: Reader, turns: int) -> None:
    view = reader.read().view
    for _ in range(turns):
        reader.key(Qt.Key.Key_R)
    view.go_to(1)
    reader.settle()
    wanted = box_of([word.quad for word in view.texts[1].words[6:16]])
    rect = view.rect_of(1, [(*wanted[:2], wanted[2], wanted[1], wanted[0], wanted[3], *wanted[2:])]).toRect()
    area(reader, rect.topLeft(), rect.bottomRight())
    (mark,) = reader.marks()
    assert (mark.kind, mark.page, mark.quote) == ("area", 1, "")
    assert box_of(mark.quads) == pytest.approx(wanted, abs=1.5)
    picture = QImage.fromData(mark.picture)
    assert picture.width() / picture.height() == pytest.approx(
        (wanted[2] - wanted[0]) / (wanted[3] - wanted[1]), rel=0.1
    )  # as the page stands in the file, however it is turned in the window
    colours = {picture.pixelColor(x, y).lightness() // 64 for x in range(picture.width()) for y in range(20)}
    assert {0, 3} <= colours  # ink and paper
    (card,) = reader.tab.marks_panel.cards.cards()
    assert card.height() > 60  # 53 with words in the place of the picture
    reader.key(Qt.Key.Key_Z, CTRL)
    assert reader.marks() == []
    reader.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert reader.marks()[0].picture == mark.picture


def test_the_area_tool_is_put_down_by_escape_and_draws_nothing_of_a_click(reader: Reader) -> None:
    tab = reader.read()
    at = reader.at(1, 8)
    reader.key(Qt.Key.Key_A)
    reader.click(at)
    assert tab.area_tool.on and reader.marks() == []
    reader.key(Qt.Key.Key_Escape)
    assert not tab.area_tool.on and reader.hands.window.reading.current is tab
    reader.drag(at, at + QPoint(60, 0))
    assert tab.view.text_selected()


def test_a_picture_is_made_smaller_until_it_fits() -> None:
    noise = QImage(random.Random(7).randbytes(300 * 200 * 4), 300, 200, QImage.Format.Format_RGB32)
    data = png_of(noise, 60_000)
    assert 10_000 < len(data) <= 60_000
    assert QImage.fromData(data).width() < 300


def typed(box: TagBox, words: str) -> None:
    field = next(field for field in box.findChildren(TagField) if field.isVisible())
    assert field.hasFocus()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_mark_is_tagged_over_the_page_with_completion(reader: Reader) -> None:
    tab = reader.read()
    reader.drag(reader.at(1, 6), reader.at(1, 9))
    reader.key(Qt.Key.Key_1)
    reader.click(reader.at(1, 7))
    assert tab.popup.isVisible()
    reader.key(Qt.Key.Key_T)
    box = tab.marking.field
    assert isinstance(box, TagBox) and box.isVisible() and not tab.popup.isVisible()
    typed(box, "riv")  # what the library has: water/rivers
    reader.settle()
    typed(box, "extraction")
    reader.settle()
    assert reader.marks()[0].tags == ("extraction", "water/rivers")
    assert box.tags.tags() == ["extraction", "water/rivers"]
    field = box.findChild(TagField)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Escape)
    reader.settle()
    assert tab.marking.field is None and tab.view.hasFocus() and tab.popup.isVisible()
    reader.key(Qt.Key.Key_Z, CTRL)
    assert reader.marks()[0].tags == ("water/rivers",)


def test_a_card_takes_tags_by_its_key(reader: Reader) -> None:
    tab = reader.read()
    reader.drag(reader.at(1, 6), reader.at(1, 9))
    reader.key(Qt.Key.Key_2)
    cards = tab.marks_panel.cards
    (card,) = cards.cards()
    tall = card.height()
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_T)
    assert cards.tag_box is not None
    typed(cards.tag_box, "to cite")
    reader.settle()
    assert reader.marks()[0].tags == ("to cite",)
    assert card.height() > tall and "#to cite" in card.accessibleDescription()
    box = cards.tag_box
    assert box is not None and box.tags.tags() == ["to cite"]
    box.removed.emit((reader.marks()[0],), "to cite")
    reader.settle()
    assert reader.marks()[0].tags == ()
