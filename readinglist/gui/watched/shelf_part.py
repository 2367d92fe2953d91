"""Which papers of the library an undecided one is closest to, in its details; and whether it is nearly one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import day
from readinglist.gui.related_card import Card, CardList
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.work import Reads
from readinglist.library.records import Paper, Status

if TYPE_CHECKING:
    from readinglist.program import Program

HEAD = "Nearest on your shelf"
REST_MS = 120
"""Who runs through a list with the keys does not have each paper held against the library."""
STANDS = {Status.TO_READ: "which waits to be read", Status.READING: "which you are reading"}
LINES = {Status.TO_READ: "to read", Status.READING: "reading", Status.READ: "read"}


@dataclass(frozen=True, slots=True)
class OnShelf:
    """What was found for a paper; `same` is a sentence if it is nearly one of the library, else empty."""

    paper: int
    cards: tuple[Card, ...] = ()
    same: str = ""


def read_shelf(program: Program, paper: int) -> OnShelf:
    """Holds a paper against the library. Reads library and vectors; any thread but the GUI's."""
    near = {one.paper: one for one in program.shelf.nearest([paper]).get(paper, ())}
    rows = program.library.papers.rows(list(near))
    cards = tuple(
        Card(
            row.id,
            row.title or row.source,
            " · ".join(part for part in (row.people, day(row.when), LINES.get(row.status, "")) if part),
        )
        for row in rows
    )
    twin = next((row for row in rows if near[row.id].same), None)
    same = (
        "" if twin is None else f"Nearly the same as “{twin.title}”, {STANDS.get(twin.status, 'which you have read')}."
    )
    return OnShelf(paper, cards, same)


class ShelfPart(QWidget):
    """Shows an OnShelf; nothing of a paper that is on the shelf itself, or near to none there."""

    opened = Signal(object)
    """The id of a paper that was clicked."""

    def __init__(self, theme: Theme, program: Program, reads: Reads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._program, self._reads = program, reads
        self._paper: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._ask)
        head = QLabel(HEAD.upper())
        head.setProperty("kind", "section")
        head.setAccessibleName(HEAD)
        self.same = ReadingText(theme, line_height=1.4)
        self.same.setAccessibleName("Nearly the same")
        self.twin = QFrame()
        """Says that it is nearly a paper of the library; to be put where it is seen at once."""
        self.twin.setProperty("kind", "banner")
        inside = QHBoxLayout(self.twin)
        inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        inside.addWidget(self.same)
        self.cards = CardList(theme)
        self.cards.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.px(14))
        layout.setSpacing(theme.px(6))
        for widget in (head, self.cards):
            layout.addWidget(widget)
        self._hide()

    @property
    def waiting(self) -> bool:
        """Whether it will ask in a moment."""
        return self._timer.isActive()

    def show_paper(self, paper: Paper) -> None:
        """Be about this paper; one that is decided is not held against the library."""
        wanted = paper.id if paper.status == Status.INBOX else None
        if wanted != self._paper:
            self._paper = wanted
            self._hide()
            self._reads.forget(self._on_read, "shelf")
        if wanted is not None:
            self._timer.start()

    def _hide(self) -> None:
        self.hide()
        self.twin.hide()

    def _ask(self) -> None:
        if self._paper is not None:
            self._reads.ask(partial(read_shelf, self._program, self._paper), self._on_read, key="shelf")

    def _on_read(self, found: OnShelf) -> None:
        if found.paper != self._paper:
            return
        self.cards.set_cards(found.cards)
        self.same.set_runs([Run(found.same, weight=MEDIUM)] if found.same else [])
        self.twin.setVisible(bool(found.same))
        self.setVisible(bool(found.cards))
