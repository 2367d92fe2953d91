"""The objects of one run: built when asked for, and ended together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from readinglist.errors import LibraryError
from readinglist.program import Program
from tests.conftest import ROOT


def test_each_object_is_built_once_and_the_library_is_made(tmp_path: Path) -> None:
    with Program(tmp_path / "library") as program:
        assert not program.folder.exists()
        assert program.library is program.library
        assert program.intake is program.intake
        assert program.runner is program.runner
        assert program.folder.is_dir()
        program.intake.title("On whales")
        assert program.library.papers.find("On whales") == 1


def test_settings_are_kept_in_the_library(tmp_path: Path) -> None:
    with Program(tmp_path / "library") as program:
        assert (program.settings.theme, program.offline) == ("system", False)
        with pytest.raises(LibraryError):
            program.change_settings(theme="dark")  # no folder yet
        assert program.library.folder == program.folder
        assert program.change_settings(theme="dark", offline=True).theme == "dark"
        assert program.offline
    with Program(tmp_path / "library") as again:
        assert again.settings.theme == "dark"


def test_problems_of_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("theme = 7\n")
    program = Program(tmp_path)
    assert program.settings.theme == "system"
    assert len(program.problems) == 1


def test_closing_is_enough_and_may_be_repeated(tmp_path: Path) -> None:
    program = Program(tmp_path / "library")
    program.runner.start()
    program.close()
    program.close()


def test_housekeeping_makes_a_copy_once_a_day(tmp_path: Path) -> None:
    with Program(tmp_path / "library") as program:
        assert program.library.last_backup() is None
        program.look_after()
        program.look_after()
        assert len(list((program.folder / "backups").iterdir())) == 1
        (program.folder / "backups").chmod(0o500)
        try:
            program.look_after()  # nobody asked for it, so nobody is troubled
        finally:
            (program.folder / "backups").chmod(0o700)


def test_the_window_pays_for_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from readinglist.program import Program\n"
        f"program = Program(Path({str(tmp_path / 'library')!r})); program.settings\n"
        "heavy = ['numpy', 'requests', 'pymupdf', 'torch', 'tomlkit', 'click', 'readinglist.library']\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
