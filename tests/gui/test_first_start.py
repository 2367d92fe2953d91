"""An empty library says what to do; the sample can be tried and thrown away again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from readinglist import sample, settings
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.program import Program
from tests.gui.conftest import Hands


@pytest.fixture
def hands(tmp_path: Path, qtbot: QtBot, theme: Theme) -> Iterator[Hands]:
    folder = tmp_path / "new"
    folder.mkdir()
    settings.change(folder / "settings.toml", work_paused=True, theme="light")
    hands = Hands(MainWindow(Program(folder), theme), qtbot)
    hands.begin()
    yield hands
    hands.close()


def test_it_says_what_to_do(hands: Hands) -> None:
    page = hands.window.list_pane.empty
    assert page.isVisible()
    assert "Ctrl+N" in page.sentence.text()
    assert [button.text() for button in page.buttons()] == ["Add Papers", "Try the Sample Library"]
    QTest.mouseClick(page.buttons()[0], Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.window.boxes.add_box is not None
    assert hands.window.boxes.add_box.isVisible()


def test_the_sample_comes_and_goes(hands: Hands) -> None:
    window = hands.window
    QTest.mouseClick(window.list_pane.empty.buttons()[1], Qt.MouseButton.LeftButton)
    hands.settle()
    assert len(hands.titles()) == len(sample.papers())
    assert hands.chosen() == hands.titles()[:1]
    assert hands.toast() == "Added the sample library"
    tags = [line.title for line in window.sidebar.model.lines() if line.place and line.place.kind == "tag"]
    assert "retrieval" in tags
    window.actions_["drop-sample"].trigger()
    hands.settle()
    assert hands.titles() == []
    assert window.library.counts().trash == len(sample.papers())
    assert not [line for line in window.sidebar.model.lines() if line.place and line.place.kind == "tag"]
    QTest.mouseClick(window.toast.button, Qt.MouseButton.LeftButton)
    hands.settle()
    assert len(hands.titles()) == len(sample.papers())


def test_one_undo_takes_the_whole_sample_back(hands: Hands) -> None:
    hands.window.actions_["try-sample"].trigger()
    hands.settle()
    hands.key(Qt.Key.Key_Z, control=True)
    assert hands.titles() == []
    assert hands.window.list_pane.empty.isVisible()


@pytest.mark.parametrize("place", ["inbox", "to-read", "reading", "read", "starred", "recent", "trash"])
def test_each_empty_place_has_its_own_words(hands: Hands, place: str) -> None:
    hands.window.actions_[f"go-{place}"].trigger()
    hands.settle()
    page = hands.window.list_pane.empty
    assert page.isVisible()
    assert page.headline.text()
    assert page.headline.text() != "No papers in the library yet"
