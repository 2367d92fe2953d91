"""PDFs open in tabs: which are open, and which of them the reader's actions act on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from readinglist.gui.reader.reader_tab import ReaderTab
    from readinglist.gui.window import MainWindow
    from readinglist.library.landing import Landing
    from readinglist.library.records import Document


class Reading(QObject):
    """Makes a tab when a PDF is first read, so that the first paint does not pay for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._tabs = window, window.tabs
        self._actions = window.actions_
        own: dict[str, Callable[..., object]] = {
            "show-library": lambda: self._tabs.show_library(),
            "next-tab": lambda: self._tabs.step(1),
            "previous-tab": lambda: self._tabs.step(-1),
            "close-tab": self._on_close_current,
        }
        for spec, action in self._actions.items():
            if spec.reading:
                action.triggered.connect(own.get(spec.name) or self._doing(spec.name))
        self._tabs.changed.connect(self._on_changed)
        self._tabs.close_asked.connect(self.close_tab)
        window.papers.reading_asked.connect(self.open)
        window.opening.reading_asked.connect(self.open_at)

    @property
    def current(self) -> ReaderTab | None:
        """The PDF in front."""
        return cast("ReaderTab | None", self._tabs.current)

    @property
    def busy(self) -> bool:
        """Whether an open PDF is still to show something."""
        return any(cast("ReaderTab", tab).busy for tab in self._tabs.widgets())

    @Slot(object, str)
    def open(self, document: Document, title: str, landing: Landing | None = None) -> ReaderTab:
        """Read a document of the library: in the tab that has it, or in a new one; `landing`: at this place of it."""
        from readinglist.gui.reader.reader_tab import ReaderTab

        for widget in self._tabs.widgets():
            if cast("ReaderTab", widget).document.id == document.id:
                self._tabs.bring(widget)
                return _landed(cast("ReaderTab", widget), landing)
        window = self._window
        tab = ReaderTab(
            program=window.program,
            theme=window.theme,
            bridge=window.bridge,
            reads=window.reads,
            user=window.user,
            actions=self._actions.as_dict(),
            document=document,
        )
        self._actions.add_pages(tab.view)
        tab.state_changed.connect(self._show_states)
        tab.said.connect(window.toast.show_done)
        tab.troubled.connect(window.toast.show_trouble)
        tab.search_asked.connect(window.search_for)
        tab.library_asked.connect(self._tabs.show_library)
        tab.commands.note_changing.connect(self._on_note_changing)
        tab.arrange(window.width())
        self._tabs.add(tab, title)
        return _landed(tab, landing)

    @Slot(object, str, object)
    def open_at(self, document: Document, title: str, landing: Landing) -> None:
        """Read a document at a place of it."""
        self.open(document, title, landing)

    @Slot(object)
    def close_tab(self, widget: QWidget) -> None:
        """Close an open PDF; its place is kept."""
        cast("ReaderTab", widget).close_pdf()
        self._tabs.remove(widget)
        widget.deleteLater()

    def close(self) -> None:
        """The window goes."""
        for widget in self._tabs.widgets():
            cast("ReaderTab", widget).close_pdf()

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
    def _on_changed(self) -> None:
        window, tab = self._window, self.current
        self._actions.set_reading(tab is not None)
        window.toast.move_to(window.list_pane if tab is None else tab.pages)
        window.wiring.reading = () if tab is None else (tab.paper,)
        window.wiring.take_selection(window.view.selected())
        if tab is None:
            window.view.setFocus()
        else:
            (tab.view if tab.opened is not None else tab).setFocus()
        self._show_states()

    @Slot()
    def _show_states(self) -> None:
        tab = self.current
        if tab is not None:
            for name, (enabled, checked) in tab.states().items():
                self._actions[name].setEnabled(enabled)
                self._actions[name].setChecked(checked)

    @Slot()
    def _on_note_changing(self) -> None:
        if self._window.boxes.details is not None:
            self._window.boxes.details.flush()


def _landed(tab: ReaderTab, landing: Landing | None) -> ReaderTab:
    if landing is not None:
        tab.arriving.land(landing)
    return tab
