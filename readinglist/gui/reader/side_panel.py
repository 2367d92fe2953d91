"""What stands beside the pages: one page at a time behind tabs, and a strip below all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from readinglist.gui.details_tabs import TabBar
from readinglist.gui.theme import Theme


class SidePanel(QWidget):
    """Pages are called by the name they were added with."""

    chosen = Signal(str)
    """The name of the page that is now in front."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("pane", "details")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bar = TabBar(theme, self)
        self._names: list[str] = []
        self._pages = QStackedWidget(self)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), 0)
        head.addWidget(self.bar)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(head)
        self._layout.addWidget(self._pages, 1)
        self.bar.currentChanged.connect(self._on_chosen)

    @property
    def place(self) -> QWidget:
        """The parent of its pages."""
        return self._pages

    def add_page(self, name: str, title: str, page: QWidget) -> None:
        """A page behind the others."""
        self._names.append(name)
        self._pages.addWidget(page)
        self.bar.addTab(title)

    def add_strip(self, strip: QWidget) -> None:
        """Something below the pages, whichever is in front."""
        self._layout.addWidget(strip)

    @property
    def current(self) -> str:
        """The page in front."""
        return self._names[self.bar.currentIndex()]

    def choose(self, name: str) -> None:
        """Bring a page to the front."""
        self.bar.setCurrentIndex(self._names.index(name))

    def set_count(self, name: str, count: int) -> None:
        """How much a page holds; 0 shows no number."""
        self.bar.set_count(self._names.index(name), f"{count:,}" if count else "")

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self.chosen.emit(self._names[index])
