"""Which paper a file holds, by what its first pages and its metadata say (pure Python, on extracted structures)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from readinglist.documents.abstracts import find_abstract
from readinglist.documents.authors import find_authors
from readinglist.documents.covers import title_page
from readinglist.documents.extraction import Identity
from readinglist.documents.layout import Page, body_size
from readinglist.documents.own_ids import OwnArxiv, own_arxiv, own_doi
from readinglist.documents.titles import find_title
from readinglist.documents.wordings import ABSTRACT, MONTH

_YEAR = r"((?:19[5-9]|20[0-4])\d)"
# Where the year of publication is printed, the surest place first.
_YEARS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}[;.] ?\d{{1,4}} ?[:(]|\b{_YEAR}, \d{{1,3}}, \d+|\b\d{{1,4}} ?\(\d{{1,3}}\),? ?\({_YEAR}\)",
        rf"\bvol(?:ume|\.)? ?\d+,?(?: no\.? ?\d+,?)?.{{0,12}}\b{_YEAR}\b|\b\d{{1,4}} \({_YEAR}\) \d",
        rf"\bpublished(?: online)?:? (?:[\w.]+ ){{0,3}}{_YEAR}",
        rf"(?:©|\(c\)|copyright|⃝c?)\s*(?:\d{{4}}[-–])?{_YEAR}",
    )
)
_YEARS_AT_THE_TITLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bproceedings of\b.{{0,120}}\b{_YEAR}\b|\bconference\b.{{0,80}}\b{_YEAR}\b|’\d\d,.{{0,60}}\b{_YEAR}\b",
        rf"(?m)^\W*(?:\d{{1,2}}\.? )?{MONTH},? (?:\d{{1,2}}, )?{_YEAR}\W*$",
        rf"(?m)^\W*{_YEAR}\W*$|{_YEAR} ?年",
    )
)
_YEAR_OF_CITATION = re.compile(rf"\({_YEAR}[.,)]|\b{_YEAR}(?:\. | \()")  # on a cover page
_ERA = re.compile(r"令和 ?(\d{1,2}) ?年")


def identify(pages: Sequence[Page], texts: Sequence[str], metadata: dict[str, str], xmp: str) -> Identity:
    """What the file says about its own paper. `pages` are the first ones with their lines, `texts` all of them."""
    start = title_page(pages)
    title = find_title(pages, metadata, xmp, start)
    arxiv = own_arxiv(pages, metadata, start)
    return Identity(
        title=title.text,
        authors=find_authors(pages, title, metadata),
        year=_year(pages, start, arxiv),
        doi=own_doi(pages, texts, metadata, xmp, start),
        arxiv_id=arxiv.id if arxiv else None,
        arxiv_version=arxiv.version if arxiv else None,
        abstract=find_abstract(texts),
    )


def _year(pages: Sequence[Page], start: int, arxiv: OwnArxiv | None) -> int | None:
    if arxiv is not None and arxiv.year is not None:
        return arxiv.year
    latest = datetime.date.today().year + 1
    for index, page in enumerate(pages[: start + 1]):
        for patterns, text in ((_YEARS, _beside_the_text(page)), (_YEARS_AT_THE_TITLE, _around_the_title(page))):
            for pattern in patterns:
                if (found := pattern.search(text)) and (year := int(next(filter(None, found.groups())))) <= latest:
                    return year
        if index < start and (found := _YEAR_OF_CITATION.search(page.text)):
            return int(found[1] or found[2])
        if era := _ERA.search(page.text):
            return 2018 + int(era[1])
    return None


def _beside_the_text(page: Page) -> str:
    """The lines of a page but for its running text, in which any year may be one that is cited."""
    body, top = body_size(page), _end_of_head(page)
    return "\n".join(
        line.text
        for line in page.lines
        if not (
            line.upright
            and top <= line.top
            and line.bottom < 0.86 * page.height
            and abs(line.size - body) < 0.06 * body
        )
    )


def _around_the_title(page: Page) -> str:
    """The lines above the abstract and those in the margin below the text."""
    top = _end_of_head(page)
    return "\n".join(line.text for line in page.lines if line.top < top or line.bottom > 0.9 * page.height)


def _end_of_head(page: Page) -> float:
    if len(page.text) < 1500:
        return page.height  # a title page or a cover
    return min((line.top for line in page.lines if ABSTRACT.match(line.text)), default=0.15 * page.height)
