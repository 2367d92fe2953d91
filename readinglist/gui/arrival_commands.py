"""Asking for papers to be looked up and for their PDFs, and deciding on what services offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.errors import InputError
from readinglist.gui.bridge import Bridge
from readinglist.gui.words import many
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.differences import reduced
from readinglist.library.records import SERVICES, Changes, Choice

if TYPE_CHECKING:
    from readinglist.program import Program


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for, and why it does not begin at once (empty if it does)."""

    papers: tuple[int, ...]
    jobs: tuple[tuple[str, int], ...]
    """(kind of job, paper)."""
    passed_over: int = 0
    later: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of jobs that were asked for: all that have ended, papers of which something else is said, failures."""

    jobs: frozenset[tuple[str, int]]
    offered: tuple[int, ...]
    failed: tuple[str, ...]


class ArrivalCommands(QObject):
    """Asks on the user's thread; all methods in the GUI thread."""

    said = Signal(str)
    troubled = Signal(str)
    offered = Signal(object)
    """Ids of papers of which a service says something else than the library, after the user asked."""
    moved = Signal(object)
    """The id of the paper that another one turned out to be."""
    refused = Signal(object)
    """A Choice of kind `same-title`: it is none of these."""

    def __init__(
        self, program: Program, bridge: Bridge, reads: Reads, user: UserThread, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._program, self._reads, self._user = program, reads, user
        self._library = program.library
        self._awaited: frozenset[tuple[str, int]] = frozenset()
        bridge.changed.connect(self._on_changed)

    # -- asking

    def look_up(self, papers: Sequence[int]) -> None:
        """Ask the services about papers: fill what is missing, compare where nothing is."""
        self._user.do("", partial(_ask_look_up, self._program, papers), on_done=self._on_looked_up, undoable=False)

    def find_pdf(self, papers: Sequence[int]) -> None:
        """Fetch the PDFs of papers that have none, whatever was tried before."""
        self._user.do("", partial(_ask_download, self._program, papers), on_done=self._on_pdf_asked, undoable=False)

    def recognise(self, papers: Sequence[int]) -> None:
        """Have the text of their scanned PDFs recognised."""
        self._user.do("", partial(_ask_ocr, self._program, papers), on_done=self._on_ocr_asked, undoable=False)

    @Slot(object)
    def _on_ocr_asked(self, asked: Asked) -> None:
        if not asked.papers:
            self.said.emit("There is no scan to recognise: what has a PDF has text")
            return
        self._awaited |= frozenset(asked.jobs)
        what = "its text" if len(asked.papers) == 1 else f"the text of {many(asked.papers)}"
        self.said.emit(_soon(f"Recognising {what}", f"{what[0].upper() + what[1:]} will be recognised", asked.later))

    @Slot(object)
    def _on_looked_up(self, asked: Asked) -> None:
        self._awaited |= frozenset(asked.jobs)
        self.said.emit(_soon(f"Looking up {many(asked.papers)}", f"{_will(asked.papers)} looked up", asked.later))

    @Slot(object)
    def _on_pdf_asked(self, asked: Asked) -> None:
        if not asked.papers:
            self.said.emit("It has a PDF already" if asked.passed_over == 1 else "They all have a PDF already")
            return
        self._awaited |= frozenset(asked.jobs)
        one = len(asked.papers) == 1
        what = "the PDF" if one else f"the PDFs of {many(asked.papers)}"
        text = _soon(f"Looking for {what}", f"{what[0].upper() + what[1:]} will be looked for", asked.later)
        if asked.passed_over:
            text += f"  ({many(range(asked.passed_over))} {'has' if asked.passed_over == 1 else 'have'} one already)"
        self.said.emit(text)

    # -- what came of it

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self._awaited and (changes.jobs or changes.everything):
            self._reads.ask(partial(_ended, self._library, self._awaited), self._on_ended, key="ended")

    def _on_ended(self, ended: Ended) -> None:
        if ended.jobs != self._awaited:
            return  # the rest follows; one message is enough
        self._awaited = frozenset()
        if ended.offered:
            self.offered.emit(ended.offered)
        elif ended.failed:
            others = len(ended.failed) - 1
            self.troubled.emit(ended.failed[0] + (f" And {many(range(others))} more." if others else ""))
        elif ended.jobs:
            self.said.emit(_done(ended.jobs))

    # -- deciding

    @Slot(object)
    def take(self, choice: Choice) -> None:
        """It is this one: fill in what the service says, where the user has not written."""
        accept = partial(self._library.papers.accept, choice.paper, choice.record, choice.source)
        self._do_take(f"Took what {_name(choice)} says", choice, accept)

    @Slot(object, object)
    def take_fields(self, choice: Choice, fields: Sequence[str]) -> None:
        """Take over these fields and nothing else."""
        record = reduced(choice.record, fields)
        accept = partial(self._library.papers.accept, choice.paper, record, choice.source, wanted=fields)
        self._do_take(f"Took over what {_name(choice)} says", choice, accept)

    def _do_take(self, label: str, choice: Choice, accept: partial[int]) -> None:
        self._user.do(label, accept, on_done=partial(self._on_taken, choice.paper))

    def _on_taken(self, paper: int, remains: int) -> None:
        if remains != paper:
            self.moved.emit(remains)

    @Slot(object)
    def refuse(self, choice: Choice) -> None:
        """It is none of these, or all stays as it is."""
        refuse = partial(self._library.choices.refuse, choice.paper, choice.kind)
        self._user.do("", refuse, on_done=partial(self._on_refused, choice), undoable=False)

    def _on_refused(self, choice: Choice, _result: object) -> None:
        if choice.kind == "same-title":
            self.refused.emit(choice)
        else:
            self.said.emit("Kept yours")


def _ask_look_up(program: Program, papers: Sequence[int]) -> Asked:
    from readinglist.jobs.look_up import is_complete  # what drives the network is not needed to open the window

    library = program.library
    found = library.papers.get_many(papers)
    complete = tuple(paper.id for paper in found if is_complete(paper))
    lacking = [paper.id for paper in found if not is_complete(paper)]
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", lacking)
        library.jobs.ask(tx, "refresh", complete)
    jobs = [("look-up", paper) for paper in lacking] + [("refresh", paper) for paper in complete]
    return Asked(tuple(paper.id for paper in found), tuple(jobs), later=_later(program))


def _ask_download(program: Program, papers: Sequence[int]) -> Asked:
    library = program.library
    rows = library.papers.rows(papers)
    wanted = tuple(row.id for row in rows if not row.has_document)
    with library.write() as tx:
        library.jobs.ask(tx, "download", wanted)
    jobs = tuple(("download", paper) for paper in wanted)
    return Asked(wanted, jobs, passed_over=len(rows) - len(wanted), later=_later(program))


def _ask_ocr(program: Program, papers: Sequence[int]) -> Asked:
    from readinglist.documents import tesseract

    if tesseract.program() is None:
        raise InputError(tesseract.MISSING)
    library = program.library
    documents = [each for of_paper in library.documents.of_many(papers).values() for each in of_paper]
    wanted = [each for each in documents if each.state == "empty" or _has_bare_page(library, each.id)]
    with library.write() as tx:
        for document in wanted:
            library.jobs.enqueue(tx, "ocr", document.paper, document.id)
    found = tuple(dict.fromkeys(document.paper for document in wanted))
    later = "as soon as background work goes on" if program.settings.work_paused else ""
    return Asked(found, tuple(("ocr", paper) for paper in found), later=later)


def _has_bare_page(library: Library, document: int) -> bool:
    """Whether some page was read and had no text, and was not recognised."""
    pages = library.index.pages(document) or []
    bare = {number for number, text in enumerate(pages, 1) if not text.strip()}
    return bool(bare - library.recognised.pages(document))


def _later(program: Program) -> str:
    """What has to come first."""
    if program.settings.work_paused:
        return "as soon as background work goes on"
    if program.offline:
        return "as soon as the program may go online"
    return "" if program.network.state == "online" else "as soon as there is a network"


def _ended(library: Library, awaited: frozenset[tuple[str, int]]) -> Ended:
    kinds = {kind for kind, _ in awaited}
    there = {(kind, paper) for kind in kinds for paper in library.jobs.papers(kind)}
    failed = {}
    for job in library.jobs.list(states=["failed"]) if awaited & there else ():
        if (job.kind, job.paper) in awaited:
            failed[job.kind, job.paper] = job.error or "It could not be done."
    done = (awaited - there) | failed.keys()
    renewed = {paper for kind, paper in done - failed.keys() if kind == "refresh"}
    offered = tuple(paper for paper in library.choices.papers() if paper in renewed) if renewed else ()
    return Ended(frozenset(done), offered, tuple(failed.values()))


def _done(jobs: frozenset[tuple[str, int]]) -> str:
    kinds = {kind for kind, _ in jobs}
    it = "it" if len(jobs) == 1 else many(jobs)
    match kinds.pop() if len(kinds) == 1 else "":
        case "refresh":
            return f"Nothing new about {it}"
        case "ocr":
            return "Recognised the text" if len(jobs) == 1 else f"Recognised the text of {many(jobs)}"
        case "download":
            return "Fetched the PDF" if len(jobs) == 1 else f"Fetched the PDFs of {many(jobs)}"
        case _:
            return f"Looked {it} up"


def _soon(now: str, then: str, later: str) -> str:
    return f"{then} {later}" if later else f"{now}…"


def _will(papers: Iterable[int]) -> str:
    found = list(papers)
    return "It will be" if len(found) == 1 else f"{many(found)} will be"


def _name(choice: Choice) -> str:
    return SERVICES.get(choice.source, choice.source)
