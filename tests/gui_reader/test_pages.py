"""The pages are scrolled, zoomed, turned, shown dark and in small."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui_reader.hands import Reader


def test_keys_move_through_the_pages(reader: Reader) -> None:
    view = reader.read().view
    reader.key(Qt.Key.Key_Space)
    assert view.verticalScrollBar().value() > 0
    reader.key(Qt.Key.Key_End)
    assert view.page == 12 and view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    reader.key(Qt.Key.Key_PageUp)
    assert view.verticalScrollBar().value() < view.verticalScrollBar().maximum()
    reader.key(Qt.Key.Key_Home)
    assert view.page == 1
    reader.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    field = reader.tab.bar.page
    assert field.hasFocus()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    reader.settle()
    assert view.page == 7 and view.hasFocus() and field.text() == "7"
    reader.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.page == 1
    reader.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.page == 7


def test_the_wheel_zooms_around_the_cursor(reader: Reader) -> None:
    view = reader.read().view
    at = QPointF(reader.at(1, 8))
    _, before = view.page_at(at)
    zoom = view.zoom
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    reader.settle()
    page, after = view.page_at(at)
    assert view.zoom > zoom * 1.15 and page.number == 1
    assert after == pytest.approx(before, abs=1.5)
    reader.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    reader.key(Qt.Key.Key_P)
    assert view.zoom_name == "page" and view.layout_.page(1).height <= view.viewport().height()
    reader.key(Qt.Key.Key_W)
    assert view.zoom_name == "width"


def test_dark_pages_two_pages_and_the_strip(reader: Reader) -> None:
    tab = reader.read()
    reader.key(Qt.Key.Key_I)
    picture = tab.view.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).lightness() < 60
    reader.key(Qt.Key.Key_D)
    assert tab.view.layout_.page(2).top == tab.view.layout_.page(1).top
    assert tab.strip.isVisible()
    rect = tab.thumbnails.visualRect(tab.thumbnails.model().index(2, 0))
    QTest.mouseClick(tab.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    reader.settle()
    assert 3 in [page.number for page in tab.view.visible_pages()]
    reader.key(Qt.Key.Key_F4)
    assert tab.strip.isHidden()


def test_going_to_a_page_shows_nothing_of_the_one_before(reader: Reader) -> None:
    view = reader.read().view
    for zoom in (1.0, 2.0, 0.7):
        view.zoom_to(zoom)
        for page in (5, 2, 9):
            view.go_to(page)
            assert view.visible_pages()[0].number == page and view.place() == (page, 0.0)
            view.go_to(page, 0.4)
            assert view.place()[0] == page and abs(view.place()[1] - 0.4) < 0.01
    view.go_to(1)
    assert view.verticalScrollBar().value() == 0 and view.place() == (1, 0.0)


def test_of_all_that_is_asked_for_the_page_that_fills_the_view_comes_first(reader: Reader) -> None:
    view = reader.read().view
    view.set_zoom("width")
    reader.settle()
    came: list[object] = []
    view.pictures.came.connect(came.append)
    view.pictures.shelf.clear()
    view.verticalScrollBar().setValue(view.layout_.page(7).top - 60)
    assert [page.number for page in view.visible_pages()] == [6, 7]
    reader.settle()
    assert came[:2] == [7, 6] and came[2:] == [8]


def test_while_pages_move_pictures_of_another_size_stand_in_roughly(reader: Reader) -> None:
    view = reader.read().view
    reader.settle()
    view.zoom_step(True)
    view.viewport().repaint()
    assert view._asking.isActive() and view._rough
    reader.settle()
    assert not view._rough


def test_pages_in_small_turn_with_the_large_ones(reader: Reader) -> None:
    tab = reader.read()
    reader.hands.until(lambda: 1 in tab.thumbnails._pictures)
    upright = tab.thumbnails._pictures[1].image
    assert upright.height() > upright.width()
    tab.do("rotate")
    reader.hands.until(lambda: 1 in tab.thumbnails._pictures)
    lying = tab.thumbnails._pictures[1].image
    assert lying.width() == upright.height() and lying.height() == upright.width()


def test_pages_in_small_are_drawn_as_soon_far_below(reader: Reader) -> None:
    tab = reader.read()
    sizes = list(tab.opened.pages) * 100 if tab.opened is not None else []
    tab.thumbnails.show_pages(sizes, [])  # a long document, of which the strip shows what is far down
    bar = tab.thumbnails.verticalScrollBar()
    bar.setValue(bar.maximum() - 10)
    bar.setValue(bar.maximum())
    assert tab.thumbnails._asking.remainingTime() <= 100  # a coarse timer may add some


def test_the_strip_has_the_colour_of_the_sidebar(reader: Reader) -> None:
    strip = reader.read().strip
    assert strip.grab().toImage().pixelColor(3, strip.height() - 3) == reader.hands.window.theme.sidebar
