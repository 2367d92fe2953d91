"""Passwords that the user wants kept, in the system's keyring and nowhere else.

A keyring may be away, locked, or ask the user something: each call may take as long as that, so none in a GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.errors import KeyringError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Reading List"
NONE_THERE = (
    "This system has no keyring that passwords could be kept in. "
    "On Linux, GNOME Keyring and KWallet are such; on a bare system there is none."
)


class Passwords:
    """Passwords by name; any thread. Everything that goes wrong is a KeyringError."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """`backend` is the keyring; the one that the system has if None."""
        self._backend = backend

    def check(self) -> None:
        """KeyringError unless the system has a keyring."""
        self._keyring()

    def get(self, name: str) -> str | None:
        """The password kept under that name."""
        keyring = self._keyring()
        try:
            return keyring.get_password(SERVICE, name)
        except Exception as error:  # each backend has errors of its own
            raise KeyringError(f"The system's keyring does not answer: {_words(error)}") from error

    def keep(self, name: str, password: str) -> None:
        """Keep a password, in the place of one that was there."""
        keyring = self._keyring()
        try:
            keyring.set_password(SERVICE, name, password)
        except Exception as error:
            raise KeyringError(f"The system's keyring did not take the password: {_words(error)}") from error

    def forget(self, name: str) -> None:
        """Take a password out of the keyring, if it is there."""
        if self.get(name) is None:
            return
        try:
            self._keyring().delete_password(SERVICE, name)
        except Exception as error:
            raise KeyringError(f"The system's keyring did not give the password up: {_words(error)}") from error

    def _keyring(self) -> KeyringBackend:
        try:
            if self._backend is None:
                import keyring  # looks through all that is installed

                self._backend = keyring.get_keyring()
            usable = self._backend.priority > 0  # it is 0 or less where nothing, or nothing safe, is there
        except Exception as error:  # a backend that cannot run here says so when it is asked for its priority
            raise KeyringError(NONE_THERE) from error
        if not usable:
            raise KeyringError(NONE_THERE)
        return self._backend


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
