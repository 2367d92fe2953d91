"""Addresses that services hand out: which of them a program may ask, and which lead to a PDF."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from readinglist.identifiers import parse_arxiv_id
from readinglist.sources.arxiv import PDF

_CLOSED_HOSTS = frozenset(("api.elsevier.com", "api.wiley.com"))
"""They hand out PDFs to holders of a key only."""
_PDF_PATH = re.compile(r"\.pdf$|/e?pdf(?:/|$)", re.IGNORECASE)
_PDF_QUERY = re.compile(r"(?:^|&)(?:pdf=render|format=pdf|type=pdf)(?:&|$)", re.IGNORECASE)


def is_web_address(url: str) -> bool:
    """Whether a program without a key may ask there."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.hostname not in _CLOSED_HOSTS
    except ValueError:  # brackets that are no address
        return False


def leads_to_pdf(url: str) -> bool:
    """Whether a link looks as if a PDF were behind it, and not a page about it."""
    if not is_web_address(url):
        return False
    parts = urlsplit(url)
    return bool(_PDF_PATH.search(parts.path) or _PDF_QUERY.search(parts.query))


def in_one_spelling(url: str) -> str:
    """The address; one of arXiv's PDFs as arXiv itself writes it, whoever named it."""
    try:
        host, path = (urlsplit(url).hostname or "").removeprefix("www."), urlsplit(url).path
    except ValueError:
        return url
    known = parse_arxiv_id(f"arxiv.org{path}") if host in ("arxiv.org", "export.arxiv.org") else None
    return f"{PDF}{known[0]}" if known else url
