"""Which PDFs of a paper there are to read, and where in them the hit of a search is; read beside the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.errors import QueryError
from readinglist.library import Library
from readinglist.library.landing import Landing
from readinglist.library.records import Document, Hit, Paper

if TYPE_CHECKING:
    from readinglist.program import Program


@dataclass(frozen=True, slots=True)
class Found:
    """A paper of a list that a search found, and the text that was searched for."""

    text: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class PdfsThere:
    """A paper with those of its files that are on disk, the one that was read furthest first; `said` of each."""

    paper: Paper
    files: tuple[Document, ...]
    said: tuple[str, ...]
    landing: Landing | None


def look_for_pdfs(program: Program, paper: int, found: Found | None) -> PdfsThere:
    """Look what there is to read. Reads library, index and disk; NotFoundError if the paper is gone."""
    library = program.library
    known = library.papers.get(paper)
    files = [document for document in known.documents if document.path.is_file()]
    landing = _landing(program, found) if found is not None and files else None
    places = {file.id: library.reading_places.get(file.id) for file in files} if len(files) > 1 else {}
    files.sort(key=lambda file: -places[file.id].seconds if places else 0)
    return PdfsThere(known, tuple(files), tuple(_said(library, file) for file in files), landing)


def _landing(program: Program, found: Found) -> Landing | None:
    try:
        return program.searcher.landing(found.text, found.hit)
    except QueryError:  # what is shown was found by an earlier text
        return None


def _said(library: Library, file: Document) -> str:
    place = library.reading_places.get(file.id)
    if place.pages:
        return f"left at p. {place.page:,} of {place.pages:,}"
    return f"{file.pages:,} pages" if file.pages else ""
