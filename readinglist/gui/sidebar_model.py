"""What stands in the sidebar: places, smart lists, the tree of tags, the Trash."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from readinglist.gui.guard import guarded
from readinglist.gui.paper_model import PAPERS_MIME, papers_in
from readinglist.gui.places import (
    DIGEST,
    DISMISSED,
    FIXED,
    HIGHLIGHTS,
    ICONS,
    LIBRARY,
    TIPS,
    TODAY,
    TRASH,
    Kind,
    Place,
    count_of,
)
from readinglist.gui.sidebar_content import Places
from readinglist.gui.today.health import Health, health_of, sentence_of
from readinglist.gui.watched.places import is_question, place_of
from readinglist.library.records import Tag

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
FEEDS, WATCHED, SMART_LISTS, TAGS = "Feeds", "Watched", "Smart lists", "Tags"
NOT_DROPPED_ON = (Kind.LIBRARY, Kind.RECENT, Kind.HIGHLIGHTS, Kind.DIGEST, Kind.LIST)


@dataclass(eq=False)
class Line:
    """One line: a place, or the head of a section (`place` is None)."""

    title: str
    place: Place | None = None
    icon: str = ""
    colour: str = ""
    """Colour of a tag."""
    health: Health | None = None
    """How a feed is."""
    count: int | None = None
    tip: str = ""
    real: bool = True
    """False for a tag that exists only as the first part of others."""
    parent: Line | None = None
    lines: list[Line] = field(default_factory=list)
    number: int = 0

    @property
    def is_section(self) -> bool:
        return self.place is None


class SidebarModel(QAbstractItemModel):
    """A small tree; `set_content` replaces it and tells, unless only counts changed (then lines stay)."""

    rebuilt = Signal()
    """Lines came or went (indexes are new)."""
    papers_dropped = Signal(object, object)
    """(Place, tuple of ids): papers were dragged from the list on a line."""
    renamed = Signal(object, str)
    """(Place, new name): a line's name was edited."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = [Line("")]
        self._list_counts: Mapping[str, int] = {}
        self.set_content(Places())

    def set_content(self, places: Places) -> None:
        """Show these and no others."""
        root = Line("")
        parts = (
            _fixed(places),
            _feeds(places),
            _watches(places),
            self._smart_lists(places),
            _tags(places),
            _gone(places),
        )
        for line in itertools.chain(*parts):
            line.parent = root
            root.lines.append(line)
        table = [root, *_walk(root)]
        if [_shape(line) for line in table] == [_shape(line) for line in self._table]:
            # Only numbers, colours or tips: each index still means the line of the same number.
            self._take(table)
            self.dataChanged.emit(self.index(0, 0), self.index(len(root.lines) - 1, 0))
            return
        self.beginResetModel()
        self._take(table)
        self.endResetModel()
        self.rebuilt.emit()

    def set_list_counts(self, counts: Mapping[str, int]) -> None:
        """How many papers each smart list holds, by its name; counting takes longer than all else."""
        self._list_counts = counts
        for line in self._table:
            if line.place is not None and line.place.kind == Kind.LIST:
                line.count = counts.get(line.place.name)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def _smart_lists(self, places: Places) -> Iterator[Line]:
        yield Line(SMART_LISTS)
        for smart in places.lists:
            place, count = Place(Kind.LIST, smart.name), self._list_counts.get(smart.name)
            yield Line(smart.name, place, ICONS[Kind.LIST], count=count, tip=smart.query)

    def _take(self, table: list[Line]) -> None:
        # Indexes carry a number of this table, never a pointer: a stale one then meets no freed object.
        self._table = table
        for number, line in enumerate(table):
            line.number = number

    def lines(self) -> Iterator[Line]:
        """All lines from top to bottom."""
        return iter(self._table[1:])

    def index_of(self, place: Place) -> QModelIndex:
        """Where a place stands (invalid when it is gone); tag names are compared without case."""
        for line in self.lines():
            if line.place is not None and _same(line.place, place):
                return self._index(line)
        return QModelIndex()

    def line(self, index: Index) -> Line | None:
        """The line at an index."""
        number = index.internalId() if index.isValid() else 0
        return self._table[number] if 0 < number < len(self._table) else None

    # -- what Qt asks

    @guarded(QModelIndex())
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        line = self.line(parent) or self._table[0]
        if column == 0 and 0 <= row < len(line.lines):
            return self.createIndex(row, column, line.lines[row].number)
        return QModelIndex()

    @guarded(QModelIndex())
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        line = self.line(index)
        if line is None or line.parent is None or line.parent is self._table[0]:
            return QModelIndex()
        return self._index(line.parent)

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        line = self.line(parent) or self._table[0]
        return len(line.lines)

    @guarded(1)
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.EditRole and line.place is not None:
            return _own_name(line.place)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if line.count is None or line.place == HIGHLIGHTS:
                return line.title if line.count is None else f"{line.title}, {line.count}"
            if line.place is not None and line.place.kind == Kind.WATCH:
                return f"{line.title}, {line.count} papers offered"
            if line.place is not None and line.place.is_feed:
                trouble = f", {line.tip}" if line.health in (Health.WAITS, Health.TROUBLE) else ""
                return f"{line.title}, {line.count} unread papers{trouble}"
            return f"{line.title}, {line.count} papers"
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or (line.place.name if line.place else None)
        return None

    @guarded(False)
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index)
        name = str(value).strip()
        if line is None or line.place is None or not name or name == _own_name(line.place):
            return False
        self.renamed.emit(line.place, name)
        return True

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index)
        if line is None or line.is_section:
            return Qt.ItemFlag.NoItemFlags
        assert line.place is not None
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if line.place.kind not in NOT_DROPPED_ON and not line.place.is_feed:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        if line.place.kind in (Kind.LIST, Kind.TAG, Kind.FEED) or is_question(line.place):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @guarded([])
    def mimeTypes(self) -> list[str]:
        return [PAPERS_MIME]

    @guarded(Qt.DropAction.CopyAction)
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    @guarded(False)
    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        return data.hasFormat(PAPERS_MIME) and bool(self.flags(parent) & Qt.ItemFlag.ItemIsDropEnabled)

    @guarded(False)
    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        line, papers = self.line(parent), papers_in(data)
        if line is None or line.place is None or not papers:
            return False
        self.papers_dropped.emit(line.place, tuple(papers))
        # Not moved: True would make the list take the rows away.
        return False

    def _index(self, line: Line) -> QModelIndex:
        assert line.parent is not None
        return self.createIndex(line.parent.lines.index(line), 0, line.number)


