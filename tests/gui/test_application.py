"""The program as it is started: its first paint is light, it ends in order, a broken library is told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.conftest import ROOT

PAINT = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from readinglist.program import Program
from readinglist.gui.application import make_application
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
application = make_application([])
with Program(Path(sys.argv[1])) as program:
    theme = Theme(program.settings.theme, program.settings.font_size)
    theme.apply()
    window = MainWindow(program, theme)
    def on_painted():
        print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
        window.close()
        application.quit()
    window.painted.connect(on_painted)
    window.show()
    application.exec()
"""
HEAVY = {
    *("torch", "sentence_transformers", "transformers", "sklearn", "scipy", "pymupdf", "requests"),
    *("sqlite_utils", "numpy", "bibtexparser", "rispy"),
}


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_nothing_heavy_is_loaded_before_the_first_paint(folder: Path) -> None:
    done = run(PAINT, str(folder))
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(json.loads(done.stdout)) == set()


def test_it_ends_in_order_when_told_to(folder: Path, qtbot: QtBot) -> None:
    command = [sys.executable, "-m", "readinglist", "--library", str(folder)]
    lock = folder / "window.lock"
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        qtbot.waitUntil(lock.exists, timeout=60_000)
        # The first one may not have painted yet; then the second waits for its answer, and says so if none comes.
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert second.returncode == 0 or "does not answer" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, process.stderr.read()
    assert not lock.exists()
    assert (folder / "window.json").is_file()


def test_a_library_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = subprocess.run(
        [sys.executable, "-m", "readinglist", "--library", str(tmp_path / "file")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "is a file, and a library is a folder" in done.stderr
    assert "Traceback" not in done.stderr
