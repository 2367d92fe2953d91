"""`demo` stops at the first step that does not work and says which; the whole of it is run in `end_to_end`."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.cli.demo import Demo
from readinglist.cli.interrupts import Interrupts
from readinglist.errors import InputError, ReadingListError
from readinglist.program import Program
from tests.cli.conftest import Cli


def test_a_step_that_fails_is_named_and_not_counted(tmp_path: Path) -> None:
    said: list[str] = []
    with Program(tmp_path / "library") as program:
        demo = Demo(program, said.append, Interrupts())
        with demo.step("Walk") as lines:
            lines.append("three miles")
        with pytest.raises(ReadingListError, match="The step “Fly” failed: No wings"), demo.step("Fly"):
            raise InputError("No wings.")
    assert [step["step"] for step in demo.steps] == ["Walk"]
    assert [line.strip() for line in said][1:] == ["three miles"]


def test_pictures_need_a_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert cli("demo", "--pictures", tmp_path / "file").code == 2