def _fixed(places: Places) -> Iterator[Line]:
    counts = places.counts
    for place in FIXED:
        count = count_of(place, counts) if counts else None
        yield Line(place.title, place, ICONS[place.kind], count=count, tip=TIPS.get(place.kind, ""))
        if place == LIBRARY:
            yield Line(TODAY.title, TODAY, ICONS[Kind.TODAY], count=places.unseen, tip=TIPS[Kind.TODAY])
    if counts and counts.highlights:
        yield Line(HIGHLIGHTS.title, HIGHLIGHTS, ICONS[Kind.HIGHLIGHTS], count=counts.highlights)
    if places.feeds:
        yield Line(DIGEST.title, DIGEST, ICONS[Kind.DIGEST], tip=TIPS[Kind.DIGEST])


def _feeds(places: Places) -> Iterator[Line]:
    yield Line(FEEDS)
    for feed in places.feeds:
        place = Place(Kind.FEED, feed.address, feed.title)
        yield Line(feed.title, place, health=health_of(feed), count=feed.unread, tip=sentence_of(feed))


def _watches(places: Places) -> Iterator[Line]:
    if places.feeds or places.watches:
        yield Line(WATCHED)
    colours = {tag.name: tag.colour for tag in places.tags}
    for watch in places.watches:
        tip = f"What would belong to the tag {watch.tag}" if watch.tag else watch.question
        icon = "" if watch.tag else ICONS[Kind.WATCH]
        colour = colours.get(watch.tag, "")
        yield Line(watch.name, place_of(watch), icon, colour, count=watch.open, tip=tip)


def _tags(places: Places) -> Iterator[Line]:
    yield Line(TAGS)
    yield from tag_tree(places.tags)


def _gone(places: Places) -> Iterator[Line]:
    counts = places.counts
    if counts and counts.dismissed:
        yield Line(DISMISSED.title, DISMISSED, ICONS[Kind.DISMISSED], count=counts.dismissed)
    yield Line(TRASH.title, TRASH, ICONS[Kind.TRASH], count=counts.trash if counts else None)


def tag_tree(tags: Sequence[Tag]) -> list[Line]:
    """The tags as a tree by their slashes; a missing parent gets a line that stands for those below it."""
    top: list[Line] = []
    known: dict[str, Line] = {}
    for tag in sorted(tags, key=lambda tag: tag.name.lower().split("/")):
        parent = _parent_line(tag, known, top)
        line = Line(tag.name.rpartition("/")[2], Place(Kind.TAG, tag.name), colour=tag.colour, count=tag.count)
        line.real, line.parent = tag.real, parent
        known[tag.name.lower()] = line
        (parent.lines if parent else top).append(line)
    return top


def _parent_line(tag: Tag, known: dict[str, Line], top: list[Line]) -> Line | None:
    parent: Line | None = None
    parts = tag.name.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        line = known.get(name.lower())
        if line is None:
            line = Line(parts[depth - 1], Place(Kind.TAG, name), colour=tag.colour, real=False, parent=parent)
            known[name.lower()] = line
            (parent.lines if parent else top).append(line)
        parent = line
    return parent


def _walk(line: Line) -> Iterator[Line]:
    for below in line.lines:
        yield below
        yield from _walk(below)


def _own_name(place: Place) -> str:
    """What the user may call otherwise."""
    return place.title if place.kind == Kind.FEED else place.name


def _shape(line: Line) -> tuple[str, Place | None, int]:
    return line.title, line.place, len(line.lines)


def _same(one: Place, other: Place) -> bool:
    return one.kind == other.kind and one.name.lower() == other.name.lower()
