"""Widgets in a row that wraps like words of a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Lays its widgets out from the reading side and goes to the next line where the width ends."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QWidget] = []
        self._far: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_items(self, items: Sequence[QWidget], *, far: Sequence[QWidget] = ()) -> None:
        """Show these widgets in this order; what is no longer among them is deleted. Tab goes in the same order.

        `far` come after them, at the far end of a line, together where they fit into one.
        """
        self._far = list(far)
        items = [*items, *far]
        for gone in self._items:
            if gone not in items:
                gone.hide()
                gone.deleteLater()
        self._items = list(items)
        for before, item in zip([None, *items], items, strict=False):
            if item.parentWidget() is not self:
                item.setParent(self)
                item.show()
            if before is not None:
                QWidget.setTabOrder(before, item)
        self._relayout()

    def items(self) -> list[QWidget]:
        """The widgets in their order."""
        return list(self._items)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self._gap for item in self._shown())
        return QSize(width, self._arrange(self.width() or width, move=False))

    def minimumSizeHint(self) -> QSize:
        heights = [item.sizeHint().height() for item in self._shown()]
        return QSize(40, max(heights, default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._relayout()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [item for item in self._items if not item.isHidden()]

    def _relayout(self) -> None:
        self._arrange(self.width(), move=True)
        self.updateGeometry()

    def _arrange(self, width: int, *, move: bool) -> int:
        """Place the widgets within `width` (or only reckon) and return the height that they take."""
        y = 0
        for line in self._lines(width):
            height = max(size.height() for _, size in line)
            if move:
                self._place(line, width, y, height)
            y += height + self._gap
        return max(y - self._gap, 0)

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = 0
        apart = [item for item in self._shown() if item in self._far]
        together = sum(item.sizeHint().width() + self._gap for item in apart) - self._gap
        for item in self._shown():
            size = item.sizeHint().expandedTo(item.minimumSize()).boundedTo(item.maximumSize())
            size = size.boundedTo(QSize(max(width, 1), 10_000))
            wanted = together if item in apart[:1] else size.width()
            if not lines or x + wanted > width:
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._gap
        return lines

    def _place(self, line: list[tuple[QWidget, QSize]], width: int, top: int, height: int) -> None:
        leftward = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, spare = 0, width - sum(size.width() + self._gap for _, size in line) + self._gap
        for item, size in line:
            if item in self._far:
                x, spare = x + spare, 0
            left = width - x - size.width() if leftward else x
            item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
            x += size.width() + self._gap
