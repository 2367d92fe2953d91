"""Every action of the window, made once: the menu, the palette, the shortcuts and the help sheet all show these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import COLOURS as MARK_COLOURS


@dataclass(frozen=True, slots=True)
class Spec:
    """An action before it is made. A shortcut in `list_keys` works only while the list of papers has the focus."""

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    list_keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    about_papers: bool = False
    """Needs chosen papers."""
    space_before: bool = False
    """Begins a new group of its menu."""
    reading: bool = False
    """Works only while a PDF is in front; its keys are then nobody else's."""
    page_keys: tuple[str, ...] = ()
    """Keys of a PDF's pages, while they have the focus."""
    feed_keys: tuple[str, ...] = ()
    """Keys on a page of feeds; they are then nobody else's."""
    of_feeds: bool = False
    """Works only on a page of feeds."""


def _paper(name: str, text: str, *keys: str, icon: str = "", space: bool = False, checkable: bool = False) -> Spec:
    return Spec(
        name,
        text,
        "Paper",
        list_keys=keys,
        icon=icon,
        about_papers=True,
        space_before=space,
        checkable=checkable,
    )


def _feed(name: str, text: str, *keys: str, icon: str, space: bool = False, checkable: bool = False) -> Spec:
    return Spec(name, text, "Feeds", icon=icon, checkable=checkable, space_before=space, feed_keys=keys, of_feeds=True)


def _reader(
    name: str, text: str, *keys: str, icon: str = "", space: bool = False, checkable: bool = False, page: str = ""
) -> Spec:
    return Spec(
        name,
        text,
        "Reader",
        keys,
        icon=icon,
        checkable=checkable,
        space_before=space,
        reading=True,
        page_keys=tuple(page.split()),
    )


