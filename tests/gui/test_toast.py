"""Toasts say what was done, offer to undo it, and go by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from readinglist.gui.theme import Theme
from readinglist.gui.toast import Toast


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(500, 400)
    host.show()
    yield host


def test_it_offers_an_action_and_goes_when_it_is_taken(theme: Theme, host: QWidget, qtbot: QtBot) -> None:
    toast, action = Toast(theme, host), QAction("Undo")
    toast.show_done("Starred 1 paper", action)
    assert toast.isVisible()
    assert toast.accessibleName() == "Starred 1 paper"
    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_it_lies_within_its_host_however_long_the_text(theme: Theme, host: QWidget) -> None:
    toast = Toast(theme, host)
    for text in ("Short", "A sentence that tells at some length what went wrong and what to do. " * 4):
        toast.show_trouble(text)
        assert host.rect().contains(toast.geometry())
    host.resize(420, 300)
    QApplication.processEvents()
    assert toast.geometry().bottom() < 300


def test_a_long_text_uses_the_width_that_there_is(theme: Theme, host: QWidget) -> None:
    toast = Toast(theme, host)
    toast.show_done(
        "Added 1 paper. The entry has no end: a brace is missing. Mend it and add it again.", QAction("Undo")
    )
    assert toast.width() > 440
    assert toast.height() < 3 * toast.label.fontMetrics().height() + theme.px(12)
    host.resize(900, 400)
    QApplication.processEvents()
    assert toast.height() < 2 * toast.label.fontMetrics().height() + theme.px(24)


def test_it_waits_while_the_pointer_is_on_it(theme: Theme, host: QWidget) -> None:
    toast = Toast(theme, host)
    toast.show_done("Starred 1 paper")
    assert toast.goes_by_itself
    QApplication.sendEvent(toast, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert not toast.goes_by_itself
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.goes_by_itself


def test_a_question_is_answered_only_by_its_button(theme: Theme, host: QWidget) -> None:
    toast = Toast(theme, host)
    done: list[int] = []
    toast.show_question("Delete 2 papers for good?", "Delete for good", lambda: done.append(1))
    toast.hide()
    assert done == []
    toast.show_question("Delete 2 papers for good?", "Delete for good", lambda: done.append(1))
    QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert done == [1]


def test_html_is_shown_as_it_stands(theme: Theme, host: QWidget) -> None:
    toast = Toast(theme, host)
    toast.show_done("Renamed the tag to <b>bold</b>")
    assert toast.label.textFormat() == Qt.TextFormat.PlainText
    assert toast.label.text() == "Renamed the tag to <b>bold</b>"
