from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from readinglist.gui import guard
from readinglist.gui.actions import Actions
from readinglist.gui.bridge import Bridge
from readinglist.gui.details import DetailsPane
from readinglist.gui.paper_commands import PaperCommands
from readinglist.gui.paper_model import PaperModel
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.records import Person, Status
from readinglist.program import Program


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


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A program over a new library."""
    with Program(tmp_path / "library") as program:
        yield program


@pytest.fixture
def books(program: Program) -> Library:
    """The program's library."""
    return program.library


@pytest.fixture
def bridge(qapp: QApplication, books: Library) -> Iterator[Bridge]:
    bridge = Bridge(books)
    yield bridge
    bridge.close()


@pytest.fixture
def pane(
    qtbot: QtBot, program: Program, theme: Theme, bridge: Bridge, reads: Reads, user: UserThread
) -> Iterator[DetailsPane]:
    """A details pane in a window whose actions work on what the pane shows."""
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, QWidget(window), theme)
    model = PaperModel(program.library.papers.rows, window)
    commands = PaperCommands(program, model, reads, user, window)
    pane = DetailsPane(program=program, theme=theme, bridge=bridge, reads=reads, user=user)
    actions["star"].triggered.connect(lambda on: commands.star(pane.doing.papers, on))
    actions["restore"].triggered.connect(lambda: commands.restore(pane.doing.papers))
    actions["copy-bibtex"].triggered.connect(lambda: commands.copy_bibtex(pane.doing.papers))
    for status in Status:
        actions[f"status-{status.value}"].triggered.connect(
            lambda _on=False, status=status: commands.set_status(pane.doing.papers, status)
        )
    pane.set_actions(actions.as_dict())
    window.setCentralWidget(pane)
    window.resize(430, 900)
    window.show()
    qtbot.waitExposed(window)
    yield pane
    pane.close()
    qtbot.waitUntil(lambda: not user.busy and not reads.busy, timeout=10_000)


ADA = Person("Lovelace", "Ada")
