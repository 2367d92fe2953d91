"""Passwords go into the system's keyring, and trouble with it is told in sentences."""

from __future__ import annotations

import pytest

from readinglist.errors import KeyringError
from readinglist.passwords import NONE_THERE, Passwords
from tests.keyrings import TestKeyring, no_keyring


def test_a_password_is_kept_found_and_forgotten() -> None:
    keyring = TestKeyring()
    passwords = Passwords(keyring)
    passwords.check()
    assert passwords.get("PDF 1") is None
    passwords.keep("PDF 1", "shelf")
    passwords.keep("PDF 1", "drawer")
    assert passwords.get("PDF 1") == "drawer" and keyring.held == {("Reading List", "PDF 1"): "drawer"}
    passwords.forget("PDF 1")
    passwords.forget("PDF 1")
    assert keyring.held == {}


def test_a_system_without_a_keyring_is_told_in_words() -> None:
    passwords = Passwords(no_keyring())
    with pytest.raises(KeyringError, match="no keyring"):
        passwords.check()
    with pytest.raises(KeyringError, match="no keyring"):
        passwords.get("a")
    with pytest.raises(KeyringError, match="no keyring"):
        passwords.keep("a", "b")


def test_a_keyring_that_refuses_is_told_in_words() -> None:
    passwords = Passwords(TestKeyring(locked=True))
    with pytest.raises(KeyringError, match="does not answer: it is locked"):
        passwords.get("a")
    with pytest.raises(KeyringError, match="did not take the password: it is locked"):
        passwords.keep("a", "b")


def test_whatever_keyring_this_system_has_is_asked_without_a_crash() -> None:
    try:
        Passwords().check()
    except KeyringError as error:
        assert str(error) == NONE_THERE
