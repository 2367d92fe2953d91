"""The list's model: ids of all papers of a place, rows only of what is looked at."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from readinglist.errors import ReadingListError
from readinglist.gui.guard import guarded
from readinglist.gui.reading_words import far
from readinglist.gui.today.telling import spoken_besides
from readinglist.library.feed_records import Ranked, Shown
from readinglist.library.queue_words import due_in_words
from readinglist.library.records import Hit, Row, Status

Index = QModelIndex | QPersistentModelIndex
RowsOf = Callable[[Sequence[int]], list[Row]]
ShownOf = Callable[[Sequence[int]], dict[int, Shown]]

PAGE = 32
"""Rows that are fetched at once."""
KEPT = 2048
"""Rows that are remembered at most."""
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
HIT_ROLE = Qt.ItemDataRole.UserRole + 2
ID_ROLE = Qt.ItemDataRole.UserRole + 3
SHOWN_ROLE = Qt.ItemDataRole.UserRole + 4
RANKED_ROLE = Qt.ItemDataRole.UserRole + 5
PAPERS_MIME = "application/x-readinglist-papers"


class PaperModel(QAbstractTableModel):
    """One column; line n is paper `ids[n]`. Its row is read when it is first looked at, a page at a time.

    `rows_of(ids)` answers in the order asked for and leaves out papers that are gone. `shown_of(ids)` is asked for what
    feeds say of them, while `in_feeds`.
    """

    replaced = Signal()
    """Other papers are shown than before (after a reset)."""

    def __init__(self, rows_of: RowsOf, parent: QObject | None = None, *, shown_of: ShownOf | None = None) -> None:
        super().__init__(parent)
        self._rows_of, self._shown_of = rows_of, shown_of
        self.in_feeds = False
        """Whether it is a page of feeds that is shown."""
        self._shown: dict[int, Shown] = {}
        self._ranked: Mapping[int, Ranked] = {}
        self._ids: list[int] = []
        self._hits: Mapping[int, Hit] = {}
        self._rows: OrderedDict[int, Row | None] = OrderedDict()
        self._numbers: dict[int, int] | None = None
        self._problem = ""

    # -- what is shown

    @property
    def ids(self) -> Sequence[int]:
        """The papers in their order."""
        return self._ids

    @property
    def problem(self) -> str:
        """Why rows could not be read at last, for the user; empty when all is well."""
        return self._problem

    def set_papers(self, ids: list[int], hits: Mapping[int, Hit] | None = None) -> None:
        """Show these papers from the top; a search gives the hits as well."""
        self.beginResetModel()
        self._take(ids, hits)
        self.endResetModel()
        self.replaced.emit()

    def refresh(self, ids: list[int], hits: Mapping[int, Hit] | None = None) -> None:
        """The same question has another answer: selection and place stay with their papers."""
        if ids == self._ids:
            self._hits = hits or {}
            self.look_again()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        papers = [self._ids[index.row()] for index in before]
        self._take(ids, hits)
        numbers = self._numbers_of(papers)
        after = [self.index(numbers[paper], 0) if paper in numbers else QModelIndex() for paper in papers]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def set_ranked(self, ranked: Mapping[int, Ranked]) -> None:
        """Why papers stand where they stand."""
        self._ranked = ranked

    def ranked_of(self, paper: int) -> Ranked | None:
        """Why a paper stands where it stands."""
        return self._ranked.get(paper)

    def look_again(self, papers: Collection[int] | None = None) -> None:
        """Read these papers' rows anew (None: all) when they are next looked at."""
        if papers is None:
            self._rows.clear()
        else:
            for paper in papers:
                self._rows.pop(paper, None)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def foresee(self, papers: Iterable[int], **fields: Any) -> None:
        """Show a change of the user at once; `look_again` replaces it by what became of it."""
        for paper in papers:
            row = self._rows.get(paper)
            if row is not None:
                self._rows[paper] = replace(row, **fields)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def number_of(self, paper: int) -> int | None:
        """On which line a paper stands."""
        return self._numbers_of([paper]).get(paper)

    def row(self, number: int) -> Row | None:
        """The row on that line, read if need be; None if the paper is gone."""
        paper = self._ids[number]
        if paper not in self._rows:
            self._fetch(number)
        return self._rows.get(paper)

    def known(self, paper: int) -> Row | None:
        """The row of a paper if it was read lately; nothing is read for this."""
        return self._rows.get(paper)

    # -- what Qt asks

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    @guarded(1)
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def hit_of(self, paper: int) -> Hit | None:
        """What a search said of a paper that it found."""
        return self._hits.get(paper)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = index.row()
        if not 0 <= number < len(self._ids):
            return None
        if role == ROW_ROLE:
            return self.row(number)
        if role == ID_ROLE:
            return self._ids[number]
        if role == SHOWN_ROLE:
            return self._shown.get(self._ids[number]) if self.row(number) is not None else None
        if role == RANKED_ROLE:
            return self._ranked.get(self._ids[number])
        if role == HIT_ROLE:
            return self._hits.get(self._ids[number])
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self._rows.get(self._ids[number])
            return f"Read to {far(row.progress)}" if row and row.progress and row.status == Status.READING else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(number)
            return self._spoken(row) if row else ""
        return None

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    @guarded(["text/plain"])
    def mimeTypes(self) -> list[str]:
        return [PAPERS_MIME, "text/plain"]

    @guarded(None)
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData | None:  # type: ignore[override]
        data = QMimeData()
        papers = [self._ids[index.row()] for index in indexes]
        data.setData(PAPERS_MIME, " ".join(map(str, papers)).encode())
        titles = [row.title for index in indexes[:PAGE] if (row := self.row(index.row()))]
        data.setText("\n".join(titles))
        return data

    # -- within

    def _spoken(self, row: Row) -> str:
        shown = self._shown.get(row.id)
        besides = spoken_besides(row, shown, self._ranked.get(row.id)) if shown is not None else []
        return ", ".join(part for part in (spoken(row), *besides) if part)

    def _take(self, ids: list[int], hits: Mapping[int, Hit] | None) -> None:
        self._ids = ids
        self._hits = hits or {}
        self._rows.clear()
        self._shown.clear()
        self._numbers = None

    def _numbers_of(self, papers: Sequence[int]) -> dict[int, int]:
        # For a few papers, looking through the list is quicker than building the table of all.
        if self._numbers is None and len(papers) <= 8:
            found = {}
            for paper in papers:
                try:
                    found[paper] = self._ids.index(paper)
                except ValueError:
                    continue
            return found
        if self._numbers is None:
            self._numbers = {paper: number for number, paper in enumerate(self._ids)}
        return self._numbers

    def _fetch(self, number: int) -> None:
        first = number - number % PAGE
        wanted = [paper for paper in self._ids[first : first + PAGE] if paper not in self._rows]
        try:
            rows = {row.id: row for row in self._rows_of(wanted)}
            if self.in_feeds and self._shown_of is not None:
                self._shown.update(self._shown_of(wanted))
            self._problem = ""
        except ReadingListError as error:
            self._problem = str(error)
            return
        for paper in wanted:
            self._rows[paper] = rows.get(paper)
        while len(self._rows) > KEPT:
            paper, _ = self._rows.popitem(last=False)
            self._shown.pop(paper, None)


def papers_in(data: QMimeData) -> list[int]:
    """The papers that a drag from the list carries."""
    if not data.hasFormat(PAPERS_MIME):
        return []
    return [int(word) for word in data.data(PAPERS_MIME).toStdString().split()]


def spoken(row: Row) -> str:
    """A row in one line, as a screen reader says it."""
    marks = [
        "unread" if row.unread else "",
        "starred" if row.starred else "",
        "has PDF" if row.has_document else "",
        "has note" if row.has_note else "",
        f"read to {far(row.progress)}" if row.progress and row.status == Status.READING else "",
        f"takes {row.minutes} minutes" if row.minutes else "",
        due_in_words(row.by, datetime.date.today()) if row.by else "",
        row.waits,
        ("tags " + ", ".join(name for name, _ in row.tags)) if row.tags else "",
    ]
    parts = [row.title or "Untitled", row.people, row.source, row.when, *marks]
    return ", ".join(part for part in parts if part)
