"""Overrides that Qt calls return something neutral where they fail, and the failure is not lost."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from readinglist.gui import guard
from readinglist.gui.guard import guarded


class Broken(QWidget):
    """Its size hint fails."""

    @guarded(QSize(3, 4))
    def sizeHint(self) -> QSize:
        raise IndexError("no such row")


def test_a_failing_override_gives_its_neutral_value(qtbot: QtBot) -> None:
    widget = Broken()
    qtbot.addWidget(widget)
    widget.adjustSize()
    assert widget.sizeHint() == QSize(3, 4)
    assert all(isinstance(error, IndexError) for error in guard.reported)
    assert guard.reported
    guard.reported.clear()


def test_the_same_failure_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    @guarded(0)
    def fails() -> int:
        raise ValueError("only in this test")

    with caplog.at_level(logging.ERROR, "readinglist.gui.guard"):
        assert [fails() for _ in range(5)] == [0] * 5
    assert len(caplog.records) == 1
    assert len(guard.reported) == 5
    guard.reported.clear()


def test_what_works_is_left_alone() -> None:
    @guarded(0)
    def works(number: int) -> int:
        return number + 1

    assert works(4) == 5
    assert works.__name__ == "works"
