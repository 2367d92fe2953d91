"""Draws the rows of the list: two lines, three when a search has something to show."""

from __future__ import annotations

import datetime
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from readinglist.gui.guard import guarded
from readinglist.gui.marked import fitted, paint_marked
from readinglist.gui.paper_model import HIT_ROLE, ROW_ROLE
from readinglist.gui.theme import MEDIUM, SEMIBOLD, Theme
from readinglist.library.queue_words import day_in_words, days_until
from readinglist.library.records import Hit, Progress, Row, Status

COMFORTABLE, COMPACT = 62, 44
WITH_SNIPPET = {COMFORTABLE: 84, COMPACT: 62}
LEFT, RIGHT = 36, 20
"""Where text begins and ends inside a row."""
CHIP_MOST = 150
BAR = 28
TITLE_MIN = 160
"""A title is not cut shorter than that for the sake of the marks beside it."""
MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WAITS = {"": "accent", "look-up": "warn", "download": "text_second"}
"""Colours of where a paper stands: on its way, to be seen to by the user, or nothing to be done about it."""
STATUS_ICON = {Status.READING: "reading", Status.READ: "read"}
DUE_ICON = {"rose": "bad", "amber": "warn", "slate": "text_second"}
"""Colours of the clock on a chip that says by when, by the chip's own."""


