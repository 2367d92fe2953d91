"""What can be done with tags and smart lists from the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from readinglist.gui.places import Kind, Place
from readinglist.gui.sidebar_content import Places
from readinglist.gui.theme import Theme
from readinglist.gui.watched.places import against_watching
from readinglist.gui.work import UserThread
from readinglist.library import Library
from readinglist.library.records import COLOURS, SmartList, Tag


class PlaceCommands(QObject):
    """Makes, renames, colours, merges and removes tags and smart lists; each is one undo step."""

    edit_wanted = Signal(object)
    """A Place whose name the user should type now."""
    left = Signal(object, object)
    """(Place, Place or None): the first is gone, the second stands for it now."""
    query_edit_wanted = Signal(str, str)
    """(name, query) of a smart list whose query the user wants to change."""
    choice_wanted = Signal(object, str)
    """(list of Command, prompt): the user should choose one."""

    watch_wanted = Signal(str)
    """New papers that would belong to this tag are to be offered."""

    def __init__(self, theme: Theme, library: Library, user: UserThread, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._library, self._user, self._window = theme, library, user, parent
        self._lists: Sequence[SmartList] = ()
        self._tags: Sequence[Tag] = ()
        self._watched: frozenset[str] = frozenset()
        self._new = Place(Kind.TAG)

    @Slot(object)
    def take_places(self, found: Places) -> None:
        """The lists and tags that there are now."""
        self._lists, self._tags = found.lists, found.tags
        self._watched = frozenset(watch.tag for watch in found.watches)

    def query_of(self, name: str) -> str:
        """The text of a smart list, empty if there is none of that name."""
        return next((smart.query for smart in self._lists if smart.name == name), "")

    # -- making

    def new_tag(self) -> None:
        """Make a tag and let the user name it."""
        name = _free("new tag", [tag.name for tag in self._tags])
        self._make(Place(Kind.TAG, name), f"Made the tag {name}", lambda: self._library.tags.add([], [name]))

    @Slot(str, str)
    def new_list(self, query: str, note: str = "") -> None:
        """Keep a query as a smart list and let the user name it; `note` is said about it."""
        name = _free(" ".join(query.split())[:60], [smart.name for smart in self._lists])
        place = Place(Kind.LIST, name)
        label = f"Made the smart list {name}" + (f". {note}" if note else "")
        self._make(place, label, lambda: self._library.lists.save(name, query))

    def _make(self, place: Place, label: str, function: Callable[[], object]) -> None:
        self._new = place
        self._user.do(label, function, on_done=self._on_made)

    @Slot(object)
    def _on_made(self, _: object) -> None:
        self.edit_wanted.emit(self._new)

    # -- changing

    @Slot(object, str)
    def rename(self, place: Place, name: str) -> None:
        """Give a tag or smart list another name; a tag's name may move it (`nlp/retrieval`)."""
        if place.kind == Kind.TAG:
            self._user.do(
                f"Renamed the tag {place.name} to {name}",
                lambda: self._library.tags.rename(place.name, name),
                on_done=partial(self._on_replaced, place, Place(Kind.TAG, name)),
            )
        elif place.kind == Kind.LIST:
            query = self.query_of(place.name)

            def rename() -> None:
                with self._library.change(f"Rename smart list {place.name} to {name}"):
                    self._library.lists.remove(place.name)
                    self._library.lists.save(name, query)

            self._user.do(
                f"Renamed the smart list to {name}",
                rename,
                on_done=partial(self._on_replaced, place, Place(Kind.LIST, name)),
            )

    def colour(self, name: str, colour: str) -> None:
        """Give a tag another colour."""
        self._user.do(f"Coloured the tag {name}", lambda: self._library.tags.set_colour(name, colour))

    def merge(self, name: str, into: str) -> None:
        """Papers of the tag get the other one instead."""
        self._user.do(
            f"Merged the tag {name} into {into}",
            lambda: self._library.tags.merge(name, into),
            on_done=partial(self._on_replaced, Place(Kind.TAG, name), Place(Kind.TAG, into)),
        )

    def remove(self, place: Place) -> None:
        """Remove a tag or smart list; its papers stay."""
        if place.kind == Kind.TAG:
            label, function = f"Deleted the tag {place.name}", partial(self._library.tags.delete, place.name)
        else:
            label = f"Removed the smart list {place.name}"
            function = partial(self._library.lists.remove, place.name)
        self._user.do(label, function, on_done=partial(self._on_replaced, place, None))

    def _on_replaced(self, place: Place, instead: Place | None, _: object) -> None:
        self.left.emit(place, instead)

    # -- menus

    def menu(self, place: Place, empty_trash: QAction) -> QMenu | None:
        """The menu of a line of the sidebar; None where there is nothing to do."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if place.kind == Kind.TAG:
            self._fill_tag_menu(menu, place)
        elif place.kind == Kind.LIST:
            menu.addAction("Rename", partial(self.edit_wanted.emit, place))
            menu.addAction("Edit Query", partial(self.query_edit_wanted.emit, place.name, self.query_of(place.name)))
            menu.addSeparator()
            menu.addAction("Remove Smart List", partial(self.remove, place))
        elif place.kind == Kind.TRASH:
            menu.addAction(empty_trash)
        else:
            menu.deleteLater()
            return None
        return menu

    def popup(self, place: Place, position: QPoint, empty_trash: QAction) -> None:
        """Open the menu of a line there."""
        menu = self.menu(place, empty_trash)
        if menu is not None:
            menu.popup(position)

    def _fill_tag_menu(self, menu: QMenu, place: Place) -> None:
        tag = next((tag for tag in self._tags if tag.name == place.name), None)
        if tag is None:
            return
        menu.addAction("Rename", partial(self.edit_wanted.emit, place))
        colours = menu.addMenu("Colour")
        for colour in COLOURS:
            action = colours.addAction(self._dot(colour), colour.capitalize(), partial(self.colour, tag.name, colour))
            action.setCheckable(True)
            action.setChecked(colour == tag.colour)
        menu.addAction("Merge Into…", partial(self._choose_target, tag.name))
        watch = menu.addAction("Watch This Tag", partial(self.watch_wanted.emit, tag.name))
        against = against_watching(tag, self._watched)
        watch.setEnabled(not against)
        watch.setToolTip(against)
        menu.setToolTipsVisible(True)
        if tag.real:
            menu.addSeparator()
            menu.addAction("Delete Tag", partial(self.remove, place))

    def _choose_target(self, name: str) -> None:
        from readinglist.gui.command_palette import Command  # with the palette, when it is first opened

        commands = [
            Command(tag.name, "Tag", partial(self.merge, name, tag.name), colour=tag.colour)
            for tag in self._tags
            if tag.name != name
        ]
        self.choice_wanted.emit(commands, f"Merge {name} into…")

    def _dot(self, colour: str) -> QIcon:
        side = self._theme.px(16)
        ratio = self._window.devicePixelRatioF()
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tag_dot(colour))
        painter.drawEllipse(3, 3, side - 6, side - 6)
        painter.end()
        return QIcon(picture)


def _free(name: str, taken: Sequence[str]) -> str:
    known = {other.lower() for other in taken}
    number, free = 1, name
    while free.lower() in known:
        number += 1
        free = f"{name} {number}"
    return free
