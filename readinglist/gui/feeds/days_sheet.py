"""The sheet that fetches past days of a feed: from when to when, how far it is, and how to stop it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from readinglist.gui.details_sheet import Sheet
from readinglist.gui.feeds.asking import FeedAsking, Wanted, utc_today
from readinglist.gui.feeds.words import updated_words
from readinglist.gui.theme import Theme
from readinglist.library.feed_records import Feed

if TYPE_CHECKING:
    from readinglist.jobs.feeds import Progress, Updated

USUAL = timedelta(days=29)
HINT = "Days that are here already are not asked for again. You can close this: it goes on, and the status bar tells."


class DaysSheet(Sheet):
    """Open it with `open(feed)`; an update goes on while it is closed."""

    def __init__(self, theme: Theme, asking: FeedAsking, host: QWidget) -> None:
        super().__init__(theme, "Fetch past days", host, width=460, height=240, low=False)
        self._asking = asking
        self._feed: Feed | None = None
        self._wanted: Wanted | None = None
        self.first, self.last = _date_edit(theme, "First day"), _date_edit(theme, "Last day")
        self.fetch, self.stop = QPushButton("Fetch"), QPushButton("Stop")
        self.fetch.setProperty("kind", "primary")
        self.fetch.clicked.connect(self._on_fetch)
        self.stop.clicked.connect(self._on_stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.words = QLabel(HINT)
        self.words.setProperty("kind", "third")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for widget in (QLabel("From"), self.first, QLabel("to"), self.last):
            row.addWidget(widget)
        row.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.fetch)
        self.body.addLayout(row)
        self.body.addWidget(self.words)
        self.body.addWidget(self.bar)
        self.body.addStretch(1)
        self.body.addLayout(foot)
        asking.progressed.connect(self._on_progressed)
        asking.ended.connect(self._on_ended)
        asking.troubled.connect(self._on_troubled)

    def open(self, feed: Feed) -> None:
        """Ask for days of this feed, or show how far its update is."""
        self._feed = feed
        self.heading.setText(f"Past days of {feed.title}")
        self.setAccessibleName(self.heading.text())
        running = [one for one in self._asking.under_way if one.first is not None and one.feeds[0].id == feed.id]
        self._wanted = running[0] if running else None
        today = utc_today()
        for edit in (self.first, self.last):
            edit.setMaximumDate(_qdate(today))
        first, last = (today - USUAL, today)
        if self._wanted is not None and self._wanted.first and self._wanted.last:
            first, last = self._wanted.first, self._wanted.last
        self.first.setDate(_qdate(first))
        self.last.setDate(_qdate(last))
        self.words.setText(HINT)
        self._show_running()
        self._open()
        self.first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_running(self) -> None:
        on = self._wanted is not None
        self.bar.setVisible(on)
        self.stop.setVisible(on)
        self.stop.setEnabled(on)
        self.fetch.setEnabled(not on)
        for edit in (self.first, self.last):
            edit.setEnabled(not on)

    @Slot()
    def _on_fetch(self) -> None:
        first, last = _day(self.first), _day(self.last)
        if first > last:
            self.words.setText("The first day is after the last one.")
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        assert self._feed is not None
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self._wanted = self._asking.update([self._feed], first, last)
        if self._wanted is not None:
            self.words.setText("Asking…")
        self._show_running()

    @Slot()
    def _on_stop(self) -> None:
        if self._wanted is not None:
            self._wanted.stopped.set()
            self.stop.setEnabled(False)
            self.words.setText("Stopping…")

    @Slot(object, object)
    def _on_progressed(self, wanted: Wanted, progress: Progress) -> None:
        if wanted is not self._wanted:
            return
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done if progress.total else 1)
        if not wanted.stopped.is_set():
            far = f"{progress.done:,} of {progress.total:,} days, {progress.new:,} new papers"
            self.words.setText(f"{far}. {progress.waits}" if progress.waits else far)

    @Slot(object, object)
    def _on_ended(self, wanted: Wanted, done: list[Updated]) -> None:
        if wanted is self._wanted:
            self._wanted = None
            self._show_running()
            self.words.setText(" ".join(problem for one in done for problem in one.problems) or _sum(done))

    @Slot(str)
    def _on_troubled(self, words: str) -> None:
        if self._wanted is None or self._wanted not in self._asking.under_way:
            self._wanted = None
            self._show_running()
            self.words.setText(words)


def _sum(done: list[Updated]) -> str:
    return " ".join(updated_words(one) + "." for one in done)


def _date_edit(theme: Theme, name: str) -> QDateEdit:
    edit = QDateEdit()
    edit.setDisplayFormat("yyyy-MM-dd")
    edit.setCalendarPopup(True)
    calendar = edit.calendarWidget()
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # they are no warning
        calendar.setWeekdayTextFormat(day, calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))
    for button, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        found = calendar.findChild(QToolButton, button)
        if found is not None:
            theme.dress(found, icon, "text", size=14)
    edit.setMinimumDate(QDate(1991, 8, 14))  # arXiv's first
    edit.setAccessibleName(name)
    return edit


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
