"""The way back from where a link led: a related card, an author, a tag, a paper found in the palette."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from readinglist.gui.actions import Actions
from readinglist.gui.answers import Question
from readinglist.gui.list_pane import ListPane
from readinglist.gui.listing import Listing

MOST = 100
"""Stops that are remembered; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What the list showed and what was chosen in it."""

    question: Question
    papers: tuple[int, ...]


class Trail(QObject):
    """Remembers a stop each time a link is followed (`leave`); the actions `back` and `forward` go along them."""

    def __init__(self, listing: Listing, list_pane: ListPane, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._listing, self._list_pane, self._actions = listing, list_pane, actions
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []
        actions["back"].triggered.connect(self._on_back)
        actions["forward"].triggered.connect(self._on_forward)
        self._show()

    def leave(self) -> None:
        """A link is about to be followed from here."""
        self._behind = [*self._behind, self._here()][-MOST:]
        self._ahead = []
        self._show()

    def _here(self) -> Stop:
        return Stop(self._listing.question, self._list_pane.view.selected())

    @Slot()
    def _on_back(self) -> None:
        self._go(self._behind, self._ahead)

    @Slot()
    def _on_forward(self) -> None:
        self._go(self._ahead, self._behind)

    def _go(self, along: list[Stop], other: list[Stop]) -> None:
        if along:
            other.append(self._here())
            stop = along.pop()
            self._list_pane.return_to(stop.question, stop.papers)
            self._show()

    def _show(self) -> None:
        self._actions["back"].setEnabled(bool(self._behind))
        self._actions["forward"].setEnabled(bool(self._ahead))
