"""How marks, hits and the selection are drawn over a page: a highlight tints paper and leaves the ink."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from readinglist.documents.pages import Quad, box_of
from readinglist.gui.palette import mark_colour
from readinglist.gui.reader.open_pdf import PAPER_NIGHT
from readinglist.gui.reader.page_layout import Placed
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import Annotation

NOTE_SIDE = 18.0
"""Points of the page that the icon of a margin note takes."""
INK_NIGHT = QColor("#E4E5EA")


def draw_annotation(painter: QPainter, page: Placed, mark: Annotation, *, night: bool) -> None:
    """Draw an annotation over the picture of its page."""
    colour = mark_colour(mark.colour, dark=night)
    if mark.kind == "highlight":
        tint(painter, page, mark.quads, colour, night=night)
    elif mark.kind == "underline":
        _underline(painter, page, mark.quads, colour)
    elif mark.kind == "area":
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bounds(page, mark.quads), 2, 2)
    else:
        _note(painter, bounds(page, mark.quads), colour, night=night)


def tint(painter: QPainter, page: Placed, quads: Iterable[Quad], colour: QColor, *, night: bool) -> None:
    """Colour the paper between letters: it is multiplied into white pages, and lightens dark ones."""
    mode = QPainter.CompositionMode
    painter.save()
    painter.setCompositionMode(mode.CompositionMode_Lighten if night else mode.CompositionMode_Multiply)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_mixed(colour, PAPER_NIGHT, 0.36) if night else _mixed(colour, QColor("white"), 0.52))
    painter.drawPath(outline(page, quads))
    painter.restore()


def outline(page: Placed, quads: Iterable[Quad], grow: float = 1.0) -> QPainterPath:
    """All quads as one shape, a little larger than the letters."""
    whole = QPainterPath()
    for quad in quads:
        ul, ur, ll, lr = corners(page, quad)
        path = QPainterPath()
        if abs(ul.y() - ur.y()) < 0.5 and ul.x() < ur.x():
            rect = QRectF(ul, lr).normalized().adjusted(-grow, -grow, grow, grow)
            path.addRoundedRect(rect, 2, 2)
        else:
            path.addPolygon(QPolygonF([ul, ur, lr, ll]))
            path.closeSubpath()
        whole = whole.united(path)
    return whole


def corners(page: Placed, quad: Quad) -> tuple[QPointF, QPointF, QPointF, QPointF]:
    """Upper left, upper right, lower left and lower right of a quad in the layout."""
    a, b, c, d, e, f, g, h = page.quad_to_layout(quad)
    return QPointF(a, b), QPointF(c, d), QPointF(e, f), QPointF(g, h)


def bounds(page: Placed, quads: Iterable[Quad]) -> QRectF:
    """The upright rectangle around quads in the layout."""
    left, top, right, bottom = page.box_to_layout(box_of(list(quads)))
    return QRectF(left, top, right - left, bottom - top)


def draw_chosen(painter: QPainter, page: Placed, mark: Annotation, theme: Theme, *, night: bool) -> None:
    """A line round the annotation that was clicked."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(mark_colour(mark.colour, dark=night), 1.6))
    if mark.kind in ("highlight", "underline"):
        painter.drawPath(outline(page, mark.quads, 3.0).simplified())
    else:
        painter.drawRoundedRect(bounds(page, mark.quads).adjusted(-3, -3, 3, 3), 4, 4)


def draw_selection(painter: QPainter, page: Placed, quads: Iterable[Quad], *, night: bool) -> None:
    """The chosen words."""
    tint(painter, page, quads, QColor("#6E8BFF" if night else "#7C93F5"), night=night)


def draw_hit(painter: QPainter, page: Placed, quads: Iterable[Quad], *, current: bool, night: bool) -> None:
    """A place where what is looked for stands; the current one stands out."""
    given = list(quads)
    tint(painter, page, given, QColor("#F08A24" if current else "#F6B26B"), night=night)
    if current:
        painter.setPen(QPen(QColor("#E07B12"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline(page, given, 1.5))


def is_at(mark: Annotation, x: float, y: float) -> bool:
    """Whether a point of the page lies on an annotation."""
    if mark.kind == "area":
        left, top, right, bottom = box_of(mark.quads)
        near = min(abs(x - left), abs(x - right), abs(y - top), abs(y - bottom)) <= 4
        return near and left - 4 <= x <= right + 4 and top - 4 <= y <= bottom + 4
    for quad in mark.quads:
        left, top, right, bottom = box_of([quad])
        if left <= x <= right and top <= y <= bottom:
            return True
    return False


def _underline(painter: QPainter, page: Placed, quads: Iterable[Quad], colour: QColor) -> None:
    painter.setPen(QPen(colour, max(1.4, 1.1 * page.view.zoom)))
    for quad in quads:
        _, _, left, right = corners(page, quad)
        painter.drawLine(left, right)


def _note(painter: QPainter, rect: QRectF, colour: QColor, *, night: bool) -> None:
    side = max(min(rect.width(), rect.height()), 10.0)
    body = QRectF(rect.left(), rect.top(), side, side * 0.82)
    painter.setPen(QPen(colour.darker(125), 1))
    painter.setBrush(_mixed(colour, PAPER_NIGHT if night else QColor("white"), 0.8))
    shape = QPainterPath()
    shape.addRoundedRect(body, side * 0.18, side * 0.18)
    tail = QPolygonF([QPointF(body.left() + side * k, body.bottom() + side * d) for k, d in _TAIL])
    shape.addPolygon(tail)
    painter.drawPath(shape.simplified())
    painter.setPen(QPen(INK_NIGHT if night else QColor(0, 0, 0, 150), max(side / 16, 0.8)))
    for share in (0.32, 0.58):
        y = body.top() + body.height() * share
        painter.drawLine(QPointF(body.left() + side * 0.22, y), QPointF(body.right() - side * 0.22, y))


_TAIL = ((0.2, -0.05), (0.24, 0.2), (0.5, -0.05))


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of one colour, the rest of the other."""
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * (1 - share),
        one.greenF() * share + other.greenF() * (1 - share),
        one.blueF() * share + other.blueF() * (1 - share),
    )