MENUS = ("File", "Edit", "Paper", "Feeds", "Reader", "Go", "View", "Help")
SPECS = (
    Spec("add", "Add Papers…", "File", ("Ctrl+N",), icon="plus"),
    Spec("paste", "Paste as Papers", "File", ("Ctrl+V",), icon="copy"),
    Spec("add-files", "Add Files…", "File", ("Ctrl+O",), icon="file"),
    Spec("add-folder", "Add a Folder of PDFs…", "File", icon="folder"),
    Spec("open-library-folder", "Show Library Folder", "File", icon="folder", space_before=True),
    Spec("try-sample", "Try the Sample Library", "File", icon="sparkle", space_before=True),
    Spec("drop-sample", "Throw the Sample Away", "File", icon="trash"),
    Spec("settings", "Settings…", "File", ("Ctrl+,",), icon="settings", space_before=True),
    Spec("quit", "Quit", "File", ("Ctrl+Q",), icon="close"),
    Spec("undo", "Undo", "Edit", ("Ctrl+Z",), icon="undo"),
    Spec("redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo"),
    Spec("search", "Search", "Edit", ("Ctrl+F", "/"), icon="search", space_before=True),
    Spec("search-online", "Search Hugging Face for This", "Edit", ("Ctrl+Shift+F",), icon="external"),
    Spec("palette", "Command Palette", "Edit", ("Ctrl+K",), icon="command"),
    Spec("save-search", "Save Search as Smart List", "Edit", ("Ctrl+D",), icon="filter"),
    Spec("save-list", "Save to Smart List", "Edit", ("Ctrl+S",), icon="check"),
    Spec("select-all", "Select All Papers", "Edit", list_keys=("Ctrl+A",), icon="list", space_before=True),
    _paper("read-pdf", "Read PDF", "O", icon="to-read"),
    _paper("open-link", "Open in Browser", "B", icon="external"),
    _paper("copy-bibtex", "Copy as BibTeX", icon="quote"),
    _paper("copy-link", "Copy Link", "Ctrl+C", icon="link"),
    _paper("related", "Show Related Papers", "R", icon="related", space=True),
    _paper("edit-tags", "Edit Tags", "T", icon="tag"),
    _paper("edit-note", "Write Note", "N", icon="note"),
    _paper("edit-details", "Edit Details", "E", icon="edit"),
    _paper("look-up", "Look Up Again", "L", icon="retry", space=True),
    _paper("find-pdf", "Find PDF", "P", icon="download"),
    _paper("attach", "Attach PDF…", icon="file"),
    _paper("recognise", "Recognise Text (OCR)", icon="text"),
    Spec(
        "star",
        "Star",
        "Paper",
        list_keys=("S",),
        feed_keys=("Shift+S",),
        icon="star",
        checkable=True,
        about_papers=True,
        space_before=True,
    ),
    _paper("unread", "Unread", "U", icon="dot", checkable=True),
    _paper("status-inbox", "Move to Inbox", "1", icon="inbox", space=True),
    _paper("status-to-read", "Mark as To Read", "2", icon="to-read"),
    _paper("status-reading", "Mark as Reading", "3", icon="reading"),
    _paper("status-read", "Mark as Read", "4", icon="read"),
    _paper("status-dismissed", "Dismiss", "D", icon="close"),
    _paper("queue-up", "Move Up in the Queue", "Alt+Up", icon="chevron-up", space=True),
    _paper("queue-down", "Move Down in the Queue", "Alt+Down", icon="chevron-down"),
    _paper("queue-first", "Read First", "Alt+Home", icon="to-read"),
    _paper("queue-last", "Read Last", "Alt+End", icon="to-read"),
    _paper("read-by", "Read By…", "Shift+B", icon="clock"),
    _paper("more-like", "More Like This", "Shift+M", icon="chevron-up", space=True),
    _paper("less-like", "Less Like This", "Shift+L", icon="chevron-down"),
    _paper("mute-like", "Mute the Like for a Month", "Shift+D", icon="clock"),
    _paper("why-not", "Why Not Shown?", "W", icon="info"),
    _paper("merge", "Merge the Two Papers", icon="merge", space=True),
    _paper("trash", "Move to Trash", "Del", icon="trash"),
    _paper("restore", "Put Back from Trash", icon="restore"),
    _feed("feed-save", "Save and Go On", "S", icon="bookmark"),
    _feed("feed-dismiss", "Dismiss and Go On", "D", icon="close"),
    _feed("feed-later", "Put Off until Tomorrow", "L", icon="clock"),
    _feed("feed-undo", "Take Back the Last Decision", "Z", icon="undo"),
    _feed("feed-abstract", "Show Abstract", "A", icon="text", space=True),
    _feed("feed-open", "Open PDF", "O", icon="external"),
    _feed("older-day", "Older Day", "Left", icon="chevron-left", space=True),
    _feed("newer-day", "Newer Day", "Right", icon="chevron-right"),
    _feed("all-days", "All Days", "Shift+A", icon="list", checkable=True),
    _feed("only-unread", "Only Unread", "Shift+U", icon="filter", checkable=True),
    _feed("day-seen", "Mark as Seen", "M", icon="check"),
    _feed("order-for-you", "For You", icon="sort", space=True),
    _feed("order-upvotes", "By Upvotes", icon="sort"),
    _feed("order-trending", "Trending", icon="sort"),
    _feed("order-new", "As It Came", icon="sort"),
    Spec("follow-daily", "Follow Daily Papers", "Feeds", icon="plus", space_before=True),
    Spec("add-feed", "Add Feed…", "Feeds", ("Ctrl+Shift+A",), icon="plus"),
    Spec("update-feeds", "Update All Feeds", "Feeds", ("F5",), icon="retry"),
    Spec("fetch-days", "Fetch Past Days…", "Feeds", icon="history"),
    Spec("import-feeds", "Import Feeds (OPML)…", "Feeds", icon="file"),
    Spec("export-feeds", "Export Feeds (OPML)…", "Feeds", icon="download"),
    Spec("watch-question", "Watch This Question…", "Feeds", ("Ctrl+Shift+W",), icon="eye", space_before=True),
    Spec("watch-tag", "Watch a Tag…", "Feeds", icon="tag"),
    Spec("rules", "Rules for New Papers…", "Feeds", ("Ctrl+Shift+R",), icon="filter"),
    _reader("show-library", "Back to the Library", "Ctrl+1", icon="library"),
    _reader("next-tab", "Next Tab", "Ctrl+Tab", "Ctrl+PgDown", icon="chevron-right"),
    _reader("previous-tab", "Previous Tab", "Ctrl+Shift+Tab", "Ctrl+PgUp", icon="chevron-left"),
    _reader("close-tab", "Close the PDF", "Ctrl+W", icon="close"),
    _reader("own-window", "Move to Its Own Window", "Ctrl+Shift+N", icon="external", checkable=True),
    _reader("find-in-pdf", "Find in the PDF", "Ctrl+F", "/", icon="search", space=True),
    _reader("find-next", "Next Hit", "F3", icon="chevron-down"),
    _reader("find-previous", "Previous Hit", "Shift+F3", icon="chevron-up"),
    _reader("go-to-page", "Go to Page…", "Ctrl+G", icon="enter", space=True),
    _reader("reader-back", "Back to Where You Were", "Alt+Left", icon="chevron-left"),
    _reader("reader-forward", "Forward Again", "Alt+Right", icon="chevron-right"),
    _reader("zoom-in", "Zoom In", "Ctrl++", "Ctrl+=", icon="plus", space=True),
    _reader("zoom-out", "Zoom Out", "Ctrl+-", icon="minus"),
    _reader("zoom-normal", "Size of the Paper", "Ctrl+0", icon="file"),
    _reader("fit-width", "Fit Width", page="W", icon="fit-width"),
    _reader("fit-page", "Fit Page", page="P", icon="eye"),
    _reader("two-pages", "Two Pages Side by Side", page="D", icon="two-pages", checkable=True),
    _reader("rotate", "Turn Pages", page="R", icon="rotate"),
    _reader("night", "Dark Pages", page="I", icon="moon", checkable=True),
    _reader("show-thumbnails", "Pages in Small", "F4", icon="grid", checkable=True, space=True),
    _reader("show-outline", "Outline", "Shift+F4", icon="outline", checkable=True),
    _reader("next-door", "Next Door", "F8", icon="related", checkable=True),
    _reader("walk-next-door", "Walk through Next Door", "Shift+F8", icon="related"),
    _reader("show-marks", "Annotations", "F7", icon="panel-right", checkable=True),
    _reader("show-references", "References", "Shift+F7", icon="quote"),
    _reader("show-figures", "Figures and Tables", "Ctrl+F7", icon="picture"),
    *(
        _reader(
            f"mark-{colour}", f"Highlight in {colour.capitalize()}", page=str(number), icon="dot", space=number == 1
        )
        for number, colour in enumerate(MARK_COLOURS, 1)
    ),
    _reader("mark-underline", "Underline", page="U", icon="underline"),
    _reader("mark-area", "Mark an Area", page="A", icon="area", checkable=True),
    _reader("mark-note", "Margin Note…", page="N", icon="note"),
    _reader("comment-mark", "Comment on the Mark…", page="C", icon="comment"),
    _reader("tag-mark", "Tag the Mark…", page="T", icon="tag"),
    _reader("delete-mark", "Delete the Mark", page="Del", icon="trash"),
    _reader("copy-words", "Copy Words", page="Ctrl+C", icon="copy", space=True),
    _reader("copy-cited", "Copy with Citation", page="Shift+C", icon="quote"),
    _reader("search-words", "Search the Library for the Words", page="S", icon="search"),
    _reader("select-page", "Select the Page", page="Ctrl+A", icon="list"),
    _reader("extend-forward", "Select a Word More", page="Shift+Right Ctrl+Shift+Right", icon="chevron-right"),
    _reader("extend-back", "Select a Word Less", page="Shift+Left Ctrl+Shift+Left", icon="chevron-left"),
    _reader("extend-down", "Select a Line More", page="Shift+Down", icon="chevron-down"),
    _reader("extend-up", "Select a Line Less", page="Shift+Up", icon="chevron-up"),
    _reader("extend-to-end", "Select to the End of the Line", page="Shift+End", icon="chevron-right"),
    _reader("extend-to-start", "Select to the Beginning of the Line", page="Shift+Home", icon="chevron-left"),
    _reader("annotated-copy", "Save into PDF Copy…", "Ctrl+S", icon="download", space=True),
    _reader("open-outside", "Open in Another Program", icon="external"),
    Spec("go-library", "Library", "Go", ("Alt+1",), icon="library"),
    Spec("go-today", "Today", "Go", ("Alt+T",), icon="sun"),
    Spec("go-inbox", "Inbox", "Go", ("Alt+2",), icon="inbox"),
    Spec("go-to-read", "To Read", "Go", ("Alt+3",), icon="to-read"),
    Spec("go-reading", "Reading", "Go", ("Alt+4",), icon="reading"),
    Spec("go-read", "Read", "Go", ("Alt+5",), icon="read"),
    Spec("go-starred", "Starred", "Go", ("Alt+6",), icon="star"),
    Spec("go-recent", "Recently Added", "Go", ("Alt+7",), icon="clock"),
    Spec("go-highlights", "Highlights", "Go", ("Alt+8",), icon="highlight"),
    Spec("go-digest", "Digest", "Go", ("Alt+G",), icon="mail"),
    Spec("go-dismissed", "Dismissed", "Go", ("Alt+9",), icon="close"),
    Spec("go-trash", "Trash", "Go", ("Alt+0",), icon="trash"),
    Spec("read-now", "What to Read Now…", "Go", ("Ctrl+M",), icon="clock", space_before=True),
    Spec("back", "Back", "Go", ("Alt+Left",), icon="chevron-left", space_before=True),
    Spec("forward", "Forward", "Go", ("Alt+Right",), icon="chevron-right"),
    Spec("next-pane", "Next Pane", "Go", ("F6",), icon="chevron-right", space_before=True),
    Spec("previous-pane", "Previous Pane", "Go", ("Shift+F6",), icon="chevron-left"),
    Spec("empty-trash", "Empty Trash", "Go", icon="trash", space_before=True),
    Spec("show-sidebar", "Sidebar", "View", ("Ctrl+Alt+S",), icon="panel-left", checkable=True),
    Spec("show-details", "Details", "View", ("Ctrl+Alt+D",), icon="panel-right", checkable=True),
    Spec("show-work", "Running Work", "View", ("Ctrl+J",), icon="work"),
    Spec("menu", "Menu", "View", ("F10",), icon="menu"),
    Spec("sort-added", "Newest First", "View", icon="sort", checkable=True, space_before=True),
    Spec("sort-title", "By Title", "View", icon="sort", checkable=True),
    Spec("sort-year", "By Year", "View", icon="sort", checkable=True),
    Spec("sort-read", "Last Read First", "View", icon="sort", checkable=True),
    Spec("sort-queue", "Queue Order", "View", icon="sort", checkable=True),
    Spec("compact", "Compact Rows", "View", icon="list", checkable=True, space_before=True),
    Spec("larger", "Larger Text", "View", ("Ctrl++", "Ctrl+="), icon="text"),
    Spec("smaller", "Smaller Text", "View", ("Ctrl+-",), icon="text"),
    Spec("normal-size", "Normal Text Size", "View", ("Ctrl+0",), icon="text"),
    Spec("theme-light", "Light", "View", icon="sun", checkable=True, space_before=True),
    Spec("theme-dark", "Dark", "View", icon="moon", checkable=True),
    Spec("theme-system", "As the System", "View", icon="system", checkable=True),
    Spec("switch-theme", "Switch Light and Dark", "View", ("Ctrl+Shift+L",), icon="moon"),
    Spec("offline", "Work Offline", "View", icon="offline", checkable=True, space_before=True),
    Spec("pause-work", "Pause Background Work", "View", icon="pause", checkable=True),
    Spec("help", "Keyboard Shortcuts", "Help", ("F1", "?"), icon="keyboard"),
    Spec("about", "About Reading List", "Help", icon="info"),
)


