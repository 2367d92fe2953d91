"""Pages that archives and publishers put before a paper."""

from __future__ import annotations

from collections.abc import Sequence

from readinglist.documents.layout import Page
from readinglist.documents.wordings import COVER, INTRODUCTION

MOST_LETTERS = 4000


def title_page(pages: Sequence[Page]) -> int:
    """The index of the page on which the paper itself begins: 1 behind an archive's cover page or an empty one."""
    if len(pages) < 2:
        return 0
    first = pages[0].text
    if not first.strip():
        return 1 if pages[1].text.strip() else 0
    if len(first) > MOST_LETTERS or any(INTRODUCTION.fullmatch(line.text) for line in pages[0].lines):
        return 0
    return 1 if COVER.search(" ".join(first.split())) else 0
