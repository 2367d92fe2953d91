"""Pages as they are with the file's own annotations coloured and left out by the reader. Runs only in the child."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.documents.annotated_copy import hide, recolour
from readinglist.documents.annotations_in_pdf import InDocument, annotations_in
from readinglist.documents.page_pictures import Easel
from readinglist.documents.pages import Colour
from readinglist.documents.pdf import complain_about_memory, open_document

if TYPE_CHECKING:
    import pymupdf

Alterations = Mapping[str, Colour | None]
"""The colour of each annotation of a page by its key; None for one that is left out."""


class AlteredPages:
    """A document open a second time, so that what is read of it is still what is in the file."""

    def __init__(self, path: Path, password: str | None) -> None:
        self._path, self._password = path, password
        self._document: pymupdf.Document | None = None
        self._easel = Easel()
        self._there: dict[str, InDocument] | None = None
        self._altered: dict[int, Alterations] = {}

    def page(self, number: int, alterations: Alterations) -> tuple[pymupdf.Page, Easel]:
        """A page (from 1) so altered, and the easel to draw it on; the page must exist."""
        if self._altered.get(number, alterations) != alterations:
            self.close()  # an old look is not to be had back by drawing another one over it
        if self._document is None:
            self._document = open_document(self._path, self._password)
        if self._there is None:
            self._there = {each.annotation.key: each for each in annotations_in(self._document, quotes=False)}
        if number not in self._altered:
            page = self._document[number - 1]
            for key, colour in alterations.items():
                there = self._there.get(key)
                if there is not None and there.annotation.page == number:
                    _alter(page, there, colour)
            self._altered[number] = alterations
        return self._document[number - 1], self._easel

    def close(self) -> None:
        """Let the document go."""
        self._easel = Easel()  # what it keeps is the document's
        self._altered.clear()
        if self._document is not None:
            self._document.close()
            self._document = None


def _alter(page: pymupdf.Page, there: InDocument, colour: Colour | None) -> None:
    try:
        if colour is None:
            hide(page, there)
        elif colour != there.annotation.colour:
            recolour(page.load_annot(there.xref), colour)
    except Exception as error:  # better the page with its old look than none
        complain_about_memory(error)
