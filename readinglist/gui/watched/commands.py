"""What can be done with questions and tags that are watched: begin, word otherwise, stop; each is one undo step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from readinglist.gui.places import Kind, Place
from readinglist.gui.watched.asking import watch_of
from readinglist.gui.watched.places import against_watching, is_question, place_of

if TYPE_CHECKING:
    from readinglist.gui.watched.box import WatchBox
    from readinglist.gui.window import MainWindow
    from readinglist.library.decision_records import Watch


class WatchCommands(QObject):
    """Connects what is watched with the window; all methods in the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.box: WatchBox | None = None
        actions = window.actions_
        actions["watch-question"].triggered.connect(self.open_box)
        actions["watch-tag"].triggered.connect(self.choose_tag)
        window.sidebar.new_watch_wanted.connect(self.open_box)
        window.sidebar.renamed.connect(self._on_renamed)
        window.place_commands.watch_wanted.connect(self.watch_tag)

    # -- beginning

    @Slot()
    def open_box(self) -> None:
        """Let the user type a question; what is searched for is one already."""
        from readinglist.gui.watched.box import WatchBox  # the first paint does not need it

        window = self._window
        if self.box is None:
            self.box = WatchBox(window.theme, window)
            self.box.wanted.connect(self.watch_question)
        question = window.listing.question
        self.box.open(question.text.strip() if question.searching else "")

    @Slot(str)
    def watch_question(self, question: str) -> None:
        """Offer new papers to a question from now on."""
        deciding = self._window.library.deciding
        self._window.user.do(
            f"Watching for “{question}”", lambda: deciding.watch_question(question), on_done=self._on_watched
        )

    @Slot(str)
    def watch_tag(self, tag: str) -> None:
        """Offer new papers to a tag from now on."""
        deciding = self._window.library.deciding
        self._window.user.do(
            f"Watching for papers like those with the tag {tag}",
            lambda: deciding.watch_tag(tag),
            on_done=self._on_watched,
        )

    @Slot()
    def choose_tag(self) -> None:
        """Let the user choose which tag is to be watched."""
        from readinglist.gui.command_palette import Command

        places = self._window.places
        if places is None:
            return
        watched = {watch.tag for watch in places.watches}
        offered = [
            Command(
                tag.name,
                "Tag",
                partial(self.watch_tag, tag.name),
                colour=tag.colour,
                detail=against,
                enabled=not against,
            )
            for tag in places.tags
            for against in (against_watching(tag, watched),)
        ]
        self._window.boxes.choose(offered, "Watch which tag?")

    @Slot(object)
    def _on_watched(self, watch: Watch) -> None:
        self._window.go(place_of(watch))

    # -- changing

    @Slot(object, str)
    def _on_renamed(self, place: Place, question: str) -> None:
        if place.kind != Kind.WATCH:
            return
        library = self._window.library

        def word_otherwise() -> Watch:
            with library.change(f"Watch “{question}” instead"):
                library.deciding.unwatch(watch_of(library, place).id)
                return library.deciding.watch_question(question)

        self._window.user.do(
            f"Watching for “{question}” instead", word_otherwise, on_done=partial(self._on_left, place)
        )

    def stop(self, place: Place) -> None:
        """Watch for it no longer; the papers stay where they are."""
        library = self._window.library
        self._window.user.do(
            f"Stopped watching for “{place.title}”",
            lambda: library.deciding.unwatch(watch_of(library, place).id),
            on_done=partial(self._on_left, place),
        )

    def _on_left(self, place: Place, watch: Watch | None) -> None:
        self._window.place_commands.left.emit(place, None if watch is None else place_of(watch))

    # -- its menu

    def menu(self, place: Place) -> QMenu:
        """What can be done with a line of the section."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if is_question(place):
            menu.addAction("Word It Otherwise", partial(self._window.sidebar.edit, place))
        menu.addAction("Stop Watching", partial(self.stop, place))
        return menu

    def popup(self, place: Place, position: QPoint) -> None:
        """Open the menu of a line there."""
        self.menu(place).popup(position)
