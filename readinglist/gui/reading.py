"""PDFs open in tabs: which are open, and which of them the reader's actions act on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from readinglist.gui.own_windows import OwnWindows
from readinglist.gui.warm_server import WarmServer
from readinglist.library.landing import Landing

if TYPE_CHECKING:
    from readinglist.gui.reader.reader_tab import ReaderTab
    from readinglist.gui.window import MainWindow
    from readinglist.library.records import Document, Neighbour


class Reading(QObject):
    """Makes a tab when a PDF is first read, so that the first paint does not pay for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._tabs = window, window.tabs
        self._actions = window.actions_
        self.own_windows = OwnWindows(window, self._actions)
        self.warm = WarmServer(lambda: window.busy, self)
        self.clock: Callable[[], float] = time.monotonic
        """Tells the seconds that a PDF is read."""
        own: dict[str, Callable[..., object]] = {
            "show-library": self._show_library,
            "next-tab": lambda: self._tabs.step(1),
            "previous-tab": lambda: self._tabs.step(-1),
            "close-tab": self._on_close_current,
            "own-window": self._on_own_window,
        }
        for spec, action in self._actions.items():
            if spec.reading:
                action.triggered.connect(own.get(spec.name) or self._doing(spec.name))
        self._tabs.changed.connect(self._on_changed)
        self._tabs.own_window_asked.connect(self.move)
        for closer in (self._tabs, self.own_windows):
            closer.close_asked.connect(self.close_tab)
        self.own_windows.changed.connect(self._show_front)
        window.papers.reading_asked.connect(self.open_at)
        window.view.chosen.connect(self.warm.want)
        window.opening.reading_asked.connect(self.open_at)

    @property
    def current(self) -> ReaderTab | None:
        """The PDF in front, in the main window or in one of its own."""
        return self.own_windows.front or cast("ReaderTab | None", self._tabs.current)

    @property
    def window_in_front(self) -> QWidget:
        """The main window, or that of the PDF which is in front of it."""
        own = self.own_windows.front
        return self._window if own is None else own.window()

    def tabs(self) -> list[ReaderTab]:
        """All open PDFs."""
        return [*cast("list[ReaderTab]", self._tabs.widgets()), *self.own_windows.tabs()]

    @property
    def busy(self) -> bool:
        """Whether an open PDF is still to show something."""
        return any(tab.busy for tab in self.tabs())

    @Slot(object, str)
    def open(self, document: Document, title: str, landing: Landing | None = None) -> ReaderTab:
        """Read a document of the library: in the tab that has it, or in a new one; `landing`: at this place of it."""
        from readinglist.gui.reader.reader_tab import ReaderTab

        for tab in self.tabs():
            if tab.document.id == document.id:
                self.bring(tab)
                return _landed(tab, landing)
        window = self._window
        tab = ReaderTab(
            program=window.program,
            theme=window.theme,
            bridge=window.bridge,
            reads=window.reads,
            user=window.user,
            actions=self._actions.as_dict() | self._actions.twins(),
            document=document,
            server=self.warm.take(document.path),
            clock=self.clock,
            parent=self._tabs.place,
        )
        self._actions.add_pages(tab.view)
        tab.state_changed.connect(self._show_states)
        tab.said.connect(window.toast.show_done)
        tab.troubled.connect(window.toast.show_trouble)
        tab.search_asked.connect(window.search_for)
        tab.library_asked.connect(self._show_library)
        tab.own_window_asked.connect(self.move)
        tab.commands.note_changing.connect(self._on_note_changing)
        tab.apparatus.paper_asked.connect(window.show_paper)
        tab.apparatus.pdf_asked.connect(self._on_cited_pdf)
        tab.next_door.opened.connect(self._on_neighbour)
        tab.next_door.switched.connect(self._on_next_door)
        tab.setWindowTitle(title)
        tab.arrange(window.width())
        self._tabs.add(tab, title)
        return _landed(tab, landing)

    @Slot(object, str, object)
    def open_at(self, document: Document, title: str, landing: Landing | None) -> None:
        """Read a document at a place of it, where the user left off if there is none."""
        self.open(document, title, landing)

    @Slot(object)
    def _on_cited_pdf(self, paper: int) -> None:
        self._window.opening.open_place(paper, Landing())

    @Slot(object)
    def close_tab(self, widget: QWidget) -> None:
        """Close an open PDF; its place is kept."""
        tab = cast("ReaderTab", widget)
        tab.close_pdf()
        if tab in self.own_windows.tabs():
            self.own_windows.take(tab)
        else:
            self._tabs.remove(tab)
        self._show_front()  # what lies over the pages must not go with them
        tab.deleteLater()

    def close(self) -> None:
        """The window goes."""
        self.warm.close()
        for tab in self.tabs():
            tab.close_pdf()
        self.own_windows.close()

    def bring(self, tab: ReaderTab) -> None:
        """Bring an open PDF to the front."""
        if tab in self.own_windows.tabs():
            self.own_windows.bring(tab)
        else:
            self._tabs.bring(tab)

    @Slot(object)
    def move(self, tab: ReaderTab) -> None:
        """Give a PDF a window of its own, or put it back into the main one."""
        if tab in self.own_windows.tabs():
            self.own_windows.take(tab)
            self._tabs.add(tab, tab.windowTitle())
            tab.arrange(self._window.width())
            self._window.raise_up()
        else:
            self._tabs.remove(tab)
            tab.arrange(0)  # so that it may be narrow
            self.own_windows.give(tab)
            tab.arrange(tab.window().width())
        tab.bar.show_own_window(tab in self.own_windows.tabs())
        (tab.view if tab.opened is not None else tab).setFocus()
        self._show_states()

    @Slot()
    def _on_own_window(self) -> None:
        if self.current is not None:
            self.move(self.current)

    @Slot()
    def _show_library(self) -> None:
        self._tabs.show_library()
        if self.own_windows.front is not None:
            self._window.raise_up()

    def _doing(self, name: str) -> Callable[..., None]:
        def do(_checked: bool = False) -> None:
            if self.current is not None:
                self.current.do(name)

        return do

    @Slot()
    def _on_close_current(self) -> None:
        if self.current is not None:
            self.close_tab(self.current)

    @Slot()
    def _show_front(self) -> None:
        """Let the actions act on the PDF that is in front, or on the list."""
        window, tab = self._window, self.current
        self._actions.set_reading(tab is not None)
        window.toast.move_to(window.list_pane if tab is None else tab.pages)
        window.boxes.move_palette(self.window_in_front)
        window.wiring.reading = () if tab is None else (tab.paper,)
        window.wiring.take_selection(window.view.selected())
        self._show_states()

    @Slot()
    def _on_changed(self) -> None:
        window, tab = self._window, cast("ReaderTab | None", self._tabs.current)
        window.status_line.setVisible(tab is None)  # an open PDF has a line of its own
        self._show_front()
        if tab is None:
            window.view.setFocus()
        else:
            (tab.view if tab.opened is not None else tab).setFocus()

    @Slot()
    def _show_states(self) -> None:
        tab = self.current
        self._actions["own-window"].setChecked(tab is not None and tab is self.own_windows.front)
        if tab is not None:
            for name, (enabled, checked) in tab.states().items():
                self._actions[name].setEnabled(enabled)
                self._actions[name].setChecked(checked)

    @Slot(object)
    def _on_neighbour(self, passage: Neighbour) -> None:
        """Open what lies next door beside the PDF that is read."""
        if passage.document is None:
            self._window.show_note(passage.paper)
            return
        landing = Landing(passage.document, passage.page, quote=passage.quote.strip("… "))
        self._window.opening.open_place(passage.paper, landing)

    @Slot(bool)
    def _on_next_door(self, on: bool) -> None:
        """What the user wants of one PDF holds for all, and is remembered."""
        for tab in self.tabs():
            tab.next_door.set_on(on)
        self._window.choices.set("next_door", on)
        self._show_states()

    @Slot()
    def _on_note_changing(self) -> None:
        if self._window.boxes.details is not None:
            self._window.boxes.details.flush()


def _landed(tab: ReaderTab, landing: Landing | None) -> ReaderTab:
    if landing is not None:
        tab.arriving.land(landing)
    return tab
