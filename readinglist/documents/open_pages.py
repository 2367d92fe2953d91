"""What an open PDF says of itself: sizes, outline, labels, links, hits. Runs only in the child process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pymupdf
from pymupdf import mupdf

from readinglist.documents.page_geometry import PageView
from readinglist.documents.page_space import derotation
from readinglist.documents.pages import Hit, Link, Opened, OutlineEntry, PageSize, as_quad
from readinglist.documents.pdf import complain_about_memory

US_LETTER = PageSize(612.0, 792.0)
"""The size that stands in for that of a page which cannot be read."""
_HEXADECIMAL = re.compile(r"<((?:[0-9A-Fa-f]{2})+)>")
MOST_ENTRIES = 20_000
MOST_LETTERS = 200
"""Of an address that is only told, not followed."""
DEEPEST = 40
SAMPLED_PAGES = 12
MOST_HITS_OF_A_PAGE = 2_000


def opened(document: pymupdf.Document) -> Opened:
    """All that a reader wants to know before the first page is drawn."""
    return Opened(
        pages=tuple(_size(document, number) for number in range(len(document))),
        outline=tuple(_outline(document)),
        labels=_labels(document),
        encrypted=bool((document.metadata or {}).get("encryption")),
        has_text=_has_text(document),
    )


def _size(document: pymupdf.Document, number: int) -> PageSize:
    try:
        # Bare MuPDF: pymupdf's pages take ten times as long, and books have hundreds.
        page = mupdf.fz_load_page(document.this, number)
        bound = mupdf.fz_bound_page(page)
        rotation = _rotation(mupdf.pdf_page_from_fz_page(page).obj())
    except Exception as error:
        complain_about_memory(error)
        return US_LETTER
    width, height = bound.x1 - bound.x0, bound.y1 - bound.y0
    if not (0 < width < 1e7 and 0 < height < 1e7):
        return US_LETTER
    return PageSize(height, width, rotation) if rotation in (90, 270) else PageSize(width, height, rotation)


def _rotation(page: mupdf.PdfObj) -> int:
    turned: int = mupdf.pdf_to_int(mupdf.pdf_dict_get_inheritable(page, mupdf.PdfObj(pymupdf.PDF_NAME("Rotate"))))
    return turned % 360 // 90 * 90


def _outline(document: pymupdf.Document) -> Iterator[OutlineEntry]:
    try:
        root = mupdf.fz_load_outline(document.this)
    except Exception as error:
        complain_about_memory(error)
        return
    left = MOST_ENTRIES
    stack = [(root, 1)] if root.m_internal else []
    while stack and left:
        item, level = stack.pop()
        left -= 1
        if (following := item.next()).m_internal:
            stack.append((following, level))
        if level < DEEPEST and (below := item.down()).m_internal:
            stack.append((below, level + 1))
        yield _entry(document, item, level)


def _entry(document: pymupdf.Document, item: mupdf.FzOutline, level: int) -> OutlineEntry:
    title = " ".join((item.m_internal.title or "").split())
    number = mupdf.fz_page_number_from_location(document.this, mupdf.FzLocation(item.m_internal.page))
    if not 0 <= number < len(document):
        return OutlineEntry(level, title, None)
    return OutlineEntry(level, title, number + 1, _height(document, number, item.m_internal.x, item.m_internal.y))


def _height(document: pymupdf.Document, number: int, x: float, y: float) -> float | None:
    """How far down the unrotated page a destination is that MuPDF gives for the page as shown."""
    if y != y or x != x:  # not a number: the top of the page
        return None
    size = _size(document, number)
    found = PageView(size).to_page((x, y))[1]
    return round(found, 1) if 0 < found <= size.height else None


def _labels(document: pymupdf.Document) -> tuple[str, ...]:
    try:
        rules = document._get_page_labels()
        if not rules:
            return ()
        return tuple(_decoded(pymupdf.utils.get_label_pno(number, rules)) for number in range(len(document)))
    except Exception as error:  # rules that are none
        complain_about_memory(error)
        return ()


def _decoded(label: str) -> str:
    """A label whose prefix the file writes in hexadecimal; PyMuPDF leaves that as it is."""
    written = _HEXADECIMAL.match(label)
    if written is None:
        return label
    code = bytes.fromhex(written[1])
    prefix = code.decode("utf-16", "replace") if code.startswith(b"\xfe\xff") else code.decode("latin-1")
    return "".join(filter(str.isprintable, prefix)) + label[written.end() :]


def _has_text(document: pymupdf.Document) -> bool:
    count = len(document)
    options = mupdf.FzStextOptions()
    for number in sorted({count * part // SAMPLED_PAGES for part in range(SAMPLED_PAGES)}):
        try:
            page = mupdf.FzStextPage(mupdf.fz_load_page(document.this, number), options)
            if mupdf.fz_buffer_extract_copy(mupdf.fz_new_buffer_from_stext_page(page)).strip():
                return True
        except Exception as error:
            complain_about_memory(error)
    return False


def links(page: pymupdf.Page) -> list[Link]:
    """The links of a page: into the document, to the web, and those that lead elsewhere and are not to be followed."""
    found: list[Link] = []
    matrix = derotation(page)
    link = page.first_link
    while link and len(found) < MOST_ENTRIES:
        box = link.rect * matrix
        target = _target(page.parent, link.uri or "")
        if target is not None:
            found.append(Link((box.x0, box.y0, box.x1, box.y1), *target))
        link = link.next
    return found


Target = tuple[int | None, float | None, str | None, str | None]


def _target(document: pymupdf.Document, uri: str) -> Target | None:
    if mupdf.fz_is_external_link(uri):
        address = uri.strip()
        if is_web_address(address):
            return None, None, address, None
        return None, None, None, "".join(letter for letter in address if letter.isprintable())[:MOST_LETTERS]
    location, x, y = mupdf.fz_resolve_link(document.this, uri)
    number = mupdf.fz_page_number_from_location(document.this, location)
    if not 0 <= number < len(document):
        return None
    return number + 1, _height(document, number, x, y), None, None


def is_web_address(address: str) -> bool:
    """Whether it leads to the web, and to nothing else that a system's browser might open."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and address.isprintable()
    except ValueError:
        return False


