"""The bar at the bottom: how many papers, what is being worked on, whether the network may be used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QToolButton, QWidget

from readinglist.gui.network_words import NETWORK
from readinglist.gui.theme import Theme
from readinglist.gui.today.key_hints import KeyHints


class StatusLine(QStatusBar):
    """Counts at the left, work and network at the right."""

    work_wanted = Signal()
    """The user wants to see the running work."""
    network_wanted = Signal()
    """The user wants something to be done about the network."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.papers = QLabel()
        self.papers.setAccessibleName("Papers")
        self.missed = QLabel()
        self.doing = QLabel()
        self.work = QPushButton()
        self.work.setProperty("kind", "status")
        self.work.setToolTip("Show running work (Ctrl+J)")
        self.work.clicked.connect(self.work_wanted)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of running work")
        self.network = QToolButton()
        self.network.setProperty("kind", "status")
        self.network.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.network.clicked.connect(self.network_wanted)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setSpacing(theme.px(8))
        for widget in (self.papers, self.missed, self.doing):
            row.addWidget(widget)
        row.addStretch(1)
        for control in (self.work, self.bar, self.network):
            row.addWidget(control)
        self._row = row
        self._hints: KeyHints | None = None
        self.addWidget(body, 1)
        self.work.hide()
        self.bar.hide()
        self._take_theme()
        theme.changed.connect(self._take_theme)
        self.show_network("online")

    def show_papers(self, count: int | None, selected: int, *, searching: bool) -> None:
        """How many papers the list holds and how many are chosen; nothing where there is no list (None)."""
        if count is None:
            self.papers.clear()
            return
        noun = "result" if searching else "paper"
        text = f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
        self.papers.setText(f"{text} · {selected:,} selected" if selected else text)

    def show_hints(self, on: bool) -> None:
        """Whether the keys of a page of feeds stand in the bar."""
        if on and self._hints is None:
            self._hints = KeyHints(self._theme)
            self._row.insertWidget(self._row.indexOf(self.missed), self._hints)
        if self._hints is not None:
            self._hints.setVisible(on)

    def show_missed(self, words: str) -> None:
        """What a search could not look through; empty for nothing."""
        self.missed.setText(f"· {words}" if words else "")

    def show_doing(self, text: str) -> None:
        """What is being done for the user just now; empty for nothing."""
        self.doing.setText(text)

    def show_work(self, words: str, *, left: int, most: int, runs: bool) -> None:
        """What is worked on, in a few words; of `most` jobs, `left` are to be done."""
        self.work.setText(words)
        self.work.setVisible(bool(words))
        self.work.setAccessibleName(f"Running work: {words}")
        self.bar.setVisible(runs and left > 0)
        self.bar.setMaximum(max(most, 1))
        self.bar.setValue(max(most - left, 0))

    def show_network(self, state: str) -> None:
        """How the network is: a key of NETWORK."""
        said = NETWORK[state]
        self.network.setText(said.text)
        self.network.setToolTip(said.tip)
        self.network.setAccessibleName(f"Network: {said.text}")
        self._theme.dress(self.network, said.icon, said.role, size=14)

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), 0, px(10), 0)
        self.bar.setFixedWidth(px(120))
