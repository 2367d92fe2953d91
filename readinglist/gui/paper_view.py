"""The list of papers: a table of one column without headers, for that is the quickest of Qt's views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.paper_delegate import PaperDelegate
from readinglist.gui.paper_model import PaperModel

BELOW = 72
"""Pixels that stay free below the last row where the list is longer than the window."""
_KEYS = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


class PaperView(QTableView):
    """Shows a PaperModel; tells which papers are chosen and which one is opened."""

    chosen = Signal(object)
    """A tuple of the selected ids in the list's order, told once things have settled."""
    opened = Signal(object)
    """The id of the paper that was double-clicked or Enter was pressed on."""
    menu_wanted = Signal(QPoint)
    """Where on the screen a menu for the chosen papers was asked for."""
    files_dropped = Signal(object, object)
    """(event's QMimeData, id of the paper below or None)."""
    reordered = Signal(object, object)
    """(papers that were dragged within the list, id of the one before which they were dropped or None for the end)."""

    def __init__(self, model: PaperModel, delegate: PaperDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._papers = model
        self._delegate = delegate
        self._told: tuple[int, ...] | None = None
        self.reorderable = False
        """Whether the order is the user's own, so that papers can be dragged to another place in it."""
        self._gap: int | None = None
        """The line before which what is dragged would be dropped."""
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName("Papers")
        self._set_up()
        # A refresh or a key held down changes the selection many times: tell about the last.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._tell_chosen)
        self.selectionModel().selectionChanged.connect(self._settle.start)
        model.modelReset.connect(self._settle.start)
        model.layoutChanged.connect(self._settle.start)
        self.doubleClicked.connect(self._on_double_clicked)

    def _set_up(self) -> None:
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setDropIndicatorShown(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.take_row_height()

    def take_row_height(self) -> None:
        """Make all rows as high as the delegate says now."""
        height = self._delegate.row_height
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(max(1, height // 3))
        self.viewport().update()

    def set_delegate(self, delegate: PaperDelegate) -> None:
        """Draw the rows otherwise; `take_row_height` follows."""
        if delegate is not self._delegate:
            self._delegate = delegate
            self.setItemDelegate(delegate)

    # -- selection

    def selected(self) -> tuple[int, ...]:
        """The chosen papers in the order of the list."""
        numbers: set[int] = set()
        for span in self.selectionModel().selection().toList():
            numbers.update(range(span.top(), span.bottom() + 1))
        ids = self._papers.ids
        return tuple(ids[number] for number in sorted(numbers) if number < len(ids))

    def select(self, papers: Sequence[int], *, scroll: bool = True) -> None:
        """Choose these papers (those that are not in the list are passed over)."""
        found = [self._papers.number_of(paper) for paper in papers]
        numbers = sorted(number for number in found if number is not None)
        selection = QItemSelection()
        for first_line, last_line in _runs(numbers):
            selection.select(self._papers.index(first_line, 0), self._papers.index(last_line, 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        if numbers:
            first = self._papers.index(numbers[0], 0)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            if scroll:
                self.scrollTo(first, QAbstractItemView.ScrollHint.EnsureVisible)

    @property
    def settling(self) -> bool:
        """Whether the choice changed and is not told yet."""
        return self._settle.isActive()

    def select_line(self, number: int) -> None:
        """Choose the paper on that line, or the last one if there are fewer."""
        count = self._papers.rowCount()
        if count:
            self.setCurrentIndex(self._papers.index(min(max(number, 0), count - 1), 0))

    def begin_at_top(self) -> None:
        """Show the first line, with which the next key begins, wherever the line went that was current."""
        self.selectionModel().setCurrentIndex(self._papers.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollToTop()

    def first_selected_line(self) -> int:
        """The uppermost line that is chosen, -1 for none."""
        return min((span.top() for span in self.selectionModel().selection().toList()), default=-1)

    def current_line(self) -> int:
        """The line of the current paper, -1 for none."""
        return self.currentIndex().row()

    def paper_at(self, position: QPoint) -> int | None:
        """The paper below a position of the viewport."""
        index = self.indexAt(position)
        return self._papers.ids[index.row()] if index.isValid() else None

    def _tell_chosen(self) -> None:
        chosen = self.selected()
        if chosen != self._told:
            self._told = chosen
            self.chosen.emit(chosen)

    # -- what Qt asks

    @guarded(None)
    def updateGeometries(self) -> None:
        """The last row can be scrolled up from below a toast."""
        super().updateGeometries()
        bar = self.verticalScrollBar()
        bar.setMaximum(max(bar.maximum(), self.verticalHeader().length() + BELOW - self.viewport().height()))

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key()) if event.key() in _KEYS else None
        if key is not None and plain:
            event = QKeyEvent(QEvent.Type.KeyPress, _KEYS[key], event.modifiers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if not event.isAutoRepeat():  # Enter held down in the search field comes here, too, and opens nothing
                self.opened.emit(self._papers.ids[self.currentIndex().row()])
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.selectionModel().hasSelection():
            # Qt makes the first line current when the list gets the focus, without choosing it.
            self.select_line(max(self.current_line(), 0))
            return
        super().keyPressEvent(event)

    @guarded(None)
    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts here; going through 100,000 titles for them would stall the window."""

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self.clearSelection()

    @guarded(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    @guarded(None)
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    @guarded(None)
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_gap(None)
        super().dragLeaveEvent(event)

    @guarded(None)
    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self:
            gap = self._gap_at(event.position().toPoint()) if self.reorderable else None
            self._show_gap(None)
            if gap is None:
                event.ignore()
                return
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            ids = self._papers.ids
            self.reordered.emit(self.selected(), ids[gap] if gap < len(ids) else None)
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.files_dropped.emit(event.mimeData(), self.paper_at(event.position().toPoint()))

    def _judge(self, event: QDragMoveEvent) -> None:
        data = event.mimeData()
        if event.source() is self and self.reorderable:
            self._show_gap(self._gap_at(event.position().toPoint()))
            self._scroll_along(event.position().toPoint())
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        elif event.source() is not self and (data.hasUrls() or data.hasText() or data.hasHtml()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _gap_at(self, position: QPoint) -> int:
        """The line before which something let go there would come."""
        height = self._delegate.row_height
        line = round((position.y() + self.verticalScrollBar().value()) / height)
        return min(max(line, 0), self._papers.rowCount())

    def _show_gap(self, gap: int | None) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def _scroll_along(self, position: QPoint) -> None:
        """What is dragged to an edge goes on beyond it."""
        height, bar = self._delegate.row_height, self.verticalScrollBar()
        if position.y() < height // 2:
            bar.setValue(bar.value() - height // 4)
        elif position.y() > self.viewport().height() - height // 2:
            bar.setValue(bar.value() + height // 4)

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is not None:
            y = max(self._gap * self._delegate.row_height - self.verticalScrollBar().value() - 1, 1)
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._delegate.accent, 2))
            painter.drawLine(12, y, self.viewport().width() - 12, y)
            painter.end()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._papers.ids[index.row()])

    def _on_menu_wanted(self, position: QPoint) -> None:
        if self.selected():
            self.menu_wanted.emit(self.viewport().mapToGlobal(position))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbours; a selection of 10,000 single lines would stall the window."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
