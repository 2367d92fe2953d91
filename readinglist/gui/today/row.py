"""Draws a paper that feeds showed: title, people and where it was seen, why it may matter; its numbers at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from readinglist.gui.guard import guarded
from readinglist.gui.paper_delegate import LEFT, RIGHT, PaperDelegate
from readinglist.gui.paper_model import RANKED_ROLE, ROW_ROLE, SHOWN_ROLE
from readinglist.gui.theme import SEMIBOLD
from readinglist.gui.today.curve import paint_curve
from readinglist.gui.today.dates import short
from readinglist.gui.today.orders import UNKNOWN
from readinglist.gui.today.telling import decision_of, reason_of, seen_in
from readinglist.library.feed_records import Ranked, Shown
from readinglist.library.records import Row, Status

HEIGHT, COMPACT_HEIGHT = 76, 62
NUMBERS = 104
"""Room at the right for what others thought of it."""
CURVE = (42, 13)
REASON_ICONS = {
    "near": "related",
    "words": "text",
    "tag": "tag",
    "author": "person",
    "popular": "chevron-up",
    "variety": "variety",
    "rule": "filter",
    "wish": "eye",
    "watch": "eye",
    "summary": "sparkle",
}
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextSingleLine)


class TodayDelegate(PaperDelegate):
    """Three lines per paper. `dated` says whether rows tell their day, where they are of many."""

    dated = False

    @property
    def row_height(self) -> int:
        return self._theme.px(COMPACT_HEIGHT if self._compact else HEIGHT)

    @guarded(None)
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row | None = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._paint_ground(painter, QRectF(option.rect), option.state)
        if row is not None:
            shown = index.data(SHOWN_ROLE) or UNKNOWN
            if row.status == Status.DISMISSED or shown.later_until:
                painter.setOpacity(0.72)
            self._paint_paper(painter, QRectF(option.rect), row, shown, index.data(RANKED_ROLE))
        painter.restore()

    def _paint_paper(self, painter: QPainter, rect: QRectF, row: Row, shown: Shown, ranked: Ranked | None) -> None:
        px = self._theme.px
        left, right = rect.left() + px(LEFT), rect.right() - px(RIGHT)
        first, second, third = self._three_lines(QRectF(left, rect.top(), right - left, rect.height()))
        if row.unread and row.status == Status.INBOX:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.accent)
            painter.drawEllipse(QPointF(left - px(12), first.center().y()), px(3.5), px(3.5))
        room = right - left - px(NUMBERS + 12)
        self._paint_title(painter, QRectF(left, first.top(), room, first.height()), row)
        self._paint_upvotes(painter, first, row, shown)
        self._paint_where(painter, QRectF(left, second.top(), room, second.height()), row, shown)
        self._paint_others(painter, second, shown)
        end = self._paint_decision(painter, third, row, shown)
        self._paint_reason(painter, QRectF(left, third.top(), end - left - px(10), third.height()), row, shown, ranked)

    def _three_lines(self, room: QRectF) -> tuple[QRectF, QRectF, QRectF]:
        line = self._theme.px(18 if self._compact else 19)
        top = room.top() + (room.height() - 3 * line) / 2 - 0.5
        first, second, third = (QRectF(room.left(), round(top + n * line), room.width(), line) for n in range(3))
        return first, second, third

    def _paint_upvotes(self, painter: QPainter, line: QRectF, row: Row, shown: Shown) -> None:
        px, theme = self._theme.px, self._theme
        x = line.right() - px(CURVE[0])
        room = QRectF(x, line.center().y() - px(CURVE[1]) / 2 - px(3), px(CURVE[0]), px(CURVE[1]))
        paint_curve(painter, room, shown.curve, theme.text_second)
        if row.starred:
            side = px(15)
            theme.paint_icon(
                painter,
                "star-filled",
                QRectF(line.right() - px(NUMBERS + 10), line.center().y() - side / 2, side, side),
                "star",
            )
        votes = shown.showing.upvotes
        if not votes and not shown.curve:
            return
        text = f"{votes:,}"
        painter.setFont(self._number)
        painter.setPen(theme.text)
        painter.drawText(QRectF(x - px(60), line.top(), px(50), line.height()), _RIGHT, text)
        width = max(self._number_metrics.horizontalAdvance(text), px(16))
        self._paint_triangle(painter, QPointF(x - px(10) - width - px(11), line.center().y()))

    def _paint_triangle(self, painter: QPainter, centre: QPointF) -> None:
        half = self._theme.px(4)
        path = QPainterPath(QPointF(centre.x(), centre.y() - half))
        path.lineTo(centre.x() + half, centre.y() + half - 1)
        path.lineTo(centre.x() - half, centre.y() + half - 1)
        path.closeSubpath()
        painter.setPen(QPen(self._theme.text_second, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_where(self, painter: QPainter, line: QRectF, row: Row, shown: Shown) -> None:
        """People, their organisation, the feeds that showed it, the day if the page has many."""
        theme, px = self._theme, self._theme.px
        painter.setFont(self._small)
        parts = [
            (row.people, theme.text_second),
            (shown.showing.organisation, theme.text_second),
            (seen_in(shown) or row.source, theme.text_third),
            (short(shown.sightings[-1].day) if self.dated and shown.sightings else "", theme.text_third),
        ]
        x = line.left()
        for text, colour in parts:
            room = line.right() - x
            if text and room > px(24):
                painter.setPen(colour)
                self._draw(painter, QRectF(x, line.top(), room, line.height()), text, self._small_metrics)
                x += min(self._small_metrics.horizontalAdvance(text), room) + px(12)

    def _paint_others(self, painter: QPainter, line: QRectF, shown: Shown) -> None:
        """Comments, and whether there is code."""
        theme, px = self._theme, self._theme.px
        side, said = px(14), shown.showing
        if said.comments:
            text = f"{said.comments:,}"
            painter.setFont(self._small)
            painter.setPen(theme.text_second)
            painter.drawText(line, _RIGHT, text)
            x = line.right() - max(self._small_metrics.horizontalAdvance(text), px(8)) - px(6) - side
            theme.paint_icon(painter, "comment", QRectF(x, line.center().y() - side / 2, side, side), "text_second")
        if said.code:
            x = line.right() - px(CURVE[0]) - px(26)
            theme.paint_icon(painter, "code", QRectF(x, line.center().y() - side / 2, side, side), "text_second")

    def _paint_decision(self, painter: QPainter, line: QRectF, row: Row, shown: Shown) -> float:
        """What was decided, at the right of the third line; returns where it begins."""
        decided = decision_of(row, shown)
        if decided is None:
            return line.right()
        icon, text, role = decided
        theme, px = self._theme, self._theme.px
        painter.setFont(self._chip)
        painter.setPen(theme.colour(role))
        painter.drawText(line, _RIGHT, text)
        side = px(13)
        x = line.right() - self._chip_metrics.horizontalAdvance(text) - px(6) - side
        theme.paint_icon(painter, icon, QRectF(x, line.center().y() - side / 2, side, side), role)
        return x

    def _paint_reason(self, painter: QPainter, line: QRectF, row: Row, shown: Shown, ranked: Ranked | None) -> None:
        kind, text = reason_of(shown, ranked)
        if not text:
            self._paint_tags(painter, line, row)
            return
        theme, px = self._theme, self._theme.px
        side = px(14)
        role = "text_third" if kind == "summary" else "accent"
        square = QRectF(line.left(), line.center().y() - side / 2, side, side)
        theme.paint_icon(painter, REASON_ICONS.get(kind, "info"), square, role)
        painter.setFont(self._small)
        painter.setPen(theme.text_third if kind == "summary" else theme.text_second)
        room = line.adjusted(side + px(6), 0, 0, 0)
        if kind == "summary":
            self._draw(painter, room, text, self._small_metrics)
        else:
            self._draw_with_words(painter, room, text)

    def _draw_with_words(self, painter: QPainter, room: QRectF, text: str) -> None:
        """A reason, the words that weighed (between asterisks) in italics."""
        x = room.left()
        for number, piece in enumerate(text.split("*")):
            if not piece or x >= room.right():
                continue
            italic = bool(number % 2)
            metrics = self._italic_metrics if italic else self._small_metrics
            painter.setFont(self._italic if italic else self._small)
            painter.setPen(self._theme.text if italic else self._theme.text_second)
            self._draw(painter, QRectF(x, room.top(), room.right() - x, room.height()), piece, metrics)
            x += metrics.horizontalAdvance(piece)

    def _paint_tags(self, painter: QPainter, line: QRectF, row: Row) -> None:
        px, x = self._theme.px, line.left()
        painter.setFont(self._chip)
        for name, colour in row.tags:
            width = self._chip_width(name)
            if x + width > line.right():
                return
            ground, text = self._theme.tag_colours(colour)
            self._paint_chip(painter, x + width, line, width, name, ground, text)
            x += width + px(6)

    def _draw(self, painter: QPainter, room: QRectF, text: str, metrics: QFontMetricsF) -> None:
        if metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, text)

    def _take_theme(self) -> None:
        super()._take_theme()
        self._number: QFont = self._theme.font(13, SEMIBOLD)
        self._number_metrics = QFontMetricsF(self._number)
        self._italic: QFont = self._theme.font(12, italic=True)
        self._italic_metrics = QFontMetricsF(self._italic)

    @guarded(QSize(100, HEIGHT))
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.row_height)