class Actions:
    """The window's actions by name: `actions["star"]`."""

    def __init__(self, window: QWidget, list_view: QWidget, theme: Theme) -> None:
        """Actions work in the whole window; shortcuts for papers only while `list_view` has the focus."""
        self.specs = {spec.name: spec for spec in SPECS}
        self._theme = theme
        self._actions = {spec.name: _made(spec, window, list_view) for spec in SPECS}
        # BibTeX is wanted from the details pane too; no text field uses this key.
        bibtex = self._actions["copy-bibtex"]
        bibtex.setShortcut(QKeySequence("Ctrl+Shift+C"))
        bibtex.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        window.addAction(bibtex)
        self.set_reading(False)
        self.set_feeds(False)

    def add_pages(self, view: QWidget) -> None:
        """Let the keys of the pages of a PDF work while `view` has the focus."""
        for spec, action in self.items():
            if spec.page_keys:
                view.addAction(action)

    def set_reading(self, on: bool) -> None:
        """A PDF is in front: keys that it needs are its own until it no longer is."""
        taken = {key for spec in SPECS if spec.reading for key in (*spec.keys, *spec.page_keys)}
        for spec, action in self.items():
            if spec.reading:
                action.setEnabled(on)
            elif taken.intersection(spec.keys):
                action.setShortcuts([QKeySequence(key) for key in spec.keys if not on or key not in taken])

    def set_feeds(self, on: bool) -> None:
        """A page of feeds is shown: keys that it needs are its own until it no longer is."""
        taken = {key for spec in SPECS for key in spec.feed_keys} if on else set()
        for spec, action in self.items():
            if spec.of_feeds:
                action.setEnabled(on)
            elif spec.feed_keys or taken.intersection(spec.list_keys) or not on:
                own = [key for key in spec.list_keys or spec.keys if key not in taken]
                if spec.feed_keys or spec.list_keys:
                    keys = [*(spec.feed_keys if on else ()), *own]
                    action.setShortcuts([QKeySequence(key) for key in keys])

    def dress(self) -> None:
        """Give the actions their icons; after the first paint, for nothing shows them before."""
        for spec, action in self.items():
            if spec.icon:
                self._theme.dress(action, spec.icon, size=16)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def items(self) -> Iterator[tuple[Spec, QAction]]:
        """Each action with its description, in the order of the menus."""
        return ((self.specs[name], action) for name, action in self._actions.items())

    def as_dict(self) -> dict[str, QAction]:
        """Name and action, for views that show buttons for some of them."""
        return dict(self._actions)

    def twins(self) -> dict[str, QAction]:
        """The reader's actions once more, without keys, for the buttons of one PDF: they show its own state."""
        made = {}
        for spec, action in self.items():
            if spec.reading:
                twin = made[spec.name] = QAction(action.text())
                twin.setObjectName(spec.name)
                twin.setCheckable(spec.checkable)
                keys = shortcuts(action)
                twin.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
                self._theme.dress(twin, spec.icon, size=16)
        return made

    def fill_menu(self, menu: QMenu, name: str) -> None:
        """Put the actions of the menu `name` (one of MENUS) into a QMenu."""
        menu.setToolTipsVisible(True)
        for spec, action in self.items():
            if spec.menu == name:
                if spec.space_before:
                    menu.addSeparator()
                menu.addAction(action)


def shortcuts(action: QAction) -> str:
    """The keys of an action as the platform writes them, `Ctrl+F or /`."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(key.toString(native) for key in action.shortcuts())


def _made(spec: Spec, window: QWidget, list_view: QWidget) -> QAction:
    action = QAction(spec.text, window)
    action.setObjectName(spec.name)
    action.setCheckable(spec.checkable)
    keys = spec.list_keys or spec.page_keys or spec.keys or (spec.feed_keys if spec.of_feeds else ())
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setIconVisibleInMenu(True)
    if spec.list_keys or spec.of_feeds:
        # One letter must not act while the user types somewhere, nor Delete while a tag is in focus.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        list_view.addAction(action)
    elif spec.page_keys:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    else:
        window.addAction(action)
    return action
