"""The panel of running work: what is done now, what failed and why, what waits, and how to stop or repeat it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.bridge import Bridge
from readinglist.gui.details_sheet import OneLine, Sheet
from readinglist.gui.details_words import number
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.gui.work_panel_reading import (
    FIRST,
    ICONS,
    MORE,
    STATES,
    Work,
    head_words,
    is_cancelled,
    kind_words,
    may,
    read_work,
    state_words,
    summary,
    waiting_words,
)
from readinglist.library import Library
from readinglist.library.records import Changes, Job

if TYPE_CHECKING:
    from readinglist.program import Program

REST_MS = 250
"""Between two looks while jobs come and go all the time."""
PROGRESS_MS, IDLE_MS = 500, 1500
"""Between two looks at what moves by itself: progress, and jobs whose time comes."""
DEEDS = {
    "pause": ("pause", "Pause"),
    "resume": ("play", "Go on"),
    "retry": ("retry", "Try again"),
    "cancel": ("close", "Cancel"),
}


class JobLine(QWidget):
    """One job: what it is for, how it stands, and buttons."""

    asked = Signal(str, object)
    """(pause, resume, retry or cancel; the Job)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._job: Job | None = None
        self._icon = QLabel()
        self._icon.setFixedWidth(theme.px(22))
        self.title = OneLine()
        self.words = QLabel()
        self.words.setProperty("kind", "third")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)  # a reason may be long, and it is what one looks for here
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        middle = QVBoxLayout()
        middle.setSpacing(theme.px(2))
        middle.addWidget(self.title)
        middle.addWidget(self.words)
        middle.addSpacing(theme.px(2))
        middle.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(4))
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(middle, 1)
        self.buttons: dict[str, QToolButton] = {}
        for deed, (icon, name) in DEEDS.items():
            button = self.buttons[deed] = QToolButton()
            button.setToolTip(name)
            theme.dress(button, icon, size=15)
            button.clicked.connect(partial(self._ask, deed))
            row.addWidget(button)

    def show_job(self, job: Job, work: Work) -> None:
        """Show this job."""
        before, self._job = self._job, job
        share = work.fractions.get(job.id, job.progress)
        said = state_words(job, work)
        self.title.setText(job.title or work.names.get(job.paper, "A paper without a title yet"))
        self.words.setText("  ·  ".join(part for part in (kind_words(job), said) if part))
        self.words.setAccessibleName(self.words.text())
        self.bar.setVisible(job.state == "running")
        self.bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.bar.setValue(round(1000 * share))
        self.bar.setAccessibleName(f"Progress: {self.title.text()}")
        if before is None or (before.state, before.error) != (job.state, job.error):
            failed = job.state == "failed" and not is_cancelled(job)
            name, role = ("warning", "bad") if failed else (ICONS.get(job.kind, "work"), "text_third")
            self._icon.setPixmap(self._theme.pixmap(name, role, size=16, ratio=self.devicePixelRatioF()))
        allowed = may(job)
        for deed, button in self.buttons.items():
            button.setVisible(deed in allowed)
            button.setAccessibleName(f"{DEEDS[deed][1]}: {self.title.text()}")

    def _ask(self, deed: str, _checked: bool = False) -> None:
        self.asked.emit(deed, self._job)


class Section(QWidget):
    """The jobs of one state: a head with their number, the first of them, and how many more there are."""

    asked = Signal(str, object)
    more_asked = Signal(str)
    all_asked = Signal(str)
    """The state whose jobs are all to be retried or resumed."""

    def __init__(self, theme: Theme, state: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.state = theme, state
        self._lines: dict[int, JobLine] = {}
        self.head = QLabel()
        self.head.setProperty("kind", "section")
        self.every = QPushButton("Try all again" if state == "failed" else "Let all go on")
        self.every.setProperty("kind", "quiet")
        if state not in ("failed", "paused"):
            self.every.hide()  # and never shown before it has a parent: it would be a window of its own
        self.every.clicked.connect(self._on_every)
        self.kinds = QLabel()
        self.kinds.setProperty("kind", "second")
        self.kinds.setWordWrap(True)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.clicked.connect(self._on_more)
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addStretch(1)
        top.addWidget(self.every)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, theme.px(12))
        self._layout.setSpacing(0)
        self._layout.addLayout(top)
        self._layout.addWidget(self.kinds)
        self._layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_work(self, work: Work) -> None:
        """Show the jobs of this state; lines that stay are kept, with the focus of their buttons."""
        jobs, total = work.jobs.get(self.state, ()), work.total(self.state)
        self.setVisible(total > 0)
        said = head_words(self.state, work)
        self.head.setText(said.replace(":", " ").upper())
        self.head.setAccessibleName(said)
        self.kinds.setVisible(self.state == "waiting" and total > len(jobs))
        self.kinds.setText(waiting_words(work.counts))
        for gone in self._lines.keys() - {job.id for job in jobs}:
            line = self._lines.pop(gone)
            line.hide()
            line.deleteLater()
        for place, job in enumerate(jobs):
            line = self._lines.get(job.id) or self._make_line(job.id)
            line.show_job(job, work)
            if self._layout.indexOf(line) != place + 2:
                self._layout.insertWidget(place + 2, line)
        self.more.setVisible(total > len(jobs))
        self.more.setText(f"{number(total - len(jobs))} more…")

    def lines(self) -> list[JobLine]:
        """The lines from top to bottom."""
        return sorted(self._lines.values(), key=self._layout.indexOf)

    def _make_line(self, job: int) -> JobLine:
        line = self._lines[job] = JobLine(self._theme)
        line.asked.connect(self.asked)
        return line

    @Slot()
    def _on_more(self) -> None:
        self.more_asked.emit(self.state)

    @Slot()
    def _on_every(self) -> None:
        self.all_asked.emit(self.state)


