"""The field that tells the page in view and goes to another: by its printed number (iv, 12) or by its count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import is_escape, keeps
from readinglist.gui.theme import Theme


class PageField(QLineEdit):
    """Enter goes to what is typed, Escape goes back to the pages."""

    page_given = Signal(int)
    """The number of a page, from 1."""
    not_there = Signal(str)
    """A sentence: there is no such page."""
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._page, self._count = 1, 0
        self._labels: Sequence[str] = ()
        self.setAccessibleName("Page")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(theme.px(46))
        self.returnPressed.connect(self._on_return)

    def set_labels(self, labels: Sequence[str]) -> None:
        """The printed numbers of all pages, where the file has them."""
        self._labels = labels

    def label(self, page: int) -> str:
        """The printed number of a page (from 1), else its count."""
        return (self._labels[page - 1] if page <= len(self._labels) else "") or str(page)

    def show_page(self, page: int, count: int) -> None:
        """The page in view; not while another one is being typed."""
        self._page, self._count = page, count
        if not (self.hasFocus() and self.isModified()):
            self.setText(self.label(page))
            self.setToolTip(f"Page {page:,} of {count:,}")

    def take_focus(self) -> None:
        """Let another number be typed."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def page_of(self, text: str) -> int | None:
        """The page that a text means: the printed number first, the next such from the page in view on."""
        wanted = text.strip().casefold()
        after: list[int] = [*range(self._page, self._count + 1), *range(1, self._page)]
        for page in after if wanted else ():
            if self.label(page).casefold() == wanted:
                return page
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
        return number if 1 <= number <= self._count else None

    @Slot()
    def _on_return(self) -> None:
        typed = self.text().strip()
        page = self.page_of(typed)
        self.setModified(False)
        if page is not None:
            self.page_given.emit(page)
        else:
            self.selectAll()
            last = self.label(self._count)
            self.not_there.emit(f"There is no page {typed or 'without a number'}: the last one is {last}.")

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        return keeps(event, is_escape) or super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.setText(self.label(self._page))
            self.left.emit()
        else:
            super().keyPressEvent(event)
