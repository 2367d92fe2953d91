"""The chosen words go into the clipboard with their source behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from readinglist.gui.reader.chosen import Chosen
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.work import Reads
from readinglist.library import Library


class Quoting(QObject):
    """Quotes the chosen words, else those of the chosen mark."""

    said = Signal(str)

    def __init__(
        self,
        library: Library,
        reads: Reads,
        view: ReadingView,
        chosen: Chosen,
        paper: int,
        label: Callable[[int], str],
    ) -> None:
        """`label` tells the printed number of a page (from 1)."""
        super().__init__(view)
        self._library, self._reads, self._view, self._chosen = library, reads, view, chosen
        self._paper, self._label = paper, label

    def copy(self) -> None:
        """Copy them."""
        selection, mark = self._view.selection, self._chosen.mark
        if selection is not None:
            words, pages = self._view.text_selected(), (selection.first.page, selection.last.page)
        elif mark is not None and mark.quote:
            words, pages = mark.quote, (mark.page, mark.page)
        else:
            return
        if words:
            labels = tuple(self._label(page) for page in pages)
            ask = partial(quoted, self._library, self._paper, words, labels)
            self._reads.ask(ask, self._on_quoted, key="quote")

    def _on_quoted(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit("Copied with citation")


def quoted(library: Library, paper: int, words: str, pages: tuple[str, ...]) -> str:
    """The words and their source. Reads the library; any thread but the GUI's."""
    from readinglist.exchange.quoting import cited_quote

    return cited_quote(library.papers.get(paper), words, pages)
