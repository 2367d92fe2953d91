"""The guards of conftest.py bite: each of these small tests would pass without them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

SINNERS = """
import subprocess, sys, threading
import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QWidget

kept = []

def test_thread():
    threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()

def test_child():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

def test_window(qapp):
    kept.append(QWidget())

def test_qt_warning():
    qWarning("in the call")

@pytest.fixture
def late():
    yield
    qWarning("while taken down")

def test_late_qt_warning(late):
    pass

def test_unraisable():
    class Broken:
        def __del__(self):
            raise ValueError("nobody hears this")
    Broken()

def test_innocent(qtbot):
    threading.Thread(target=threading.Event().wait, args=(0.2,)).start()
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.raise_()
    kept.append(child)
"""


def test_guards_bite(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "test_sinners.py").write_text(SINNERS)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-rfEp"]
    run = subprocess.run([*command, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    caught = {
        line.split("::")[1].split(" ")[0] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))
    }
    everyone = {"thread", "child", "window", "qt_warning", "late_qt_warning", "unraisable"}
    assert caught == {f"test_{name}" for name in everyone}, run.stdout
    for sign in ("thread forgotten", "child process", "window QWidget", "while taken down"):
        assert sign in run.stdout
