"""A scroll bar that shows where in the document the hits of a search are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme


class TickedBar(QScrollBar):
    """Ticks stand at shares of its height."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._ticks: Sequence[float] = ()

    @property
    def ticks(self) -> Sequence[float]:
        """Where ticks are, from 0.0 at the top to 1.0."""
        return self._ticks

    def show_ticks(self, ticks: Sequence[float]) -> None:
        """Show ticks at these places."""
        if ticks != self._ticks:
            self._ticks = ticks
            self.update()

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        height = self._theme.px(2)
        for y in sorted({round(tick * (self.height() - height)) for tick in self._ticks}):
            painter.fillRect(QRectF(self._theme.px(2), y, self.width() - self._theme.px(4), height), self._theme.star)
