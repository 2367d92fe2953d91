"""Round buttons of the colours that annotations have, to see those of one colour alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import COLOURS

_DOT, _FIELD = 12, 16


class ColourFilter(QWidget):
    """One colour or none is chosen; a click on the chosen one lets go of it."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        for colour in COLOURS:
            button = self._buttons[colour] = QToolButton()
            button.setCheckable(True)
            button.setProperty("kind", "dot")
            button.setVisible(False)
            button.clicked.connect(self._on_clicked)
            layout.addWidget(button)
        theme.changed.connect(self._take_theme)
        self._take_theme()

    @property
    def chosen(self) -> str:
        """The colour that is chosen; empty for all."""
        return next((colour for colour, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, colour: str) -> None:
        """Choose a colour, or with "" none; tells nobody."""
        for name, button in self._buttons.items():
            button.setChecked(name == colour)

    def show_colours(self, colours: Iterable[str]) -> None:
        """There are annotations of these colours, each named as often as it occurs; with one colour nothing to choose.

        A chosen colour that no longer occurs is let go.
        """
        counts = Counter(colours)
        self.setVisible(len(counts) > 1)
        for colour, button in self._buttons.items():
            count = counts.get(colour, 0)
            button.setVisible(bool(count) and len(counts) > 1)
            button.setChecked(button.isChecked() and bool(count))
            button.setAccessibleName(f"Only {colour}")
            button.setToolTip(f"Only {colour} ({count:,})")

    def button(self, colour: str) -> QToolButton:
        """The button of a colour."""
        return self._buttons[colour]

    def icon_of(self, colour: str) -> QIcon:
        """A dot of that colour."""
        ratio = self.devicePixelRatioF()
        side = self._theme.px(_FIELD)
        picture = QPixmap(QSize(round(side * ratio), round(side * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.mark_colour(colour))
        dot = self._theme.px(_DOT)
        painter.drawEllipse((side - dot) // 2, (side - dot) // 2, dot, dot)
        painter.end()
        return QIcon(picture)

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        for button in self._buttons.values():
            if button is not pressed:
                button.setChecked(False)
        self.changed.emit()

    @Slot()
    def _take_theme(self) -> None:
        for colour, button in self._buttons.items():
            button.setIcon(self.icon_of(colour))
            button.setIconSize(QSize(self._theme.px(_FIELD), self._theme.px(_FIELD)))
