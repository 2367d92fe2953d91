"""Starts the window or the command line, whichever the arguments ask for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist import logs
from readinglist.errors import ReadingListError


@dataclass(frozen=True, slots=True)
class _Window:
    """What was said besides that a window should open."""

    folder: Path | None = None
    offline: bool = False


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    logs.set_up()
    window = _window(arguments)
    if window is not None:
        return _open_window(window)
    from readinglist.cli import run as run_command

    return run_command(arguments)


def _window(arguments: Sequence[str]) -> _Window | None:
    """The window's options; None if there is a command, or anything that the command line knows better.

    By hand, so that the window does not pay for the command line's imports.
    """
    window, rest = _Window(), list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument == "--offline":
            window = _Window(window.folder, True)
        elif argument == "--library" and rest:
            window = _Window(Path(rest.pop(0)), window.offline)
        elif argument.startswith("--library="):
            window = _Window(Path(argument.partition("=")[2]), window.offline)
        elif argument != "--json":
            return None
    return window


def _open_window(window: _Window) -> int:
    from readinglist.gui import screen

    problem = screen.problem()
    if problem is not None:
        print(
            f"readinglist: No window can open because {problem}. Every command works without a screen"
            " (`readinglist --help` lists them).",
            file=sys.stderr,
        )
        return 1
    from readinglist.gui.application import run as run_window
    from readinglist.program import Program

    try:
        with Program(window.folder, offline=window.offline) as program:
            return run_window(program)
    except ReadingListError as error:
        print(f"readinglist: {error}", file=sys.stderr)
        return 1
