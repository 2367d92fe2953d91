"""What can be done with feeds in the window: follow, ask, rename, set, remove, exchange with other programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu

from readinglist.errors import NotFoundError
from readinglist.gui.feeds.asking import FeedAsking, Wanted
from readinglist.gui.feeds.words import EVERY, KEEP, all_updated_words, many_feeds, updated_words
from readinglist.gui.places import TODAY, Kind, Place
from readinglist.gui.today.health import sentence_of
from readinglist.gui.work import Reads
from readinglist.library.feed_records import Feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.gui.feeds.add_sheet import AddFeedSheet
    from readinglist.gui.feeds.days_sheet import DaysSheet
    from readinglist.gui.feeds.work_part import FeedsPart
    from readinglist.gui.window import MainWindow
    from readinglist.jobs.feeds import Updated
    from readinglist.program import Program
    from readinglist.sources.feed_addresses import Address

WIDEST = 72
"""Letters of a sentence in a menu."""
OPML = "Feeds (*.opml *.xml)"


class FeedCommands(QObject):
    """Connects the actions about feeds with the window; each change is one undo step."""

    said = Signal(str)
    troubled = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._library = window, window.library
        self.asking = FeedAsking(window.program, self)
        self.add_sheet: AddFeedSheet | None = None
        self.days_sheet: DaysSheet | None = None
        self._looks: Reads | None = None
        self._part: FeedsPart | None = None
        doing: dict[str, Callable[..., object]] = {
            "add-feed": self.open_add,
            "update-feeds": self.update_all,
            "fetch-days": self.open_days_here,
            "import-feeds": self._on_import,
            "export-feeds": self._on_export,
        }
        for name, function in doing.items():
            window.actions_[name].triggered.connect(function)
        window.sidebar.new_feed_wanted.connect(self.open_add)
        window.sidebar.menu_wanted.connect(self._on_menu_wanted)
        window.sidebar.renamed.connect(self._on_renamed)
        self.asking.ended.connect(self._on_updated)
        self.asking.words_changed.connect(window.work_watch.take_feeds)
        self.asking.words_changed.connect(self._tell_part)
        self.asking.ended.connect(self._tell_part)
        window.news.places_read.connect(self._tell_part)
        for part in (self, self.asking):
            part.troubled.connect(window.toast.show_trouble)
        self.said.connect(window.toast.show_done)

    def begin(self) -> None:
        """Hear of the schedule as soon as it is there."""
        program = self._window.program
        self._window.user.do("", lambda: program.runner, on_done=self.asking.follow_schedule, undoable=False)

    @property
    def busy(self) -> bool:
        """Whether anything is asked for the user."""
        return self.asking.busy or (self._looks is not None and self._looks.busy)

    def close(self) -> None:
        """The window goes."""
        for sheet in (self.add_sheet, self.days_sheet):
            if sheet is not None:
                sheet.close()
        self.asking.close()
        if self._looks is not None:
            self._looks.close(5)

    def show_in(self, part: FeedsPart) -> None:
        """Let a part of the panel of running work tell of feeds from now on."""
        self._part = part
        part.stop_wanted.connect(self.asking.stop)
        self._tell_part()

    @Slot()
    def _tell_part(self) -> None:
        if self._part is not None:
            self._part.show_words(self.asking.words, self.asking.busy)
            self._part.show_feeds(self._feeds())

    # -- following

    @Slot()
    def open_add(self) -> None:
        """Let the user choose a feed to follow."""
        window = self._window
        if self.add_sheet is None:
            from readinglist.gui.feeds.add_sheet import AddFeedSheet

            self._looks = Reads(threads=1)
            self.add_sheet = AddFeedSheet(window.theme, self._looks, partial(_discovered, window.program), window)
            self.add_sheet.chosen.connect(self.follow)
            self.add_sheet.import_wanted.connect(self._on_import)
        self.add_sheet.open([feed.address for feed in self._feeds()])

    @Slot(object)
    def follow(self, address: Address) -> None:
        """Follow a feed and go to its page; it is asked by the schedule, or gathers at once what is there."""
        library = self._library
        self._window.user.do(
            f"Follow {address.title}",
            lambda: library.feeds.add(address.address, address.kind, address.title),
            on_done=self._on_followed,
        )

    @Slot(object)
    def _on_followed(self, feed: Feed) -> None:
        self._window.go(_place(feed))
        if not feed.goes_out:
            self.asking.update([feed])

    # -- asking

    @Slot()
    def update_all(self) -> None:
        """Ask all feeds now."""
        feeds = self._feeds()
        if feeds:
            self.asking.update(feeds)
        else:
            self.open_add()

    @Slot(object, object)
    def _on_updated(self, wanted: Wanted, done: list[Updated]) -> None:
        if len(wanted.feeds) > 1:
            words, wrong = all_updated_words(done), all(one.problems for one in done)
        else:
            words, wrong = "\n".join(map(updated_words, done)), any(one.problems for one in done)
        sheet = self.days_sheet
        if words and not (wanted.first is not None and sheet is not None and sheet.isVisible()):
            (self.troubled if wrong else self.said).emit(words)

    @Slot()
    def open_days_here(self) -> None:
        """The same for the feed whose page is shown, else the first that has past days."""
        feeds = [feed for feed in self._feeds() if feed.has_days]
        here = self._window.listing.question.place.name
        if feeds:
            self.open_days(next((feed for feed in feeds if feed.address == here), feeds[0]))
        else:
            self.troubled.emit("Only Daily Papers and arXiv can be asked for past days, and you follow none of them.")

    def open_days(self, feed: Feed) -> None:
        """Let the user choose past days to fetch."""
        if self.days_sheet is None:
            from readinglist.gui.feeds.days_sheet import DaysSheet

            self.days_sheet = DaysSheet(self._window.theme, self.asking, self._window)
        self.days_sheet.open(feed)

    # -- changing

    @Slot(object, str)
    def _on_renamed(self, place: Place, title: str) -> None:
        if place.kind == Kind.FEED:
            library = self._library
            label = f"Renamed {place.title} to {title}"
            self._window.user.do(label, lambda: library.feeds.rename(place.name, title))

    def remove(self, feed: Feed) -> None:
        """Follow it no longer; its papers stay."""
        library = self._library
        self._window.user.do(
            f"You follow {feed.title} no longer. Its papers stay",
            lambda: library.feeds.remove(feed.address),
            on_done=partial(self._on_removed, feed),
        )

    def _on_removed(self, feed: Feed, _: object) -> None:
        self._window.place_commands.left.emit(_place(feed), TODAY)

    def set_every(self, feed: Feed, minutes: int | None) -> None:
        """Ask it that often."""
        self._set(feed, minutes, feed.keep_days)

    def set_keep(self, feed: Feed, days: int | None) -> None:
        """Keep its undecided papers that long."""
        self._set(feed, feed.every_minutes, days)

    def _set(self, feed: Feed, minutes: int | None, days: int | None) -> None:
        library = self._library
        self._window.user.do(
            f"Changed {feed.title}",
            lambda: library.feeds.set(feed.address, every_minutes=minutes, keep_days=days),
        )

    def mark_seen(self, feed: Feed) -> None:
        """Nothing in it is unread any more; what is undecided stays so."""
        library = self._library
        self._window.user.do(
            f"Marked {feed.title} as seen",
            lambda: library.feeds.mark_seen(library.feeds.undecided(feed.id)),
        )

    # -- other programs

    @Slot()
    def _on_import(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self._window, "Import Feeds", "", f"{OPML};;All files (*)")
        if name:
            self.import_opml(Path(name))

    @Slot()
    def _on_export(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(self._window, "Export Feeds", "feeds.opml", OPML)
        if name:
            self.export_opml(Path(name))

    def import_opml(self, path: Path) -> None:
        """Follow all feeds that a file lists; one undo step."""
        library = self._library

        def follow() -> int:
            from readinglist.jobs.feed_lists import follow_listed  # on the user's thread

            return follow_listed(library, path)

        self._window.user.do(
            f"Import feeds of {path.name}",
            follow,
            on_done=self._on_imported,
            undoable=False,
        )

    @Slot(object)
    def _on_imported(self, new: int) -> None:
        if new:
            undo = self._window.actions_["undo"]
            undo.setEnabled(True)
            self._window.toast.show_done(f"You follow {many_feeds(new)} more", undo)
        else:
            self.said.emit("You follow all feeds of this file already")

    def export_opml(self, path: Path) -> None:
        """Write the feeds into a file that other programs read."""
        library = self._library

        def write() -> int:
            from readinglist.jobs.feed_lists import write_list

            return write_list(library, path)

        self._window.user.do(
            f"Export feeds to {path.name}",
            write,
            on_done=partial(self._on_exported, path),
            undoable=False,
        )

    def _on_exported(self, path: Path, count: int) -> None:
        self.said.emit(f"Wrote {many_feeds(count)} to {path.name}")

    # -- the menu of a feed

    @Slot(object, QPoint)
    def _on_menu_wanted(self, place: Place, position: QPoint) -> None:
        menu = self.menu(place)
        if menu is not None:
            menu.popup(position)

    def menu(self, place: Place) -> QMenu | None:
        """The menu of a feed, or of Today for all feeds; None for other places."""
        if place.kind not in (Kind.TODAY, Kind.FEED):
            return None
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if place.kind == Kind.TODAY:
            for name in ("update-feeds", "add-feed", "import-feeds", "export-feeds"):
                menu.addAction(self._window.actions_[name])
        else:
            try:
                self._fill(menu, self.feed(place))
            except NotFoundError:  # removed meanwhile
                menu.deleteLater()
                return None
        return menu

    def feed(self, place: Place) -> Feed:
        """The feed of a place as it was read last; NotFoundError if it is gone."""
        for feed in self._feeds():
            if feed.address.lower() == place.name.lower():
                return feed
        raise NotFoundError(f"You no longer follow {place.title}.")

    def _fill(self, menu: QMenu, feed: Feed) -> None:
        menu.addAction(_short(sentence_of(feed))).setEnabled(False)
        menu.addSeparator()
        menu.addAction("Update Now", _call(self.asking.update, [feed]))
        if feed.has_days:
            menu.addAction("Fetch Past Days…", _call(self.open_days, feed))
        menu.addAction("Mark All as Seen", _call(self.mark_seen, feed)).setEnabled(feed.unread > 0)
        menu.addSeparator()
        menu.addAction("Rename", _call(self._window.sidebar.edit, _place(feed)))
        if feed.goes_out:
            _choices(menu.addMenu("Ask"), EVERY, feed.every_minutes, partial(self.set_every, feed))
        _choices(menu.addMenu("Keep Undecided Papers"), KEEP, feed.keep_days, partial(self.set_keep, feed))
        menu.addAction("Copy Address", _call(_copy, feed.url or feed.address))
        menu.addSeparator()
        menu.addAction("Remove Feed", _call(self.remove, feed))

    def _feeds(self) -> Sequence[Feed]:
        places = self._window.places
        return places.feeds if places is not None else ()


def _choices(
    menu: QMenu, choices: Sequence[tuple[int | None, str]], now: int | None, choose: Callable[[int | None], object]
) -> None:
    group = QActionGroup(menu)
    if now not in [value for value, _ in choices]:
        choices = (*choices, (now, f"{now:,} as set by hand"))
    for value, words in choices:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(value == now)
        action.triggered.connect(_call(choose, value))
        group.addAction(action)
        menu.addAction(action)


def _call(function: Callable[..., object], *values: object) -> Callable[..., object]:
    """Calls it with these, whatever else a signal has to tell."""
    return lambda *_: function(*values)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= WIDEST else f"{sentence[: WIDEST - 1].rstrip()}…"


def _place(feed: Feed) -> Place:
    return Place(Kind.FEED, feed.address, feed.title)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _discovered(program: Program, url: str, cancelled: Callable[[], bool]) -> list[tuple[str, str]]:
    from readinglist.sources.discovery import discover

    return [(link.url, link.title) for link in discover(program.client, url, cancelled)]
