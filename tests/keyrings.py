"""A keyring for tests, where the system's would be."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError


def no_keyring() -> KeyringBackend:
    """What a bare system has."""
    return fail.Keyring()  # type: ignore[no-untyped-call]


class TestKeyring(KeyringBackend):
    """Holds passwords by (service, name); `locked` refuses all."""

    priority = 5
    __test__ = False

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")

    def _look(self) -> None:
        if self.locked:
            raise KeyringLocked("it is locked")
