"""The command `readinglist` with its subcommands, and how each call ends."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from readinglist.cli.interrupts import Interrupts
from readinglist.cli.output import candidates_text, columns, talk
from readinglist.cli.state import State, Windows, global_options
from readinglist.errors import AmbiguousError, QueryError, ReadingListError

# Which module holds which commands: only the one that is called gets imported.
COMMANDS = {
    "add": "adding",
    "attach": "adding",
    "list": "finding",
    "show": "finding",
    "search": "finding",
    "related": "finding",
    "next-door": "neighbours",
    "today": "triage",
    "decide": "triage",
    "for-you": "recommending",
    "feeds": "feeds",
    "watch": "watching",
    "rules": "watching",
    "tag": "organising",
    "note": "organising",
    "status": "organising",
    "star": "organising",
    "edit": "organising",
    "annotations": "annotating",
    "annotate": "annotating",
    "annotated-pdf": "annotating",
    "references": "citing",
    "next": "queueing",
    "queue": "queueing",
    "digest": "digest",
    "tags": "collections",
    "lists": "collections",
    "remove": "taking_back",
    "trash": "taking_back",
    "restore": "taking_back",
    "undo": "taking_back",
    "redo": "taking_back",
    "lookup": "arriving",
    "fetch": "arriving",
    "ocr": "recognising",
    "work": "work",
    "jobs": "work",
    "demo": "demo",
}

BEFORE_THE_PLACE = 36
"""Characters of a query that are shown before the place of a mistake in it."""
NOT_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What is wrong with the place that the output goes to; other errors of the system are bugs of ours."""
INTERRUPTED = 130  # as shells count: 128 + SIGINT


class _ReaderGone(Exception):
    """Whoever reads our output has enough. Not an OSError, of which Click would make exit code 1."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGone from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"readinglist.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command


readinglist = _Commands(
    "readinglist",
    params=global_options(),
    help="Keep, tag, read and find scientific papers. Without a command it opens the window."
    "\n\nPAPER is an id, a citation key, an arXiv id, a DOI, or the beginning of a title.",
)


def _pointed_at(error: QueryError) -> str:
    """The query with marks below the place that is meant, as much of it as fits a line."""
    if not error.query:
        return ""
    query = "".join(character if character.isprintable() else " " for character in error.query)
    start = max(0, error.position - BEFORE_THE_PLACE)
    end = start + 2 * BEFORE_THE_PLACE
    before, place = query[start : error.position], query[error.position : min(end, error.position + error.length)]
    if start:
        before = "…" + before[1:]
    shown = before + query[error.position : end] + ("…" if end < len(query) else "")
    return f"\n    {shown}\n    {' ' * columns(before)}{'^' * max(1, columns(place))}"


def _open_closed_streams() -> None:
    """Where the shell has closed a stream (`>&-`) Python has none: the command is done, and what it says is lost."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  (until the end)


def run(arguments: Sequence[str], windows: Windows) -> int:
    """Run one command and return its exit code: 0 done, 1 could not be done, 2 usage, 130 interrupted."""
    interrupts = Interrupts()
    state = State(windows, interrupts)
    _open_closed_streams()
    with interrupts.taken():
        try:
            return _run(arguments, state)
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            with interrupts.held_back():
                state.close()


def _run(arguments: Sequence[str], state: State) -> int:
    try:
        code = readinglist.main(list(arguments), prog_name="readinglist", standalone_mode=False, obj=state)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except RuntimeError:
        if not state.interrupts.came:
            raise
        return INTERRUPTED  # it hit a lock that was just being taken, and shows as a fault of that
    except (_ReaderGone, BrokenPipeError):
        # The reader (`head`) has enough. Python would complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AmbiguousError as error:
        talk(f"readinglist: {error}\n{candidates_text(error.candidates)}")
        return 1
    except QueryError as error:
        talk(f"readinglist: {error}{_pointed_at(error)}")
        return 1
    except ReadingListError as error:
        talk(f"readinglist: {error}")
        return 1
    except OSError as error:
        if error.errno not in NOT_WRITTEN:
            raise
        talk(f"readinglist: The output could not be written: {(error.strerror or str(error)).lower()}.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
