"""PDF files: kept in the library's folder, read in a child process, and asked which paper they are."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from readinglist.documents.extraction import Extraction, Identity
    from readinglist.documents.files import Found, find_pdfs
    from readinglist.documents.marks import for_pdf
    from readinglist.documents.page_server import PageServer
    from readinglist.documents.pages import PdfAnnotation, Quad
    from readinglist.documents.parts import discard_parts, part_path
    from readinglist.documents.passage import Passage, passages
    from readinglist.documents.reader import Reader
    from readinglist.documents.recogniser import Recogniser
    from readinglist.documents.references import Reference
    from readinglist.documents.store import DocumentStore, Published, Taken, TakenFiles
    from readinglist.documents.trouble import CancelledError

_HOMES = {
    "CancelledError": "trouble",
    "DocumentStore": "store",
    "Extraction": "extraction",
    "Found": "files",
    "Identity": "extraction",
    "PageServer": "page_server",
    "Passage": "passage",
    "PdfAnnotation": "pages",
    "Published": "store",
    "Quad": "pages",
    "Reader": "reader",
    "Recogniser": "recogniser",
    "Reference": "references",
    "Taken": "store",
    "TakenFiles": "store",
    "discard_parts": "parts",
    "find_pdfs": "files",
    "for_pdf": "marks",
    "part_path": "parts",
    "passages": "passage",
}

__all__ = [
    "CancelledError",
    "DocumentStore",
    "Extraction",
    "Found",
    "Identity",
    "PageServer",
    "Passage",
    "PdfAnnotation",
    "Published",
    "Quad",
    "Reader",
    "Recogniser",
    "Reference",
    "Taken",
    "TakenFiles",
    "discard_parts",
    "find_pdfs",
    "for_pdf",
    "part_path",
    "passages",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: the child process that reads PDFs needs no library."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
