"""A tag as a coloured chip that can be clicked and taken off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme

HEIGHT = 23
"""Of each chip, at 13 px text."""
_PAD, _CROSS, _WIDEST = 9, 15, 260


class TagChip(QAbstractButton):
    """One tag. A click asks for the papers that carry it; the cross, Delete or Backspace takes it off."""

    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, name: str, colour: str, share: str = "", parent: QWidget | None = None) -> None:
        """`share` is `3 of 12` where only some of several papers carry it."""
        super().__init__(parent)
        self._theme, self.name, self._colour, self._share = theme, name, colour, share
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription("Enter shows its papers, Delete takes it off")
        self.set_look(colour, share)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_changed)

    def set_look(self, colour: str, share: str = "") -> None:
        """Another colour, or another share of the papers that are shown."""
        self._colour, self._share = colour, share
        said = f"Tag {self.name}" + (f" on {share}" if share else "")
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    @guarded(QSize(60, HEIGHT))
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(12, MEDIUM))
        width = metrics.horizontalAdvance(self._text()) + 1 + self._theme.px(_PAD + _CROSS + 4)
        return QSize(min(width, self._theme.px(_WIDEST)), self._theme.px(HEIGHT))

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        background, text = theme.tag_colours(self._colour)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = theme.accent if self.hasFocus() else text if self._share else QColor(0, 0, 0, 0)
        style = Qt.PenStyle.DashLine if self._share and not self.hasFocus() else Qt.PenStyle.SolidLine
        painter.setPen(QPen(edge, 1, style))
        painter.setBrush(QColor(0, 0, 0, 0) if self._share else background)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        painter.setPen(text)
        painter.setFont(theme.font(12, MEDIUM))
        room = QRectF(self.rect()).adjusted(theme.px(_PAD), 0, -theme.px(_CROSS + 3), 0)
        shown = painter.fontMetrics().elidedText(self._text(), Qt.TextElideMode.ElideMiddle, int(room.width()) + 1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        self._paint_cross(painter, text)

    def _paint_cross(self, painter: QPainter, colour: QColor) -> None:
        lively = self.underMouse() and self._cross().contains(self.mapFromGlobal(self.cursor().pos()).toPointF())
        stroke = QColor(colour)
        stroke.setAlphaF(1.0 if lively else 0.5)
        painter.setPen(QPen(stroke, self._theme.px(1.5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        middle, arm = self._cross().center(), self._theme.px(2.6)
        painter.drawLine(middle - QPointF(arm, arm), middle + QPointF(arm, arm))
        painter.drawLine(middle - QPointF(arm, -arm), middle + QPointF(arm, -arm))

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.update()

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._cross().contains(event.position()):
            self.setDown(False)
            self.removed.emit(self.name)
        else:
            super().mouseReleaseEvent(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverLeave, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def _text(self) -> str:
        return f"{self.name}  {self._share}" if self._share else self.name

    def _cross(self) -> QRectF:
        width = self._theme.px(_CROSS + 3)
        return QRectF(self.width() - width, 0, width - 2, self.height())

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self.name)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
