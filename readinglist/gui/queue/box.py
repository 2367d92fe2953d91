"""What to read now: the user gives the time, the program picks from the queue and says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QWidget,
)

from readinglist.gui.details_sheet import Sheet
from readinglist.gui.guard import guarded
from readinglist.gui.painted_rows import Index, RowPainter, paint_ground
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.work import Reads

HEIGHT = 78
TIMES = (15, 30, 40, 60, 90)
SETTLED_MS = 200
"""A pause in changing the time before papers are picked."""
PICK_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Pick:
    """A line of the box."""

    paper: int
    title: str
    time: str
    """`24 min`, empty where that is not known."""
    why: Sequence[str]
    """Reasons, the strongest first."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked for so many minutes, None for any time."""

    minutes: int | None
    picks: Sequence[Pick]
    note: str


class ReadNowBox(Sheet):
    """Enter reads the chosen paper; the time is changed by keys in its field or by the round buttons."""

    read = Signal(object)
    """The id of the paper to read."""
    shown = Signal(object)
    """The id of the paper to show in the list."""

    def __init__(self, theme: Theme, reads: Reads, picked: Callable[[int | None], Picked], host: QWidget) -> None:
        """`picked(minutes)` answers on a thread of the pool."""
        super().__init__(theme, "What to read now", host, width=680, height=560, low=False)
        self._reads, self._picked = reads, picked
        self._minutes: int | None = 40
        self.field = QSpinBox()
        self.field.setRange(1, 600)
        self.field.setSingleStep(5)
        self.field.setSuffix(" minutes")
        self.field.setValue(40)
        self.field.setAccessibleName("Minutes you have")
        self.field.valueChanged.connect(self._on_value)
        self.lines = QListWidget()
        self.lines.setAccessibleName("Picks")
        self.lines.setItemDelegate(_Picks(theme, self, height=HEIGHT))
        self.lines.setUniformItemSizes(True)
        self.lines.setMouseTracking(True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.itemActivated.connect(self._on_activated)
        self.lines.currentItemChanged.connect(self._on_current)
        self.note = QLabel()
        self.note.setProperty("kind", "second")
        self.note.setWordWrap(True)
        self.go = QPushButton("Read")
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(self._on_read)
        self.show_button = QPushButton("Show in List")
        self.show_button.clicked.connect(self._on_show)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_MS)
        self._settle.timeout.connect(self._ask)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        self.times = QButtonGroup(self)
        self.times.setExclusive(True)
        time = QHBoxLayout()
        time.setSpacing(px(6))
        time.addWidget(QLabel("I have"))
        time.addWidget(self.field)
        time.addSpacing(px(6))
        for minutes in (*TIMES, 0):
            button = QPushButton(str(minutes) if minutes else "Any time")
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setAccessibleName(f"{minutes} minutes" if minutes else "Any time")
            self.times.addButton(button, minutes)
            time.addWidget(button)
        time.addStretch(1)
        self.times.idClicked.connect(self._on_time)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.note, 1)
        foot.addWidget(self.show_button)
        foot.addWidget(self.go)
        foot.setContentsMargins(0, 0, px(4), 0)
        self.body.addLayout(time)
        self.body.addWidget(self.lines, 1)
        self.body.addLayout(foot)

    @property
    def minutes(self) -> int | None:
        """The time that was given last, None for any."""
        return self._minutes

    @property
    def waiting(self) -> bool:
        """Whether picks are about to be asked for."""
        return self._settle.isActive()

    def open(self) -> None:
        """Show picks for the time that was given last; keys change it."""
        self._show_time()
        self._ask()
        self._open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def picks(self) -> list[Pick]:
        """What is offered, from top to bottom."""
        return [self.lines.item(number).data(PICK_ROLE) for number in range(self.lines.count())]

    # -- the time

    @Slot(int)
    def _on_value(self, minutes: int) -> None:
        if minutes != self._minutes:
            self._minutes = minutes
            self._show_time()
            self._settle.start()

    @Slot(int)
    def _on_time(self, minutes: int) -> None:
        self._minutes = minutes or None
        if minutes:
            self.field.setValue(minutes)
        self._show_time()
        self._settle.start()

    def _show_time(self) -> None:
        chosen = self.times.button(self._minutes or 0)
        self.times.setExclusive(False)
        for button in self.times.buttons():
            button.setChecked(button is chosen)
        self.times.setExclusive(True)

    # -- picks

    @Slot()
    def _ask(self) -> None:
        minutes, picked = self._minutes, self._picked
        self._reads.ask(lambda: picked(minutes), self._on_picked, key="picks")

    @Slot(object)
    def _on_picked(self, picked: Picked) -> None:
        if picked.minutes != self._minutes:
            return
        self.lines.clear()
        for pick in picked.picks:
            item = QListWidgetItem(pick.title)
            item.setData(PICK_ROLE, pick)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                ", ".join(part for part in (pick.title, pick.time, *pick.why) if part),
            )
            item.setToolTip("\n".join((pick.title, *pick.why)))
            self.lines.addItem(item)
        if picked.picks:
            self.lines.setCurrentRow(0)
        self.note.setText(picked.note)
        self._on_current()

    def _chosen(self) -> int | None:
        item = self.lines.currentItem()
        return None if item is None else int(item.data(PICK_ROLE).paper)

    @Slot()
    def _on_current(self) -> None:
        for button in (self.go, self.show_button):
            button.setEnabled(self.lines.currentItem() is not None)

    @Slot(object)
    def _on_activated(self, _item: QListWidgetItem) -> None:
        self._on_read()

    @Slot()
    def _on_read(self) -> None:
        paper = self._chosen()
        if paper is not None:
            self.close()
            self.read.emit(paper)

    @Slot()
    def _on_show(self) -> None:
        paper = self._chosen()
        if paper is not None:
            self.close()
            self.shown.emit(paper)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton) and focus is not self.go:
                focus.click()
            else:
                self._on_read()
        else:
            super().keyPressEvent(event)


class _Picks(RowPainter):
    def _paint_row(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool, under: bool) -> None:
        pick: Pick | None = index.data(PICK_ROLE)
        if pick is None:
            return
        theme, px = self._theme, self._theme.px
        paint_ground(painter, theme, rect.adjusted(0, 1, -px(6), -1), px(8), chosen=chosen, under=under)
        body = rect.adjusted(px(12), px(8), -px(18), -px(6))
        title = QRectF(body.left(), body.top(), body.width(), px(20))
        font = theme.font(12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.text_second)
        painter.drawText(title, _RIGHT, pick.time)
        title.setRight(title.right() - metrics.horizontalAdvance(pick.time) - px(12))
        self._text(painter, title, pick.title, 14)
        line = QRectF(body.left(), body.top() + px(22), body.width(), px(18))
        first, rest = (pick.why[0], pick.why[1:]) if pick.why else ("", [])
        painter.setFont(font)
        for text, colour in ((first, theme.text_second), ("; ".join(rest), theme.text_third)):
            painter.setPen(colour)
            painter.drawText(line, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width()))
            line.translate(0, px(19))

    def _text(self, painter: QPainter, rect: QRectF, text: str, size: int) -> None:
        font = self._theme.font(size, MEDIUM)
        painter.setFont(font)
        painter.setPen(self._theme.text)
        painter.drawText(rect, _LEFT, QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextSingleLine)
