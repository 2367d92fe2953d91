"""A wheel built from the tree, installed into an environment of its own, and called from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.conftest import ROOT

Call = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `readinglist` of a second environment, which borrows all but the program from this one."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT])
    (wheel,) = folder.glob("readinglist-*.whl")
    environment = folder / "environment"
    run([sys.executable, "-m", "venv", "--without-pip", environment])
    python = environment / "bin" / "python"
    run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel])
    # A path file's own path files are not followed, so an editable install of the tree stays behind.
    paths = sysconfig.get_paths()
    home = next((environment / "lib").glob("python*/site-packages"))
    (home / "borrowed.pth").write_text(f"{paths['purelib']}\n{paths['platlib']}\n")
    return environment / "bin" / "readinglist"


@pytest.fixture
def call(installed: Path, tmp_path: Path) -> Call:
    """Run the installed command from an empty folder, with a library of its own and no display."""
    empty = tmp_path / "empty"
    empty.mkdir()

    def call_it(*arguments: str | Path, stdin: str = "", expect: int = 0, **more: str) -> CompletedProcess[str]:
        hidden = (
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "QT_QPA_PLATFORM",
            "HF_HUB_OFFLINE",
            "TRANSFORMERS_OFFLINE",
            "PYTHONPATH",
        )
        environment = {name: value for name, value in os.environ.items() if name not in hidden}
        environment["READINGLIST_LIBRARY"] = str(tmp_path / "library")
        return run([installed, *arguments], stdin=stdin, expect=expect, cwd=empty, environment={**environment, **more})

    return call_it


def run(
    command: list[str | Path],
    *,
    stdin: str = "",
    expect: int = 0,
    cwd: Path | None = None,
    environment: dict[str, str] | None = None,
) -> CompletedProcess[str]:
    """Run a command to its end; the test fails with all that it said if it does not end as expected."""
    done = subprocess.run(
        command, input=stdin, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == expect, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
