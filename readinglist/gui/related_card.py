"""A related paper as a card that can be clicked: title, people and why it is related, in words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from readinglist.gui.details_layout import Wrapped, wrap
from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.library.records import Reason

ICONS = {
    "words": "text",
    "phrase": "text",
    "meaning": "related",
    "author": "person",
    "tag": "tag",
    "venue": "venue",
}
REASONS = 3
"""Reasons shown per card, the strongest first."""
_PAD, _ICON = 12, 14


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `line` is people, year and where it stands."""

    paper: int
    title: str
    line: str
    reasons: tuple[Reason, ...] = ()


class PaperCard(QAbstractButton):
    """Click, Enter or Space asks for the paper."""

    opened = Signal(object)
    """The id of the paper."""

    def __init__(self, theme: Theme, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = card
        self._wrapped: list[tuple[Wrapped, QPointF, str]] = []
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
        self._take(card)

    @property
    def card(self) -> Card:
        """What it says."""
        return self._card

    def set_card(self, card: Card) -> None:
        """Say something else."""
        if card != self._card:
            self._take(card)

    def _take(self, card: Card) -> None:
        self._card = card
        self.setText(card.title)
        self.setAccessibleName(card.title)
        said = "; ".join(reason.text.replace("*", "").replace("`", "") for reason in card.reasons)
        self.setAccessibleDescription(f"{card.line}. {said}")
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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if self.hasFocus() else theme.border, 1))
        painter.setBrush(theme.pressed if self.isDown() else theme.hover if self.underMouse() else theme.raised)
        painter.drawRoundedRect(body, theme.px(10), theme.px(10))
        icon = theme.px(_ICON)
        for wrapped, at, name in self._wrapped:
            wrapped.paint(painter, at)
            if name:
                place = QRectF(theme.px(_PAD), at.y() + theme.px(1.5), icon, icon)
                theme.paint_icon(painter, name, place, "accent")

    def _lay_out(self, width: int) -> None:
        if width == self._width:
            return
        theme, card = self._theme, self._card
        pad, room = theme.px(_PAD), width - 2 * theme.px(_PAD)
        y = float(theme.px(10))
        self._wrapped = []
        title = wrap(card.title, theme.font(13, MEDIUM), theme.text, room, most=3)
        self._wrapped.append((title, QPointF(pad, y), ""))
        y += title.height + theme.px(2)
        if card.line:
            line = QFontMetrics(theme.font(12)).elidedText(card.line, Qt.TextElideMode.ElideRight, room)
            people = wrap(line, theme.font(12), theme.text_second, room + 2, most=1)
            self._wrapped.append((people, QPointF(pad, y), ""))
            y += people.height + theme.px(4)
        indent = theme.px(_ICON + 7)
        for reason in card.reasons[:REASONS]:
            font = theme.font(12)
            text = wrap(reason.text, font, theme.text_second, room - indent, most=6, emphasis=theme.text)
            self._wrapped.append((text, QPointF(pad + indent, y), ICONS.get(reason.kind, "related")))
            y += text.height + theme.px(2)
        self._width, self._tall = width, round(y + theme.px(8))

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._card.paper)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._width = -1
        self.updateGeometry()
        self.update()


class CardList(QWidget):
    """Cards one under the other. A card whose paper stays is kept, with its focus, and does not flicker."""

    opened = Signal(object)
    """The id of the paper whose card was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: list[PaperCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))

    def cards(self) -> list[PaperCard]:
        """The cards shown, best first."""
        return list(self._cards)

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show these in this order."""
        kept = {card.card.paper: card for card in self._cards}
        shown: list[PaperCard] = []
        for place, card in enumerate(cards):
            widget = kept.pop(card.paper, None)
            if widget is None:
                widget = PaperCard(self._theme, card)
                widget.opened.connect(self.opened)
            widget.set_card(card)
            if self._layout.indexOf(widget) != place:
                self._layout.insertWidget(place, widget)
            shown.append(widget)
        for gone in kept.values():
            gone.hide()
            gone.deleteLater()
        for before, after in itertools.pairwise(shown):
            QWidget.setTabOrder(before, after)
        self._cards = shown
