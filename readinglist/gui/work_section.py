"""The parts of the panel of running work: the jobs of one state, and those that failed, reason by reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.details_flow import Flow
from readinglist.gui.details_words import number
from readinglist.gui.job_speeds import JobSpeeds, rate_words
from readinglist.gui.theme import Theme
from readinglist.gui.work_failures import Remedy, head_words, remedy_of, same_words
from readinglist.gui.work_line import DEEDS, FailureLine, JobLine, WorkLine
from readinglist.gui.work_panel_reading import MOST, Failed, Work
from readinglist.gui.work_words import head_words as state_head
from readinglist.gui.work_words import waiting_words
from readinglist.library.records import Job

ALL = {
    "running": (("pause", "Pause all of these"), ("cancel", "Cancel all of these")),
    "waiting": (("retry", "Try all now"), ("pause", "Pause all of these"), ("cancel", "Cancel all of these")),
    "paused": (("resume", "Let all go on"), ("cancel", "Cancel all of these")),
    "failed": (("retry", "Try all again"), ("forget", "Remove all from this list")),
}
"""What can be done with all jobs of a state at once."""


class More(QPushButton):
    """Asks for more lines, or says how many there are besides."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.hide()

    def show_rest(self, shown: int, total: int) -> None:
        """`shown` of `total` lines are there."""
        self.setVisible(total > shown)
        self.setEnabled(shown < MOST)
        rest = number(total - shown)
        self.setText(f"{rest} more…" if shown < MOST else f"and {rest} more")


class Section(QWidget):
    """The jobs of one state: a head with their number, the first of them, and how many more there are."""

    asked = Signal(str, object)
    more_asked = Signal(str)
    all_asked = Signal(str, str)
    """(a key of DEEDS; the state whose jobs are all meant)."""
    line_made = Signal(object)
    """A new WorkLine, for the panel to connect."""

    def __init__(self, theme: Theme, state: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.state = theme, state
        self._lines: dict[int, JobLine] = {}
        self.head = QLabel()
        self.head.setProperty("kind", "section")
        self.rate = QLabel()
        self.rate.setProperty("kind", "third")
        self.every = QPushButton("Try all again" if state == "failed" else "Let all go on")
        self.every.setProperty("kind", "quiet")
        self.every.clicked.connect(self._on_every)
        if state not in ("failed", "paused"):
            self.every.hide()  # and never shown before it has a parent: it would be a window of its own
        self.all = QToolButton()
        self.all.setToolTip("All of these…")
        theme.dress(self.all, "more", size=15)
        self.all.clicked.connect(self._open_menu)
        self.kinds = QLabel()
        self.kinds.setProperty("kind", "second")
        self.kinds.setWordWrap(True)
        self.more = More()
        self.more.clicked.connect(self._on_more)
        top = QHBoxLayout()
        top.setContentsMargins(theme.px(8), 0, theme.px(4), 0)
        top.setSpacing(theme.px(10))
        for widget in (self.head, self.rate):
            top.addWidget(widget)
        top.addStretch(1)
        for control in (self.every, self.all):
            top.addWidget(control)
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.px(10))
        layout.setSpacing(theme.px(2))
        layout.addLayout(top)
        layout.addWidget(self.kinds)
        layout.addLayout(self.column)
        layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        self.kinds.setContentsMargins(theme.px(8), 0, 0, theme.px(4))
        self.kinds.hide()

    def show_work(self, work: Work, speeds: JobSpeeds) -> None:
        """Show the jobs of this state; lines that stay are kept, with the focus."""
        jobs, total = work.jobs.get(self.state, ()), work.total(self.state)
        self.show_head(work)
        self.kinds.setVisible(self.state == "waiting" and total > len(jobs))
        self.kinds.setText(waiting_words(work.counts))
        for gone in self._lines.keys() - {job.id for job in jobs}:
            _drop(self._lines.pop(gone))
        for place, job in enumerate(jobs):
            line = self._lines.get(job.id) or self._make_line(job.id)
            line.show_job(job, work, speeds.of(job.id))
            if self.column.indexOf(line) != place:
                self.column.insertWidget(place, line)
        self.more.show_rest(len(jobs), total)

    def show_head(self, work: Work) -> None:
        """Show only how many there are."""
        self.setVisible(work.total(self.state) > 0)
        said = state_head(self.state, work)
        self.head.setText(said.replace(":", " ").upper())
        self.head.setAccessibleName(said)
        self.all.setAccessibleName(f"All of these: {said}")

    def show_live(self, work: Work, speeds: JobSpeeds) -> None:
        """Show anew only what moves by itself: bytes and rates."""
        for job in work.jobs.get(self.state, ()):
            line = self._lines.get(job.id)
            if line is not None:
                line.show_job(job, work, speeds.of(job.id))
        self.rate.setText(rate_words(speeds.total()))

    def lines(self) -> Sequence[WorkLine]:
        """The lines from top to bottom."""
        return sorted(self._lines.values(), key=self.column.indexOf)

    def stops(self) -> Sequence[QWidget]:
        """What Tab goes to, from top to bottom."""
        return [self.every, self.all, *self.lines(), self.more]

    def _make_line(self, job: int) -> JobLine:
        line = self._lines[job] = JobLine(self._theme)
        line.asked.connect(self.asked)
        self.line_made.emit(line)
        return line

    @Slot()
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed, words in ALL[self.state]:
            action = menu.addAction(self._theme.icon(DEEDS[deed].icon, size=16), words)
            action.triggered.connect(partial(self._ask_all, deed))
        menu.popup(self.all.mapToGlobal(self.all.rect().bottomLeft()))

    def _ask_all(self, deed: str, _checked: bool = False) -> None:
        self.all_asked.emit(deed, self.state)

    @Slot()
    def _on_more(self) -> None:
        self.more_asked.emit(self.state)

    @Slot()
    def _on_every(self) -> None:
        self._ask_all("retry" if self.state == "failed" else "resume")


