"""One window per library: the second start raises the first, a window that died is no window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readinglist.gui.instance import ANSWER_MS, Instance
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from readinglist.gui.instance import Instance
application = QApplication([])
instance = Instance(Path(sys.argv[1]))
assert not instance.taken
instance.listen()
instance.link_given.connect(lambda link: print(link, flush=True))
instance.asked.connect(lambda: QTimer.singleShot(300, application.quit))
print("ready", flush=True)
sys.exit(application.exec())
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the library in `tmp_path` and ends when it is asked to come forward."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def test_the_first_window_is_called(tmp_path: Path, holder: subprocess.Popen[str], qapp: QApplication) -> None:
    second = Instance(tmp_path)
    assert second.taken
    assert second.call_first()
    assert holder.wait(10) == 0
    second.release()


def test_the_first_window_is_given_the_link(tmp_path: Path, holder: subprocess.Popen[str], qapp: QApplication) -> None:
    second = Instance(tmp_path)
    link = "readinglist://paper/müller2020?page=3"
    begun = time.monotonic()
    assert second.call_first(f"{link}\n")
    assert time.monotonic() - begun < ANSWER_MS / 2000  # the answer may be there before it is waited for
    assert holder.stdout is not None and holder.stdout.readline() == f"{link}\n"
    assert holder.wait(10) == 0
    second.release()


def test_a_window_that_was_killed_leaves_no_lock(
    tmp_path: Path, holder: subprocess.Popen[str], qapp: QApplication, qtbot: QtBot
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(10)
    first = Instance(tmp_path)
    assert not first.taken
    first.listen()  # over the socket that the dead one left
    other = Instance(tmp_path)
    assert other.taken
    first.release()


def test_a_window_that_hangs_does_not_answer(tmp_path: Path, holder: subprocess.Popen[str], qapp: QApplication) -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    try:
        assert not Instance(tmp_path).call_first()
    finally:
        os.kill(holder.pid, signal.SIGCONT)


def test_two_libraries_have_a_window_each(tmp_path: Path, qapp: QApplication) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    windows = [Instance(folder) for folder in folders]
    assert not any(window.taken for window in windows)
    for window in windows:
        window.listen()
        window.release()


def test_after_release_the_next_may_have_it(tmp_path: Path, qapp: QApplication) -> None:
    first = Instance(tmp_path)
    first.listen()
    first.release()
    second = Instance(tmp_path)
    assert not second.taken
    second.release()
