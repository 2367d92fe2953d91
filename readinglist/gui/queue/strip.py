"""What stands above the papers to read: how many wait and for how long, and those that today's reading brings back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.details_sheet import OneLine
from readinglist.gui.theme import Theme
from readinglist.library.queue_words import pile_in_words, since_in_words

if TYPE_CHECKING:
    from readinglist.library.queue import Pile
    from readinglist.recommend.next_read import Forgotten


class QueueStrip(QWidget):
    """A line about the pile with a button for what to read now, and a line for each forgotten paper."""

    wanted = Signal(object)
    """The id of a forgotten paper that is to be shown."""

    def __init__(self, theme: Theme, read_now: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = OneLine()  # in a narrow list it is cut, and makes no window wider
        self.words.setProperty("kind", "third")
        self.due = QLabel()
        self.due.setProperty("kind", "third")
        self.button = QPushButton("What to Read Now")
        self.button.setProperty("kind", "small")
        self.button.setToolTip("By the time you have, what you are reading, days and age (Ctrl+M)")
        self.button.clicked.connect(read_now.trigger)
        theme.dress(self.button, "clock", size=14)
        self._line = QHBoxLayout()
        self._line.addWidget(self.words)
        self._line.addWidget(self.due)
        self._line.addStretch(1)
        self._line.addWidget(self.button)
        self._offers = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._line)
        self._column.addLayout(self._offers)
        self._take_theme()
        theme.changed.connect(self._take_theme)
        self.hide()

    def show_pile(self, pile: Pile, now: datetime.datetime) -> None:
        """Say how much waits."""
        self.words.setText(pile_in_words(pile, now))
        due = "" if not pile.due else "1 is due" if pile.due == 1 else f"{pile.due} are due"
        self.due.setText(due)
        self.due.setVisible(bool(due))
        self.setVisible(pile.papers > 0)

    def show_forgotten(self, found: Sequence[Forgotten], now: datetime.datetime) -> None:
        """Offer papers again that have waited for long."""
        while (item := self._offers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in found:
            offer = _Offer(self._theme, each, now)
            offer.wanted.connect(self.wanted)
            self._offers.addWidget(offer)

    def offers(self) -> list[_Offer]:
        """The lines of forgotten papers."""
        items = [self._offers.itemAt(number) for number in range(self._offers.count())]
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), _Offer)]

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(20), 0, px(16), px(8))
        self._column.setSpacing(px(6))
        self._line.setSpacing(px(12))
        self._offers.setSpacing(px(6))
        self.due.setStyleSheet(f"color: {self._theme.warn.name()}")


class _Offer(QFrame):
    wanted = Signal(object)

    def __init__(self, theme: Theme, forgotten: Forgotten, now: datetime.datetime) -> None:
        super().__init__()
        self._theme, self.paper = theme, forgotten.paper
        self.setProperty("kind", "banner")
        self._icon = QLabel()
        self.title = OneLine()
        self.title.setText(forgotten.title)
        self.words = OneLine()
        self.words.setProperty("kind", "second")
        self.words.setText(
            f"Waits since {since_in_words(forgotten.since, now)}. Near “{forgotten.near_title}”, which you read today:"
            f" {_plain(forgotten.reason)}"
        )
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.title)
        lines.addWidget(self.words)
        self.button = QPushButton("Show")
        self.button.setProperty("kind", "small")
        self.button.setAccessibleName(f"Show “{forgotten.title}”")
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        row.addWidget(self.button)
        self._draw()
        theme.changed.connect(self._draw)

    @Slot()
    def _on_clicked(self) -> None:
        self.wanted.emit(self.paper)

    @Slot()
    def _draw(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("history", "accent", size=16, ratio=self.devicePixelRatioF()))


def _plain(text: str) -> str:
    return text.replace("*", "").replace("`", "")
