"""The head of a page of feeds: which day it is, its bars, the order, and what is to be said of the feeds."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.details_sheet import OneLine
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.gui.today.asking import ALL_DAYS, FeedPage
from readinglist.gui.today.dates import long
from readinglist.gui.today.day_bars import DayBars
from readinglist.gui.today.health import sentence_of, troubles
from readinglist.gui.today.orders import Order

TIPS = {
    Order.FOR_YOU: "By what you saved, read and dismissed. Press it again once you decided more",
    Order.UPVOTES: "By upvotes on Hugging Face",
    Order.TRENDING: "By Hugging Face's list of trending papers, then by the upvotes of the last days",
    Order.NEW: "As the feeds had them",
}
ROOMY, ROOM_FOR_BARS, LEAST = 710, 610, 300
"""Widths at which all stands side by side, at which there are bars, and below which it does not go."""
ONLY_UNREAD = "Only unread"
OFFLINE = "You work offline: this is what your feeds brought before. All of it can be read and decided here."


class TodayHeader(QWidget):
    """Shows a FeedPage; what the user wants is told and done elsewhere."""

    day_wanted = Signal(str)
    """A day, or ALL_DAYS."""
    order_wanted = Signal(object)
    """An Order; the one that is chosen already, to order anew."""
    unread_wanted = Signal(bool)
    """Whether only unread papers are to be shown."""
    seen_wanted = Signal()
    """All that is shown has been seen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = FeedPage()
        self._order, self._unread = Order.FOR_YOU, False
        self._offline = False
        self.title = OneLine()
        self.title.setProperty("kind", "title")
        self.counts = QLabel()
        self.counts.setProperty("kind", "second")
        self.older, self.newer = QToolButton(), QToolButton()
        self.bars = DayBars(theme)
        self.orders = QButtonGroup(self)
        self.order_buttons = [QPushButton(order.value) for order in Order]
        self.unread = QPushButton(ONLY_UNREAD)
        self.all_days = QPushButton("All days")
        self.seen = QPushButton("Mark day as seen")
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.banner = QFrame()
        self.banner_text = QLabel()
        self.banner_icon = QLabel()
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(10))
        layout.addLayout(self._top_row())
        layout.addLayout(self._bottom_row())
        layout.addWidget(self._banner())
        self._layout = layout
        self._connect()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @property
    def controls(self) -> list[QWidget]:
        """What can have the focus, in the order of Tab."""
        return [self.older, self.newer, self.bars, *self.order_buttons, self.all_days, self.unread, self.seen]

    def show_page(self, page: FeedPage, order: Order, *, unread: bool) -> None:
        """Say what page this is, and in which order it is."""
        self._page, self._order, self._unread = page, order, unread
        many_days = page.day == ALL_DAYS
        for widget in self.controls:
            widget.setVisible(page.day is not None and (widget in (self.unread, self.seen) or not page.title))
        if page.title:
            self.title.setText(page.title)
        elif page.day is None:
            self.title.setText(page.feeds[0].title if len(page.feeds) == 1 else "Today")
        else:
            self.title.setText("All days" if many_days else long(page.day, datetime.date.today()))
        self.counts.setText(_counts(page))
        self.bars.show_days(page.bars, page.day)
        self._arrange()
        self.older.setEnabled(page.older is not None)
        self.newer.setEnabled(page.newer is not None)
        for button in self.order_buttons:
            button.setChecked(button.text() == order)
        self.all_days.setChecked(many_days)
        self.unread.setChecked(unread)
        self.seen.setText("Mark all as seen" if many_days else "Mark day as seen")
        self.seen.setEnabled(page.unread > 0)
        said = OFFLINE if self._offline and page.feeds else troubles(page.feeds)
        if order is Order.FOR_YOU and page.ranking is not None and page.ranking.note:
            said = f"{said} {page.ranking.note}".strip()
        self.banner_text.setText(said)
        self.banner.setVisible(bool(said))

    def set_offline(self, on: bool) -> None:
        """Whether feeds can be asked now."""
        if on != self._offline:
            self._offline = on
            self.show_page(self._page, self._order, unread=self._unread)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < self._theme.px(ROOMY)
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self.bars.setVisible(bool(self._page.bars) and self.width() >= self._theme.px(ROOM_FOR_BARS))

    @Slot()
    def go_older(self) -> None:
        """Show the next older day that has papers."""
        if self._page.older is not None:
            self.day_wanted.emit(self._page.older)

    @Slot()
    def go_newer(self) -> None:
        """Show the next newer day that has papers."""
        if self._page.newer is not None:
            self.day_wanted.emit(self._page.newer)

    @Slot(bool)
    def show_all_days(self, on: bool) -> None:
        """Show all that is undecided, or the newest day again."""
        self.day_wanted.emit(ALL_DAYS if on else "")

    # -- parts

    def _top_row(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(self._theme.px(2))
        words.addWidget(self.title)
        words.addWidget(self.counts)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addLayout(words)
        row.addSpacing(self._theme.px(6))
        for button, icon, says in (
            (self.older, "chevron-left", "Older day (Left)"),
            (self.newer, "chevron-right", "Newer day (Right)"),
        ):
            button.setToolTip(says)
            button.setAccessibleName(says.partition(" (")[0])
            self._theme.dress(button, icon, "text")
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.bars, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _bottom_row(self) -> QBoxLayout:
        """Orders at the left and switches at the right; below one another where there is little room."""
        row = self._halves
        row.setSpacing(self._theme.px(6))
        orders, switches = QHBoxLayout(), QHBoxLayout()
        for half in (orders, switches):
            half.setSpacing(self._theme.px(6))
            row.addLayout(half)
        row.insertStretch(1, 1)
        self.orders.setExclusive(True)
        for button in self.order_buttons:
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setAccessibleName(f"Order: {button.text()}")
            button.setToolTip(TIPS[Order(button.text())])
            self.orders.addButton(button)
            orders.addWidget(button)
        for chip in (self.all_days, self.unread):
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            switches.addWidget(chip)
        self.all_days.setToolTip("All that is undecided, of whatever day (Shift+A)")
        self.unread.setToolTip("Show only what was not looked at yet (Shift+U)")
        self.seen.setProperty("kind", "small")
        self.seen.setToolTip("Nothing here is unread any more; what is undecided stays so (M)")
        self._theme.dress(self.seen, "check", "text", size=14)
        switches.addWidget(self.seen)
        orders.addStretch(1)
        switches.addStretch(1)
        for button in (*self.order_buttons, self.all_days, self.unread, self.seen):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return row

    def _banner(self) -> QFrame:
        self.banner.setProperty("kind", "banner")
        row = QHBoxLayout(self.banner)
        px = self._theme.px
        row.setContentsMargins(px(10), px(5), px(10), px(5))
        row.setSpacing(px(8))
        row.addWidget(self.banner_icon)
        row.addWidget(self.banner_text, 1)
        self.banner_text.setWordWrap(True)
        self.banner.hide()
        return self.banner

    def _connect(self) -> None:
        self.older.clicked.connect(self.go_older)
        self.newer.clicked.connect(self.go_newer)
        self.bars.chosen.connect(self.day_wanted)
        self.orders.buttonClicked.connect(self._on_order)
        self.unread.clicked.connect(self.unread_wanted)
        self.all_days.clicked.connect(self.show_all_days)
        self.seen.clicked.connect(self.seen_wanted)

    @Slot(object)
    def _on_order(self, button: QPushButton) -> None:
        self.order_wanted.emit(Order(button.text()))

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(20), px(4), px(20), px(10))
        self.setMinimumWidth(px(LEAST))  # so that it can become narrower than what it holds side by side
        ratio = self.devicePixelRatioF()
        self.banner_icon.setPixmap(self._theme.pixmap("clock", "warn", size=15, ratio=ratio))
        for button in (self.older, self.newer):
            button.setIconSize(QSize(px(16), px(16)))


def _counts(page: FeedPage) -> str:
    """What there is to decide; on the page of one feed also when it answered, while all is well."""
    if page.title:
        return f"{page.undecided:,} offered" if page.undecided else "Nothing is offered now"
    one = page.feeds[0] if len(page.feeds) == 1 and not page.feeds[0].error else None
    health = sentence_of(one) if one is not None and one.goes_out else ""
    return "  ·  ".join(part for part in (_undecided(page), health) if part)


def _undecided(page: FeedPage) -> str:
    if page.day is None:
        return ""
    if page.day == ALL_DAYS:
        return f"{page.undecided:,} undecided"
    return f"{page.undecided:,} of {page.papers:,} undecided"
