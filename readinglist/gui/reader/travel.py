"""Going to other places of a PDF, and back to where one was."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from readinglist.documents.pages import Link, OutlineEntry
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.library.annotation_records import Annotation

WEB = ("http", "https")
MOST = 100
"""Places that are remembered; older ones are forgotten."""


class Travel(QObject):
    """Each jump remembers where it began; `back` and `forward` go along these places."""

    changed = Signal()
    """There is another way back or forward."""
    troubled = Signal(str)

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view)
        self._view = view
        self._behind: list[tuple[int, float]] = []
        self._ahead: list[tuple[int, float]] = []

    @property
    def can_go_back(self) -> bool:
        """Whether a jump led here."""
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether the user went back from somewhere."""
        return bool(self._ahead)

    def leave(self) -> None:
        """A jump begins here: the way back leads here."""
        self._behind = [*self._behind, self._view.place()][-MOST:]
        self._ahead = []
        self.changed.emit()

    def back(self) -> None:
        """To where the last jump began."""
        self._go(self._behind, self._ahead)

    def forward(self) -> None:
        """To where the user went back from."""
        self._go(self._ahead, self._behind)

    def _go(self, along: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
        if along:
            other.append(self._view.place())
            self._view.go_to(*along.pop())
            self.changed.emit()

    @Slot(int)
    def go_to_page(self, page: int) -> None:
        """Jump to a page, from 1."""
        self.leave()
        self._view.go_to(page)
        self._view.setFocus()

    def go_to_height(self, page: int, y: float) -> None:
        """Jump to a height of a page, from 1."""
        self.leave()
        self._view.go_to_height(page, y)
        self._view.setFocus()

    @Slot(object)
    def go_to_entry(self, entry: OutlineEntry) -> None:
        """Jump to where an entry of the outline leads."""
        if entry.page is not None:
            self.leave()
            self._view.go_to_height(entry.page, entry.y)
            self._view.setFocus()

    @Slot(object)
    def go_to_mark(self, mark: Annotation) -> None:
        """Jump to an annotation and choose it."""
        self.leave()
        self._view.bring_quads(mark.page, mark.quads)
        self._view.choose(mark)
        self._view.setFocus()

    @Slot(object)
    def follow(self, link: Link) -> None:
        """Jump to where a link leads in the document, or let the system's browser open the web page."""
        if link.page is not None:
            self.leave()
            self._view.go_to_height(link.page, link.y)
            return
        address = QUrl(link.address or link.refused or "")
        if address.scheme() not in WEB:  # a file or a program must not be started by what a stranger wrote
            self.troubled.emit(f"Only web pages are opened from a PDF. This link leads elsewhere: {link.refused}")
        elif not QDesktopServices.openUrl(address):
            self.troubled.emit(f"The system has no program to open {link.address}.")
