"""Which paper a file holds, by what its first pages and its metadata say (pure Python, on extracted structures)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from readinglist.documents.authors import find_authors
from readinglist.documents.covers import title_page
from readinglist.documents.extraction import Identity
from readinglist.documents.layout import Page
from readinglist.documents.own_ids import OwnArxiv, own_arxiv, own_doi
from readinglist.documents.titles import find_title

_YEAR = r"((?:19[5-9]|20[0-4])\d)"
# Where the year of publication is printed, the surest place first.
_YEARS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}[;.] ?\d{{1,4}} ?[:(]|\b{_YEAR}, \d{{1,3}}, \d+|\b\d{{1,4}} ?\(\d{{1,3}}\),? ?\({_YEAR}\)",
        rf"\bvol(?:ume|\.)? ?\d+,?(?: no\.? ?\d+,?)?.{{0,12}}\b{_YEAR}\b",
        rf"\b\d{{1,4}} \({_YEAR}\) \d",
        rf"\bpublished(?: online)?:? (?:[\w.]+ ){{0,3}}{_YEAR}",
        rf"(?:©|\(c\)|copyright|⃝c?)\s*(?:\d{{4}}[-–])?{_YEAR}",
        rf"\bproceedings of\b.{{0,120}}\b{_YEAR}\b|\bconference\b.{{0,80}}\b{_YEAR}\b|’\d\d,.{{0,60}}\b{_YEAR}\b",
        rf"\b{_YEAR}\. .{{0,300}}\bin (?:proceedings|\d+th)",
        rf"(?m)^\W*(?:\d{{1,2}}\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez)\w*\.?,? (?:\d{{1,2}}, )?{_YEAR}\W*$",
        rf"\({_YEAR}\)\.? [A-Z]",
        rf"{_YEAR} ?年",
    )
)
_ERA = re.compile(r"令和 ?(\d{1,2}) ?年")


def identify(pages: Sequence[Page], texts: Sequence[str], metadata: dict[str, str], xmp: str) -> Identity:
    """What the file says about its own paper. `pages` are the first ones with their lines, `texts` all of them."""
    start = title_page(pages)
    title = find_title(pages, metadata, xmp, start)
    arxiv = own_arxiv(pages, metadata)
    return Identity(
        title=title.text,
        authors=find_authors(pages, title, metadata),
        year=_year(pages, start, arxiv),
        doi=own_doi(pages, texts, metadata, xmp, start),
        arxiv_id=arxiv.id if arxiv else None,
        arxiv_version=arxiv.version if arxiv else None,
    )


def _year(pages: Sequence[Page], start: int, arxiv: OwnArxiv | None) -> int | None:
    if arxiv is not None and arxiv.year is not None:
        return arxiv.year
    latest = datetime.date.today().year + 1
    for page in (*pages[start : start + 1], *pages[:start], *pages[start + 1 : start + 2]):
        for pattern in _YEARS:
            found = pattern.search(page.text)
            if found and (year := int(next(filter(None, found.groups())))) <= latest:
                return year
        if era := _ERA.search(page.text):
            return 2018 + int(era[1])
    return None

