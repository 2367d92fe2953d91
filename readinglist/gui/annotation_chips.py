"""The tags of an annotation as small chips on its card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from readinglist.gui.theme import MEDIUM, Theme
from readinglist.library.annotation_records import Annotation

HEIGHT, PAD, GAP = 19, 7, 5
Chip = tuple[QRectF, str, str]
"""Where it is, what it says, and the colour of its tag."""


def place_chips(theme: Theme, annotation: Annotation, at: QPointF, room: float) -> tuple[list[Chip], float]:
    """Its chips from a corner on, in as many rows as they need, and the height below them."""
    if not annotation.tags:
        return [], at.y()
    metrics = QFontMetricsF(theme.font(11, MEDIUM))
    height, gap = theme.px(HEIGHT), theme.px(GAP)
    x, y = at.x(), at.y() + theme.px(4)
    chips: list[Chip] = []
    for name, colour in zip(annotation.tags, annotation.tag_colours, strict=False):
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room - 2 * theme.px(PAD))
        width = metrics.horizontalAdvance(shown) + 2 * theme.px(PAD)
        if chips and x + width > at.x() + room:
            x, y = at.x(), y + height + gap
        chips.append((QRectF(x, y, width, height), shown, colour))
        x += width + gap
    return chips, y + height


def paint_chip(painter: QPainter, theme: Theme, rect: QRectF, name: str, colour: str) -> None:
    """Draw one."""
    background, text = theme.tag_colours(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(text)
    painter.setFont(theme.font(11, MEDIUM))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), name)
