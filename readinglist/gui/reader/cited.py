"""The works that an open PDF cites: its reference list, with the papers of the library that are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.documents import page_wishes
from readinglist.documents.cited import papers_of, people_of, record_of
from readinglist.documents.references import Reference
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.records import Changes, Paper

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge
    from readinglist.program import Program


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry of the list; `paper` is the one of the library that it names, None where there is none."""

    reference: Reference
    paper: Paper | None = None

    @property
    def title(self) -> str:
        """Of the work, as well as it is known; empty where the entry does not tell it apart."""
        return (self.paper.title if self.paper is not None else "") or self.reference.title

    @property
    def people(self) -> str:
        """Who wrote it."""
        return people_of(self.reference)

    @property
    def can_be_read(self) -> bool:
        """Whether the library has a PDF of it."""
        return self.paper is not None and bool(self.paper.documents)

    @property
    def can_be_added(self) -> bool:
        """Whether it is not in the library, and the entry says enough to take it in."""
        return self.paper is None and record_of(self.reference).names_a_paper


class CitedWorks(QObject):
    """Found when a PDF is opened, and compared with the library whenever that changes."""

    came = Signal(object)
    """All Cited in the order of the list; empty where no list was found."""
    failed = Signal(object)
    """The error that kept the list from being found."""

    def __init__(
        self, program: Program, reads: Reads, user: UserThread, bridge: Bridge, pdf: OpenPdf, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._program, self._reads, self._user, self._pdf = program, reads, user, pdf
        self._references: tuple[Reference, ...] | None = None
        self._failed = False
        bridge.changed.connect(self._on_library_changed)

    def read(self) -> None:
        """Look for the list, behind all that the reader looks at."""
        self._failed = False
        self._pdf.ask(page_wishes.references(), self._on_found, self._on_failed)

    def read_again(self) -> None:
        """Look for the list once more if it was not found out whether there is one."""
        if self._failed:
            self.read()

    def add(self, cited: Cited) -> None:
        """Take the work into the library."""
        if cited.can_be_added:
            intake, record = self._program.intake, record_of(cited.reference)
            name = cited.title or cited.reference.doi or f"arXiv {cited.reference.arxiv_id}"
            self._user.do(f"Added “{name}”", lambda: intake.cited(record))

    def _on_failed(self, error: Exception) -> None:
        self._failed = True
        self.failed.emit(error)

    def _on_found(self, references: tuple[Reference, ...]) -> None:
        self._references = references
        self._compare()

    def _compare(self) -> None:
        if self._references is not None:
            look_up = partial(_compared, self._program.library, self._references)
            self._reads.ask(look_up, self._on_compared, key="cited")

    @Slot(object)
    def _on_compared(self, cited: tuple[Cited, ...]) -> None:
        self.came.emit(cited)

    @Slot(object)
    def _on_library_changed(self, changes: Changes) -> None:
        if changes.everything or changes.listing or changes.papers:
            self._compare()


def _compared(library: Library, references: Sequence[Reference]) -> tuple[Cited, ...]:
    ids = papers_of(library.papers, references)
    found = {paper.id: paper for paper in library.papers.get_many(list({each for each in ids if each is not None}))}
    return tuple(
        Cited(reference, found.get(number) if number is not None else None)
        for reference, number in zip(references, ids, strict=True)
    )