def hits(document: pymupdf.Document, number: int, text: str) -> list[Hit]:
    """Where a text stands on the page `number` (from 0), whatever its capitals, spaces and line breaks."""
    found = mupdf.fz_search_page2(document.this, number, text, MOST_HITS_OF_A_PAGE)
    if not found:
        return []
    view = PageView(_size(document, number))
    gathered: dict[int, list[tuple[float, ...]]] = {}
    for piece in found:
        corners = (piece.quad.ul, piece.quad.ur, piece.quad.ll, piece.quad.lr)
        quad = tuple(number for corner in corners for number in view.to_page((corner.x, corner.y)))
        gathered.setdefault(piece.mark, []).append(quad)
    return [Hit(number + 1, tuple(map(as_quad, quads))) for quads in gathered.values()]


def hits_of_any(document: pymupdf.Document, number: int, texts: Sequence[str]) -> list[Hit]:
    """Where any of these texts stands on the page `number` (from 0), from top to bottom where they are several."""
    found = [hit for text in texts for hit in hits(document, number, text)]
    for text in texts:  # MuPDF joins what a line's end divides, compounds too: `well-` and `known` is `wellknown` there
        if "-" in text.strip("-"):
            found += [hit for hit in hits(document, number, text.replace("-", "")) if len(hit.quads) > 1]
    one_way = len(texts) == 1 and "-" not in texts[0]
    return found if one_way else sorted(found, key=lambda hit: (hit.quads[0][1], hit.quads[0][0]))
