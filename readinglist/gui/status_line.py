"""The bar at the bottom: how many papers, what is being worked on, whether the network may be used."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QToolButton, QWidget

from readinglist.gui.theme import Theme

WORK_WORDS = {
    "extract": "Reading PDFs",
    "embed": "Indexing for meaning",
    "look-up": "Looking up",
    "download": "Downloading",
}


class StatusLine(QStatusBar):
    """Counts at the left, work and network at the right."""

    work_wanted = Signal()
    """The user wants to see the running work."""

    def __init__(self, theme: Theme, offline: QAction, parent: QWidget | None = None) -> None:
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
        self.network.clicked.connect(offline.trigger)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setSpacing(theme.px(8))
        for widget in (self.papers, self.missed, self.doing):
            row.addWidget(widget)
        row.addStretch(1)
        for control in (self.work, self.bar, self.network):
            row.addWidget(control)
        self._row = row
        self.addWidget(body, 1)
        self.work.hide()
        self.bar.hide()
        self._take_theme()
        theme.changed.connect(self._take_theme)
        self.show_network(online=True, chosen=False)

    def show_papers(self, count: int, selected: int, *, searching: bool) -> None:
        """How many papers the list holds and how many are chosen."""
        noun = "result" if searching else "paper"
        text = f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
        self.papers.setText(f"{text} · {selected:,} selected" if selected else text)

    def show_missed(self, words: str) -> None:
        """What a search could not look through; empty for nothing."""
        self.missed.setText(f"· {words}" if words else "")

    def show_doing(self, text: str) -> None:
        """What is being done for the user just now; empty for nothing."""
        self.doing.setText(text)

    def show_work(self, counts: Mapping[tuple[str, str], int], *, paused: bool, most: int) -> None:
        """Jobs by (kind, state). `most` is how many there were at most since the last time there were none."""
        busy = {kind: sum(counts.get((kind, state), 0) for state in ("waiting", "running")) for kind in WORK_WORDS}
        left = busy["extract"] + busy["embed"]
        failed = sum(number for (_, state), number in counts.items() if state == "failed")
        if left:
            kind = max(("extract", "embed"), key=lambda kind: (counts.get((kind, "running"), 0), busy[kind]))
            words = "Paused" if paused else WORK_WORDS[kind]
            self.work.setText(f"{words}, {left:,} to go")
        elif failed:
            self.work.setText(f"{failed:,} could not be done")
        self.work.setVisible(bool(left or failed))
        self.bar.setVisible(bool(left) and not paused)
        self.bar.setMaximum(max(most, 1))
        self.bar.setValue(max(most - left, 0))

    def show_network(self, *, online: bool, chosen: bool) -> None:
        """Whether the network may be used; `chosen` says that the user switched it off."""
        self.network.setText("Online" if online else "Offline")
        tip = "Nothing goes to the network. Click to go online." if chosen else "Click to work offline."
        self.network.setToolTip(tip if online or chosen else "There is no network just now.")
        self.network.setAccessibleName(f"Network: {self.network.text()}")
        self._theme.dress(self.network, "online" if online else "offline", "text_third", size=14)

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), 0, px(10), 0)
        self.bar.setFixedWidth(px(120))
