"""`demo`, as a stranger runs it on a machine without a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_demo_draws_the_window(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"TMPDIR": str(tmp_path)}
    environment.pop("QT_QPA_PLATFORM", None)
    pictures = tmp_path / "pictures"
    done = subprocess.run(
        [sys.executable, "-m", "readinglist", "demo", "--pictures", str(pictures), "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    steps = json.loads(done.stdout)
    assert len(steps) >= 7
    assert all(step["seconds"] >= 0 for step in steps)
    assert "because" in done.stderr
    drawn = sorted(pictures.glob("*.png"))
    assert any("light" in path.name for path in drawn)
    assert any("dark" in path.name for path in drawn)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn)
    assert list(tmp_path.glob("reading-list-*")) == [], "the library is thrown away"
