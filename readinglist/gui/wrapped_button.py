"""A button whose words are wrapped to its width: it asks for the height that they need."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from readinglist.gui.details_layout import Wrapped
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme


class WrappedButton(QAbstractButton):
    """Click, Enter or Space presses it. A card says in `_place_words` what stands where, in `_paint` how it looks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: list[tuple[Wrapped, QPointF]] = []
        """What is written, and where: `_place_words` fills it anew for each width."""
        self._width = -1
        self._tall = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._on_theme_changed)

    def _place_words(self, width: int) -> float:
        """Put into `_words` what is written at this width; returns the height that it needs."""
        raise NotImplementedError

    def _paint(self, painter: QPainter) -> None:
        """Draw what lies under the words."""
        raise NotImplementedError

    def _reworded(self) -> None:
        """What it says or how it looks is new: ask for room anew."""
        self._width = -1
        self.updateGeometry()
        self.update()

    def _lay_out(self, width: int) -> None:
        if width != self._width:
            self._words = []
            self._tall = round(self._place_words(width))
            self._width = width

    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(60)
    def heightForWidth(self, width: int) -> int:
        self._lay_out(width)
        return self._tall

    @guarded(QSize(300, 60))
    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(self.width()))

    @guarded(QSize(80, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self.width())

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        for wrapped, at in self._words:
            wrapped.paint(painter, at)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._reworded()
