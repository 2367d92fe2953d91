"""Small PDFs for tests, written by hand: the library that reads them may not be loaded beside a window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def write_pdf(path: Path, *pages: str | Sequence[str]) -> Path:
    """Write a PDF with one page for each of `pages` (a line, or several) and return its path. Latin-1 text."""
    path.write_bytes(pdf(*pages))
    return path


def write_linked_pdf(path: Path, pages: Sequence[str | Sequence[str]], links: Sequence[str]) -> Path:
    """A PDF whose first page has links under one another, each LINK points high.

    A link is what the format calls an action, such as `/S /URI /URI (https://example.org)`, or `page 3`.
    """
    path.write_bytes(pdf(*pages, links=links))
    return path


LINK = 20


def pdf(*pages: str | Sequence[str], padding: str = "", links: Sequence[str] = ()) -> bytes:
    """The bytes of such a PDF; `padding` (Latin-1) makes it larger and is shown nowhere."""
    objects = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids: list[str] = []
    for page in pages:
        lines = [page] if isinstance(page, str) else page
        shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 740 Td {shown} ET"
        objects.append(f"<< /Length {len(stream.encode('latin-1'))} >>\nstream\n{stream}\nendstream")
        notes = "" if kids else " ".join(_link(place, link) for place, link in enumerate(links))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> >> /Annots [{notes}] >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    if padding:
        objects.append(f"<< /Length {len(padding)} >>\nstream\n{padding}\nendstream")
    return file_of(objects)


def write_long_pdf(path: Path, words: str = "words that fill a line of a page") -> Path:
    """A PDF of LONG pages that takes some seconds to read."""
    page = [f"{words}, line {number}" for number in range(120)]
    return write_pdf(path, *[page] * LONG)


LONG = 800


def _link(place: int, link: str) -> str:
    top = 600 - place * LINK
    # The object of a page follows that of its words; the first of these is the fourth of the file.
    leads = f"/Dest [{3 + 2 * int(link[5:])} 0 R /XYZ 0 792 null]" if link.startswith("page ") else f"/A << {link} >>"
    return f"<< /Type /Annot /Subtype /Link /Rect [72 {top - LINK} 300 {top}] {leads} >>"


def file_of(objects: Sequence[str]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
