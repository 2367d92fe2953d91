"""The keys of a page of feeds, in the bar at the bottom."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

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
    """One line of keys and what they do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        for keys, words in HINTS:
            for key in keys:
                label = QLabel(key)
                label.setProperty("kind", "key")
                self._row.addWidget(label)
            said = QLabel(words)
            self._row.addWidget(said)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @Slot()
    def _take_theme(self) -> None:
        self._row.setContentsMargins(self._theme.px(16), 0, 0, 0)
        self._row.setSpacing(self._theme.px(6))
