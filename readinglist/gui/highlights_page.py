"""The page Highlights: what was marked in all papers of the library, by paper or by time, of one tag, of one colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.annotation_card import Shown
from readinglist.gui.annotation_list import AnnotationList
from readinglist.gui.bridge import Bridge
from readinglist.gui.details_area import Area
from readinglist.gui.details_words import number, things
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.annotation_sql import Filter
from readinglist.library.records import Changes

MOST = 1000
"""Annotations that are read at once; of more, a tag shows the others."""
REST_MS = 250
ORDERS = {"paper": "By paper", "time": "Newest first"}
ALL_TAGS = "All tags"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the page shows: the first MOST of `count`; `tags` are (name, how many carry it or one nested in it)."""

    order: str
    tag: str
    shown: tuple[Shown, ...]
    count: int
    tags: tuple[tuple[str, int], ...]


def gather(library: Library, order: str, tag: str) -> Gathered:
    """Read what the page shows. Reads the library; any thread but the GUI's."""
    wanted = Filter(tag=tag or None)
    found = library.annotations.select(wanted, order, limit=MOST)
    titles = {row.id: row.title for row in library.papers.rows(list({each.paper for each in found}))}
    shown = tuple(Shown(each, titles.get(each.paper, "")) for each in found)
    return Gathered(order, tag, shown, library.annotations.count(wanted), tuple(library.annotations.tags()))


class HighlightsPage(QWidget):
    """Reads when it can be seen, and again when annotations change."""

    def __init__(
        self, theme: Theme, library: Library, reads: Reads, bridge: Bridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._reads = library, reads
        self._tag = ""
        self._stale = True
        self.cards = AnnotationList(theme)
        self.orders = QButtonGroup(self)
        self.tag_button = QPushButton(ALL_TAGS)
        self.tag_menu = QMenu(self)
        self._words = QLabel()
        self._words.setProperty("kind", "third")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read)
        area = Area(theme, self.cards)
        area.inside.setProperty("pane", "list")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar(theme))
        layout.addWidget(area, 1)
        bridge.changed.connect(self._on_changed)

    def _bar(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), 0)
        row.setSpacing(theme.px(6))
        for order, label in ORDERS.items():
            button = QPushButton(label)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setChecked(order == "paper")
            button.setObjectName(order)
            self.orders.addButton(button)
            row.addWidget(button)
        self.orders.buttonClicked.connect(self._on_order)
        self.tag_button.setProperty("kind", "quiet")
        self.tag_button.setAccessibleName("Tag of the highlights")
        self.tag_button.setMenu(self.tag_menu)
        theme.dress(self.tag_button, "tag", size=15)
        row.addWidget(self.tag_button)
        row.addStretch(1)
        row.addWidget(self._words)
        return row

    # -- reading

    @property
    def order(self) -> str:
        """`paper` or `time`."""
        chosen = self.orders.checkedButton()
        return chosen.objectName() if chosen is not None else "paper"

    @property
    def tag(self) -> str:
        """The tag whose highlights are shown; empty for all."""
        return self._tag

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read()

    @Slot()
    def _read(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self._reads.ask(partial(gather, self._library, self.order, self._tag), self._on_gathered, key="highlights")

    def _on_gathered(self, found: Gathered) -> None:
        if (found.order, found.tag) != (self.order, self._tag):
            return
        if found.tag and not found.count:  # the tag is gone
            self.choose_tag("")
            return
        self.cards.show_annotations(found.shown)
        left = found.count - len(found.shown)
        more = f", the first {number(len(found.shown))} here" if left else ""
        self._words.setText(things(found.count, "highlight") + more)
        self._fill_tags(found.tags)

    def _fill_tags(self, tags: Sequence[tuple[str, int]]) -> None:
        self.tag_menu.clear()
        for name, words in (("", ALL_TAGS), *((name, f"{name}  ({number(count)})") for name, count in tags)):
            action = self.tag_menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name.lower() == self._tag.lower())
            action.setData(name)
            action.triggered.connect(self._on_tag)
        self.tag_button.setVisible(bool(tags))
        self.tag_button.setText((self._tag or ALL_TAGS).replace("&", "&&"))

    # -- what changes it

    def choose_tag(self, name: str) -> None:
        """Show those with this tag or one nested in it; with "" all."""
        self._tag = name
        self._read()

    @Slot()
    def _on_tag(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.choose_tag(action.data())

    @Slot()
    def _on_order(self) -> None:
        self._read()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.annotations or changes.listing or changes.tags or changes.everything:
            self._stale = True
            if not self._rest.isActive():
                self._rest.start()
