"""What can be done with the queue in the window: move papers, say by when, pick what to read now."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout

from readinglist.dates import DAYS, day_and_month
from readinglist.gui.answers import Answer
from readinglist.gui.places import Filter, Kind
from readinglist.gui.queue.strip import QueueStrip
from readinglist.gui.words import many
from readinglist.library.queue_words import day_in_words
from readinglist.library.records import Sort, Status

if TYPE_CHECKING:
    from readinglist.gui.queue.box import Picked, ReadNowBox
    from readinglist.gui.window import MainWindow
    from readinglist.library.queue import Pile, Where
    from readinglist.program import Program
    from readinglist.recommend.next_read import Forgotten

DAYS_OFFERED = 59
PICKED = 8
"""Papers that are offered to be read now."""
NEEDS_ORDER = "Go to “To read” in queue order first: there papers have places."


class QueueCommands(QObject):
    """Connects the queue's actions with the window; all methods in the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._queue = window, window.library.queue
        actions = self._actions = window.actions_
        self.box: ReadNowBox | None = None
        self._reminded: datetime.date | None = None
        """The day on which the user was reminded last."""
        self.strip = QueueStrip(window.theme, actions["read-now"], window.list_pane)
        layout = window.list_pane.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, self.strip)  # below field and filters
        self.strip.wanted.connect(window.show_paper)
        actions["queue-up"].triggered.connect(self._on_up)
        actions["queue-down"].triggered.connect(self._on_down)
        actions["queue-first"].triggered.connect(self._on_first)
        actions["queue-last"].triggered.connect(self._on_last)
        actions["read-by"].triggered.connect(self._on_read_by)
        actions["read-now"].triggered.connect(self.open_box)
        window.view.reordered.connect(self._on_reordered)
        window.view.chosen.connect(self._on_chosen)
        window.list_pane.shown.connect(self._on_shown)
        window.news.places_read.connect(self._on_places)

    # -- what is shown

    @Slot(object)
    def _on_shown(self, answer: Answer) -> None:
        question = answer.shown
        plain = question.filter == Filter.ALL and not question.searching and not question.related
        here = question.place.kind == Kind.TO_READ and plain
        self._window.view.reorderable = here and question.sort == Sort.QUEUE
        self._show_possible()
        if not here:
            self.strip.hide()
            return
        library = self._window.library
        self._window.reads.ask(lambda: library.queue.pile(_now()), self._on_pile, key="pile")

    @Slot(object)
    def _on_pile(self, pile: Pile) -> None:
        question = self._window.listing.question
        if question.place.kind != Kind.TO_READ or question.searching:
            return
        self.strip.show_pile(pile, _now())
        program = self._window.program
        self._window.reads.ask(lambda: _forgotten(program), self._on_forgotten, key="forgotten")

    @Slot(object)
    def _on_places(self, _places: object) -> None:
        """Once a day the user is reminded of what is due."""
        now = _now()
        if self._reminded != now.date():
            self._reminded = now.date()
            library = self._window.library
            self._window.reads.ask(lambda: library.queue.pile(now), self._on_due, key="due")

    @Slot(object)
    def _on_due(self, pile: Pile) -> None:
        if pile.due:
            said = "1 paper is" if pile.due == 1 else f"{pile.due} papers are"
            self._window.toast.show_done(f"{said} to be read by today", self._actions["go-to-read"], "Show")

    @Slot(object)
    def _on_forgotten(self, found: Sequence[Forgotten]) -> None:
        self.strip.show_forgotten(found, _now())

    @Slot(object)
    def _on_chosen(self, _papers: object) -> None:
        self._show_possible()

    def _show_possible(self) -> None:
        chosen, ordered = bool(self._papers()), self._window.view.reorderable
        alive = chosen and self._window.listing.question.place.kind != Kind.TRASH
        for name in ("queue-up", "queue-down"):
            self._actions[name].setEnabled(alive and ordered)
            self._actions[name].setToolTip("" if ordered else NEEDS_ORDER)
        for name in ("queue-first", "queue-last", "read-by"):
            self._actions[name].setEnabled(alive)

    def _papers(self) -> tuple[int, ...]:
        window = self._window
        return tuple(window.wiring.reading or window.view.selected())

    # -- moving

    @Slot()
    def _on_up(self) -> None:
        papers, ids = self._papers(), self._window.model.ids
        first = min((number for number, paper in enumerate(ids) if paper in set(papers)), default=0)
        if first > 0:
            self._move(papers, ids[first - 1])

    @Slot()
    def _on_down(self) -> None:
        papers, ids = self._papers(), self._window.model.ids
        last = max((number for number, paper in enumerate(ids) if paper in set(papers)), default=len(ids))
        if last + 1 < len(ids):
            self._move(papers, ids[last + 2] if last + 2 < len(ids) else None)

    @Slot(object, object)
    def _on_reordered(self, papers: Sequence[int], before: int | None) -> None:
        moved = set(papers)
        ids = self._window.model.ids
        if before in moved:  # dropped into their own midst: before what follows them
            later = ids[ids.index(before) :]
            before = next((paper for paper in later if paper not in moved), None)
        self._move(papers, before)

    @Slot()
    def _on_first(self) -> None:
        papers = self._papers()
        self._to_end(papers, f"Put {many(papers)} first in the queue", first=True)

    @Slot()
    def _on_last(self) -> None:
        papers = self._papers()
        self._to_end(papers, f"Put {many(papers)} last in the queue", first=False)

    def _to_end(self, papers: Sequence[int], label: str, *, first: bool) -> None:
        if not papers:
            return
        if self._window.view.reorderable:
            rest = [paper for paper in self._window.model.ids if paper not in set(papers)]
            self._show_order([*papers, *rest] if first else [*rest, *papers])
        queue = self._queue
        where: Where = "first" if first else "last"
        self._window.user.do(label, lambda: queue.put(papers, where), on_failed=self._on_failed)

    def _move(self, papers: Sequence[int], before: int | None) -> None:
        rest = [paper for paper in self._window.model.ids if paper not in set(papers)]
        at = len(rest) if before is None else rest.index(before)
        order = [*rest[:at], *papers, *rest[at:]]
        if order == list(self._window.model.ids):
            return
        self._show_order(order)
        queue = self._queue

        def move() -> None:
            queue.put(papers, "last" if before is None else None, before=before)

        self._window.user.do(f"Moved {many(papers)} in the queue", move, on_failed=self._on_failed)

    def _show_order(self, order: list[int]) -> None:
        """At once; what the library says comes a moment later."""
        view = self._window.view
        self._window.model.refresh(order)
        if view.currentIndex().isValid():
            view.scrollTo(view.currentIndex())

    @Slot(object)
    def _on_failed(self, _error: object) -> None:
        self._window.model.look_again()
        self._window.listing.ask_again()

    # -- days

    @Slot()
    def _on_read_by(self) -> None:
        papers = self._papers()
        if not papers:
            return
        from readinglist.gui.command_palette import Command  # the first paint does not need it

        today = datetime.date.today()
        offered = [
            Command(_named(day, today), "", partial(self._set_by, papers, day), "clock", detail=day.isoformat())
            for day in (today + datetime.timedelta(days=days) for days in range(DAYS_OFFERED))
        ]
        if any((row := self._window.model.known(paper)) is None or row.by for paper in papers):
            offered.insert(0, Command("No day", "", partial(self._set_by, papers, None), "close"))
        self._window.boxes.choose(offered, f"Read {'it' if len(papers) == 1 else many(papers)} by which day?")

    def _set_by(self, papers: Sequence[int], day: datetime.date | None) -> None:
        queue = self._queue
        if day is None:
            label = f"Took the day off {many(papers)}"
            self._window.model.foresee(papers, by=None)
        else:
            label = f"To be read by {day_in_words(day.isoformat(), datetime.date.today())}: {many(papers)}"
            self._window.model.foresee(papers, by=day.isoformat(), status=Status.TO_READ)
        self._window.user.do(label, lambda: queue.set_by(papers, day), on_failed=self._on_failed)

    # -- what to read now

    @Slot()
    def open_box(self) -> None:
        """Open the box that picks by the time there is, or close it."""
        if self.box is None:
            from readinglist.gui.queue.box import ReadNowBox

            window = self._window
            program = window.program
            self.box = ReadNowBox(window.theme, window.reads, lambda minutes: _picked(program, minutes), window)
            self.box.read.connect(self._on_read)
            self.box.shown.connect(window.show_paper)
        if self.box.isVisible():
            self.box.close()
        else:
            self.box.open()

    @Slot(object)
    def _on_read(self, paper: int) -> None:
        self._window.papers.read_pdf(paper)


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


