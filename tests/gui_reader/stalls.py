"""How long the window's event loop is ever late, and what it did in that time."""

from __future__ import annotations

import faulthandler
import os
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer

TICK = 0.005
LONG = 0.04
"""A gap so long is looked into."""


@dataclass(frozen=True, order=True)
class Gap:
    """`seconds` in which no event was served; the window's thread itself worked for `worked` of them."""

    seconds: float
    worked: float
    doing: str

    def __str__(self) -> str:
        return f"{self.seconds * 1000:.0f} ms ({self.worked * 1000:.0f} ms of work): {self.doing}"


class Stalls:
    """Measures between `with` and its end; must be made in the window's thread.

    Where the thread is when it is late is written by `faulthandler`, which holds no frame: a frame that is held keeps
    a painter alive.
    """

    def __init__(self, folder: Path) -> None:
        self.gaps: list[Gap] = []
        self.name = ""
        """What goes on now, to be told with a gap."""
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = self._worked = 0.0
        self._calls = folder / "calls"

    def __enter__(self) -> Stalls:
        self._file = self._calls.open("w+", encoding="utf-8")
        self._begin()
        self._timer.start(int(TICK * 1000))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        self._file.close()

    @property
    def worst(self) -> list[Gap]:
        """The longest gaps, and those of the most work."""
        longest = sorted(self.gaps, reverse=True)[:6]
        return longest + sorted(set(self.gaps) - set(longest), key=lambda gap: -gap.worked)[:6]

    def _begin(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        faulthandler.dump_traceback_later(LONG, file=self._file)

    def _tick(self) -> None:
        gap, worked = time.perf_counter() - self._last - TICK, time.thread_time() - self._worked
        faulthandler.cancel_dump_traceback_later()
        if gap > LONG:
            self._file.seek(0)
            self.gaps.append(Gap(gap, worked, f"{self.name}: {_innermost(self._file.read())}"))
            self._file.seek(0)
            self._file.truncate()
        self._begin()


def _innermost(dump: str) -> str:
    """The calls that this thread was in, the innermost first."""
    _, _, mine = dump.partition(f"0x{threading.get_ident():016x}")
    calls = re.findall(r'File ".*?([^/"]+)", line (\d+) in (\S+)', mine.partition("\n\n")[0])
    return " < ".join(f"{file}:{line} {name}" for file, line, name in calls[:6]) or "unknown"


def is_calm() -> bool:
    """Whether there are cores enough for all that wants to run, so that a clock tells about us and not about others."""
    return os.getloadavg()[0] <= (os.cpu_count() or 1)
