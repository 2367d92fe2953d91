"""What the status bar says of running work, followed a few times a second at the most."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from readinglist.gui.job_speeds import JobSpeeds
from readinglist.gui.status_line import StatusLine
from readinglist.gui.work import Reads
from readinglist.gui.work_words import status_words

if TYPE_CHECKING:
    from readinglist.jobs import Step
    from readinglist.program import Program

LOOK_MS = 1000
"""Between two looks at the bytes of downloads."""
Counts = Mapping[tuple[str, str], int]


class WorkWatch(QObject):
    """Tells the status line; all in the GUI thread."""

    def __init__(self, program: Program, reads: Reads, line: StatusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program, self._reads, self._line = program, reads, line
        self._counts: Counts = {}
        self._most: dict[str, int] = {}
        self._paused, self._network = False, "online"
        self._feeds = ""
        self._speeds = JobSpeeds()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @Slot(object)
    def take_counts(self, counts: Counts) -> None:
        """Jobs by (kind, state), as they are now."""
        self._counts = counts
        for kind in {kind for kind, _ in counts} | self._most.keys():
            left = sum(counts.get((kind, state), 0) for state in ("waiting", "running"))
            self._most[kind] = max(self._most.get(kind, 0), left) if left else 0
        if not counts.get(("download", "running")):
            self._timer.stop()
            self._speeds = JobSpeeds()
        elif not self._timer.isActive():
            self._timer.start()
            self._look()
        self._tell()

    def take_state(self, *, paused: bool, network: str) -> None:
        """Whether everything rests, and how the network is."""
        if (paused, network) != (self._paused, self._network):
            self._paused, self._network = paused, network
            self._tell()

    @Slot(str)
    def take_feeds(self, words: str) -> None:
        """What feeds are asked now; empty for nothing."""
        self._feeds = words
        self._tell()

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def _look(self) -> None:
        program = self._program
        # Beside the GUI thread, for the runner may just be being built.
        self._reads.ask(lambda: program.runner.under_way(), self._on_steps, key="steps")

    def _on_steps(self, steps: tuple[Step, ...]) -> None:
        now = time.monotonic()
        self._speeds.keep(step.job.id for step in steps)
        for step in steps:
            if step.bytes_done is not None:
                self._speeds.look(step.job.id, step.bytes_done, now)
        self._tell()

    def _tell(self) -> None:
        words = status_words(
            self._counts, paused=self._paused, network=self._network, most=self._most, rate=self._speeds.total()
        )
        words = " · ".join(part for part in (self._feeds, words) if part)
        left = sum(count for (_, state), count in self._counts.items() if state in ("waiting", "running"))
        runs = any(count for (_, state), count in self._counts.items() if state == "running")
        self._line.show_work(words, left=left, most=sum(self._most.values()), runs=runs and not self._paused)
