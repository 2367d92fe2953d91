"""Every way that leads to a place of a PDF: links, annotations, hits of a search, a paper's only or chosen file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.errors import NotFoundError, ReadingListError
from readinglist.gui.work import Reads
from readinglist.identifiers import PaperLink, read_paper_link
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.landing import Landing
from readinglist.library.records import Document

NO_FILE = "There is no PDF of {} any more to show the place in."


@dataclass(frozen=True, slots=True)
class Way:
    """A paper and a place in its `documents`, those whose file is there; `said` is what the user should know."""

    paper: int
    title: str
    documents: tuple[Document, ...]
    landing: Landing
    said: str = ""

    @property
    def document(self) -> Document | None:
        """The file to open: the one that is meant, else the first that has the page."""
        meant, page = self.landing.document, self.landing.page or 1
        for document in self.documents:
            if document.id == meant:
                return document
        if meant is not None:
            return None
        return next((each for each in self.documents if (each.pages or page) >= page), next(iter(self.documents), None))


def way_to(library: Library, paper: int, landing: Landing, said: str = "") -> Way:
    """Look up the files of a paper. Reads library and disk; NotFoundError if the paper is gone."""
    found = library.papers.get(paper)
    documents = tuple(document for document in found.documents if document.path.is_file())
    return Way(paper, found.title or found.citation_key or f"Paper {paper}", documents, landing, said)


def way_of_link(library: Library, link: PaperLink) -> Way:
    """Where a link leads. Reads library and disk; NotFoundError if there is no such paper."""
    paper = library.papers.keyed(link.key)
    if link.annotation is None:
        return way_to(library, paper, Landing(page=link.page))
    try:
        mark = library.annotations.get(link.annotation)
    except NotFoundError:
        mark = None
    if mark is None or mark.paper != paper:
        return way_to(library, paper, Landing(page=link.page), "The annotation that the link leads to is gone.")
    return way_to(library, paper, _place_of(mark))


def _place_of(mark: Annotation) -> Landing:
    return Landing(mark.document, mark.page, mark.id)


class Opening(QObject):
    """Looks up where a way leads beside the GUI thread, then asks for the PDF to be opened there."""

    reading_asked = Signal(object, str, object)
    """(Document, title of its paper, Landing)."""
    no_file = Signal(object)
    """The Way that ends here, for there is no PDF."""
    said = Signal(str)
    troubled = Signal(str)

    def __init__(self, library: Library, reads: Reads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._reads = library, reads

    @Slot(str)
    def open_link(self, text: str) -> None:
        """Follow a `readinglist:` link; what is wrong with it is told in a sentence."""
        try:
            link = read_paper_link(text)
        except ReadingListError as error:
            self.troubled.emit(str(error))
            return
        self._ask(partial(way_of_link, self._library, link))

    @Slot(object)
    def open_annotation(self, mark: Annotation) -> None:
        """Open the PDF at an annotation."""
        self._ask(partial(way_to, self._library, mark.paper, _place_of(mark)))

    def open_place(self, paper: int, landing: Landing) -> None:
        """Open a PDF of a paper at a place."""
        self._ask(partial(way_to, self._library, paper, landing))

    def _ask(self, look_up: Callable[[], Way]) -> None:
        self._reads.ask(look_up, self._on_way, key="way", on_failed=self._on_failed)

    @Slot(object)
    def _on_way(self, way: Way) -> None:
        document = way.document
        if document is not None:
            self.reading_asked.emit(document, way.title, way.landing)
        else:
            self.no_file.emit(way)
            self.troubled.emit(NO_FILE.format(f"“{way.title}”"))
        if way.said:
            self.said.emit(way.said)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.troubled.emit(str(error))