class FailuresSection(Section):
    """What failed for good, gathered by reason; each reason opens."""

    opened = Signal(object, bool)
    """(a Failed; whether the user wants to see its jobs)."""
    rest_asked = Signal(object)
    """A Failed, of which more is to be shown."""
    group_asked = Signal(str, object)
    """(a key of DEEDS; the Failed whose jobs are all meant)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "failed", parent)
        self._reasons: dict[tuple[str, str], ReasonBox] = {}

    def show_work(self, work: Work, speeds: JobSpeeds) -> None:
        """Show each reason; those that stay are kept."""
        self.show_head(work)
        for gone in self._reasons.keys() - {failed.key for failed in work.failed}:
            _drop(self._reasons.pop(gone))
        for place, failed in enumerate(work.failed):
            box = self._reasons.get(failed.key) or self._make_box(failed)
            box.show_failed(failed, work)
            if self.column.indexOf(box) != place:
                self.column.insertWidget(place, box)

    def lines(self) -> Sequence[WorkLine]:
        """The lines of all reasons that are open, from top to bottom."""
        return [line for box in self.boxes() for line in box.lines()]

    def stops(self) -> Sequence[QWidget]:
        """What Tab goes to, from top to bottom."""
        return [self.every, self.all, *(stop for box in self.boxes() for stop in box.stops())]

    def boxes(self) -> Sequence[ReasonBox]:
        """The reasons from top to bottom."""
        return sorted(self._reasons.values(), key=self.column.indexOf)

    def _make_box(self, failed: Failed) -> ReasonBox:
        box = self._reasons[failed.key] = ReasonBox(self._theme)
        box.asked.connect(self.asked)
        box.line_made.connect(self.line_made)
        box.opened.connect(self.opened)
        box.rest_asked.connect(self.rest_asked)
        box.group_asked.connect(self.group_asked)
        return box


class ReasonBox(QWidget):
    """One reason: what it is and how many it stopped; opened, what would help, and each paper."""

    asked = Signal(str, object)
    opened = Signal(object, bool)
    rest_asked = Signal(object)
    group_asked = Signal(str, object)
    line_made = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._failed: Failed | None = None
        self._offers: tuple[str, ...] = ()
        self._lines: dict[int, FailureLine] = {}
        self.head = QPushButton()
        self.head.setProperty("kind", "fold")
        self.head.clicked.connect(self._on_head)
        self.advice = QLabel()
        self.advice.setProperty("kind", "second")
        self.advice.setTextFormat(Qt.TextFormat.PlainText)
        self.advice.setWordWrap(True)
        self.offers = Flow(gap=theme.px(6))
        self.more = More()
        self.more.clicked.connect(self._on_more)
        inside = QVBoxLayout()
        inside.setContentsMargins(theme.px(26), 0, theme.px(8), theme.px(4))
        inside.setSpacing(theme.px(6))
        inside.addWidget(self.advice)
        inside.addWidget(self.offers)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(theme.px(18), 0, 0, 0)
        self._column.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.head)
        layout.addLayout(inside)
        layout.addLayout(self._column)
        layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_failed(self, failed: Failed, work: Work) -> None:
        """Show this reason; lines that stay are kept, with the focus."""
        before, self._failed = self._failed, failed
        remedy = remedy_of(failed.group, contact=work.contact)
        once = "" if remedy.says_all else same_words(failed.jobs)
        words = head_words(failed.group, remedy)
        self.head.setText(words)
        self.head.setAccessibleName(f"{words}, {'opened' if failed.opened else 'closed'}")
        if before is None or before.opened != failed.opened:
            self._theme.dress(self.head, "chevron-down" if failed.opened else "chevron-right", size=14)
        advice = "\n".join(part for part in (once, remedy.advice) if part)
        self.advice.setText(advice)
        self.advice.setVisible(failed.opened and bool(advice))
        self._show_offers(remedy, failed)
        self._show_lines(failed, work, remedy, reason=not (once or remedy.says_all))

    def lines(self) -> Sequence[WorkLine]:
        """The lines from top to bottom."""
        return sorted(self._lines.values(), key=self._column.indexOf)

    def stops(self) -> Sequence[QWidget]:
        """What Tab goes to, from top to bottom."""
        return [self.head, *self.offers.items(), *self.lines(), self.more]

    def _show_offers(self, remedy: Remedy, failed: Failed) -> None:
        several = failed.group.count > 1
        offers = tuple(deed for deed in (*remedy.for_all, "forget") if several or deed in ("contact", "network"))
        if offers != self._offers:
            self._offers = offers
            self.offers.set_items([self._button(deed) for deed in offers])
        self.offers.setVisible(failed.opened and bool(offers))

    def _button(self, deed: str) -> QPushButton:
        words = {"retry": "Try all again", "forget": "Remove all from this list"}.get(deed, DEEDS[deed].words)
        button = QPushButton(words)
        button.setProperty("kind", "small")
        button.clicked.connect(partial(self._ask_all, deed))
        return button

    def _show_lines(self, failed: Failed, work: Work, remedy: Remedy, *, reason: bool) -> None:
        for gone in self._lines.keys() - {job.id for job in failed.jobs}:
            _drop(self._lines.pop(gone))
        for place, job in enumerate(failed.jobs):
            line = self._lines.get(job.id) or self._make_line(job)
            line.show_job(job, work, remedy.for_one, reason=reason)
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
        self.more.show_rest(len(failed.jobs), failed.group.count if failed.opened else 0)

    def _make_line(self, job: Job) -> FailureLine:
        line = self._lines[job.id] = FailureLine(self._theme)
        line.asked.connect(self.asked)
        self.line_made.emit(line)
        return line

    @Slot()
    def _on_head(self) -> None:
        if self._failed is not None:
            self.opened.emit(self._failed, not self._failed.opened)

    @Slot()
    def _on_more(self) -> None:
        self.rest_asked.emit(self._failed)

    def _ask_all(self, deed: str, _checked: bool = False) -> None:
        self.group_asked.emit(deed, self._failed)


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
