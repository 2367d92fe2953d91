"""Searches Hugging Face's papers for what stands in the search field, and takes in the one that is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from readinglist.gui.work import Reads

if TYPE_CHECKING:
    from readinglist.gui.window import MainWindow
    from readinglist.library.feed_records import Entry
    from readinglist.library.records import Added
    from readinglist.program import Program

OFFLINE = "An online search needs the network, and you work offline."
NO_WORDS = "Type what to look for into the search field first; then this asks Hugging Face for it."


@dataclass(frozen=True, slots=True)
class _Found:
    """What was asked for and what came; for each paper its id in the library, None if it is not there."""

    text: str
    entries: tuple[Entry, ...]
    known: tuple[int | None, ...]


class OnlineSearch(QObject):
    """All methods in the GUI thread; the network is asked on a thread of its own, begun by the first search."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._reads: Reads | None = None
        window.actions_["search-online"].triggered.connect(self.search)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._reads is not None and self._reads.busy

    def close(self) -> None:
        """The window goes."""
        if self._reads is not None:
            self._reads.close(5)

    @Slot()
    def search(self) -> None:
        """Look for the words of the search field."""
        window = self._window
        text = window.field.text.strip()
        if window.program.offline:
            window.toast.show_trouble(OFFLINE)
        elif not text:
            window.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            window.toast.show_done(NO_WORDS)
        else:
            if self._reads is None:
                self._reads = Reads(threads=1)
            window.toast.show_done(f"Asking Hugging Face for “{text}” …")
            self._reads.ask(
                partial(_search, window.program, text), self._on_found, key="online", on_failed=self._on_failed
            )

    @Slot(object)
    def _on_found(self, found: _Found) -> None:
        from readinglist.gui.command_palette import Command

        window = self._window
        if not found.entries:
            window.toast.show_done(f"Hugging Face knows no paper for “{found.text}”.")
            return
        offered = []
        for entry, known in zip(found.entries, found.known, strict=True):
            record = entry.record
            people = ", ".join(person.family for person in record.authors[:3])
            detail = " · ".join(str(part) for part in (people, record.year) if part)
            run = partial(self._add, entry) if known is None else partial(window.show_paper, known)
            kind = "Add" if known is None else "Yours"
            offered.append(Command(record.title, kind, run, icon="plus" if known is None else "library", detail=detail))
        window.boxes.choose(offered, f"Hugging Face on “{found.text}”: choose a paper to add…")

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._window.toast.show_trouble(str(error))

    def _add(self, entry: Entry) -> None:
        papers, record = self._window.library.papers, entry.record
        self._window.user.do(
            f"Add {record.title}", lambda: papers.add([record], source="huggingface"), on_done=self._on_added
        )

    @Slot(object)
    def _on_added(self, added: Added) -> None:
        self._window.show_paper((*added.added, *added.merged)[0])


def _search(program: Program, text: str) -> _Found:
    """On the search's own thread."""
    entries = tuple(entry for entry in program.sources.search_online(text) if entry.record.title)
    known = program.library.papers.known([entry.record for entry in entries])
    return _Found(text, entries, tuple(known))
