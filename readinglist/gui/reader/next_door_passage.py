"""A passage that lies next door to the page: what it says in quotation marks, where it stands, and a way there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from readinglist.gui.details_layout import wrap
from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.wrapped_button import WrappedButton
from readinglist.library.records import Neighbour

_SIDE, _TOP = 10, 6
MOST_LINES, MOST_OF_TITLE = 3, 2
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PassageButton(WrappedButton):
    """Click, Enter or Space opens it; the arrow keys go to the next one."""

    opened = Signal(object)
    """The Neighbour."""
    stepped = Signal(int)
    """To the next passage (1) or the one before (-1)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._passage: Neighbour | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    @property
    def passage(self) -> Neighbour | None:
        """What it shows."""
        return self._passage

    def show_passage(self, passage: Neighbour) -> None:
        """Show this one."""
        if passage == self._passage:
            return
        self._passage = passage
        self.setText(passage.quote)
        self.setAccessibleName(f"{passage.title}, {place_of(passage)}")
        self.setAccessibleDescription(passage.quote)
        self.setToolTip("Open the note" if passage.document is None else "Open the PDF at this passage")
        self._reworded()

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.accent if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.pressed if self.isDown() else theme.hover)
            body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(body, theme.px(8), theme.px(8))

    def _place_words(self, width: int) -> float:
        theme, passage = self._theme, self._passage
        if passage is None:
            return 0
        left, room = float(theme.px(_SIDE)), float(max(width - 2 * theme.px(_SIDE), 40))
        y = float(theme.px(_TOP))
        quote = wrap(f"“{passage.quote}”", theme.font(13), theme.text, room, most=MOST_LINES, pitch=1.45, as_it_is=True)
        self._words.append((quote, QPointF(left, y)))
        y += quote.height + theme.px(1)
        font = theme.font(12, MEDIUM)
        title = wrap(passage.title, font, theme.accent, room, most=MOST_OF_TITLE, pitch=1.5, as_it_is=True)
        self._words.append((title, QPointF(left, y)))
        small = theme.font(12)
        words = place_of(passage)
        taken = title.layout.lineAt(title.layout.lineCount() - 1).naturalTextWidth() + theme.px(7)
        place = wrap(words, small, theme.text_second, room, most=1, pitch=1.5, as_it_is=True)
        if taken + QFontMetricsF(small).horizontalAdvance(words) <= room:
            y += title.height
            self._words.append((place, QPointF(left + taken, y - place.height)))
        else:
            y += title.height
            self._words.append((place, QPointF(left, y)))
            y += place.height
        return y + theme.px(_TOP)

    @Slot()
    def _on_clicked(self) -> None:
        if self._passage is not None:
            self.opened.emit(self._passage)


def place_of(passage: Neighbour) -> str:
    """Where a passage stands: `p. 3`."""
    return "your note" if passage.page is None else f"p. {passage.page}"
