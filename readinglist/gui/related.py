"""The papers that are like the one shown, as cards with reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from readinglist.gui.details_words import day, number, papers
from readinglist.gui.related_card import Card, CardList, PaperCard
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.records import Hit

MOST = 12
REST_MS = 120
"""Who runs through the list with the arrow keys does not have each paper's relatives looked up."""
NEWS_MS = 1500
"""While thousands of papers are embedded the answer changes all the time: look again this often at the most."""


class Relates(Protocol):
    """Finds related papers (search.Searcher does)."""

    def related(self, ids: Sequence[int], *, limit: int = ...) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Cards, and whether better ones are to come: `waiting` where the paper's meaning is not known yet.

    `left` is how many papers the model has still to read.
    """

    papers: tuple[int, ...]
    cards: tuple[Card, ...]
    waiting: bool
    failed: str
    left: int


def relate(library: Library, searcher: Callable[[], Relates], ids: Sequence[int], most: int = MOST) -> Answer:
    """Look up the related papers of one or several; for the read pool, for `searcher()` may build something heavy."""
    hits = {hit.paper: hit for hit in searcher().related(ids, limit=most)}
    cards = [
        Card(
            row.id,
            row.title or row.source,
            " · ".join(part for part in (row.people, day(row.when), "" if row.people else row.source) if part),
            hits[row.id].reasons,
        )
        for row in library.papers.rows(list(hits))
    ]
    own = [job for paper in ids[:20] for job in library.jobs.of(paper) if job.kind == "embed" and not job.document]
    failed = next((job.error or "" for job in own if job.state == "failed"), "")
    left = sum(count for (kind, state), count in library.jobs.counts().items() if kind == "embed" and state != "failed")
    return Answer(tuple(ids), tuple(cards), bool(own) and not failed, failed, left)


class Related(QWidget):
    """Asks when it is looked at, says what it is waiting for, and keeps its cards while it asks again."""

    opened = Signal(object)
    """The id of a paper whose card was clicked."""
    found = Signal(object)
    """An Answer, each time one has come."""

    def __init__(
        self,
        theme: Theme,
        library: Library,
        searcher: Callable[[], Relates],
        reads: Reads,
        *,
        most: int = MOST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._searcher, self._reads = library, searcher, reads
        self._most = most
        self._wanted: tuple[int, ...] = ()
        self._active = False
        self._stale = True
        self.waiting = False
        """Whether a better answer will come when background work goes on."""
        self._list = CardList(theme)
        self._list.opened.connect(self.opened)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._words = QLabel()
        self._words.setProperty("kind", "second")
        self._words.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName("The model is reading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for widget in (self._words, self._progress, self._list):
            layout.addWidget(widget)
        self._progress.hide()
        self._words.hide()

    def show_papers(self, ids: Sequence[int]) -> None:
        """Be about these papers; the question waits until it is looked at."""
        wanted = tuple(ids)
        if wanted != self._wanted:
            self._wanted, self._stale = wanted, True
            self._list.set_cards(())
            self._say("")
            self._progress.hide()
            self._ask_soon(REST_MS)

    def set_active(self, active: bool) -> None:
        """Whether it can be seen."""
        self._active = active
        if active and self._stale:
            self._ask_soon(0)

    def renew(self) -> None:
        """Something that may matter changed; look again before long."""
        self._stale = True
        if not self._timer.isActive():
            self._ask_soon(NEWS_MS)

    def cards(self) -> list[PaperCard]:
        """The cards shown, best first."""
        return self._list.cards()

    def words(self) -> str:
        """What is said above the cards."""
        return self._words.text()

    def _ask_soon(self, pause: int) -> None:
        if self._active and self._wanted:
            self._timer.start(pause)

    @Slot()
    def _ask(self) -> None:
        if self._active and self._wanted:
            self._stale = False
            self._reads.ask(
                partial(relate, self._library, self._searcher, self._wanted, self._most),
                self._on_answer,
                key="related",
                on_failed=self._on_failed,
            )
            if not self._list.cards() and not self._words.text():
                self._say("Looking for related papers…")

    def _on_answer(self, answer: Answer) -> None:
        if answer.papers != self._wanted:
            return
        self._list.set_cards(answer.cards)
        self.waiting = answer.waiting or answer.left > 0
        self._progress.setVisible(answer.waiting)
        self._say(_state(answer))
        self.found.emit(answer)

    def _on_failed(self, error: Exception) -> None:
        self._stale = True
        self._progress.hide()
        self._say(f"Related papers could not be looked up. {error}")

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))


def _state(answer: Answer) -> str:
    """What to say above the cards; nothing when all is known."""
    one = len(answer.papers) == 1
    if answer.failed:
        which = "this paper" if one else "one of these papers"
        return f"The model could not read {which}: {answer.failed} Words that papers share still count."
    if answer.waiting:
        ahead = answer.left - 1
        behind = f", with {papers(ahead)} in the queue" if ahead > 0 else ""
        so_far = f" These share rare words with {'it' if one else 'them'}." if answer.cards else ""
        which = "Not embedded yet: its meaning is" if one else "Not all of them are embedded yet: their meaning is"
        return f"{which} being worked out{behind}.{so_far}"
    if not answer.cards:
        return (
            "Nothing here is like it yet. The more papers there are, the more is found."
            if answer.left == 0
            else f"Nothing is like it so far; {number(answer.left)} papers are still being read."
        )
    return ""
