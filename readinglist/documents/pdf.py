"""Reads a PDF with MuPDF. Runs only in the child process: a file may crash it, starve it or never come to an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from readinglist.documents.layout import Page, page_lines
from readinglist.errors import DocumentError

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

# As `page.get_text()` has it, but with ligatures taken apart, so that "find" is found in "ﬁnd".
_OPTIONS = mupdf.FzStextOptions()
_OPTIONS.flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
FIRST_PAGES = 3
LONGEST_METADATA = 100_000


@dataclass(slots=True)
class RawText:
    """What a PDF holds before anything is made of it."""

    pages: list[list[str]] = field(default_factory=list)
    """The blocks of each page in reading order."""
    first_pages: list[Page] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    """Title, author, subject, keywords, creation date and whatever else the information dictionary names."""
    xmp: str = ""


def read(path: Path, progress: Callable[[int, int], None]) -> RawText:
    """The text of all pages; `progress(done, pages)` after each. DocumentError with a reason in plain words."""
    raw = RawText()
    with _open(path) as document:
        raw.metadata, raw.xmp = _metadata(document)
        count = len(document)
        trouble: list[str] = []
        for number in range(count):
            try:
                _read_page(document, number, raw)
            except Exception as error:  # MuPDF raises whatever it likes; the other pages may be sound
                _complain_about_memory(error)
                trouble.append(_short(error))
                raw.pages.append([])
            progress(number + 1, count)
        if trouble and len(trouble) == count:
            raise DocumentError(f"is damaged: {trouble[0]}")
    return raw


def _open(path: Path) -> pymupdf.Document:
    start = _first_bytes(path)
    looks_like_one = b"%PDF-" in start
    try:
        document = pymupdf.open(path, filetype="pdf")
        if document.needs_pass:
            raise DocumentError("needs a password")
        pages = len(document)
    except DocumentError:
        raise
    except Exception as error:
        _complain_about_memory(error)
        raise DocumentError(f"is damaged: {_short(error)}" if looks_like_one else "is not a PDF") from error
    if pages == 0:
        raise DocumentError("is damaged: it has no pages" if looks_like_one else "is not a PDF")
    return document


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
    # The bare page spares a third of the time that pymupdf's Page takes, and comes upright if it was rotated.
    text = pymupdf.TextPage(mupdf.FzStextPage(mupdf.fz_load_page(document.this, number), _OPTIONS))
    blocks = [block[4] for block in text.extractBLOCKS()]
    lines = None
    if number < FIRST_PAGES:
        lines = page_lines(number + 1, text.extractDICT())
        raw.first_pages.append(lines)
    if _is_in_shreds(blocks):
        lines = lines or page_lines(number + 1, text.extractDICT())
        blocks = list(_blocks(lines))
    raw.pages.append(blocks)


def _is_in_shreds(blocks: list[str]) -> bool:
    """Whether words are cut to pieces, as in PDFs with Type 3 fonts whose letters have no proper widths."""
    lines = sum(block.count("\n") for block in blocks)
    return lines > 60 and sum(map(len, blocks)) < 9 * lines


def _blocks(page: Page) -> Iterator[str]:
    block: list[str] = []
    last = None
    for line in page.lines:
        if last is not None and line.block != last.block and line.top - last.top > 1.8 * line.size:
            yield "\n".join(block)
            block = []
        block.append(line.text)
        last = line
    yield "\n".join(block)


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
        _complain_about_memory(error)
    return {key: value[:LONGEST_METADATA] for key, value in found.items()}, xmp


def _complain_about_memory(error: Exception) -> None:
    if isinstance(error, MemoryError) or re.search(r"malloc|calloc|realloc|out of memory", str(error)):
        raise MemoryError from error


def _short(error: Exception) -> str:
    """MuPDF's own words without its codes and its stack."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    text = re.sub(r"^code=\d+:\s*", "", text)
    text = re.sub(r"\s*\(?(?:0x)?[0-9a-f]{8,}\)?", "", text)
    return text[:120] or type(error).__name__
