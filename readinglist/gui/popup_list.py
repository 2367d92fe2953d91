"""A list that opens below a field without taking the focus from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from readinglist.gui.painted_rows import Index, RowPainter, paint_ground
from readinglist.gui.theme import Theme

LINES = 9
"""Lines that are shown without scrolling."""
HEIGHT = 28


class PopupList(QListWidget):
    """Lines of text, each with a fainter word at its right; `place` shows it over its parent."""

    chosen = Signal(int)
    """The number of the line that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hide()
        self.setObjectName("popup-list")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Lines(theme, self, height=HEIGHT))
        self.itemPressed.connect(self._on_pressed)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """(text, fainter text) of each line; none is current at first."""
        self.clear()
        for text, faint in lines:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, faint)
            self.addItem(item)
        self.setCurrentRow(-1)

    def place(self, corner: QPoint, width: int) -> None:
        """Open with the upper left corner there, in the parent's coordinates."""
        height = min(self.count(), LINES) * self._theme.px(HEIGHT) + 10
        self.setGeometry(corner.x(), corner.y(), width, height)
        self.raise_()
        self.show()

    def move_current(self, step: int) -> None:
        """Make the next or previous line current, round the ends."""
        if self.count():
            row = self.currentRow() + step if self.currentRow() >= 0 else (0 if step > 0 else -1)
            self.setCurrentRow(row % self.count())

    def _on_pressed(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.row(item))


class _Lines(RowPainter):
    def _paint_row(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool, under: bool) -> None:
        theme, px = self._theme, self._theme.px
        paint_ground(painter, theme, rect, px(6), chosen=chosen, under=under)
        body = rect.adjusted(px(9), 0, -px(9), 0)
        faint = str(index.data(Qt.ItemDataRole.UserRole) or "")
        metrics = QFontMetricsF(theme.font(12))
        painter.setFont(theme.font(12))
        painter.setPen(theme.text_third)
        painter.drawText(body, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), faint)
        body.setRight(body.right() - metrics.horizontalAdvance(faint) - px(8))
        painter.setFont(theme.font(13))
        painter.setPen(theme.text)
        text = QFontMetricsF(theme.font(13)).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, body.width())
        painter.drawText(body, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
