"""The list in the command palette: icon, title, what it is, its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.painted_rows import Index, RowPainter, paint_ground
from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.gui.command_palette import Command

HEIGHT = 36
COMMAND_ROLE = Qt.ItemDataRole.UserRole + 1
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextSingleLine)


class CommandLines(QListView):
    """Shows commands; the focus stays with the field above it."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Model(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Rows(theme, self, height=HEIGHT))
        self.setAccessibleName("What fits")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    def show_commands(self, commands: Sequence[Command]) -> None:
        """Offer these, the first one current."""
        self._lines.set_commands(commands)
        if commands:
            self.setCurrentIndex(self._lines.index(0, 0))

    def move_current(self, step: int, *, around: bool = True) -> None:
        """Go up or down by some lines, round the ends or up to them."""
        count = self._lines.rowCount()
        if count:
            row = self.currentIndex().row() + step
            row = row % count if around else min(max(row, 0), count - 1)
            self.setCurrentIndex(self._lines.index(row, 0))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands: Sequence[Command] = ()

    def set_commands(self, commands: Sequence[Command]) -> None:
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._commands)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._commands):
            return None
        command = self._commands[index.row()]
        if role == COMMAND_ROLE:
            return command
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (command.title, command.kind, command.keys) if part)
        return None


class _Rows(RowPainter):
    def _paint_row(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool, under: bool) -> None:
        command: Command | None = index.data(COMMAND_ROLE)
        if command is None:
            return
        theme, px = self._theme, self._theme.px
        paint_ground(painter, theme, rect.adjusted(px(6), 1, -px(6), -1), px(6), chosen=chosen, under=under)
        self._paint_icon(painter, rect, command)
        right = self._paint_right(painter, rect, command)
        left = rect.left() + px(44)
        painter.setFont(theme.font(13))
        painter.setPen(theme.text if command.enabled else theme.text_third)
        metrics = QFontMetricsF(theme.font(13))
        room = QRectF(left, rect.top(), right - left - px(12), rect.height())
        title = metrics.elidedText(command.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, title)
        room.setLeft(left + metrics.horizontalAdvance(title) + px(10))
        if command.detail and room.width() > px(60):
            painter.setFont(theme.font(12))
            painter.setPen(theme.text_third)
            small = QFontMetricsF(theme.font(12))
            painter.drawText(room, _LEFT, small.elidedText(command.detail, Qt.TextElideMode.ElideRight, room.width()))

    def _paint_icon(self, painter: QPainter, rect: QRectF, command: Command) -> None:
        px = self._theme.px
        centre = QPointF(rect.left() + px(26), rect.center().y())
        if command.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.tag_dot(command.colour))
            painter.drawEllipse(centre, px(4), px(4))
            return
        side = px(16)
        square = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        self._theme.paint_icon(painter, command.icon, square, "text_second")

    def _paint_right(self, painter: QPainter, rect: QRectF, command: Command) -> float:
        theme, px = self._theme, self._theme.px
        text = command.keys or command.kind
        font = theme.font(12)
        width = QFontMetricsF(font).horizontalAdvance(text)
        right = rect.right() - px(18)
        painter.setFont(font)
        painter.setPen(theme.text_third)
        painter.drawText(QRectF(right - width - 2, rect.top(), width + 2, rect.height()), _RIGHT, text)
        return right - width
