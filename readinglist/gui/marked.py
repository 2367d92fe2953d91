"""Text in which a search marked what it found, drawn on one line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from readinglist.library.records import MARK_END, MARK_START

ELLIPSIS = "…"
LEFT_OUT = "… "
_VCENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was marked; no mark is left in them and no piece is empty."""
    found: list[tuple[str, bool]] = []
    marked = False
    start = 0
    for position, character in enumerate(text):
        if character in (MARK_START, MARK_END):
            if position > start:
                found.append((text[start:position], marked))
            marked = character == MARK_START
            start = position + 1
    if start < len(text):
        found.append((text[start:], marked))
    return found


def fitted(text: str, metrics: QFontMetricsF, width: float) -> str:
    """The text without so many of its first words that what is marked first stands within two thirds of `width`."""
    end = text.find(MARK_END)
    if end < 0 or metrics.horizontalAdvance(text[:end]) <= width * 2 / 3:
        return text
    start = text.find(MARK_START)
    while True:
        blank = text.find(" ", 0 if not text.startswith(LEFT_OUT) else len(LEFT_OUT))
        if not 0 <= blank < start:
            return text
        text = LEFT_OUT + text[blank + 1 :]
        start, end = text.find(MARK_START), text.find(MARK_END)
        if metrics.horizontalAdvance(text[:end]) <= width * 2 / 3:
            return text


def paint_marked(painter: QPainter, rect: QRectF, text: str, metrics: QFontMetricsF, ground: QColor) -> None:
    """Draw the text with `ground` behind what is marked, cut at the end of `rect`."""
    x = rect.left()
    pen = painter.pen()
    for piece, marked in pieces(text):
        room = rect.right() - x
        if room <= 0:
            return
        width = metrics.horizontalAdvance(piece)
        last = width > room
        if last:
            piece = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(piece)
            marked = marked and piece not in ("", ELLIPSIS)
        if marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            height = metrics.height() + 1
            painter.drawRoundedRect(QRectF(x - 1, rect.center().y() - height / 2, width + 2, height), 3, 3)
            painter.setPen(pen)
        painter.drawText(QRectF(x, rect.top(), width + 1, rect.height()), _VCENTRE, piece)
        if last:
            return
        x += width
