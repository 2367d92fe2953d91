"""Asks what the list shall show beside the GUI thread: at once by words, then by meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.errors import QueryError
from readinglist.gui import guard
from readinglist.gui.answers import (
    Answer,
    Question,
    answer_or,
    differ_in_text_only,
    fault_of,
    feed_answer,
    full_answer,
    in_place_of,
)
from readinglist.gui.places import Kind, Place
from readinglist.gui.today.asking import ALL_DAYS, ForYou, rank
from readinglist.gui.today.orders import Order
from readinglist.gui.work import Reads

if TYPE_CHECKING:
    from readinglist.program import Program

MEANING_DELAY_MS = 180
"""A pause in typing before meaning is asked: a question per letter would queue up before the model."""
MISTAKE_DELAY_MS = 600
"""A pause in typing before a mistake in the last word is told."""


class Listing(QObject):
    """Keeps the current question, asks it beside the GUI thread, and tells the answers."""

    faulty = Signal(object)
    """What is wrong with the text as it stands (a QueryError, None for nothing): told in a pause of typing."""
    answered = Signal(object)
    """An Answer to the current question; a search is answered twice, by words and then by both."""

    def __init__(self, program: Program, reads: Reads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self.reads = reads
        """Where the list is read; whoever looks into the same questions reads there too."""
        # Waiting for the model must not keep the list from being read.
        self._meaning = Reads(threads=1)
        self._question = Question()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(MEANING_DELAY_MS)
        self._pause.timeout.connect(self._ask_meaning)
        self._mistake = QTimer(self)
        self._mistake.setSingleShot(True)
        self._mistake.setInterval(MISTAKE_DELAY_MS)
        self._mistake.timeout.connect(self._on_typing_paused)
        self._last: Answer | None = None
        """The last answer whose text could be read, of a question that differs from this one in its text only."""
        self._told = Answer(self._question)
        self._rank_wanted = False
        self._ranking: tuple[tuple[Place, str | None], ForYou] | None = None
        """The ranking of a page of feeds, and of which page it is."""
        self.meaning = True
        """Whether searches ask the model as well."""

    @property
    def question(self) -> Question:
        """What is shown, or on its way."""
        return self._question

    def ask(self, question: Question) -> None:
        """Show the papers of another question."""
        if not differ_in_text_only(question, self._question):
            self._last = None
        self._question = question
        by_days = question.of_feeds and question.place.kind != Kind.WATCH
        self._rank_wanted = by_days and question.order is Order.FOR_YOU and self.meaning
        self._meaning.forget(self._on_ranked, "rank")
        if question.searching:
            self._mistake.start()
        self._ask(None, ())

    def ask_again(self) -> None:
        """The library changed: the same question once more."""
        # Of a page of feeds nothing moves below the eyes, whatever is decided: it is in order when it is gone to.
        stood = self._told.ids if self._told.question == self._question and self._question.of_feeds else ()
        self._ask(self._last.question if self._last is not None else None, stood)

    def _ask(self, instead: Question | None, stood: Sequence[int]) -> None:
        question, program = self._question, self._program
        self._pause.stop()
        self._meaning.forget(self._on_answer, "meaning")
        if question.of_feeds:
            ranking = self._ranking[1] if self._ranking and self._ranking[0] == _page_of(question) else None
            self.reads.ask(lambda: feed_answer(program, question, stood, ranking), self._on_first, key="list")
        else:
            self.reads.ask(lambda: answer_or(program, question, instead), self._on_first, key="list")

    def finish_typing(self) -> bool:
        """What is typed is meant as it stands: tells what was let pass as unfinished; whether it can be read."""
        self._mistake.stop()
        self.reads.forget(self._on_fault, "fault")
        if not self._question.searching:
            return True
        fault = fault_of(self._question.text, finished=True)  # a tenth of a millisecond; where the keys go hangs on it
        self.faulty.emit(fault)
        return fault is None

    @Slot()
    def _on_typing_paused(self) -> None:
        text = self._question.text
        if text.strip():
            self.reads.ask(lambda: (text, fault_of(text, finished=False)), self._on_fault, key="fault")

    @Slot(object)
    def _on_fault(self, told: tuple[str, QueryError | None]) -> None:
        text, fault = told
        if text == self._question.text:
            self.faulty.emit(fault)

    def beside(self, function: Callable[[], object]) -> None:
        """Run something for the model on the thread that waits for it."""
        self._meaning.ask(function, self._on_beside)

    @Slot(object)
    def _on_beside(self, result: object) -> None:
        """Nothing is shown of it."""

    @property
    def thinks(self) -> bool:
        """Whether the model, or the order for this reader, is still being waited for."""
        return self._pause.isActive() or self._meaning.busy

    def close(self) -> None:
        """End the thread that waits for the model."""
        self._pause.stop()
        self._mistake.stop()
        self._meaning.close()

    @Slot(object)
    def _on_first(self, answer: Answer) -> None:
        if answer.page is not None:
            self._question = answer.question
            self._rank(answer)
        if answer.readable:
            self._last = answer
        elif self._last is not None and answer.stands_for is None:
            # Only the text changed, so what is shown is still true.
            answer = in_place_of(answer, self._last)
        self._tell(answer)
        if not answer.complete and self.meaning:
            self._pause.start()

    def _rank(self, answer: Answer) -> None:
        """A page that was just gone to is shown at once, and in the order for this person when that is known."""
        wanted, self._rank_wanted = self._rank_wanted, False
        if wanted and answer.ids:
            page, program, ids = _page_of(answer.question), self._program, answer.ids
            undecided = answer.question.day == ALL_DAYS
            self._meaning.ask(
                lambda: (page, rank(program, ids, undecided=undecided)),
                self._on_ranked,
                key="rank",
                on_failed=self._on_rank_failed,
            )

    @Slot(object)
    def _on_ranked(self, told: tuple[tuple[Place, str | None], ForYou]) -> None:
        self._ranking = told
        if self._question.of_feeds and told[0] == _page_of(self._question):
            self._ask(None, ())

    @Slot(object)
    def _on_rank_failed(self, error: Exception) -> None:
        guard.report(error, "the order for you")

    @Slot()
    def _ask_meaning(self) -> None:
        question, program = self._told.shown, self._program
        self._meaning.ask(
            lambda: full_answer(program, question), self._on_answer, key="meaning", on_failed=self._on_meaning_failed
        )

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        if answer.question == self._told.shown and self._told.question == self._question:
            self._last = answer
            self._tell(answer if self._told.readable else in_place_of(self._told, answer))

    @Slot(object)
    def _on_meaning_failed(self, error: Exception) -> None:
        # A bug of ours: the words stand, and nobody waits for more.
        guard.report(error, "a search by meaning")
        self._tell(replace(self._told, complete=True))

    def _tell(self, answer: Answer) -> None:
        self._told = answer
        self.answered.emit(answer)


def _page_of(question: Question) -> tuple[Place, str | None]:
    """Which page of feeds a question asks for."""
    return question.place, question.day
