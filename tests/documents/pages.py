"""Pages of our own for tests: as lines with places and sizes, and as small real PDFs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.documents.layout import MARK, Line, Page

WIDTH, HEIGHT = 612.0, 792.0
AES_256 = 5  # pymupdf.PDF_ENCRYPT_AES_256, which its types do not know
BODY = (
    "Readers of small libraries often look for a paper that they have seen before and whose title they no longer know."
)


@dataclass(frozen=True)
class L:
    """A line of a page: text, distance from the upper edge, size; a `^` stands for a superscript mark."""

    text: str
    top: float
    size: float = 10.0
    left: float = 72.0
    bold: bool = False
    upright: bool = True
    gap: bool = True
    """Whether a new block begins here."""


def page(*lines: L, number: int = 1, body: bool = True) -> Page:
    """A page with these lines, and with running text of size 10 in its middle unless `body` is false."""
    running = [L(BODY, 400 + 12 * row, gap=row == 0) for row in range(20)] if body else []
    blocks = itertools.count(-1)
    block = next(blocks)
    made: list[Line] = []
    for line in [*lines, *running]:
        block = next(blocks) if line.gap or block < 0 else block
        made.append(
            Line(
                text=line.text.replace("^", ""),
                marked=line.text.replace("^", MARK),
                size=line.size,
                left=line.left,
                right=line.left + 0.5 * line.size * len(line.text),
                top=line.top,
                bottom=line.top + line.size,
                block=block,
                bold=line.bold,
                upright=line.upright,
            )
        )
    return Page(number, WIDTH, HEIGHT, tuple(made))


def write_pdf(path: Path, pages: Sequence[Sequence[L]], **metadata: str) -> Path:
    """A real PDF with these lines; `metadata` are title, author, subject and the like, `password` locks it."""
    import pymupdf

    password = metadata.pop("password", None)
    document = pymupdf.open()
    for lines in pages:
        sheet = document.new_page(width=WIDTH, height=HEIGHT)
        for line in lines:
            font = "hebo" if line.bold else "helv"
            at = (line.left, line.top + line.size)
            sheet.insert_text(at, line.text, fontsize=line.size, fontname=font, rotate=0 if line.upright else 90)
    if metadata:
        document.set_metadata(metadata)
    locks = {"encryption": AES_256, "user_pw": password, "owner_pw": "x"} if password else {}
    document.save(path, **locks)
    document.close()
    return path


PAPER = [
    [
        L("arXiv:2401.01234v2  [cs.DL]  3 Jan 2024", 560, size=20, left=20, upright=False),
        L("Finding Again: Memory Aids", 80, size=17, left=180, bold=True),
        L("for Readers of Small Libraries", 102, size=17, left=170, bold=True, gap=False),
        L("Ines Moreau", 140, size=12, left=200),
        L("Chidi Okafor", 140, size=12, left=320),
        L("University of Nowhere", 158, left=250),
        L("Abstract", 200, size=12, left=280, bold=True),
        *[L(BODY, 220 + 12 * row, size=8, gap=False) for row in range(12)],
        L("We compare sparse and dense retrie-", 400, gap=True),
        L("val for people who forget.", 412, gap=False),
    ],
    [
        L("Every reader forgets. The retrieval of titles is hard.", 80),
        *[L(BODY, 100 + 12 * r, size=8) for r in range(9)],
    ],
]
"""A paper of two pages."""
