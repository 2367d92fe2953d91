"""What is done on a page of feeds with one key each; deciding moves on to the next paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from readinglist.errors import UndoError
from readinglist.gui.places import Filter, Kind
from readinglist.gui.today.asking import ALL_DAYS
from readinglist.gui.today.orders import Order
from readinglist.gui.words import many
from readinglist.library.decision_records import Decision
from readinglist.library.records import Status

if TYPE_CHECKING:
    from readinglist.gui.window import MainWindow
    from readinglist.gui.work import Done

LABELS = {Decision.SAVE: "Saved {}", Decision.DISMISS: "Dismissed {}", Decision.LATER: "Put {} off until tomorrow"}
STATUSES = {Decision.SAVE: Status.TO_READ, Decision.DISMISS: Status.DISMISSED}
ORDERS = {
    "order-for-you": Order.FOR_YOU,
    "order-upvotes": Order.UPVOTES,
    "order-trending": Order.TRENDING,
    "order-new": Order.NEW,
}
DAILY = ("hf-daily", "daily", "Daily Papers")


class Triage(QObject):
    """Connects the actions of feeds with the window's parts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._actions = window, window.actions_
        self._on = False
        self._trail: list[tuple[str, tuple[int, ...]]] = []
        """What was done last, and the papers that were decided about, so that undoing leads back to them."""
        head = window.list_pane.feed_head
        doing: dict[str, Callable[..., object]] = {
            "feed-save": lambda: self.decide(Decision.SAVE),
            "feed-dismiss": lambda: self.decide(Decision.DISMISS),
            "feed-later": lambda: self.decide(Decision.LATER),
            "feed-undo": self._take_back,
            "feed-abstract": self._show_abstract,
            "feed-open": self._open,
            "older-day": head.go_older,
            "newer-day": head.go_newer,
            "all-days": head.show_all_days,
            "only-unread": window.list_pane.set_only_unread,
            "day-seen": self.mark_seen,
            "follow-daily": self.follow_daily,
        }
        for name, order in ORDERS.items():
            doing[name] = partial(window.list_pane.set_order, order)
        for name, function in doing.items():
            self._actions[name].triggered.connect(function)
        for spec, action in self._actions.items():
            if spec.of_feeds:  # where nothing is left it says which keys lead on, and has the focus
                window.list_pane.empty.addAction(action)
        head.seen_wanted.connect(self.mark_seen)
        self._actions["undo"].triggered.connect(self._on_undo)
        window.user.done.connect(self._on_done)

    def renew(self) -> None:
        """Another place is shown, or a PDF is in front: the keys follow."""
        window, question = self._window, self._window.listing.question
        on = question.of_feeds and not window.wiring.reading
        if on != self._on:
            self._on = on
            self._actions.set_feeds(on)
        window.status_line.show_hints(on and window.model.rowCount() > 0)
        if on:
            chosen = bool(window.view.selected())
            for name in ("feed-save", "feed-dismiss", "feed-later", "feed-abstract", "feed-open"):
                self._actions[name].setEnabled(chosen)
            watched = question.place.kind == Kind.WATCH
            for name in ("older-day", "newer-day", "all-days", *ORDERS):  # what is watched has no days
                self._actions[name].setEnabled(not watched)
            self._actions["all-days"].setChecked(question.day == ALL_DAYS)
            self._actions["only-unread"].setChecked(question.filter == Filter.UNREAD)

    # -- deciding

    @Slot(object)
    def decide(self, decision: Decision) -> None:
        """Decide about the chosen papers and go on to the next."""
        window = self._window
        # Asked of the view itself: when keys come quickly the rest of the window hears of the choice a moment later.
        papers = window.view.selected()
        if not papers:
            return
        label = LABELS[decision].format(many(papers))
        if decision in STATUSES:
            window.model.foresee(papers, status=STATUSES[decision], unread=False)
        self._trail = [*self._trail, (label, papers)][-100:]
        library = window.library
        window.user.do(label, lambda: library.deciding.decide(papers, decision), on_failed=self._on_failed)
        self._go_on()

    def _go_on(self) -> None:
        """Choose the line below the chosen ones."""
        view = self._window.view
        spans = view.selectionModel().selection().toList()
        view.select_line(max(span.bottom() for span in spans) + 1)

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        self._window.model.look_again()

    @Slot(object)
    def _on_done(self, done: Done) -> None:
        if done.undoable and done.label and all(done.label != label for label, _ in self._trail):
            self._trail.append((done.label, ()))  # something else, that is undone first

    @Slot()
    def _on_undo(self) -> None:
        papers = self._trail.pop()[1] if self._trail else ()
        if self._on and papers:
            self._window.list_pane.want_selected(papers)

    @Slot()
    def _take_back(self) -> None:
        """One key takes back what was done to papers here; what else was done, nobody means by it."""
        library = self._window.library

        def look() -> None:
            papers, step = library.history.papers_of_next_undo(), library.history.next_undo()
            seen = {paper for paper, shown in library.feeds.shown(papers).items() if shown.sightings}
            if step and not (papers and seen.issuperset(papers)):
                raise UndoError(
                    f"Your last step, “{step}”, was not about papers of your feeds: Ctrl+Z is for that one."
                )

        self._window.undoing.take_back(look, self._on_undo)

    @Slot()
    def mark_seen(self) -> None:
        """Nothing that is shown is unread any more; what is undecided stays so."""
        window = self._window
        question, library, ids = window.listing.question, window.library, list(window.model.ids)
        if not question.of_feeds or question.day is None or not ids:
            return
        if question.day == ALL_DAYS or question.filter == Filter.UNREAD:
            seen: list[int] | str = ids
            label = f"Marked {many(ids)} as seen"
        else:
            seen, label = ids, f"Marked {window.list_pane.feed_head.title.text()} as seen"
        window.model.foresee(ids, unread=False)
        window.user.do(label, lambda: library.feeds.mark_seen(seen), on_failed=self._on_failed)

    # -- looking closer

    @Slot()
    def _show_abstract(self) -> None:
        window = self._window
        window.panes.show_details(True)
        if window.boxes.details is not None:
            window.boxes.details.show_tab("overview")

    @Slot()
    def _open(self) -> None:
        window = self._window
        papers = window.view.selected()
        if len(papers) != 1:
            return
        row = window.model.known(papers[0])
        if row is not None and row.has_document:
            window.papers.read_pdf(papers[0])
        else:
            window.papers.open_pdf(papers[0])  # one that is not decided yet is only looked at

    # -- feeds

    @Slot()
    def follow_daily(self) -> None:
        """Follow Daily Papers; its papers come when it is asked next."""
        library = self._window.library
        self._window.user.do("Following Daily Papers", lambda: library.feeds.add(*DAILY))
