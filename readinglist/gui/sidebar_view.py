"""The tree of the sidebar: choosing, folding, renaming in place, dropping papers on a line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDragMoveEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.places import LIBRARY, Place
from readinglist.gui.sidebar_content import Places
from readinglist.gui.sidebar_delegate import SidebarDelegate
from readinglist.gui.sidebar_model import Line, SidebarModel
from readinglist.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_KEYS = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


class SidebarView(QTreeView):
    """Shows a SidebarModel."""

    place_chosen = Signal(object)
    plus_clicked = Signal(str)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, model: SidebarModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self._place = LIBRARY
        self._folded: set[str] = set()
        self._choosing = False
        self._later: Places | None = None
        """What is to be shown when no name is typed any more."""
        self.setModel(model)
        self._delegate = SidebarDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._delegate.closeEditor.connect(self._on_editor_closed)
        self.setAccessibleName("Places")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(700)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.collapsed.connect(self._on_collapsed)
        self.expanded.connect(self._on_expanded)
        self.expandAll()
        self.choose(LIBRARY)

    @property
    def place(self) -> Place:
        """The chosen place."""
        return self._place

    @property
    def folded(self) -> tuple[str, ...]:
        """Tags whose nested tags are hidden."""
        return tuple(sorted(self._folded))

    def set_folded(self, names: Iterable[str]) -> None:
        """Hide what is nested in these tags."""
        self._folded = set(names)
        self._unfold()

    def set_content(self, places: Places) -> None:
        """Show other lines or numbers; choice, folding and scroll position stay."""
        if self.state() == QAbstractItemView.State.EditingState:
            # Other lines would take the editor away, with the name that is typed.
            self._later = places
            return
        self._later = None
        position = self.verticalScrollBar().value()
        self._choosing = True
        self._lines.set_content(places)
        self._unfold()
        self.choose(self._place)
        self._choosing = False
        self.verticalScrollBar().setValue(position)
        self.viewport().update()

    def choose(self, place: Place) -> None:
        """Mark a place without telling; one that is gone leaves nothing chosen."""
        self._place = place
        self._choosing = True
        index = self._lines.index_of(place)
        if index.isValid():
            if index != self.currentIndex() or not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
        else:
            self.clearSelection()
        self._choosing = False

    def line_at(self, position: QPoint) -> Line | None:
        """The line below a position of the viewport."""
        return self._lines.line(self.indexAt(position))

    def _unfold(self) -> None:
        for line in self._lines.lines():
            if line.lines and line.place is not None:
                self.setExpanded(self._lines.index_of(line.place), line.place.name not in self._folded)

    # -- what Qt asks

    @guarded(None)
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        line = self._lines.line(current)
        if not self._choosing and line is not None and line.place is not None and line.place != self._place:
            self._place = line.place
            self.place_chosen.emit(line.place)

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        index = self.indexAt(position)
        line = self._lines.line(index)
        rect = self.visualRect(index)
        if line is not None and line.is_section:
            if self._delegate.plus_rect(rect).contains(position):
                self.plus_clicked.emit(line.title)
            return
        if line is not None and line.lines and self._delegate.arrow_rect(rect, line).contains(position):
            self.setExpanded(index, not self.isExpanded(index))
            return
        if event.button() == Qt.MouseButton.RightButton:
            return  # the menu says what it is about; going there is another wish
        super().mousePressEvent(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and not event.modifiers():
            event = QKeyEvent(QKeyEvent.Type.KeyPress, _KEYS[Qt.Key(event.key())], event.modifiers())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self.place_chosen.emit(self._place)
            return
        super().keyPressEvent(event)

    @guarded(None)
    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts here."""

    @guarded(None)
    def drawBranches(self, painter: object, rect: object, index: object) -> None:
        """The delegate draws the arrows."""

    @guarded(None)
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._lines.canDropMimeData(event.mimeData(), Qt.DropAction.CopyAction, -1, -1, index):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()
        self.viewport().update()

    @Slot()
    def _on_editor_closed(self) -> None:
        if self._later is not None:
            self.set_content(self._later)

    def _on_menu_wanted(self, position: QPoint) -> None:
        # The keyboard's menu key asks at the current line.
        line = self.line_at(position)
        if line is not None and line.place is not None:
            self.menu_wanted.emit(line.place, self.viewport().mapToGlobal(position))

    def _on_collapsed(self, index: QModelIndex) -> None:
        line = self._lines.line(index)
        if line is not None and line.place is not None and not self._choosing:
            self._folded.add(line.place.name)

    def _on_expanded(self, index: QModelIndex) -> None:
        line = self._lines.line(index)
        if line is not None and line.place is not None and not self._choosing:
            self._folded.discard(line.place.name)
