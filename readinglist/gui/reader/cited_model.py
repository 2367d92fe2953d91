"""The rows of the page of references, those that fit what is typed above them; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from readinglist.gui.details_status import NAMES
from readinglist.gui.guard import guarded
from readinglist.gui.reader.cited import Cited

Index = QModelIndex | QPersistentModelIndex
TIP_WIDTH = 400


class CitedModel(QAbstractListModel):
    """A row for each entry that holds all the words of the filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Cited] = ()
        self._words: list[str] = []
        self.shown: list[Cited] = []

    def show_cited(self, cited: Sequence[Cited]) -> None:
        """Show these entries; rows that stay are the same rows."""
        same = [each.reference for each in cited] == [each.reference for each in self._all]
        self._all = cited
        if same:
            self.shown = self._fitting()
            self.dataChanged.emit(self.index(0), self.index(max(len(self.shown) - 1, 0)))
        else:
            self.filter(" ".join(self._words))

    def filter(self, text: str) -> None:
        """Show those that hold all these words."""
        self.beginResetModel()
        self._words = text.casefold().split()
        self.shown = self._fitting()
        self.endResetModel()

    def _fitting(self) -> list[Cited]:
        return [each for each in self._all if all(word in _haystack(each) for word in self._words)]

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cited = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cited.title or cited.reference.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cited.reference.number}. {cited.reference.text} {standing(cited)}"
        return None


def standing(cited: Cited) -> str:
    """How the work stands to the library: `In your library · To read`, `Not in your library`."""
    if cited.paper is None:
        return "Not in your library"
    return f"In your library · {NAMES[cited.paper.status]}"


def _haystack(cited: Cited) -> str:
    reference = cited.reference
    return f"{reference.number} {reference.text} {cited.title}".casefold()
