"""Reads a PDF with MuPDF. Runs only in the child process: a file may crash it, starve it or never come to an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

import pymupdf
from pymupdf import mupdf

from readinglist.documents.layout import Page, page_lines
from readinglist.documents.page_text import PrintedPage
from readinglist.documents.shreds import is_in_shreds, mend
from readinglist.errors import DocumentError, NeedsPasswordError

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

# As `page.get_text()` has it, but with ligatures taken apart, so that "find" is found in "ﬁnd".
_OPTIONS = mupdf.FzStextOptions()
_OPTIONS.flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
_EVERYWHERE = mupdf.FzRect(-1e6, -1e6, 1e6, 1e6)
FIRST_PAGES = 3
LONGEST_METADATA = 100_000


class FirstPages(Sequence[Page]):
    """The first pages with their lines, which are read when they are asked for: most papers tell all on page one."""

    def __init__(self) -> None:
        self._raw: list[pymupdf.TextPage] = []
        self._read: dict[int, Page] = {}

    def add(self, text: pymupdf.TextPage) -> None:
        """Keep a page that has been read."""
        self._raw.append(text)

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, index: int) -> Page: ...

    @overload
    def __getitem__(self, index: slice) -> list[Page]: ...

    def __getitem__(self, index: int | slice) -> Page | list[Page]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        number = index % len(self)
        if number not in self._read:
            self._read[number] = page_lines(number + 1, self._raw[number].extractDICT())
        return self._read[number]


@dataclass(slots=True)
class RawText:
    """What a PDF holds before anything is made of it."""

    pages: list[PrintedPage] = field(default_factory=list)
    first_pages: FirstPages = field(default_factory=lambda: FirstPages())
    metadata: dict[str, str] = field(default_factory=dict)
    """Title, author, subject, keywords, creation date and whatever else the information dictionary names."""
    xmp: str = ""


def read(path: Path, progress: Callable[[int, int], None]) -> RawText:
    """The text of all pages; `progress(done, pages)` after each. DocumentError with a reason in plain words."""
    raw = RawText()
    with open_document(path) as document:
        raw.metadata, raw.xmp = _metadata(document)
        count = len(document)
        unread = 0
        for number in range(count):
            try:
                _read_page(document, number, raw)
            except Exception as error:  # MuPDF raises whatever it likes; the other pages may be sound
                complain_about_memory(error)
                unread += 1
                raw.pages.append(PrintedPage("", ""))
            progress(number + 1, count)
        if unread == count:
            raise DocumentError("is damaged: none of its pages can be read")
    return raw


def open_document(path: Path, password: str | None = None) -> pymupdf.Document:
    """An open PDF; DocumentError with a reason in plain words, NeedsPasswordError without the right password."""
    start = _first_bytes(path)
    looks_like_one = b"%PDF-" in start
    try:
        document = pymupdf.open(path, filetype="pdf")
        if document.needs_pass and not (password and document.authenticate(password)):
            raise NeedsPasswordError("does not open with this password" if password else "needs a password")
        pages = len(document) if document.is_pdf else 0
    except DocumentError:
        raise
    except Exception as error:
        complain_about_memory(error)
        why = "is damaged: it is cut off, or its parts do not fit together"  # MuPDF's words say nothing to a reader
        raise DocumentError(why if looks_like_one else "is not a PDF") from error
    if pages == 0:  # MuPDF opens web pages and pictures as well, whatever they are called
        raise DocumentError("is damaged: it has no pages" if looks_like_one else "is not a PDF")
    return document


def last_layouts(document: pymupdf.Document, most: int) -> list[Page]:
    """The lines of the last pages, `most` of them at the most; a page that cannot be read is left out."""
    layouts = []
    for number in range(max(0, len(document) - most), len(document)):
        try:
            page = mupdf.FzStextPage(mupdf.fz_load_page(document.this, number), _OPTIONS)
            layouts.append(page_lines(number + 1, pymupdf.TextPage(page).extractDICT()))
        except Exception as error:
            complain_about_memory(error)
    return layouts


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError as error:
        raise DocumentError("is no longer there") from error
    except IsADirectoryError as error:
        raise DocumentError("is a folder, not a PDF") from error
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error
    if not start:
        raise DocumentError("is empty (0 bytes)")
    return start


def _read_page(document: pymupdf.Document, number: int, raw: RawText) -> None:
    # Bare MuPDF is a quarter quicker than pymupdf's Page, and gives rotated pages as they are seen.
    page = mupdf.FzStextPage(mupdf.fz_load_page(document.this, number), _OPTIONS)
    if number == len(raw.first_pages) < FIRST_PAGES:
        raw.first_pages.add(pymupdf.TextPage(page))
    lines = mupdf.fz_copy_rectangle(page, _EVERYWHERE, 0)
    if is_in_shreds(lines):
        text = pymupdf.TextPage(page)
        raw.pages.append(PrintedPage.of(mend(text.extractWORDS(), [block[4] for block in text.extractBLOCKS()])))
        return
    printed = mupdf.fz_buffer_extract_copy(mupdf.fz_new_buffer_from_stext_page(page))
    raw.pages.append(PrintedPage(printed.decode("utf-8", "ignore"), lines))


def _metadata(document: pymupdf.Document) -> tuple[dict[str, str], str]:
    found: dict[str, str] = {key: value for key, value in (document.metadata or {}).items() if value}
    xmp = ""
    try:
        xmp = document.get_xml_metadata()[:LONGEST_METADATA]
        kind, value = document.xref_get_key(-1, "Info")
        if kind == "xref":
            xref = int(value.split()[0])
            for key in document.xref_get_keys(xref):
                kind, value = document.xref_get_key(xref, key)
                if kind == "string" and key.lower() not in found:
                    found[key.lower()] = value
    except Exception as error:  # it is about the file, not of it
        complain_about_memory(error)
    return {key: value[:LONGEST_METADATA] for key, value in found.items()}, xmp


def complain_about_memory(error: Exception) -> None:
    """Raise MemoryError if that is what MuPDF's error is about."""
    if isinstance(error, MemoryError) or re.search(r"malloc|calloc|realloc|out of memory", str(error)):
        raise MemoryError from error
