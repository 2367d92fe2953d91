"""The keys of a page of feeds, in the bar at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme

HINTS = (
    (("J", "K"), "next, previous"),
    (("S",), "save"),
    (("D",), "dismiss"),
    (("L",), "later"),
    (("O",), "open"),
    (("T",), "tag"),
    (("Z",), "undo"),
)


class KeyHints(QWidget):
    """One line of keys and what they do; the last of them give way where there is little room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._hints = [self._hint(keys, words) for keys, words in HINTS]
        for hint in self._hints:
            self._row.addWidget(hint)
        self._row.addStretch(1)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @property
    def shown(self) -> list[QWidget]:
        """Those for which there is room."""
        return [hint for hint in self._hints if not hint.isHidden()]

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self._ends()[-1], super().sizeHint().height())

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for hint, end in zip(self._hints, self._ends(), strict=True):
            hint.setVisible(end <= self.width())

    def _ends(self) -> list[int]:
        """Where each would end, in pixels from the left."""
        ends, end = [], self._row.contentsMargins().left() - self._row.spacing()
        for hint in self._hints:
            end += self._row.spacing() + hint.sizeHint().width()
            ends.append(end)
        return ends

    @staticmethod
    def _hint(keys: tuple[str, ...], words: str) -> QWidget:
        hint = QWidget()
        row = QHBoxLayout(hint)
        row.setContentsMargins(0, 0, 0, 0)
        for key in keys:
            label = QLabel(key)
            label.setProperty("kind", "key")
            row.addWidget(label)
        row.addWidget(QLabel(words))
        return hint

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), 0, 0, 0)
        self._row.setSpacing(px(16))
        for hint in self._hints:
            row = hint.layout()
            if row is not None:
                row.setSpacing(px(6))
        self.updateGeometry()
