"""From the start of the process to the first paint of the window, against the smallest possible PySide6 window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from readinglist.library import Library
from tests.benchmarks.conftest import versus

pytestmark = pytest.mark.benchmark

WATCH = """
import json, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
class Watch(QObject):
    told = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.told:
            Watch.told = True
            QTimer.singleShot(0, tell)
        return False
def tell():
    print(json.dumps([time.time(), sorted(sys.modules)]), flush=True)
    for widget in application.topLevelWidgets():
        widget.close()
    application.quit()
application = QApplication(sys.argv)
watch = Watch()
application.installEventFilter(watch)
"""
SMALLEST = f"""{WATCH}
from PySide6.QtWidgets import QLabel
label = QLabel("Reading List")
label.resize(1440, 900)
label.show()
application.exec()
"""
OURS = f"""{WATCH}
from pathlib import Path
from readinglist.gui.application import run
from readinglist.program import Program
with Program(Path(sys.argv[1])) as program:
    run(program)
"""
HEAVY = ("torch", "sentence_transformers", "sklearn", "scipy", "pymupdf", "requests", "sqlite_utils", "numpy")
DROP = Path("/proc/sys/vm/drop_caches")


def start(code: str, *arguments: str, cold: bool) -> tuple[float, list[str]]:
    """Seconds from starting the process to the first paint, and the modules loaded by then."""
    if cold:
        os.sync()
        DROP.write_text("3")
    begin = time.time()
    out = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    painted, modules = json.loads(out.stdout.splitlines()[0])
    return painted - begin, modules


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "cold"])
@pytest.mark.parametrize("size", ["empty", "100,000 papers"])
def test_first_paint(
    size: str, cold: bool, tmp_path: Path, request: pytest.FixtureRequest, report: Callable[[str], None]
) -> None:
    if cold and not os.access(DROP, os.W_OK):
        pytest.skip("only root can empty the disk cache")
    if size == "empty":
        folder = tmp_path / "library"
        Library.open(folder).close()
    else:
        folder = request.getfixturevalue("many_papers")
    rounds = 5 if cold else 11
    start(OURS, str(folder), cold=False)
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(start(SMALLEST, cold=cold)[0])
        taken, modules = start(OURS, str(folder), cold=cold)
        ours.append(taken)
        assert not set(HEAVY) & set(modules)
    line, ratio = versus(f"first paint {'cold' if cold else 'warm'}, {size}", ours, "smallest window", theirs)
    report(line)
    assert ratio <= 3
