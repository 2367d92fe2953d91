"""Where the paper stands on its way into the library, and what can be done where it got stuck."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.details_flow import Flow
from readinglist.gui.details_standing import OFFERS, Stand
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.theme import MEDIUM, Theme


class ArrivalLine(QFrame):
    """Shows a Stand: an icon, what is going on, a thin progress, and buttons for what can be done."""

    asked = Signal(str)
    """A key of OFFERS."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stand: Stand | None = None
        self._icon = QLabel()
        self._icon.setFixedWidth(theme.px(16))
        self._icon.setContentsMargins(0, theme.px(2), 0, 0)
        self._words = ReadingText(theme, role="text_second", line_height=1.4)
        self._words.setAccessibleName("Where it stands")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Progress")
        self._flow = Flow(gap=theme.px(6))
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addWidget(self._words)
        column.addWidget(self._progress)
        column.addWidget(self._flow)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        line.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        theme.changed.connect(self._draw_icon)

    def show_stand(self, stand: Stand) -> None:
        """Show this; buttons that stay keep the focus."""
        before, self._stand = self._stand, stand
        # The head is heavy only where more is said, or it would shout.
        runs = [Run(stand.head, "text" if stand.offers else "text_second", weight=MEDIUM)]
        if stand.more:
            between = "  ·  " if stand.running else "\n"
            runs.append(Run(between + stand.more, "text_second"))
        self._words.set_runs(runs)
        self._progress.setVisible(stand.running)
        if stand.running:
            self._progress.setRange(0, 1000 if stand.fraction is not None else 0)
            self._progress.setValue(round(1000 * (stand.fraction or 0)))
        if before is None or before.offers != stand.offers:
            self._flow.set_items([self._button(name) for name in stand.offers])
        self._flow.setVisible(bool(stand.offers))
        if before is None or before.icon != stand.icon:
            self._draw_icon()

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(OFFERS[name])
        button.setProperty("kind", "chip")
        button.setProperty("offer", name)
        button.clicked.connect(self._on_clicked)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        self.asked.emit(str(self.sender().property("offer")))

    @Slot()
    def _draw_icon(self) -> None:
        if self._stand is not None:
            ratio = self.devicePixelRatioF()
            role = "accent" if self._stand.running else "text_third"
            self._icon.setPixmap(self._theme.pixmap(self._stand.icon, role, size=16, ratio=ratio))
