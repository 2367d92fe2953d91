"""Files of the library that another program has written to: a viewer that keeps its annotations in the PDF."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from readinglist.library import Library
from readinglist.library.records import Document


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells cheaply that a file is another than before."""

    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """The file's stamp now; None if it is not there."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_size, found.st_mtime_ns)


def changed_documents(library: Library) -> list[tuple[int, int]]:
    """(paper, document) of each document whose file has changed since it was read; those missing are left out."""
    changed = []
    for document, paper, path, size, modified_ns in library.annotations.file_stamps():
        there = Stamp.of(library.documents_folder / path)
        if there is not None and there != Stamp(size, modified_ns):
            changed.append((paper, document))
    return changed


def new_sha256(library: Library, document: Document, stamp: Stamp) -> str | None:
    """The sha256 that the document's file has now, if its stamp says that the one in its row may be out of date."""
    before = library.annotations.file_stamp(document.id)
    if before is None or Stamp(*before) == stamp:
        return None
    with document.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
