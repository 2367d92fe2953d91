"""Runs the program and kills it with SIGKILL the moment that one of its worker threads comes to a named point.

    python -m tests.crash.killed MODULE:NAME call|return [--nth N] [--within MODULE:NAME] -- ARGUMENTS OF readinglist

Nothing of the program is changed or knows of this: the interpreter tells each thread's profile function of every call.
Only threads that the program starts are watched, for they do all the work; so its start is as quick as ever.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import itertools
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import CodeType, FrameType
from typing import Any

NO_SUCH_POINT = 70
"""Exit status where a name leads to no function."""


def code_of(name: str) -> CodeType:
    """The code of the function at `package.module:Class.method`; LookupError if there is none."""
    module, _, path = name.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = inspect.getattr_static(found, part)
    except (ImportError, AttributeError, ValueError) as error:
        raise LookupError(f"There is no function {name}: {error}") from error
    function = inspect.unwrap(getattr(found, "__func__", found))
    if not inspect.isfunction(function):
        raise LookupError(f"{name} is no function written in Python.")
    return function.__code__


def kill_at(point: CodeType, event: str, nth: int, within: CodeType | None) -> None:
    """From now on, end the process when a new thread calls, or returns from, that function for the nth time."""
    seen = itertools.count(1)

    def watch(frame: FrameType, happened: str, argument: object) -> None:
        # Cheap where it is called millions of times: one comparison for all other functions.
        if (
            frame.f_code is point
            and happened == event
            and (within is None or _is_inside(frame, within))
            and next(seen) == nth
        ):
            os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(watch)


def _is_inside(frame: FrameType, caller: CodeType) -> bool:
    outer = frame.f_back
    while outer is not None and outer.f_code is not caller:
        outer = outer.f_back
    return outer is not None


def main(arguments: Sequence[str]) -> None:
    """Does not come back."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.killed", description=__doc__)
    parser.add_argument("point")
    parser.add_argument("event", choices=("call", "return"))
    parser.add_argument("--nth", type=int, default=1)
    parser.add_argument("--within")
    parser.add_argument("rest", nargs="+", help="what the program is called with")
    asked = parser.parse_args(arguments)
    try:
        point, within = code_of(asked.point), code_of(asked.within) if asked.within else None
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        sys.exit(NO_SUCH_POINT)
    kill_at(point, asked.event, asked.nth, within)
    from readinglist.__main__ import main as program

    sys.argv = ["readinglist", *asked.rest]
    program()


if __name__ == "__main__":
    main(sys.argv[1:])
