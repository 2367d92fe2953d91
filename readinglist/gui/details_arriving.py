"""Keeps up with what becomes of the paper that is shown: look-up, download, and what services offer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.errors import ReadingListError
from readinglist.gui.details_doing import Doing
from readinglist.gui.details_links import links
from readinglist.gui.details_one import OnePaper
from readinglist.gui.details_standing import KINDS, Standing
from readinglist.gui.differences_reading import Comparison, read_comparison
from readinglist.gui.work import Reads
from readinglist.library.records import Choice

if TYPE_CHECKING:
    from readinglist.program import Program


class Arriving(QObject):
    """Reads the Standing of one paper whenever it may be another, and hands on what the user decides."""

    choice_taken = Signal(object)
    """The Choice that the paper is."""
    choice_refused = Signal(object)
    """A Choice: the paper is none of its kind."""
    compared = Signal(object)
    """A Comparison that the user wants to see."""
    settings_asked = Signal()
    standing_read = Signal(object)

    def __init__(self, program: Program, reads: Reads, one: OnePaper, doing: Doing, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._reads, self._one, self._doing = program, reads, one, doing
        self._paper: int | None = None
        one.header.arrival.asked.connect(self._on_asked)
        one.same_title.taken.connect(self.choice_taken)
        one.same_title.refused.connect(self.choice_refused)
        one.same_title.link_asked.connect(doing.open_link)
        one.refresh.refused.connect(self.choice_refused)
        one.refresh.compare_asked.connect(self.compare)

    def follow(self, paper: int | None) -> None:
        """Be about this paper from now on."""
        self._paper = paper
        self.renew()

    @Slot()
    def renew(self) -> None:
        """Something may have become of it: look again."""
        if self._paper is not None:
            self._reads.ask(partial(read_standing, self._program, self._paper), self._on_read, key="standing")

    @Slot(object)
    def compare(self, choice: Choice) -> None:
        """Read both sides and show them."""
        self._reads.ask(partial(read_comparison, self._program.library, choice), self._on_compared, key="compared")

    def _on_read(self, standing: Standing) -> None:
        if standing.paper == self._paper:
            self._one.show_standing(standing)
            self.standing_read.emit(standing)

    def _on_compared(self, comparison: Comparison) -> None:
        if comparison.choice.paper == self._paper:
            self.compared.emit(comparison)

    @Slot(str)
    def _on_asked(self, offer: str) -> None:
        paper = self._doing.paper
        match offer:
            case "page" if paper is not None:
                self._doing.open_link(links(paper)[0].url)
            case "go-on":
                self._doing.run(
                    "look-up" if paper is not None and _waits_for_look_up(self._one.standing) else "find-pdf"
                )
            case "contact" | "network":
                self.settings_asked.emit()
            case "edit":
                self._doing.run("edit-details")
            case _:
                self._doing.run(offer)


def read_standing(program: Program, paper: int) -> Standing:
    """What becomes of a paper; any thread but the GUI's. Choices that say nothing new are left out."""
    library = program.library
    try:
        choices = tuple(library.choices.of(paper))
        news = next((choice for choice in choices if choice.kind == "refresh"), None)
        fields = [one.field for one in library.papers.differences(paper, news.record)] if news is not None else ()
        jobs = tuple(job for job in library.jobs.of(paper) if job.kind in KINDS)
    except ReadingListError:  # it is gone; the pane says so
        return Standing(paper)
    settings = program.settings
    return Standing(
        paper, jobs, choices, tuple(fields), settings.work_paused, program.offline, contact=bool(settings.contact)
    )


def _waits_for_look_up(standing: Standing | None) -> bool:
    return standing is not None and any(job.kind != "download" and job.state == "paused" for job in standing.jobs)
