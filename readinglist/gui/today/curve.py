"""The curve of a paper's upvotes, small enough for a row."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Curve = Sequence[tuple[str, int, int]]
"""(day, upvotes, comments), oldest first."""


def points(curve: Curve, room: QRectF) -> list[QPointF]:
    """Where the upvotes of each day lie in the room: from its left to its right, 0 at its bottom."""
    most = max((upvotes for _, upvotes, _ in curve), default=0)
    if len(curve) < 2 or most <= 0:
        return []
    step = room.width() / (len(curve) - 1)
    return [
        QPointF(room.left() + number * step, room.bottom() - room.height() * max(upvotes, 0) / most)
        for number, (_, upvotes, _) in enumerate(curve)
    ]


def paint_curve(painter: QPainter, room: QRectF, curve: Curve, colour: QColor, width: float = 1.4) -> None:
    """Draw it with a dot at its end; a single day draws nothing."""
    places = points(curve, room)
    if not places:
        return
    path = QPainterPath(places[0])
    for before, place in itertools.pairwise(places):
        middle = (before.x() + place.x()) / 2
        path.cubicTo(QPointF(middle, before.y()), QPointF(middle, place.y()), place)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(places[-1], width * 1.2, width * 1.2)
