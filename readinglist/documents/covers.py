"""Pages that archives and publishers put before a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readinglist.documents.layout import Page

_COVER = re.compile(
    r"JSTOR is a not-for-profit|www\.ssoar\.info|HAL is a multi-?disciplinary|See discussions, stats, and author profiles"
    r"|Full Terms & Conditions of access and use|Please scroll down for article|Citation for (?:the )?published version"
    r"|This is the author'?s? (?:accepted )?manuscript of|White Rose Research Online|Edinburgh Research Explorer"
    r"|Link to publication|eScholarship\.org|Open Access Articles\b.*MIT|The MIT Faculty has made|Zurich Open Repository"
    r"|Please cite the Published Version|Make Your Publications Visible|Provided in Cooperation with|Archive ouverte"
    r"|Citer ce document ?/ ?Cite this|For additional information about this article|Take ?down policy"
    r"|institutional (?:research )?repository|Digital Commons|Document Version"
    r"|Nutzungsbedingungen:|Follow this and additional works|Recommended Citation|This version is available at"
    r"|Terms of use:|Downloaded from .{0,60}(?:eprint|repository|research portal)|Discover the world.?s research",
    re.IGNORECASE,
)

_BEGINNING = re.compile(r"(?:\d\.?|I\.)?\s*(?:introduction|einleitung|introducci[óo]n)\W*", re.IGNORECASE)


def title_page(pages: Sequence[Page]) -> int:
    """The index of the page on which the paper itself begins: 1 behind an archive's cover page or an empty one."""
    if len(pages) < 2:
        return 0
    first = pages[0].text
    if not first.strip():
        return 1 if pages[1].text.strip() else 0
    begins = any(_BEGINNING.fullmatch(line.text) for line in pages[0].lines)
    return 1 if len(first) < 4000 and not begins and _COVER.search(" ".join(first.split())) else 0
