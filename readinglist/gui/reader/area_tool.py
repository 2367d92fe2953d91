"""A rectangle is drawn on a page with the mouse, to be marked as an area."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.reader.page_layout import Placed
from readinglist.gui.reader.reading_view import ReadingView

LEAST = 6.0
"""Points of the page; what is smaller was a click."""


class AreaTool(QObject):
    """While it is on the mouse draws a rectangle instead of choosing words; one is drawn, and it is off again."""

    drawn = Signal(int, object)
    """(page from 1, Box in points of the page)."""
    changed = Signal()
    """It was taken up or put down."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view)
        self._view = view
        self._page: Placed | None = None
        self._start = QPointF()
        self._frame = _Frame(view)
        self._on = False

    @property
    def on(self) -> bool:
        """Whether a rectangle is to be drawn."""
        return self._on

    def switch(self) -> None:
        """Take it up, or put it down."""
        self._set(not self._on)

    def put_down(self) -> None:
        """Draw none."""
        self._set(False)

    def _set(self, on: bool) -> None:
        if on == self._on:
            return
        self._on = on
        self._page = None
        self._frame.hide()
        viewport = self._view.viewport()
        if on:
            self._view.clear_selection()
            self._view.choose(None)
            viewport.installEventFilter(self)
            self._view.installEventFilter(self)
            viewport.setCursor(Qt.CursorShape.CrossCursor)
        else:
            viewport.removeEventFilter(self)
            self._view.removeEventFilter(self)
            viewport.unsetCursor()
        self.changed.emit()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if event.key() != Qt.Key.Key_Escape:
                return False
            if kind == QEvent.Type.KeyPress:
                self.put_down()
            event.accept()
            return True
        if not isinstance(event, QMouseEvent) or watched is not self._view.viewport():
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if event.button() == Qt.MouseButton.LeftButton:
                self._begin(event.position())
        elif kind == QEvent.Type.MouseMove:
            self._go_on(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self._end(event.position())
        return True

    def _begin(self, at: QPointF) -> None:
        page, _ = self._view.page_at(at)
        corner = self._view.seen.topLeft()
        if page.holds(at.x() + corner.x(), at.y() + corner.y()):
            self._page, self._start = page, at + corner

    def _rect(self, at: QPointF, page: Placed) -> QRectF:
        """From where it began to a place of the viewport, in the layout; it does not leave its page."""
        sheet = QRectF(page.left, page.top, page.width, page.height)
        return QRectF(self._start, at + self._view.seen.topLeft()).normalized().intersected(sheet)

    def _go_on(self, at: QPointF) -> None:
        if self._page is not None:
            rect = self._rect(at, self._page).translated(-self._view.seen.topLeft())
            self._frame.setGeometry(rect.toAlignedRect())
            self._frame.show()
            self._frame.raise_()

    def _end(self, at: QPointF) -> None:
        page = self._page
        if page is None:
            return
        rect = self._rect(at, page)
        xs, ys = zip(*(page.to_page(corner.toTuple()) for corner in (rect.topLeft(), rect.bottomRight())), strict=True)
        box = (min(xs), min(ys), max(xs), max(ys))
        if box[2] - box[0] < LEAST or box[3] - box[1] < LEAST:
            self._page = None
            self._frame.hide()
            return
        self.put_down()
        self.drawn.emit(page.number, box)


class _Frame(QWidget):
    """What has been drawn so far."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view.viewport())
        self._theme = view.theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = QColor(self._theme.accent)
        inside.setAlpha(36)
        painter.fillRect(self.rect(), inside)
        painter.setPen(QPen(self._theme.accent, 1.5))
        painter.drawRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75))