def _named(day: datetime.date, today: datetime.date) -> str:
    """`Tomorrow, Wednesday 25 November`."""
    away = (day - today).days
    name = f"{DAYS[day.weekday()]} {day_and_month(day)}"
    return f"{('Today', 'Tomorrow')[away]}, {name}" if away < 2 else name


def _forgotten(program: Program) -> list[Forgotten]:
    """Reads library and vectors; any thread but the GUI's."""
    from readinglist.recommend.next_read import forgotten

    return forgotten(program.library, program.searcher)


def _picked(program: Program, minutes: int | None) -> Picked:
    """Reads library and vectors; any thread but the GUI's."""
    from readinglist.gui.queue.box import Pick, Picked
    from readinglist.recommend.next_read import pick

    found = pick(program.library, program.searcher, minutes, limit=PICKED)
    papers = {row.id: row for row in program.library.papers.rows([ranked.paper for ranked in found.ranked])}
    times = found.minutes or {}
    picks = [
        Pick(
            ranked.paper,
            papers[ranked.paper].title,
            f"{times[ranked.paper]} min" if ranked.paper in times else "",
            [text.replace("*", "").replace("`", "") for _, text in ranked.reasons],
        )
        for ranked in found.ranked
        if ranked.paper in papers
    ]
    return Picked(minutes, picks, found.note)
