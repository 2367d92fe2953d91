"""The strip in the panel of running work that says why nothing comes from the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from readinglist.gui.network_words import NETWORK, banner_words
from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.gui.work_panel_reading import Work


class NetworkBanner(QFrame):
    """Hidden while there is a network, or nothing that needs it."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, "online"
        self.setProperty("kind", "banner")
        self._icon = QLabel()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.button = QPushButton()
        self.button.setProperty("kind", "small")
        self.button.clicked.connect(self.clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(10), theme.px(8))
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()
        theme.changed.connect(self._draw)

    def show_work(self, work: Work) -> None:
        """Say how the network is, if that keeps anything from being done."""
        said = NETWORK[work.network]
        self.setVisible(bool(said.sentence) and work.wants_network)
        if said.sentence:
            self.words.setText(banner_words(work.network, work.retry_at))
            self.button.setText(said.button)
        if work.network != self._state:
            self._state = work.network
            self._draw()

    @Slot()
    def _draw(self) -> None:
        said = NETWORK[self._state]
        self._icon.setPixmap(self._theme.pixmap(said.icon, said.role, size=16, ratio=self.devicePixelRatioF()))
