"""What every command shares: the global options, the program they lead to, and the shape of a command."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from readinglist import __version__
from readinglist.cli.interrupts import Interrupts

if TYPE_CHECKING:
    from readinglist.program import Program

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Windows:
    """What a command may want of the window; handed in from above, for the command line knows no Qt."""

    problem: Callable[[], str | None]
    """Why no window can open here, None if one can."""
    open: Callable[[Program], int]
    """Show the window until it is closed; the exit code."""
    draw: Callable[[Program, Path], list[Path]]
    """Draw the window without a screen into PNG files in a folder, light and dark."""


class State:
    """The global options of one call, and the program that they name, built when a command asks for it."""

    def __init__(self, windows: Windows, interrupts: Interrupts) -> None:
        self.windows = windows
        self.interrupts = interrupts
        self.folder: Path | None = None
        self.offline = False
        self.json = False
        self._program: Program | None = None

    @property
    def program(self) -> Program:
        """The program over the library that was named."""
        if self._program is None:
            from readinglist.program import Program

            self._program = Program(self.folder, offline=self.offline)
        return self._program

    def show_json(self, value: Any) -> None:
        """Print the value if JSON was asked for."""
        if self.json:
            from readinglist.cli.output import print_json

            print_json(value)

    def close(self) -> None:
        """End what the command has started."""
        if self._program is not None:
            self._program.close()
            self._program = None


def state_of(context: click.Context) -> State:
    """The state of the call that this context belongs to."""
    state = context.find_root().obj
    assert isinstance(state, State)
    return state


def with_state(function: Callable[Concatenate[State, P], R]) -> Callable[P, R]:
    """A command's function gets the state as its first argument."""

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(state_of(click.get_current_context()), *args, **kwargs)

    return call


def global_options() -> list[click.Parameter]:
    """New ones for each command, so that they may stand before or after its name."""
    return [
        click.Option(
            ["--library"],
            metavar="DIR",
            callback=_keep_folder,
            expose_value=False,
            help="Folder of the library; else READINGLIST_LIBRARY, else the usual place of this system.",
        ),
        click.Option(
            ["--offline"],
            is_flag=True,
            default=None,
            callback=_keep("offline"),
            expose_value=False,
            help="Keep off the network.",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            default=None,
            callback=_keep("json"),
            expose_value=False,
            help="Print one JSON value.",
        ),
        _Version(["--version"], is_flag=True, is_eager=True, expose_value=False, help="Print the version and end."),
    ]


class _Version(click.Option):
    """Ends the call; in JSON if that was asked for, before or after it."""

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        if opts.get("version"):
            if opts.get("json") or state_of(ctx).json:
                from readinglist.cli.output import print_json

                print_json({"version": __version__})
            else:
                click.echo(f"readinglist {__version__}")
            ctx.exit()
        return super().handle_parse_result(ctx, opts, args)


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value is not None:
            setattr(state_of(context), name, value)

    return keep


def _keep_folder(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        if not value.strip():  # else it would be this very folder
            raise click.BadParameter("it is empty; name the folder of a library.")
        state_of(context).folder = Path(value)


class Command(click.Command):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(global_options())


class Showing(click.Group):
    """A command that shows something by itself and has subcommands that change it."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"invoke_without_command": True}))
        self.params.extend(global_options())


class FreeTextCommand(Command):
    """One whose words may begin with a hyphen, such as the query `-tag:x`; only what looks like `--option` may not."""

    ignore_unknown_options = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words as they stand, but refuse a mistyped option instead of searching for it."""
        given = list(args)
        rest = super().parse_args(ctx, args)
        if "--" not in given:
            words = [word for value in ctx.params.values() if isinstance(value, tuple) for word in value]
            for word in words:
                if isinstance(word, str) and re.fullmatch(r"--[a-z][a-z-]*(=.*)?", word):
                    options = [name for parameter in self.params for name in parameter.opts if name.startswith("--")]
                    raise click.NoSuchOption(word.split("=")[0], possibilities=_alike(word, options), ctx=ctx)
        return rest


def _alike(word: str, options: Sequence[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(word, options)
