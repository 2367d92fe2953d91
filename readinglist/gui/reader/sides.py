"""The pages in the middle, with the strip on their left and the panel on their right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from readinglist.gui.reader.side_panel import SidePanel
from readinglist.gui.theme import Theme

Shown = TypeVar("Shown", bound=QWidget)
STRIP, PANEL = 148, 372
NARROW = 1180
"""In a window less wide only the pages are shown at first."""


class Sides(QSplitter):
    """The strip shows one of several things at a time, or is hidden; `pages` is to be filled.

    What stands in it is made in its place: whole trees of widgets that are moved are dressed anew each time.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.strip = QStackedWidget()
        self.strip.setProperty("pane", "sidebar")  # before it is in the splitter, which dresses it at once
        self.pages = QWidget(self)
        self.panel = panel = SidePanel(theme, self)
        self.strip.setMinimumWidth(theme.px(STRIP - 12))
        panel.setMinimumWidth(theme.px(340))  # the names of its pages with their counts
        self.setHandleWidth(1)
        for number, part in enumerate((self.strip, self.pages, panel)):
            self.addWidget(part)
            self.setStretchFactor(number, int(part is self.pages))
            self.setCollapsible(number, False)

    def add_to_strip(self, make: Callable[[QWidget], Shown], side: int, top: int) -> Shown:
        """One more thing that the strip can show, made with its parent, with so much room beside and above it."""
        outer = QWidget(self.strip)
        widget = make(outer)
        layout = QHBoxLayout(outer)
        layout.setContentsMargins(side, top, 0, 0)
        layout.addWidget(widget)
        self.strip.addWidget(outer)
        return widget

    def arrange(self, width: int) -> None:
        """Share out so much room."""
        px = self._theme.px
        wide = width >= px(NARROW)
        self.panel.setVisible(wide)
        self.strip.setVisible(wide)
        self.setSizes([px(STRIP), max(width - px(STRIP + PANEL), 100), px(PANEL)])

    def shows(self, which: int) -> bool:
        """Whether the strip shows that of its things."""
        return not self.strip.isHidden() and self.strip.currentIndex() == which

    def switch_strip(self, which: int) -> None:
        """Show that of its things in the strip; hide the strip if it shows that already."""
        shown = self.shows(which)
        self.strip.setCurrentIndex(which)
        self.strip.setVisible(not shown)

    def switch_panel(self) -> None:
        """Show or hide the panel."""
        self.panel.setVisible(self.panel.isHidden())
