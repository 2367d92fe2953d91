"""Virtual overrides that Qt calls must not raise: on Python 3.11 an exception there can end the process.

`guarded` catches whatever an override raises, logs it once with its traceback and returns a neutral value. `reported`
holds what was caught, so that tests fail on it (tests/gui/conftest.py looks after each test).
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

_log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

reported: list[BaseException] = []
"""What guarded overrides caught since the list was last cleared (at most a hundred)."""
_seen: set[tuple[str, str]] = set()


def guarded(neutral: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate an override of a Qt virtual; it returns `neutral` where the body fails."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except Exception as error:
                report(error, function.__qualname__)
                return cast(R, neutral)

        return call

    return decorate


def report(error: BaseException, where: str) -> None:
    """Remember an error that was caught where it could not be raised, and log it the first time."""
    if len(reported) < 100:
        reported.append(error)
    key = (where, repr(error))
    if key not in _seen:
        _seen.add(key)
        _log.error("Caught in %s", where, exc_info=error)
