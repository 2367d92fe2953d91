"""The program that kills at named points: there they are, and a name that leads nowhere is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.crash.killed import NO_SUCH_POINT, code_of
from tests.crash.points import COOLED, POINTS, Point


@pytest.mark.parametrize("point", [*POINTS, COOLED], ids=lambda point: point.name)
def test_every_point_is_there(point: Point) -> None:
    assert code_of(point.function).co_qualname == point.function.partition(":")[2]
    assert point.within is None or code_of(point.within).co_qualname == point.within.partition(":")[2]


@pytest.mark.parametrize(
    "name",
    [
        "readinglist.library.jobs:Jobs.clam",
        "readinglist.library.jbos:Jobs.claim",
        "readinglist.library.jobs",
        "readinglist.library.jobs:Jobs",
        "os:replace",
    ],
)
def test_a_mistyped_point_is_told(name: str) -> None:
    with pytest.raises(LookupError, match="function"):
        code_of(name)


def test_a_mistyped_point_ends_the_process(tmp_path: Path) -> None:
    done = _run("readinglist.library.jobs:Jobs.clam", "call", "--", "--library", str(tmp_path), "work")
    assert done.returncode == NO_SUCH_POINT
    assert "Jobs.clam" in done.stderr


def test_a_point_that_is_not_come_to_kills_nobody(tmp_path: Path) -> None:
    never = ("readinglist.library.jobs:Jobs.hurry", "call")
    done = _run(*never, "--", "--library", str(tmp_path), "--offline", "work", "--until-idle")
    assert done.returncode == 0, done.stderr


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.crash.killed", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=60)
