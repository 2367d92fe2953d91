"""The shadow of what lies over the window."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget


class Shadow(QGraphicsDropShadowEffect):
    """Falls below its widget, `blur` pixels soft."""

    def __init__(self, widget: QWidget, *, blur: float, down: float) -> None:
        super().__init__(widget)
        self.setBlurRadius(blur)
        self.setOffset(0, down)
        widget.setGraphicsEffect(self)

    def set_depth(self, depth: int) -> None:
        """How dark it is, of 255."""
        self.setColor(QColor(0, 0, 0, depth))
