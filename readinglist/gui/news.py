"""Keeps what is shown true: after each change of the library it asks again for what the change touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.errors import ReadingListError
from readinglist.gui.answers import catch_up
from readinglist.gui.bridge import Bridge
from readinglist.gui.listing import Listing
from readinglist.gui.paper_model import PaperModel
from readinglist.gui.places import Kind
from readinglist.gui.sidebar_content import Places
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.records import Changes, SmartList

REST_MS = 250
"""Between two readings of the list while background work changes the library all the time."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Labels of what undo and redo would do, None for nothing."""

    undo: str | None
    redo: str | None


class News(QObject):
    """Listens to the bridge; tells the answers to the questions that a change raises."""

    places_read = Signal(object)
    """A `Places`."""
    list_counts_read = Signal(object)
    """How many papers each smart list holds, by its name."""
    steps_read = Signal(object)
    """A `Steps`."""
    work_read = Signal(object)
    """Job counts by (kind, state); what the user cancelled is no failure and left out."""

    def __init__(
        self,
        library: Library,
        bridge: Bridge,
        reads: Reads,
        listing: Listing,
        model: PaperModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._reads, self._listing, self._model = library, reads, listing, model
        self._again: set[str] = set()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rested)
        bridge.changed.connect(self._on_changed)

    @property
    def resting(self) -> bool:
        """Whether something will be read again after a rest."""
        return bool(self._again)

    def read_all(self) -> None:
        """Ask for everything but the list."""
        self._read_places()
        self._read_steps()
        self._read_work()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or changes.tags:
            self._model.look_again()
        elif changes.papers:
            self._model.look_again(changes.papers)
        if changes.history or changes.everything:
            self._read_steps()
        wanted = set()
        question = self._listing.question
        touched = (changes.tags and question.searching) or (changes.lists and question.place.kind == Kind.LIST)
        if changes.annotations:
            touched = touched or question.place.kind == Kind.HIGHLIGHTS
        if changes.feeds:
            touched = touched or question.of_feeds
        if changes.listing or changes.everything or touched:
            wanted.add("list")
        named = changes.tags or changes.lists or changes.annotations or changes.feeds
        if changes.listing or named or changes.everything:
            wanted.add("places")
        if changes.jobs or changes.everything:
            wanted.add("work")
        self._again |= wanted
        if self._again and not self._rest.isActive():
            self._on_rested()

    @Slot()
    def _on_rested(self) -> None:
        # The first change is answered at once, those that follow it closely together after a rest.
        again, self._again = self._again, set()
        if not again:
            return
        if "list" in again:
            self._listing.ask_again()
        if "places" in again:
            self._read_places()
        if "work" in again:
            self._read_work()
        self._rest.start()

    def _read_places(self) -> None:
        self._reads.ask(self._places, self._on_places, key="places")

    def _read_steps(self) -> None:
        self._reads.ask(self._steps, self._on_steps, key="steps")

    def _read_work(self) -> None:
        self._reads.ask(self._work, self._on_work, key="work")

    def _places(self) -> Places:
        library = self._library
        feeds = library.feeds.all()
        unseen = library.feeds.unread() if feeds else 0
        watches = library.deciding.watches()
        return Places(library.counts(), library.lists.all(), library.tags.tree(), feeds, unseen, watches)

    def _work(self) -> Mapping[tuple[str, str], int]:
        counts = self._library.jobs.counts()
        for kind, cancelled in self._library.jobs.cancelled().items():
            counts[kind, "failed"] = counts.get((kind, "failed"), 0) - cancelled
        return counts

    def _steps(self) -> Steps:
        history = self._library.history
        return Steps(history.next_undo(), history.next_redo())

    @Slot(object)
    def _on_places(self, found: Places) -> None:
        self.places_read.emit(found)
        if found.lists:
            self._reads.ask(lambda: list_counts(self._library, found.lists), self._on_list_counts, key="list counts")

    @Slot(object)
    def _on_list_counts(self, counts: Mapping[str, int]) -> None:
        self.list_counts_read.emit(counts)

    @Slot(object)
    def _on_steps(self, found: Steps) -> None:
        self.steps_read.emit(found)

    @Slot(object)
    def _on_work(self, found: Mapping[tuple[str, str], int]) -> None:
        self.work_read.emit(found)


def list_counts(library: Library, lists: Sequence[SmartList]) -> dict[str, int]:
    """How many papers each smart list holds; one whose query cannot be read is left out. Reads; any thread."""
    from readinglist.search import parse  # the first paint does not need it

    counts = {}
    for smart in lists:
        try:
            query = parse(smart.query)
            catch_up(library, query)
            counts[smart.name] = library.papers.count(query)
        except ReadingListError:
            continue
    return counts
