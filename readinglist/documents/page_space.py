"""The page's own unrotated space in MuPDF's terms, and the text of a page in it. Runs only in the child process."""

from __future__ import annotations

import pymupdf
from pymupdf import mupdf

from readinglist.documents.page_lines import TextLine, text_lines
from readinglist.documents.pages import Box

TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
"""Ligatures come taken apart, so that "find" is found in "ﬁnd"."""


def derotation(page: pymupdf.Page) -> pymupdf.Matrix:
    """From the page as MuPDF shows it to its own unrotated space."""
    # Not pymupdf's `derotation_matrix`, which forgets the page's unit of length (UserUnit).
    bound = mupdf.fz_bound_page(page.this)
    width, height = bound.x1 - bound.x0, bound.y1 - bound.y0
    turned = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, -1, 1, 0, 0, width),
        180: (-1, 0, 0, -1, width, height),
        270: (0, 1, -1, 0, height, 0),
    }
    return pymupdf.Matrix(*turned[page.rotation])


def own_size(page: pymupdf.Page) -> tuple[float, float]:
    """Width and height before rotation."""
    bound = mupdf.fz_bound_page(page.this)
    width, height = bound.x1 - bound.x0, bound.y1 - bound.y0
    return (height, width) if page.rotation in (90, 270) else (width, height)


def from_pdf(page: pymupdf.Page) -> pymupdf.Matrix:
    """From the coordinates that stand in the file to the page's own unrotated space."""
    matrix, box = mupdf.FzMatrix(), mupdf.FzRect()
    mupdf.pdf_page_transform(page._pdf_page(), box, matrix)
    found: pymupdf.Matrix = pymupdf.Matrix(matrix) * derotation(page)
    return found


def stext(page: pymupdf.Page, flags: int = TEXT_FLAGS) -> pymupdf.TextPage:
    """The text of a page in its own unrotated space."""
    width, height = own_size(page)
    return pymupdf.TextPage(page._get_textpage((0, 0, width, height), flags=flags, matrix=derotation(page)))


def page_lines(page: pymupdf.Page) -> list[TextLine]:
    """The lines of a page in reading order."""
    return text_lines(stext(page).extractRAWDICT())


def drawn_boxes(page: pymupdf.Page) -> list[Box]:
    """The places of all that is drawn and no text: lines, areas, images; in the page's own space."""
    kinds = ("fill-path", "stroke-path", "fill-image", "fill-imgmask", "fill-shade")
    return [box for kind, box in page.get_bboxlog() if kind in kinds]


def box_from_pdf(page: pymupdf.Page, corners: tuple[float, float, float, float]) -> Box:
    """A rectangle of the file in the page's own unrotated space."""
    box = pymupdf.Rect(*corners).normalize() * from_pdf(page)
    return box.x0, box.y0, box.x1, box.y1