class PaperDelegate(QStyledItemDelegate):
    """Paints one paper per row with the theme's colours; `set_density` and `set_snippets` say how high rows are."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self._snippets = False
        self.today = datetime.date.today()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def set_density(self, density: str) -> None:
        """`comfortable` or `compact`."""
        self._compact = density == "compact"

    def set_snippets(self, on: bool) -> None:
        """Whether rows have a line for what a search found."""
        self._snippets = on

    @property
    def row_height(self) -> int:
        """The height of each row in pixels."""
        base = COMPACT if self._compact else COMFORTABLE
        return self._theme.px(WITH_SNIPPET[base] if self._snippets else base)

    @property
    def accent(self) -> QColor:
        """The colour of what is pointed at."""
        return self._theme.accent

    @guarded(QSize(100, COMFORTABLE))
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.row_height)

    @guarded(None)
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row | None = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._paint_ground(painter, rect, state)
        if row is not None:
            hit: Hit | None = index.data(HIT_ROLE) if self._snippets else None
            self._paint_row(painter, rect, row, "" if hit is None else found_text(hit))
        painter.restore()

    # -- parts of a row

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        theme, px = self._theme, self._theme.px
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if not chosen:
            painter.fillRect(
                QRectF(rect.left() + px(LEFT), rect.bottom() - 1, rect.width() - px(LEFT + RIGHT), 1), theme.hairline
            )
        body = rect.adjusted(px(8), 1, -px(8), -1)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected if chosen else theme.hover)
            painter.drawRoundedRect(body, px(8), px(8))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QColor(theme.accent)
            ring.setAlphaF(0.45)
            painter.setPen(ring)
            painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Row, found: str) -> None:
        px = self._theme.px
        left, right = rect.left() + px(LEFT), rect.right() - px(RIGHT)
        lines = self._lines(QRectF(left, rect.top(), right - left, rect.height()), row, found)
        first = lines.pop(0)
        if row.unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.accent)
            painter.drawEllipse(QPointF(left - px(12), first.center().y()), px(3.5), px(3.5))
        title_right = self._paint_marks(painter, first, row)
        self._paint_title(painter, QRectF(left, first.top(), title_right - left, first.height()), row)
        if _has_second_line(row):
            second = lines.pop(0)
            people_right = self._paint_chips(painter, second, row)
            self._paint_people(painter, QRectF(left, second.top(), max(0.0, people_right - left), second.height()), row)
        if found:
            self._paint_found(painter, lines.pop(0), found)

    def _lines(self, room: QRectF, row: Row, found: str) -> list[QRectF]:
        """Where the row's lines go: as many as it has something for, in the middle of its height."""
        px = self._theme.px
        count = 1 + _has_second_line(row) + bool(found)
        line, gap = (px(18), 0) if self._compact else (px(20), px(2) if found else px(5))
        top = room.top() + (room.height() - count * line - (count - 1) * gap) / 2 - 0.5
        return [QRectF(room.left(), round(top + n * (line + gap)), room.width(), line) for n in range(count)]

    def _paint_title(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        painter.setFont(self._title_unread if row.unread else self._title)
        quiet = row.status == Status.DISMISSED or not row.title
        painter.setPen(self._theme.text_third if quiet else self._theme.text)
        metrics = self._unread_metrics if row.unread else self._title_metrics
        _text(painter, rect, row.title or "Untitled", metrics)

    def _paint_marks(self, painter: QPainter, rect: QRectF, row: Row) -> float:
        """Date, star, PDF and note at the right of the first line; returns where they begin."""
        px, x = self._theme.px, rect.right()
        painter.setFont(self._small)
        painter.setPen(self._theme.text_third)
        when = shown_date(row.when, self.today)
        if when:
            width = self._small_metrics.horizontalAdvance(when)
            painter.drawText(QRectF(x - width, rect.top(), width + 1, rect.height()), _VCENTRE, when)
            x -= width + px(8)
        if row.minutes is not None:
            text = f"{row.minutes} min"
            width = self._small_metrics.horizontalAdvance(text)
            painter.drawText(QRectF(x - width, rect.top(), width + 1, rect.height()), _VCENTRE, text)
            x -= width + px(10)
        marks = [
            ("star-filled", "star") if row.starred else None,
            ("file", "text_third") if row.has_document else None,
            ("note", "text_third") if row.has_note else None,
            (STATUS_ICON[row.status], "text_third") if row.status in STATUS_ICON else None,
        ]
        size = px(15)
        for mark in marks:
            if mark is not None and x - size - rect.left() > px(TITLE_MIN):
                x -= size
                self._theme.paint_icon(painter, mark[0], _square(x, rect, size), mark[1])
                x -= px(6)
        if row.progress is not None and row.status == Status.READING and x - px(BAR) - rect.left() > px(TITLE_MIN):
            x -= px(BAR)
            self._paint_progress(painter, QRectF(x, rect.center().y() - px(1.5), px(BAR), px(3)), row.progress)
            x -= px(6)
        return x - px(6)

    def _paint_progress(self, painter: QPainter, bar: QRectF, progress: Progress) -> None:
        """How far a paper that is being read was read, as a thin bar."""
        painter.setPen(Qt.PenStyle.NoPen)
        track = QColor(self._theme.text_third)  # seen on chosen rows too
        track.setAlphaF(0.35)
        share = min(progress.furthest / max(progress.pages, 1), 1.0)
        for colour, width in ((track, bar.width()), (self._theme.accent, max(bar.width() * share, 3))):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), width, bar.height()), 1.5, 1.5)

    def _paint_chips(self, painter: QPainter, rect: QRectF, row: Row) -> float:
        """Tag chips at the right of the second line, as many as fit; returns where they begin."""
        px, x = self._theme.px, rect.right()
        room = rect.width() * 0.6
        if row.waits:  # where it stands is never cut
            room = min(room, rect.width() - self._waits_width(row) - px(6))
        painter.setFont(self._chip)
        if row.by is not None:
            name, colour = due_chip(row.by, self.today)
            width = self._chip_width(name) + px(14)
            right, x = x, self._paint_chip(painter, x, rect, width, "", *self._theme.tag_colours(colour))
            chip = QRectF(right - width, rect.top(), width, rect.height())
            self._theme.paint_icon(painter, "clock", _square(chip.left() + px(7), rect, px(11)), DUE_ICON[colour])
            painter.drawText(chip.adjusted(px(22), 0, 0, 0), _VCENTRE, name)
        left_out = 0
        for name, colour in reversed(row.tags):
            name = self._chip_name(name)
            width = min(self._chip_width(name), px(CHIP_MOST))
            if rect.right() - x + width > room - px(28):
                left_out += 1
                continue
            background, text = self._theme.tag_colours(colour)
            x = self._paint_chip(painter, x, rect, width, name, background, text)
        if left_out:
            name = f"+{left_out}"
            width = self._chip_width(name)
            x = self._paint_chip(painter, x, rect, width, name, self._theme.hover, self._theme.text_second)
        return x - px(6)

    def _paint_chip(
        self, painter: QPainter, right: float, line: QRectF, width: float, name: str, ground: QColor, text: QColor
    ) -> float:
        px = self._theme.px
        chip = QRectF(right - width, line.center().y() - px(9), width, px(18))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(text)
        _text(painter, chip.adjusted(px(8), 0, -px(7), 0), name, self._chip_metrics)
        return chip.left() - px(6)

    def _paint_people(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        px = self._theme.px
        painter.setFont(self._small)
        painter.setPen(self._theme.text_second)
        x = rect.left()
        end = rect.right() - (self._waits_width(row) if row.waits else 0)
        for text, colour, last in (
            (row.people, self._theme.text_second, end),
            (row.source if row.source != row.title else "", self._theme.text_third, end),
            (row.waits, self._theme.colour(WAITS[row.stuck]), rect.right()),
        ):
            room = last - x
            if text and room > px(24):
                painter.setPen(colour)
                _text(painter, QRectF(x, rect.top(), room, rect.height()), text, self._small_metrics)
                x += min(self._small_metrics.horizontalAdvance(text), room) + px(12)

    def _waits_width(self, row: Row) -> float:
        return self._small_metrics.horizontalAdvance(row.waits) + self._theme.px(12) + 1

    def _paint_found(self, painter: QPainter, rect: QRectF, found: str) -> None:
        painter.setFont(self._small)
        painter.setPen(self._theme.text_second)
        text = fitted(" ".join(found.split()), self._small_metrics, rect.width())
        paint_marked(painter, rect, text, self._small_metrics, self._theme.mark)

    # -- measures

    def _take_theme(self) -> None:
        font = self._theme.font
        self._title, self._title_unread = font(14, MEDIUM), font(14, SEMIBOLD)
        self._small, self._chip = font(12), font(11, MEDIUM)
        self._title_metrics = QFontMetricsF(self._title)
        self._unread_metrics = QFontMetricsF(self._title_unread)
        self._small_metrics = QFontMetricsF(self._small)
        self._chip_metrics = QFontMetricsF(self._chip)
        self._widths: dict[str, float] = {}

    def _chip_name(self, name: str) -> str:
        """A nested tag that is too long for its chip keeps its own name and drops what it is nested in."""
        if "/" in name and self._chip_width(name) > self._theme.px(CHIP_MOST):
            return "…/" + name.rpartition("/")[2]
        return name

    def _chip_width(self, name: str) -> float:
        width = self._widths.get(name)
        if width is None:
            width = self._widths[name] = self._chip_metrics.horizontalAdvance(name) + self._theme.px(17)
        return width


_VCENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)


