"""Words are chosen by keys: the end of the selection goes on by word and by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from readinglist.documents.pages import PageText, box_of
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.reader.selection import Selection, Spot, at_line_end, beside, in_next_line

Step = Callable[[Mapping[int, PageText], Spot, int], Spot | None]


class WordKeys(QObject):
    """Where nothing is chosen yet, the first press chooses the first word in view."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view)
        self._view = view

    def by_word(self, step: int) -> None:
        """To the next word (1) or the last (-1)."""
        self._go(beside, step)

    def by_line(self, step: int) -> None:
        """To the line below (1) or above (-1)."""
        self._go(in_next_line, step)

    def to_line_end(self, step: int) -> None:
        """To the end (1) or the beginning (-1) of the line."""
        self._go(at_line_end, step)

    def _go(self, move: Step, step: int) -> None:
        view = self._view
        if view.selection is None:
            first = self._first_in_view()
            if first is not None:
                view.select(Selection(first, first))
            return
        head = view.selection.head
        moved = move(view.texts, head, step) if head.page in view.texts else None
        if moved is not None:
            view.select(Selection(view.selection.anchor, moved))
            view.bring_quads(moved.page, [view.texts[moved.page].words[moved.word].quad])

    def _first_in_view(self) -> Spot | None:
        view = self._view
        for page in view.visible_pages():
            text = view.texts.get(page.number)
            if text is None:
                continue
            top = page.to_page((page.left, view.seen.top()))
            bottom = page.to_page((page.left + page.width, view.seen.bottom()))
            low, high = sorted((top[1], bottom[1]))
            left, right = sorted((top[0], bottom[0]))
            for number, word in enumerate(text.words):
                box = box_of([word.quad])
                if box[1] >= low and box[3] <= high and box[0] >= left and box[2] <= right:
                    return Spot(page.number, number)
        return None
