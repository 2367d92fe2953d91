"""The command line as a user meets it: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readinglist.cli import Windows, run
from readinglist.program import Program


@dataclass(frozen=True)
class Outcome:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


def _no_window(program: Program) -> int:
    raise AssertionError("only `demo` may open a window")


def _no_pictures(program: Program, folder: Path) -> list[Path]:
    raise AssertionError("only `demo` may draw")


NO_WINDOWS = Windows(problem=lambda: "there is no screen", open=_no_window, draw=_no_pictures)


class Cli:
    """Runs commands in this process, on one library."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capture = capture
        self._patch = patch

    def __call__(self, *arguments: object, stdin: str | bytes = "") -> Outcome:
        """Run a command with `--library` before it; its standard input is `stdin`."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        self._capture.readouterr()
        with self._patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            code = run(["--library", str(self.folder), *map(str, arguments)], NO_WINDOWS)
        captured = self._capture.readouterr()
        return Outcome(code, captured.out, captured.err)

    def json(self, *arguments: object, stdin: str | bytes = "") -> Any:
        """Run a command that must work, with `--json`, and return its value."""
        outcome = self("--json", *arguments, stdin=stdin)
        assert outcome.code == 0, outcome.err
        return outcome.json


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Commands on a new library."""
    return Cli(tmp_path / "library", capsys, monkeypatch)


AddTitles = Callable[..., list[int]]


@pytest.fixture
def add_titles(cli: Cli) -> AddTitles:
    """Add papers by their titles; returns their ids."""

    def add(*titles: str) -> list[int]:
        return [cli.json("add", "--title", title)["added"][0]["id"] for title in titles]

    return add
