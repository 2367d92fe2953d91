"""Starts the window or the command line, whichever the arguments ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readinglist import logs
from readinglist.errors import ReadingListError
from readinglist.identifiers import is_paper_link
from readinglist.program import Program

DEMO_VIEWS = ("library", "search", "details-related", "add")
"""What `demo` shows of the window where it cannot open it."""


@dataclass(frozen=True, slots=True)
class _Window:
    """What was said besides that a window should open."""

    folder: Path | None = None
    offline: bool = False
    link: str = ""
    """A `readinglist:` link to follow; the window says what is wrong with one."""


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    logs.set_up()
    window = _window(arguments)
    if window is not None:
        return _open_window(window)
    from readinglist import cli

    return cli.run(arguments, cli.Windows(problem=_problem, open=_show, draw=_draw))


def _window(arguments: Sequence[str]) -> _Window | None:
    """The window's options; None if there is a command, or anything that the command line knows better.

    By hand, so that the window does not pay for the command line's imports.
    """
    window, rest = _Window(), list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument == "--offline":
            window = replace(window, offline=True)
        elif argument == "--library" and rest and rest[0].strip():
            window = replace(window, folder=Path(rest.pop(0)))
        elif argument.startswith("--library=") and argument.partition("=")[2].strip():
            window = replace(window, folder=Path(argument.partition("=")[2]))
        elif is_paper_link(argument) and not window.link:
            window = replace(window, link=argument)
        elif argument != "--json":
            return None
    return window


def _open_window(window: _Window) -> int:
    problem = _problem()
    if problem is not None:
        print(
            f"readinglist: No window can open because {problem}. Every command works without a screen"
            " (`readinglist --help` lists them).",
            file=sys.stderr,
        )
        return 1
    try:
        with Program(window.folder, offline=window.offline) as program:
            return _show(program, window.link)
    except ReadingListError as error:
        print(f"readinglist: {error}", file=sys.stderr)
        return 1


def _problem() -> str | None:
    from readinglist.gui import screen

    return screen.problem()


def _show(program: Program, link: str = "") -> int:
    from readinglist.gui.application import run as run_window

    return run_window(program, link)


def _draw(program: Program, folder: Path) -> list[Path]:
    """Draw without a screen even where there is one; ReadingListError if Qt cannot be loaded."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = _problem()
    if problem is not None:
        raise ReadingListError(f"The window cannot be drawn because {problem}.")
    from readinglist.gui.pictures import SIZES, draw

    return draw(program, folder, sizes=SIZES[:1], views=DEMO_VIEWS)  # all of them are for those who work on the window
