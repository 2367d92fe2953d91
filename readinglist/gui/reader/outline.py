"""The outline of the document as a tree; a click goes to the place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from readinglist.documents.pages import OutlineEntry


class Outline(QTreeWidget):
    """Entries that lead nowhere are shown, but cannot be chosen."""

    place_chosen = Signal(object)
    """An OutlineEntry that leads to a page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setAccessibleName("Outline")
        self.setIndentation(12)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entries: Sequence[OutlineEntry] = ()
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)

    def show_entries(self, entries: Sequence[OutlineEntry]) -> None:
        """Show this outline, its first level unfolded."""
        self.clear()
        self._entries = entries
        above: list[tuple[int, QTreeWidgetItem]] = []
        for number, entry in enumerate(entries):
            while above and above[-1][0] >= entry.level:
                above.pop()
            item = QTreeWidgetItem(above[-1][1]) if above else QTreeWidgetItem(self)
            item.setText(0, entry.title or "Untitled")
            item.setToolTip(0, f"{entry.title}, page {entry.page}" if entry.page else entry.title)
            item.setData(0, Qt.ItemDataRole.UserRole, number)
            if entry.page is None:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            above.append((entry.level, item))
        if len(entries) < 500:
            self.expandToDepth(0)

    @Slot(QTreeWidgetItem, int)
    def _on_item(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        entry = self._entries[item.data(0, Qt.ItemDataRole.UserRole)]
        if entry.page is not None:
            self.place_chosen.emit(entry)
