"""The left pane: places, smart lists and tags, with their counts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.places import Place
from readinglist.gui.sidebar_content import Places
from readinglist.gui.sidebar_model import FEEDS, SMART_LISTS, TAGS, WATCHED, SidebarModel
from readinglist.gui.sidebar_view import SidebarView
from readinglist.gui.theme import SEMIBOLD, Theme


class Sidebar(QWidget):
    """Shows where one can go, and tells where one goes."""

    place_chosen = Signal(object)
    """The Place that was chosen by the user."""
    papers_dropped = Signal(object, object)
    """(Place, tuple of ids)."""
    renamed = Signal(object, str)
    """(Place, new name) of a tag or smart list."""
    new_list_wanted = Signal()
    new_tag_wanted = Signal()
    new_feed_wanted = Signal()
    new_watch_wanted = Signal()
    menu_wanted = Signal(object, QPoint)
    """(Place, where on the screen)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._to_edit: Place | None = None
        self.setProperty("pane", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = SidebarModel(self)
        self.view = SidebarView(self.model, theme, self)
        self._head = QHBoxLayout()
        self._title = QLabel("Reading List")
        self._head.addWidget(self._title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self.view, 1)
        self.view.place_chosen.connect(self.place_chosen)
        self.view.plus_clicked.connect(self._on_plus_clicked)
        self.view.menu_wanted.connect(self.menu_wanted)
        self.model.papers_dropped.connect(self.papers_dropped)
        self.model.renamed.connect(self.renamed)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def add_buttons(self, buttons: Iterable[QToolButton]) -> None:
        """Put buttons beside the program's name."""
        for button in buttons:
            self._head.addWidget(button)

    def set_content(self, places: Places) -> None:
        """Show these lists, tags, feeds, watches and numbers; the chosen line stays chosen."""
        self.view.set_content(places)
        self._edit_wanted()

    def choose(self, place: Place) -> None:
        """Mark a place as chosen without telling."""
        self.view.choose(place)

    def edit(self, place: Place) -> None:
        """Let the user type another name for a tag or smart list."""
        index = self.model.index_of(place)
        if index.isValid():
            self.view.scrollTo(index)
            self.view.setFocus()
            self.view.edit(index)

    def edit_when_there(self, place: Place) -> None:
        """The same for one that was made a moment ago: as soon as it is shown."""
        self._to_edit = place
        self._edit_wanted()

    def _edit_wanted(self) -> None:
        if self._to_edit is not None and self.model.index_of(self._to_edit).isValid():
            place, self._to_edit = self._to_edit, None
            self.edit(place)

    def _on_plus_clicked(self, section: str) -> None:
        if section == SMART_LISTS:
            self.new_list_wanted.emit()
        elif section == TAGS:
            self.new_tag_wanted.emit()
        elif section == FEEDS:
            self.new_feed_wanted.emit()
        elif section == WATCHED:
            self.new_watch_wanted.emit()

    def _take_theme(self) -> None:
        px = self._theme.px
        self._title.setFont(self._theme.font(15, SEMIBOLD))
        self._head.setContentsMargins(px(18), px(12), px(10), px(8))
        self._head.setSpacing(px(2))
