"""What the panel of running work says of feeds: which is asked now, and which have to wait, or are in trouble."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.theme import Theme
from readinglist.gui.today.health import ROLES, Health, health_of, sentence_of
from readinglist.library.feed_records import Feed

MOST = 3
"""Feeds that are named; of more there is only their number."""
ICONS = {Health.WAITS: "clock", Health.TROUBLE: "warning"}


class FeedsPart(QFrame):
    """Hidden while there is nothing to say."""

    stop_wanted = Signal()
    """End the update that the user asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words, self._feeds = "", tuple[Feed, ...]()
        self.asking = QLabel()
        self.asking.setTextFormat(Qt.TextFormat.PlainText)
        self.asking.setWordWrap(True)
        self.asking.setAccessibleName("Feeds that are asked now")
        self.stop = QPushButton("Stop")
        self.stop.setAccessibleName("Stop asking feeds")
        self.stop.clicked.connect(self.stop_wanted)
        self.stop.hide()
        head = QHBoxLayout()
        head.addWidget(self.asking, 1)
        head.addWidget(self.stop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, theme.px(4), 0)
        self._column.setSpacing(theme.px(4))
        self._column.addLayout(head)
        self._lines: list[QWidget] = []
        self.hide()
        theme.changed.connect(self._fill)

    @Slot(str, bool)
    def show_words(self, words: str, own: bool) -> None:
        """What is asked now; `own`: because the user wants it."""
        self._words = words
        self.asking.setText(words)
        self.asking.setVisible(bool(words))
        self.stop.setVisible(own)
        self._show()

    def show_feeds(self, feeds: Sequence[Feed]) -> None:
        """The feeds that are followed, as they are now."""
        wrong = tuple(feed for feed in feeds if feed.error)
        if wrong != self._feeds:
            self._feeds = wrong
            self._fill()
        self._show()

    def said(self) -> list[str]:
        """What is said of feeds that wait or are in trouble."""
        return [line.accessibleName() for line in self._lines]

    @Slot()
    def _fill(self) -> None:
        for line in self._lines:
            line.deleteLater()
        self._lines = [self._line(feed) for feed in self._feeds[:MOST]]
        more = len(self._feeds) - MOST
        if more > 0:
            self._lines.append(QLabel(f"{more:,} more feeds could not be had"))
            self._lines[-1].setAccessibleName(f"{more:,} more feeds could not be had")
        for line in self._lines:
            self._column.addWidget(line)

    def _line(self, feed: Feed) -> QWidget:
        health = health_of(feed)
        icon, words = QLabel(), QLabel(f"{feed.title}: {sentence_of(feed)}")
        ratio = self.devicePixelRatioF()
        icon.setPixmap(self._theme.pixmap(ICONS.get(health, "clock"), ROLES[health], size=15, ratio=ratio))
        words.setProperty("kind", "third")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        line = QWidget()
        line.setAccessibleName(words.text())
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line

    def _show(self) -> None:
        self.setVisible(bool(self._words or self._feeds))
