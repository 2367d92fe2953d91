from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readinglist.gui import guard
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads, UserThread


@pytest.fixture(autouse=True)
def _nothing_caught() -> Iterator[None]:
    """Fail where a guarded override swallowed an error."""
    guard.reported.clear()
    yield
    caught, guard.reported[:] = list(guard.reported), []
    assert not caught, f"guarded overrides caught {caught!r}"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("light")
    theme.apply()
    return theme


@pytest.fixture
def user(qapp: QApplication) -> Iterator[UserThread]:
    user = UserThread()
    yield user
    assert user.close(10)


@pytest.fixture
def reads(qapp: QApplication) -> Iterator[Reads]:
    reads = Reads()
    yield reads
    assert reads.close(10)


@pytest.fixture
def settle(qtbot: QtBot, reads: Reads, user: UserThread) -> Settle:
    return Settle(qtbot, reads, user)


class Settle:
    """Waits until questions and changes are answered and what they led to is drawn."""

    def __init__(self, qtbot: QtBot, reads: Reads, user: UserThread) -> None:
        self._qtbot, self._reads, self._user = qtbot, reads, user

    def __call__(self) -> None:
        self._qtbot.waitUntil(lambda: not self._reads.busy and not self._user.busy, timeout=10_000)
        QApplication.processEvents()
        QApplication.processEvents()
