"""A sheet that lies over the window without blocking it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import is_escape, keeps
from readinglist.gui.shadow import Shadow
from readinglist.gui.theme import Theme


class Sheet(QFrame):
    """A frame with a heading and a cross; Escape closes it. It keeps its place when the window changes its size."""

    closed = Signal()

    def __init__(self, theme: Theme, heading: str, host: QWidget, *, width: int, height: int, low: bool) -> None:
        """At most `width` by `height` (at 13 px text); `low`: in the lower right corner, else under the upper edge."""
        super().__init__(host)
        self._theme, self._host = theme, host
        self._measure, self._low = (width, height), low
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(heading)
        self.heading = QLabel(heading)
        self.heading.setProperty("kind", "heading")
        self.cross = QToolButton()
        self.cross.setAccessibleName("Close")
        self.cross.setToolTip("Close (Esc)")
        self.cross.clicked.connect(self.close)
        theme.dress(self.cross, "close", size=16)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(8))
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.head.addWidget(self.cross)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(14))
        self.body.setSpacing(theme.px(10))
        self.body.addLayout(self.head)
        self._shadow = Shadow(self, blur=40, down=8)
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)
        host.installEventFilter(self)
        self.hide()

    def _open(self) -> None:
        self._place()
        self.show()
        self.raise_()

    def wanted_height(self) -> int:
        """How tall it would like to be, in pixels."""
        return self._theme.px(self._measure[1])

    def _place(self) -> None:
        theme, host = self._theme, self._host
        edge = theme.px(16)
        width = min(theme.px(self._measure[0]), host.width() - 2 * edge)
        height = min(self.wanted_height(), host.height() - 2 * theme.px(48))
        if self._low:
            corner = QPoint(host.width() - width - edge, host.height() - height - theme.px(44))
        else:
            corner = QPoint((host.width() - width) // 2, max(theme.px(48), (host.height() - height) // 5))
        self.setGeometry(QRect(corner.x(), corner.y(), width, height))

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # Escape closes the sheet before it is a shortcut of the window.
        return keeps(event, is_escape) or super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._shadow.set_depth(150 if self._theme.dark else 60)
        if self.isVisible():
            self._place()


class OneLine(QLabel):
    """A text on one line that ends in an ellipsis where there is no room; the tool tip has all of it."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)
        self.setMinimumWidth(20)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
