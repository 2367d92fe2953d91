"""Lists whose rows are painted and all equally tall."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class RowPainter(QStyledItemDelegate):
    """What stands in a row and how it looks, `_paint_row` says."""

    def __init__(self, theme: Theme, parent: QObject, *, height: float, width: float = 100) -> None:
        """`height` and the least `width` of a row in pixels at 13 px text."""
        super().__init__(parent)
        self._theme = theme
        self._height, self._least = height, width

    @guarded(QSize(100, 36))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(self._least), self._theme.px(self._height))

    @guarded(None)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_row(painter, QRectF(option.rect), index, chosen=chosen, under=under)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool, under: bool) -> None:
        """Draw a row that is chosen, or that the mouse is over."""
        raise NotImplementedError


class PaintedRows(QListView):
    """Knows the row that the mouse is over; a click on the current row, and Enter, call `_press` and `_enter`."""

    def __init__(self, theme: Theme, name: str, *, height: float) -> None:
        """`name` is what a screen reader says, `height` that of a row in pixels at 13 px text."""
        super().__init__()
        self.theme = theme
        self._under = -1
        self.setItemDelegate(_Rows(self, height))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # -- what a list says

    def paint_row(self, painter: QPainter, rect: QRectF, row: int, *, chosen: bool, under: bool) -> None:
        """Draw a row that is chosen, or that the mouse is over."""
        raise NotImplementedError

    def _tip(self, row: int, at: QPointF) -> str:
        """What is told of the row where the mouse rests."""
        raise NotImplementedError

    def _press(self, row: int, at: QPointF, *, ctrl: bool) -> None:
        """The row was clicked there."""
        raise NotImplementedError

    def _enter(self, row: int, *, ctrl: bool) -> None:
        """Enter was pressed while the row was current."""
        raise NotImplementedError

    # -- what Qt calls

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        row = self.row_at(event.position())
        self._go_under(row)
        self.viewport().setToolTip(self._tip(row, event.position()) if row >= 0 else "")

    @guarded(None)
    def leaveEvent(self, event: QEvent) -> None:
        self._go_under(-1)
        super().leaveEvent(event)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and row == self.currentIndex().row():
            self._press(row, event.position(), ctrl=_with_ctrl(event))

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(row, ctrl=_with_ctrl(event))
        else:
            super().keyPressEvent(event)

    def row_at(self, at: QPointF) -> int:
        """The row there in the viewport, -1 where there is none."""
        return self.indexAt(at.toPoint()).row()

    @property
    def under(self) -> int:
        """The row that the mouse is over, -1 for none."""
        return self._under

    def _go_under(self, row: int) -> None:
        if row != self._under:
            self._under = row
            self.viewport().update()


class _Rows(RowPainter):
    def __init__(self, view: PaintedRows, height: float) -> None:
        super().__init__(view.theme, view, height=height)
        self._view = view

    def _paint_row(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool, under: bool) -> None:
        row = index.row()
        self._view.paint_row(painter, rect, row, chosen=chosen, under=row == self._view.under)


def paint_ground(
    painter: QPainter, theme: Theme, rect: QRectF, radius: float, *, chosen: bool, under: bool = False
) -> None:
    """What lies under a row that is chosen, or that the mouse is over."""
    if chosen or under:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.selected if chosen else theme.hover)
        painter.drawRoundedRect(rect, radius, radius)


def _with_ctrl(event: QMouseEvent | QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
