"""A page server that is started ahead: used by the next PDF, ended when none comes, and no work to wait for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from readinglist.documents.page_server import PageServer
from readinglist.gui.warm_server import WarmServer
from tests.gui_reader.hands import Reader
from tests.pdfs import write_pdf


@pytest.fixture
def busy() -> list[bool]:
    return [False]


@pytest.fixture
def warm(qtbot: QtBot, busy: list[bool]) -> Iterator[WarmServer]:
    parent = QObject()
    warm = WarmServer(lambda: busy[0], parent, idle_ms=20)
    yield warm
    warm.close()


def child(server: PageServer | None) -> int:
    pid = server._child.pid if server is not None else None
    return pid or 0


def started(warm: WarmServer, qtbot: QtBot) -> int:
    """Want one and wait for it; its process id."""
    warm.want()
    qtbot.waitUntil(lambda: child(warm._server) > 0)
    return child(warm._server)


def test_the_next_pdf_is_served_by_the_child_that_waits(warm: WarmServer, qtbot: QtBot, tmp_path: Path) -> None:
    pid = started(warm, qtbot)
    server = warm.take(write_pdf(tmp_path / "a.pdf", "moss"))
    try:
        assert not warm.ready
        assert [word.text for word in server.text(1).words] == ["moss"]
        assert child(server) == pid
        qtbot.waitUntil(lambda: child(warm._server) not in (0, pid))  # and another for the PDF after it
    finally:
        server.close()


def test_without_one_a_pdf_gets_a_child_of_its_own(warm: WarmServer, tmp_path: Path) -> None:
    server = warm.take(write_pdf(tmp_path / "a.pdf", "moss"))
    assert len(server.open().pages) == 1
    server.close()


def test_one_that_died_while_it_waited_is_replaced(warm: WarmServer, qtbot: QtBot, tmp_path: Path) -> None:
    pid = started(warm, qtbot)
    os.kill(pid, signal.SIGKILL)
    server = warm.take(write_pdf(tmp_path / "a.pdf", "moss"))
    qtbot.waitUntil(lambda: server._child._running is not None and not server._child._running.alive)
    assert len(server.open().pages) == 1 and child(server) != pid
    server.close()


def test_none_is_started_while_the_window_works(warm: WarmServer, qtbot: QtBot, busy: list[bool]) -> None:
    busy[0] = True
    warm.want()
    with qtbot.waitSignals([warm._idle.timeout]):
        pass
    assert not warm.ready and warm._idle.isActive()
    busy[0] = False
    qtbot.waitUntil(lambda: warm.ready)


def test_one_that_nobody_uses_is_ended(qtbot: QtBot) -> None:
    parent = QObject()
    warm = WarmServer(lambda: False, parent, idle_ms=1, unused_ms=300)
    pid = started(warm, qtbot)
    qtbot.waitUntil(lambda: not warm.ready)
    qtbot.waitUntil(lambda: not Path(f"/proc/{pid}/cmdline").exists())
    warm.close()


def test_one_that_is_closed_before_it_started_leaves_nothing(qtbot: QtBot) -> None:
    parent = QObject()
    warm = WarmServer(lambda: False, parent, idle_ms=1)
    warm.want()
    qtbot.waitUntil(lambda: warm.ready)
    warm.close()
    warm.want()
    assert not warm.ready and not warm._idle.isActive()


def test_the_window_starts_one_when_it_rests_and_is_not_busy_with_it(reader: Reader) -> None:
    window = reader.hands.window
    reader.hands.until(lambda: window.reading.warm.ready, seconds=20)
    assert not window.busy
    reader.hands.until(lambda: child(window.reading.warm._server) > 0)
    pid = child(window.reading.warm._server)
    tab = reader.read()
    assert child(tab._pdf._server) == pid
