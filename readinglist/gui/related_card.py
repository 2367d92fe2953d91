"""A related paper as a card that can be clicked: title, people and why it is related, in words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from readinglist.gui.details_layout import wrap
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.wrapped_button import WrappedButton
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


class PaperCard(WrappedButton):
    """Click, Enter or Space asks for the paper."""

    opened = Signal(object)
    """The id of the paper."""

    def __init__(self, theme: Theme, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._card = card
        self._icons: list[tuple[str, float]] = []
        """The icon of each reason, and how far down it stands."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
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
        self._reworded()

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if self.hasFocus() else theme.border, 1))
        painter.setBrush(theme.pressed if self.isDown() else theme.hover if self.underMouse() else theme.raised)
        painter.drawRoundedRect(body, theme.px(10), theme.px(10))
        icon = theme.px(_ICON)
        for name, y in self._icons:
            place = QRectF(theme.px(_PAD), y + theme.px(1.5), icon, icon)
            theme.paint_icon(painter, name, place, "accent")

    def _place_words(self, width: int) -> float:
        theme, card = self._theme, self._card
        pad, room = theme.px(_PAD), width - 2 * theme.px(_PAD)
        y = float(theme.px(10))
        self._icons = []
        title = wrap(card.title, theme.font(13, MEDIUM), theme.text, room, most=3)
        self._words.append((title, QPointF(pad, y)))
        y += title.height + theme.px(2)
        if card.line:
            line = QFontMetrics(theme.font(12)).elidedText(card.line, Qt.TextElideMode.ElideRight, room)
            people = wrap(line, theme.font(12), theme.text_second, room + 2, most=1)
            self._words.append((people, QPointF(pad, y)))
            y += people.height + theme.px(4)
        indent = theme.px(_ICON + 7)
        for reason in card.reasons[:REASONS]:
            font = theme.font(12)
            text = wrap(reason.text, font, theme.text_second, room - indent, most=6, emphasis=theme.text)
            self._words.append((text, QPointF(pad + indent, y)))
            self._icons.append((ICONS.get(reason.kind, "related"), y))
            y += text.height + theme.px(2)
        return y + theme.px(8)

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._card.paper)


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