class WorkPanel(Sheet):
    """Open it with `open()`; while it is closed it asks nothing."""

    shown = Signal()
    """What was read last can be seen."""

    def __init__(
        self,
        *,
        program: Program,
        theme: Theme,
        bridge: Bridge,
        reads: Reads,
        parent: QWidget,
    ) -> None:
        self._busy = True
        super().__init__(theme, "Running work", parent, width=480, height=560, low=True)
        self._program, self._reads = program, reads
        self._library: Library = program.library
        self._most = dict(FIRST)
        self._pause_action: QAction | None = None
        self.pause = QPushButton("Pause all")
        theme.dress(self.pause, "pause", "text", size=15)
        self.pause.clicked.connect(self._on_pause)
        self.head.insertWidget(2, self.pause)
        self.summary = QLabel()
        self.summary.setProperty("kind", "second")
        self.summary.setWordWrap(True)
        self.body.addWidget(self.summary)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(4), 0)
        column.setSpacing(0)
        self.sections = {state: Section(theme, state) for state in STATES}
        for section in self.sections.values():
            section.asked.connect(self._on_asked)
            section.more_asked.connect(self._on_more_asked)
            section.all_asked.connect(self._on_all_asked)
            section.hide()
            column.addWidget(section)
        column.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.body.addWidget(area, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        self._progress = QTimer(self)
        self._progress.timeout.connect(self._ask)
        bridge.changed.connect(self._on_changed)

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Pause through the window's action, so that its menu knows and the choice outlives the program."""
        self._pause_action = actions["pause-work"]

    def open(self) -> None:
        """Show it, with what is true now."""
        self._most = dict(FIRST)
        self._ask()
        self._open()
        self.pause.setFocus(Qt.FocusReason.PopupFocusReason)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        self._progress.stop()
        self._rest.stop()
        super().closeEvent(event)

    def wanted_height(self) -> int:
        # One of two heights, so that buttons do not move under the mouse whenever a job ends.
        return super().wanted_height() if self._busy else self.sizeHint().height()

    @Slot()
    def _ask(self) -> None:
        self._reads.ask(partial(read_work, self._program, dict(self._most)), self._on_work, key="work")

    def _on_work(self, work: Work) -> None:
        if not self.isVisible():
            return
        self.summary.setText(summary(work))
        for section in self.sections.values():
            section.show_work(work)
        if work.paused != (self.pause.text() == "Go on"):
            self.pause.setText("Go on" if work.paused else "Pause all")
            self._theme.dress(self.pause, "play" if work.paused else "pause", "text", size=15)
        busy = any(work.total(state) for state in STATES)
        if busy != self._busy:
            self._busy = busy
            self._area.setVisible(busy)
            self._place()
        self._progress.start(PROGRESS_MS if work.jobs.get("running") else IDLE_MS)
        self.shown.emit()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.jobs or changes.everything) and not self._rest.isActive():
            self._rest.start()

    @Slot(str, object)
    def _on_asked(self, deed: str, job: Job) -> None:
        self._do(deed, (job.id,))

    @Slot(str)
    def _on_more_asked(self, state: str) -> None:
        self._most[state] += MORE
        self._ask()

    @Slot(str)
    def _on_all_asked(self, state: str) -> None:
        jobs = self._library.jobs
        deed = jobs.retry if state == "failed" else jobs.resume
        self._change(lambda: deed(_all_of(jobs.list(states=[state]))))

    def _do(self, deed: str, ids: Sequence[int]) -> None:
        jobs = self._library.jobs
        deeds = {"pause": jobs.pause, "resume": jobs.resume, "retry": jobs.retry, "cancel": jobs.cancel}
        self._change(partial(deeds[deed], ids))

    def _change(self, function: Callable[[], object]) -> None:
        # No undo: each of these is taken back by its counterpart. And not on the user's thread, which may be busy for
        # minutes taking in a folder, while this is how one stops it all.
        self._reads.ask(function, self._on_done, on_failed=self._on_failed)

    def _on_done(self, _result: object) -> None:
        self._ask()

    def _on_failed(self, error: Exception) -> None:
        self.summary.setText(str(error))

    @Slot()
    def _on_pause(self) -> None:
        if self._pause_action is not None:
            self._pause_action.trigger()
            self._rest.start()
        else:
            self._change(partial(_pause_or_go_on, self._program))


def _all_of(jobs: Sequence[Job]) -> list[int]:
    """Those that the user gave up stay so, unless there are no others."""
    return [job.id for job in jobs if not is_cancelled(job)] or [job.id for job in jobs]


def _pause_or_go_on(program: Program) -> None:
    runner = program.runner
    (runner.resume_all if runner.paused else runner.pause_all)()
