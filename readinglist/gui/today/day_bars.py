"""Fourteen days as bars: pale for the papers of the day, filled for those that are undecided."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import SEMIBOLD, Theme
from readinglist.gui.today.asking import BARS
from readinglist.gui.today.dates import date_of, short
from readinglist.library.feed_records import DayCount

WIDTH, STEP, HEIGHT = 14, 22, 29
LABELS = 15
LEAST = 2
"""Height of a day without papers: a dot."""


class DayBars(QWidget):
    """Shows days; a click, or arrow keys and Enter, choose one."""

    chosen = Signal(str)
    """A day that has papers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: tuple[DayCount, ...] = ()
        self._day: str | None = None
        self._cursor = ""
        self.setAccessibleName("Days")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._take_theme)

    def show_days(self, days: tuple[DayCount, ...], day: str | None) -> None:
        """Show these days, oldest first, one of them as the chosen one."""
        self._days, self._day = days, day
        self._cursor = day or ""
        chosen = next((count for count in days if count.day == day), None)
        self.setAccessibleDescription("" if chosen is None else said(chosen))
        self.update()

    def day_at(self, position: QPoint) -> DayCount | None:
        """The day whose bar is there."""
        step = self._theme.px(STEP)
        number = position.x() // step if step else -1
        return self._days[number] if 0 <= number < len(self._days) else None

    @guarded(QSize(BARS * STEP, HEIGHT + LABELS))
    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(BARS * px(STEP), px(HEIGHT + LABELS))

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            count = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), said(count) if count else "", self)
            return True
        return super().event(event)

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        count = self.day_at(event.position().toPoint())
        if count is not None and count.papers and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(count.day)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            full = [count.day for count in self._days if count.papers]
            if full:
                here = full.index(self._cursor) if self._cursor in full else len(full) - 1 - (step > 0)
                self._cursor = full[min(max(here + step, 0), len(full) - 1)]
                self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._cursor:
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        px, theme = self._theme.px, self._theme
        most = max((count.papers for count in self._days), default=0)
        for number, count in enumerate(self._days):
            chosen = count.day == self._day
            column = QRectF(number * px(STEP), 0, px(WIDTH), px(HEIGHT))
            share = count.papers / most if most else 0.0
            if not count.papers:
                painter.setBrush(theme.scroll)
                painter.drawEllipse(QRectF(column.center().x() - 1.5, column.bottom() - 3, 3, 3))
                continue
            height = max(share * column.height(), px(4))
            bar = QRectF(column.left(), column.bottom() - height, column.width(), height)
            pale = theme.accent if chosen else theme.text_third
            painter.setOpacity(0.25)
            painter.setBrush(pale)
            painter.drawRoundedRect(bar, px(2.5), px(2.5))
            painter.setOpacity(1.0 if chosen else 0.55)
            filled = height * count.undecided / count.papers
            if filled:
                filled = max(filled, px(3))
                painter.drawRoundedRect(
                    QRectF(bar.left(), bar.bottom() - filled, bar.width(), filled), px(2.5), px(2.5)
                )
            painter.setOpacity(1.0)
            if self.hasFocus() and count.day == self._cursor:
                painter.setPen(theme.accent)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(bar.adjusted(-1.5, -1.5, 1.5, 0.5), px(3), px(3))
                painter.setPen(Qt.PenStyle.NoPen)
        self._paint_labels(painter)

    def _paint_labels(self, painter: QPainter) -> None:
        """The first day, the first of a month, the chosen day; one that would touch its neighbour is left out."""
        px, theme = self._theme.px, self._theme
        font = theme.font(11)
        wanted = []
        for number, count in enumerate(self._days):
            date = date_of(count.day)
            if count.day == self._day:
                wanted.append((0, number, short(count.day)))
            elif number == 0 or date.day == 1:
                wanted.append((1, number, short(count.day)))
            elif date.weekday() == 0:
                wanted.append((2, number, str(date.day)))
        spans: list[tuple[float, float]] = []
        for rank, number, text in sorted(wanted):
            painter.setFont(theme.font(11, SEMIBOLD) if rank == 0 else font)
            width = painter.fontMetrics().horizontalAdvance(text) + px(4)
            middle = number * px(STEP) + px(WIDTH) / 2
            left = min(max(middle - width / 2, 0.0), self.width() - width)
            if any(left < end + px(4) and left + width + px(4) > start for start, end in spans):
                continue
            spans.append((left, left + width))
            painter.setPen(theme.accent if rank == 0 else theme.text_third)
            room = QRectF(left, px(HEIGHT), width, px(LABELS))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)

    @Slot()
    def _take_theme(self) -> None:
        self.updateGeometry()
        self.update()


def said(count: DayCount) -> str:
    """`Sep 3: 41 papers, 23 undecided`."""
    if not count.papers:
        return f"{short(count.day)}: no papers"
    papers = "1 paper" if count.papers == 1 else f"{count.papers:,} papers"
    return f"{short(count.day)}: {papers}, {count.undecided:,} undecided"
