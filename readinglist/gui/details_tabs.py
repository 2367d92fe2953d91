"""Underlined tabs with a count, over pages of which only the chosen one takes room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme

_GAP, _HEIGHT = 20, 34


class TabBar(QTabBar):
    """Left and right (and Ctrl+Tab from inside a page) choose; a count stands beside the name in a quiet colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: dict[int, str] = {}
        self._metrics: QFontMetrics | None = None  # measured with a hundred times while an open PDF is put together
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName("Sections")
        theme.changed.connect(self._take_theme)

    def set_count(self, index: int, count: str) -> None:
        """Show `12` beside the name; an empty text shows none."""
        if self._counts.get(index, "") != count:
            self._counts[index] = count
            self.setAccessibleTabName(index, f"{self._name(index)} {count}".strip())
            self._measure_again()

    @guarded(QSize(60, _HEIGHT))
    def tabSizeHint(self, index: int) -> QSize:
        width = self._width(index)
        return QSize(width + (2 if index == self.count() - 1 else self._gap()), self._theme.px(_HEIGHT))

    def _width(self, index: int) -> int:
        """Of name and count."""
        if self._metrics is None:
            self._metrics = QFontMetrics(self._theme.font(13, MEDIUM))
        metrics = self._metrics
        width = metrics.horizontalAdvance(self._name(index))
        count = self._counts.get(index)
        return width + (metrics.horizontalAdvance(count) + self._theme.px(6) if count else 0)

    def _gap(self) -> int:
        """Between tabs: less where the pane is narrow."""
        parent = self.parentWidget()
        room = parent.width() if parent is not None else self.width()
        spare = room - sum(self._width(index) for index in range(self.count()))
        return max(self._theme.px(5), min(self._theme.px(_GAP), spare // max(self.count() - 1, 1)))

    @guarded(QSize(100, _HEIGHT))
    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._theme.px(_HEIGHT))

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure_again()

    @guarded(QSize(0, _HEIGHT))
    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.border)
        painter.setFont(theme.font(13, MEDIUM))
        metrics = painter.fontMetrics()
        pointer = self.mapFromGlobal(self.cursor().pos()) if self.underMouse() else None
        for index in range(self.count()):
            rect = self.tabRect(index)
            chosen = index == self.currentIndex()
            lively = chosen or (pointer is not None and rect.contains(pointer))
            painter.setPen(theme.text if lively else theme.text_second)
            text = self._name(index)
            line = rect.adjusted(1, 0, 0, -theme.px(4))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
            width = metrics.horizontalAdvance(text)
            count = self._counts.get(index)
            if count:
                painter.setPen(theme.text_third)
                rest = line.adjusted(width + theme.px(6), 0, 0, 0)
                painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), count)
                width += theme.px(6) + metrics.horizontalAdvance(count)
            if chosen:
                painter.fillRect(QRect(rect.left(), self.height() - 2, width + 2, 2), theme.accent)
                if self.hasFocus():
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    painter.setPen(QPen(theme.accent, 1))
                    frame = QRect(rect.left(), 3, width + 4, self.height() - 9).toRectF()
                    painter.drawRoundedRect(frame.adjusted(-0.5, 0.5, -0.5, 0.5), 5, 5)

    def _name(self, index: int) -> str:
        return self.tabText(index).replace("&&", "&")

    @Slot()
    def _take_theme(self) -> None:
        self._metrics = None
        self._measure_again()

    @Slot()
    def _measure_again(self) -> None:
        # QTabBar asks for the sizes of its tabs only when it believes that a text is new.
        for index in range(self.count()):
            self.setTabText(index, self.tabText(index))


class Tabs(QWidget):
    """The bar and the page that is chosen; the others take no room, so that the whole scrolls as one."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = TabBar(theme)
        self._pages: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(16))
        self._layout.addWidget(self.bar)
        self.bar.currentChanged.connect(self._on_current_changed)

    def add_page(self, name: str, page: QWidget) -> None:
        """A page behind the others."""
        # Shown before it has a parent it would be a window of its own, and take the focus from ours.
        self._layout.addWidget(page)
        page.setVisible(not self._pages)
        self._pages.append(page)
        self.bar.addTab(name)

    @property
    def current(self) -> int:
        """Which page is shown."""
        return self.bar.currentIndex()

    def choose(self, index: int) -> None:
        """Show that page."""
        self.bar.setCurrentIndex(index)

    @Slot(int)
    def _on_current_changed(self, index: int) -> None:
        for position, page in enumerate(self._pages):
            page.setVisible(position == index)
        if self._pages:
            self.chosen.emit(index)