def _text(painter: QPainter, rect: QRectF, text: str, metrics: QFontMetricsF) -> None:
    if metrics.horizontalAdvance(text) > rect.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _VCENTRE, text)


def found_text(hit: Hit) -> str:
    """What a row says of why it was found, empty for nothing."""
    return hit.snippet or "; ".join(reason.text for reason in hit.reasons)


def _has_second_line(row: Row) -> bool:
    return bool(row.people or (row.source and row.source != row.title) or row.waits or row.tags or row.by)


def due_chip(by: str, today: datetime.date) -> tuple[str, str]:
    """What the chip of a paper says that is to be read by a day, and its colour: quiet until that day is near."""
    away, day = days_until(by, today), datetime.date.fromisoformat(by)
    if away < 0:
        return f"due {day.day} {MONTHS[day.month]}", "rose"
    if away < 2:
        return f"by {day_in_words(by, today)}", "rose" if away == 0 else "amber"
    if away < 7:
        return f"by {day_in_words(by, today)[:3]}", "amber" if away == 2 else "slate"
    year = "" if day.year == today.year else f" {day.year}"
    return f"by {day.day} {MONTHS[day.month]}{year}", "slate"


def _square(left: float, line: QRectF, size: float) -> QRectF:
    return QRectF(left, line.center().y() - size / 2, size, size)


@lru_cache(maxsize=4096)
def shown_date(when: str, today: datetime.date) -> str:
    """`2024-05-24` as a list shows it: `24 May` in this year, `May 2024` before, `2024` if no more is known."""
    parts = when.split("-")
    try:
        year = int(parts[0])
        if len(parts) == 1:
            return str(year)
        month = MONTHS[int(parts[1])]
        if len(parts) > 2 and year == today.year:
            return f"{int(parts[2])} {month}"
        return f"{month} {year}"
    except (ValueError, IndexError):
        return when
