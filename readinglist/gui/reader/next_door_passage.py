"""A passage that lies next door to the page: what it says in quotation marks, where it stands, and a way there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from readinglist.gui.details_layout import Wrapped, wrap
from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.library.records import Neighbour

_SIDE, _TOP = 10, 6
MOST_LINES, MOST_OF_TITLE = 3, 2
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PassageButton(QAbstractButton):
    """Click, Enter or Space opens it; the arrow keys go to the next one."""

    opened = Signal(object)
    """The Neighbour."""
    stepped = Signal(int)
    """To the next passage (1) or the one before (-1)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._passage: Neighbour | None = None
        self._drawn: list[tuple[Wrapped, QPointF]] = []
        self._width = -1
        self._tall = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_changed)

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
        self._on_theme_changed()

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
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.accent if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.pressed if self.isDown() else theme.hover)
            body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(body, theme.px(8), theme.px(8))
        for wrapped, at in self._drawn:
            wrapped.paint(painter, at)

    def _lay_out(self, width: int) -> None:
        passage = self._passage
        if width == self._width or passage is None:
            return
        theme = self._theme
        left, room = float(theme.px(_SIDE)), float(max(width - 2 * theme.px(_SIDE), 40))
        y = float(theme.px(_TOP))
        quote = wrap(f"“{passage.quote}”", theme.font(13), theme.text, room, most=MOST_LINES, pitch=1.45, as_it_is=True)
        self._drawn = [(quote, QPointF(left, y))]
        y += quote.height + theme.px(1)
        font = theme.font(12, MEDIUM)
        title = wrap(passage.title, font, theme.accent, room, most=MOST_OF_TITLE, pitch=1.5, as_it_is=True)
        self._drawn.append((title, QPointF(left, y)))
        small = theme.font(12)
        words = place_of(passage)
        taken = title.layout.lineAt(title.layout.lineCount() - 1).naturalTextWidth() + theme.px(7)
        place = wrap(words, small, theme.text_second, room, most=1, pitch=1.5, as_it_is=True)
        if taken + QFontMetricsF(small).horizontalAdvance(words) <= room:
            y += title.height
            self._drawn.append((place, QPointF(left + taken, y - place.height)))
        else:
            y += title.height
            self._drawn.append((place, QPointF(left, y)))
            y += place.height
        self._width, self._tall = width, round(y + theme.px(_TOP))

    @Slot()
    def _on_clicked(self) -> None:
        if self._passage is not None:
            self.opened.emit(self._passage)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._width = -1
        self.updateGeometry()
        self.update()


def place_of(passage: Neighbour) -> str:
    """Where a passage stands: `p. 3`."""
    return "your note" if passage.page is None else f"p. {passage.page}"
