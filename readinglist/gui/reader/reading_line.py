"""The line below the pages: whose paper it is, the keys to mark with, and how far it was read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.reading_words import furthest
from readinglist.gui.theme import Theme
from readinglist.library.records import Progress, Row

KEYS = (("1–6", "highlight"), ("U", "underline"), ("N", "note"), ("T", "tag"))
LEAST = 200
ROOM_FOR_PAPER = 180
"""Pixels: where less are left for the paper, the keys are left out."""


class ReadingLine(QWidget):
    """Says nothing until it is told something."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = ""
        self.setProperty("pane", "reader-line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.paper, self.progress = QLabel(), QLabel()
        self.paper.setAccessibleName("Paper")
        self.progress.setAccessibleName("How far it was read")
        self._keys = QWidget()
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(theme.px(8))
        for key, words in KEYS:
            label = QLabel(key)
            label.setProperty("kind", "key")
            keys.addWidget(label, alignment=Qt.AlignmentFlag.AlignVCenter)
            keys.addWidget(QLabel(words))
            keys.addSpacing(theme.px(8))
        row = self._row = QHBoxLayout(self)
        row.setSpacing(theme.px(8))
        row.addWidget(self.paper)
        row.addStretch(1)
        row.addWidget(self._keys)
        row.addStretch(1)
        row.addWidget(self.progress)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @Slot(object)
    def show_paper(self, row: Row | None) -> None:
        """Say whose paper it is, and where it came out."""
        said = (row.people, row.source, row.when[:4]) if row is not None else ()
        self._said = " · ".join(part for part in said if part)
        self._share_out()

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Say how far it was read."""
        self.progress.setText(furthest(progress) if progress.pages else "")
        self._share_out()

    @guarded(QSize(LEAST, 32))
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(LEAST), self.height())  # it gives way before the window does

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Nothing is cut but the paper's line, which ends in dots; before it is too short the keys go."""
        px = self._theme.px
        metrics = self.paper.fontMetrics()
        whole = metrics.horizontalAdvance(self._said) + 2
        free = self.width() - 2 * px(16) - 4 * px(8) - self.progress.sizeHint().width()
        beside = free - self._keys.sizeHint().width()
        has_keys = beside >= min(whole, px(ROOM_FOR_PAPER))
        self._keys.setVisible(has_keys)
        shown = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, max(beside if has_keys else free, 0))
        self.paper.setText(shown)
        self.paper.setToolTip(self._said if shown != self._said else "")

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(32))
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._share_out()
