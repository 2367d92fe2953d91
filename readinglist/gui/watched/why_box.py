"""A small box that says why a paper is not shown, or stands where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from readinglist.gui.details_sheet import OneLine, Sheet
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.theme import Theme
from readinglist.gui.today.shown_part import reason_runs

LOOKING = "Looking…"


class WhyBox(Sheet):
    """`open` it for a paper, then `show_reasons`."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, "Why not shown?", host, width=480, height=170, low=False)
        self._paper: int | None = None
        self.title = OneLine()
        self.title.setProperty("kind", "second")
        self.reasons = ReadingText(theme, line_height=1.5)
        self.reasons.setAccessibleName("Reasons")
        self.body.addWidget(self.title)
        self.body.addWidget(self.reasons)
        self.body.addStretch(1)

    def open(self, paper: int, title: str) -> None:
        """Be about this paper; its reasons are on their way."""
        self._paper = paper
        self.title.setText(title)
        self.reasons.set_runs([Run(LOOKING, "text_second")])
        self._open()
        self.cross.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_reasons(self, paper: int, reasons: tuple[str, ...]) -> None:
        """Say them, if it is still about that paper."""
        if paper == self._paper:
            self.reasons.set_runs(reason_runs(reasons))
