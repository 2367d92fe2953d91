"""An encrypted PDF asks for its password, and keeps it in the keyring if that is wanted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.reader.reader_tab import ReaderTab
from tests.gui.conftest import TITLES, Hands, Open
from tests.gui_reader.hands import Reader, attach
from tests.keyrings import TestKeyring

LOCK = """
import pymupdf, sys
with pymupdf.open() as document:
    document.new_page().insert_text((72, 72), "locked words")
    document.save(sys.argv[1], encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="shelf", owner_pw="owner")
"""


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF with the password `shelf`, written beside the window's process."""
    path = tmp_path_factory.mktemp("locked") / "locked.pdf"
    subprocess.run([sys.executable, "-c", LOCK, str(path)], check=True, timeout=60)
    return path


def ask(hands: Hands) -> ReaderTab:
    """Press O on the paper, until something is asked or shown."""
    hands.choose(TITLES[0])
    QTest.keyClick(hands.window.view, Qt.Key.Key_O)
    hands.until(lambda: hands.window.reading.current is not None)
    tab = Reader(hands).tab
    hands.until(lambda: not hands.window.busy and (tab.message.password.isVisible() or tab.opened is not None))
    return tab


def give(hands: Hands, tab: ReaderTab, password: str) -> None:
    QTest.keyClicks(tab.message.password, password)
    QTest.keyClick(tab.message.password, Qt.Key.Key_Return)
    hands.until(lambda: not hands.window.busy, seconds=30)
    hands.settle()


def begin(opened: Open, locked: Path, keyring: KeyringBackend | None) -> tuple[Hands, ReaderTab]:
    hands: Hands = opened(keyring=keyring)
    attach(hands, locked)
    return hands, ask(hands)


def test_without_a_keyring_the_password_is_asked_for_each_time(opened: Open, locked: Path) -> None:
    hands, tab = begin(opened, locked, None)
    assert tab.message.password.hasFocus() and not tab.message.keep.isVisible()
    give(hands, tab, "drawer")
    assert tab.opened is None and "not right" in tab.message.words.text() and tab.message.password.text() == ""
    give(hands, tab, "shelf")
    assert tab.opened is not None and tab.pages.currentWidget() is tab.view
    QTest.keyClick(tab.view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert ask(hands).opened is None


def test_it_is_kept_only_if_that_is_wanted(opened: Open, locked: Path) -> None:
    keyring = TestKeyring()
    hands, tab = begin(opened, locked, keyring)
    keep = tab.message.keep
    assert keep.isVisible() and not keep.isChecked()
    give(hands, tab, "shelf")
    assert tab.opened is not None and keyring.held == {}
    QTest.keyClick(tab.view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    tab = ask(hands)
    QTest.keyClick(tab.message.keep, Qt.Key.Key_Space)
    give(hands, tab, "drawer")
    assert keyring.held == {}, "a wrong one is not kept"
    give(hands, tab, "shelf")
    assert list(keyring.held.values()) == ["shelf"]
    QTest.keyClick(tab.view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    tab = ask(hands)
    hands.until(lambda: tab.opened is not None, seconds=30)
    hands.until(lambda: not hands.window.busy, seconds=30)


def test_one_in_the_keyring_that_is_wrong_is_asked_for_anew(opened: Open, locked: Path) -> None:
    keyring = TestKeyring()
    hands, tab = begin(opened, locked, keyring)
    QTest.keyClick(tab.message.keep, Qt.Key.Key_Space)
    give(hands, tab, "shelf")
    (name,) = keyring.held
    keyring.held[name] = "an older one"
    QTest.keyClick(tab.view, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    tab = ask(hands)
    hands.until(lambda: not hands.window.busy and "not right" in tab.message.words.text(), seconds=30)
    QTest.keyClick(tab.message.keep, Qt.Key.Key_Space)
    give(hands, tab, "shelf")
    assert tab.opened is not None and keyring.held == {name: "shelf"}


def test_a_keyring_that_does_not_take_it_is_told_and_the_pdf_is_open(opened: Open, locked: Path) -> None:
    keyring = TestKeyring()
    hands, tab = begin(opened, locked, keyring)
    QTest.keyClick(tab.message.keep, Qt.Key.Key_Space)
    keyring.locked = True
    give(hands, tab, "shelf")
    assert tab.opened is not None
    assert hands.toast() == "The system's keyring did not take the password: it is locked"
