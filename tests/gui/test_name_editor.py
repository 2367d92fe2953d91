"""The sidebar's name editor: what is typed there outlives whatever else changes meanwhile."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from readinglist.gui.places import Kind, Place
from readinglist.library import Library
from tests.gui.conftest import TITLES, Hands
from tests.gui.test_sidebar import click

COLD = Place(Kind.LIST, "Cold")
PLANTS = Place(Kind.TAG, "plants")


def editor(hands: Hands) -> QLineEdit:
    focus = hands.window.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert hands.window.sidebar.isAncestorOf(focus)
    return focus


def lists(hands: Hands) -> list[str]:
    return [smart.name for smart in hands.window.library.lists.all()]


def test_the_name_of_a_new_list_is_typed_over(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F, control=True)
    hands.key("snow")
    hands.key(Qt.Key.Key_D, control=True)
    assert editor(hands).selectedText() == "snow"
    for letter in "My fine list":
        hands.key(letter)
    hands.key(Qt.Key.Key_Return)
    assert sorted(lists(hands)) == ["Cold", "My fine list"]


@pytest.mark.parametrize("place", [COLD, PLANTS])
def test_what_is_typed_outlives_a_change_by_another_process(hands: Hands, place: Place) -> None:
    window = hands.window
    click(hands, place)
    hands.key(Qt.Key.Key_F2)
    open_now = editor(hands)
    hands.key("Zz ")
    folder, paper = str(window.program.folder), str(window.model.ids[0])
    command = [sys.executable, "-m", "readinglist", "--library", folder]
    subprocess.run([*command, "star", paper], check=True, capture_output=True)
    subprocess.run([*command, "tag", paper, "--add", "aaa-from-elsewhere"], check=True, capture_output=True)
    hands.until(lambda: "aaa-from-elsewhere" in [tag.name for tag in window.places.tags] if window.places else False)
    hands.settle()
    assert editor(hands) is open_now
    hands.key("top")
    assert open_now.text() == "Zz top"
    hands.key(Qt.Key.Key_Return)
    names = lists(hands) if place == COLD else [tag.name for tag in window.library.tags.all()]
    assert "Zz top" in names
    assert place.name not in names
    assert window.sidebar.model.index_of(Place(Kind.TAG, "aaa-from-elsewhere")).isValid()


def test_what_came_in_meanwhile_is_shown_when_the_name_is_left_as_it_was(hands: Hands) -> None:
    window = hands.window
    click(hands, COLD)
    hands.key(Qt.Key.Key_F2)
    with Library.open(window.program.folder) as elsewhere:
        elsewhere.tags.add(window.model.ids[:1], ["from-elsewhere"])
    window.bridge.poll()
    hands.until(lambda: "from-elsewhere" in [tag.name for tag in window.places.tags] if window.places else False)
    hands.settle()
    QTest.keyClick(editor(hands), Qt.Key.Key_Escape)
    hands.settle()
    assert window.sidebar.model.index_of(Place(Kind.TAG, "from-elsewhere")).isValid()
    assert lists(hands) == ["Cold"]
    assert TITLES[7] in hands.titles()
