"""The panel of running work: what is done now, what failed and why, what waits, and how to stop or repeat it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from readinglist.gui.bridge import Bridge
from readinglist.gui.details_sheet import Sheet
from readinglist.gui.feeds.work_part import FeedsPart
from readinglist.gui.guard import guarded
from readinglist.gui.job_speeds import JobSpeeds
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.gui.work_banner import NetworkBanner
from readinglist.gui.work_line import WorkLine
from readinglist.gui.work_panel_reading import (
    FIRST,
    MORE,
    MOST,
    STATES,
    Asking,
    Failed,
    Work,
    all_of,
    live_steps,
    read_work,
)
from readinglist.gui.work_section import FailuresSection, Section
from readinglist.gui.work_services import ServicesLine
from readinglist.gui.work_words import summary
from readinglist.library import Library
from readinglist.library.records import Changes, Job

if TYPE_CHECKING:
    from readinglist.program import Program

REST_MS = 250
"""Between two looks while jobs come and go all the time."""
LIVE_MS, IDLE_MS = 250, 1500
"""Between two looks at the bytes of what runs here, and at what other processes do and whose time comes."""


class WorkPanel(Sheet):
    """Open it with `open()`; while it is closed it asks nothing."""

    shown = Signal()
    """What was read last can be seen."""
    wanted = Signal(str, object)
    """What is done elsewhere: (`paper`, `page` or `attach`; the id of the paper), (`contact` or `network`; None)."""
    network_wanted = Signal()
    """Do what helps the network."""

    def __init__(self, *, program: Program, theme: Theme, bridge: Bridge, reads: Reads, parent: QWidget) -> None:
        self._busy = True
        super().__init__(theme, "Running work", parent, width=520, height=600, low=True)
        self._program, self._reads = program, reads
        self._library: Library = program.library
        self._asking = Asking(FIRST)
        self._work = Work()
        self._speeds = JobSpeeds()
        self._stops: list[QWidget] = []
        self._pause_action: QAction | None = None
        self.pause = QPushButton("Pause all")
        theme.dress(self.pause, "pause", "text", size=15)
        self.pause.clicked.connect(self._on_pause)
        self.head.insertWidget(2, self.pause)
        self.summary = QLabel()
        self.summary.setProperty("kind", "second")
        self.summary.setWordWrap(True)
        self.banner = NetworkBanner(theme)
        self.banner.clicked.connect(self.network_wanted)
        self.feeds = FeedsPart(theme)
        self.services = ServicesLine(theme)
        self.sections = {state: Section(theme, state) for state in STATES if state != "failed"}
        self.failures = FailuresSection(theme)
        self._area = self._make_area()
        for widget in (self.summary, self.banner, self.feeds):
            self.body.addWidget(widget)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.services)
        self.services.toggled.connect(self._place)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        self._idle, self._live = QTimer(self), QTimer(self)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._ask)
        self._live.setInterval(LIVE_MS)
        self._live.timeout.connect(self._on_live)
        bridge.changed.connect(self._on_changed)

    def _make_area(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, self._theme.px(4), 0)
        column.setSpacing(0)
        for state in STATES:
            section = self.sections.get(state, self.failures)
            section.asked.connect(self._on_asked)
            section.more_asked.connect(self._on_more_asked)
            section.all_asked.connect(self._on_all_asked)
            section.line_made.connect(self._on_line_made)
            section.hide()
            column.addWidget(section)
        self.failures.opened.connect(self._on_opened)
        self.failures.rest_asked.connect(self._on_rest_asked)
        self.failures.group_asked.connect(self._on_group_asked)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Pause through the window's action, so that its menu knows and the choice outlives the program."""
        self._pause_action = actions["pause-work"]

    def open(self) -> None:
        """Show it, with what is true now."""
        self._asking = Asking(FIRST)
        self._ask()
        self._open()
        self.pause.setFocus(Qt.FocusReason.PopupFocusReason)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        for timer in (self._idle, self._live, self._rest):
            timer.stop()
        super().closeEvent(event)

    def wanted_height(self) -> int:
        # One of two heights, so that buttons do not move under the mouse whenever a job ends.
        return super().wanted_height() if self._busy else self.sizeHint().height()

    def lines(self) -> Sequence[WorkLine]:
        """The lines that are shown, from top to bottom."""
        return [line for state in STATES for line in self.sections.get(state, self.failures).lines()]

    # -- reading and showing

    @Slot()
    def _ask(self) -> None:
        self._reads.ask(partial(read_work, self._program, self._asking), self._on_work, key="work")

    def _on_work(self, work: Work) -> None:
        if not self.isVisible():
            return
        self._work = work
        self._look_at_bytes()
        before, focus = list(self.lines()), self.focusWidget()
        self.summary.setText(summary(work))
        self.banner.show_work(work)
        for section in (*self.sections.values(), self.failures):
            section.show_work(work, self._speeds)
        self.services.show_health(work.health, contact=work.contact)
        if work.paused != (self.pause.text() == "Go on"):
            self.pause.setText("Go on" if work.paused else "Pause all")
            self._theme.dress(self.pause, "play" if work.paused else "pause", "text", size=15)
        busy = any(work.total(state) for state in STATES)
        if busy != self._busy:
            self._busy = busy
            self._area.setVisible(busy)
        self._order_tabs()
        if isinstance(focus, WorkLine) and focus not in self.lines():
            self._give_focus(before.index(focus))
        self._place()
        self._idle.start()
        if not work.steps:
            self._live.stop()
        elif not self._live.isActive():
            self._live.start()
        self.shown.emit()

    @Slot()
    def _on_live(self) -> None:
        # No question to the library: the runner has the last word of each job at hand.
        running = self._work.jobs.get("running", ())
        self._work = replace(self._work, steps=live_steps(self._program, running))
        self._look_at_bytes()
        self.sections["running"].show_live(self._work, self._speeds)

    def _look_at_bytes(self) -> None:
        running, now = self._work.jobs.get("running", ()), time.monotonic()
        self._speeds.keep(job.id for job in running)
        for job in running:
            done, _ = self._work.bytes_of(job)
            if done is not None:
                self._speeds.look(job.id, done, now)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.jobs or changes.everything) and not self._rest.isActive():
            self._rest.start()

    # -- what the user asks for

    @Slot(str, object)
    def _on_asked(self, deed: str, job: Job) -> None:
        if deed in ("paper", "choose"):
            self.close()  # it lies over the details
            self.wanted.emit("paper", job.paper)
        elif deed in ("page", "attach"):
            self.wanted.emit(deed, job.paper)
        else:
            self._do(deed, lambda: (job.id,))

    @Slot(str, object)
    def _on_group_asked(self, deed: str, failed: Failed) -> None:
        if deed in ("contact", "network"):
            self.wanted.emit(deed, None)
        else:
            self._do(deed, lambda: [job.id for job in self._library.failures.list(failed.group)])

    @Slot(str, str)
    def _on_all_asked(self, deed: str, state: str) -> None:
        self._do(deed, partial(all_of, self._program, state))

    def _do(self, deed: str, ids: Callable[[], Sequence[int]]) -> None:
        jobs = self._library.jobs
        deeds: Mapping[str, Callable[[Sequence[int]], object]] = {
            "pause": jobs.pause,
            "resume": jobs.resume,
            "retry": jobs.retry,
            "cancel": jobs.cancel,
            "first": jobs.first,
            "last": jobs.last,
            "forget": self._library.failures.forget,
        }
        # No undo: each of these is taken back by its counterpart. And not on the user's thread, which may be busy for
        # minutes taking in a folder, while this is how one stops it all.
        self._change(lambda: deeds[deed](ids()))

    def _change(self, function: Callable[[], object]) -> None:
        self._reads.ask(function, self._on_done, on_failed=self._on_failed)

    def _on_done(self, _result: object) -> None:
        self._ask()

    def _on_failed(self, error: Exception) -> None:
        self.summary.setText(str(error))

    @Slot(str)
    def _on_more_asked(self, state: str) -> None:
        most = min(self._asking.most[state] + MORE, MOST)
        self._asking = replace(self._asking, most={**self._asking.most, state: most})
        self._ask()

    @Slot(object, bool)
    def _on_opened(self, failed: Failed, opened: bool) -> None:
        self._asking = replace(self._asking, opened={**self._asking.opened, failed.key: opened})
        self._ask()

    @Slot(object)
    def _on_rest_asked(self, failed: Failed) -> None:
        most = min(len(failed.jobs) + MORE, MOST)
        self._asking = replace(self._asking, more={**self._asking.more, failed.key: most})
        self._ask()

    @Slot()
    def _on_pause(self) -> None:
        if self._pause_action is not None:
            self._pause_action.trigger()
            self._rest.start()
        else:
            self._change(partial(_pause_or_go_on, self._program))

    # -- the keyboard

    def _order_tabs(self) -> None:
        """Tab goes as the eye does, whatever came when."""
        stops: list[QWidget] = [self.cross, self.pause, self.banner.button, self.feeds.stop]
        stops += [stop for state in STATES for stop in self.sections.get(state, self.failures).stops()]
        stops.append(self.services.head)
        if stops != self._stops:
            self._stops = stops
            for one, next_one in itertools.pairwise(stops):
                QWidget.setTabOrder(one, next_one)

    def _give_focus(self, place: int) -> None:
        """The line there had the focus and is gone: the one that took its place has it now."""
        lines = self.lines()
        target = lines[min(place, len(lines) - 1)] if lines else self.pause
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_line_made(self, line: WorkLine) -> None:
        line.left.connect(self._on_left)
        line.focused.connect(self._on_focused)

    @Slot(int)
    def _on_left(self, step: int) -> None:
        lines = list(self.lines())
        at = lines.index(self.sender()) + step if self.sender() in lines else 0  # type: ignore[arg-type]
        if 0 <= at < len(lines):
            lines[at].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object)
    def _on_focused(self, line: WorkLine) -> None:
        self._area.ensureWidgetVisible(line, 0, self._theme.px(8))


def _pause_or_go_on(program: Program) -> None:
    runner = program.runner
    (runner.resume_all if runner.paused else runner.pause_all)()
