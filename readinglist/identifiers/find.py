"""Finds every identifier and link in a text, in the order in which they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from readinglist.identifiers.forms import (
    ARXIV,
    DOI,
    ISBN,
    ISBN_13,
    arxiv_parts,
    clean_doi,
    normalise_isbn,
    parse_arxiv_id,
    trim,
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in its one spelling: `kind` is arxiv, doi, pmid, isbn, openreview or url.

    `version` is that of an arXiv id. `span` says which characters of the text it was, prefix or link included.
    """

    kind: str
    value: str
    version: int | None = None
    span: tuple[int, int] = (0, 0)


def find_identifiers(text: str) -> list[Identifier]:
    """All identifiers and links of a text, in its order; what stands twice is found twice."""
    if not text:
        return []
    taken: list[Identifier] = []
    covered = bytearray(len(text))
    for pattern, read in _FINDERS:
        for found in pattern.finditer(text):
            identifier = read(found)
            if identifier is None:
                continue
            start, end = identifier.span
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append(identifier)
    return sorted(taken, key=lambda identifier: identifier.span)


def identify(text: str) -> Identifier | None:
    """The identifier or link that the whole text is; None where it is anything else or holds more."""
    text = text.strip()
    found = find_identifiers(text)
    return found[0] if len(found) == 1 and found[0].span == (0, len(text)) else None


def unique(identifiers: list[Identifier]) -> Iterator[Identifier]:
    """Each identifier once, where it stands first."""
    seen: set[tuple[str, str]] = set()
    for identifier in identifiers:
        if (identifier.kind, identifier.value) not in seen:
            seen.add((identifier.kind, identifier.value))
            yield identifier


_KNOWN_HOSTS = (
    r"(?:[\w-]+\.)*(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|huggingface\.co|hf\.co|doi\.org|openreview\.net"
    r"|pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov)"
)
# A link ends at white space, quotes and brackets of any script; `)` is settled by trim().
_LINK_END = r"\s\u0085\u00a0\u2000-\u200b\u2028\u2029\u3000\"<>\[\]{}|\\^`，。；、！？（）【】「」《》“”"
_LINK = rf"(?:https?://|(?<![\w./@-]){_KNOWN_HOSTS}/)(?:(?![,;]?https?://)[^{_LINK_END}])+"
_ARXIV_HOST = re.compile(r"(?:^|\.)(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|xxx\.lanl\.gov|scirate\.com)$")
_ARXIV_PATH = re.compile(
    rf"/(?:abs|pdf|html|format|src|e-print|ps|overview|papers?|arxiv)[/:]{ARXIV}(?:\.pdf|\.html)?",
    re.IGNORECASE | re.ASCII,
)
_PUBMED_PATH = re.compile(r"^/(?:pubmed/)?([1-9]\d{0,8})/?$")
_DOI_IN_LINK = re.compile(DOI, re.IGNORECASE | re.ASCII)
# Publishers' pages and files that hang behind the DOI in a link.
_DOI_LINK_TAIL = re.compile(
    r"(?:(?<=\d)v\d+)?(?:\.full|\.abstract|\.supplementary-material)?(?:-text|\.pdf|\.html?|\.xml)?$"
    r"|/(?:full|abstract|abs|pdf|epdf|html|full\.pdf|full/html|meta|summary|fulltext)/?$|/$",
    re.IGNORECASE,
)


def _read_link(found: re.Match[str]) -> Identifier | None:
    link = trim(found[0])
    span = (found.start(), found.start() + len(link))
    address = link if "://" in link else f"https://{link}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # a host that is none: http://[x
        return None
    if "." not in host and host != "localhost":
        return None
    path = unquote(parts.path)
    arxiv = _ARXIV_PATH.search(path)
    if arxiv and (_ARXIV_HOST.search(host) or host in _PAPER_HOSTS):
        known = arxiv_parts(arxiv)
        if known:
            return Identifier("arxiv", *known, span)
    if host == "openreview.net":
        forum = parse_qs(parts.query).get("id", [""])[0]
        if re.fullmatch(r"[\w-]{6,20}", forum):
            return Identifier("openreview", forum, None, span)
    if host.endswith("ncbi.nlm.nih.gov"):
        pubmed = _PUBMED_PATH.match(parts.path)
        if pubmed:
            return Identifier("pmid", pubmed[1], None, span)
    doi = _DOI_IN_LINK.search(path) or _DOI_IN_LINK.search(unquote(parts.query).replace("&", " "))
    if doi:
        clean = clean_doi(_DOI_LINK_TAIL.sub("", doi[0]))
        if clean:
            return _doi(clean, span)
    return Identifier("url", address, None, span)


_PAPER_HOSTS = frozenset({"huggingface.co", "hf.co", "semanticscholar.org"})


def _doi(value: str, span: tuple[int, int]) -> Identifier:
    """arXiv's own DOIs are its ids once more."""
    arxiv = parse_arxiv_id(value) if value.startswith("10.48550/") else None
    return Identifier("arxiv", *arxiv, span) if arxiv else Identifier("doi", value, None, span)


def _read_doi(found: re.Match[str]) -> Identifier | None:
    value = clean_doi(found["doi"])
    rest = len(found["doi"]) - len(trim(found["doi"]))
    return _doi(value, (found.start(), found.end() - rest)) if value else None


def _read_arxiv(found: re.Match[str]) -> Identifier | None:
    known = arxiv_parts(found)
    return Identifier("arxiv", *known, found.span()) if known else None


def _read_pmid(found: re.Match[str]) -> Identifier | None:
    return Identifier("pmid", found[1], None, found.span())


def _read_isbn(found: re.Match[str]) -> Identifier | None:
    value = normalise_isbn(found[0])
    return Identifier("isbn", value, None, found.span()) if value else None


# A bare number is an id only where nothing around it says that it is a quantity.
_NOT_A_QUANTITY = (
    r"(?!\s?(?:[%‰°€$£¥±×]|(?:ms|s|kg|km|cm|mm|m|g|gb|mb|kb|hz|khz|mhz|ghz|w|kw|usd|eur|dollars|euros|seconds|points"
    r"|times)\b))(?!\.\d)"
)
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str]], Identifier | None]], ...] = (
    (rf"(?:https?://)?(?<![\w.])(?:dx\.|www\.)?doi\.org/(?P<doi>{DOI})", _read_doi),
    (_LINK, _read_link),
    (rf"(?<![\w.])(?:doi\s*[:：.=]?\s*)?(?<![\w./])(?P<doi>{DOI})", _read_doi),
    (rf"(?<!\w)doi(?P<doi>{DOI})", _read_doi),
    (rf"(?<![A-Za-z0-9])arxiv\s?(?:id)?\s?[:：.=/]?\s?{ARXIV}", _read_arxiv),
    (rf"(?<![\w.])/?(?:papers|abs|pdf|html)/{ARXIV}", _read_arxiv),
    (rf"(?<![\w./$€£¥=<>≈~±+@#-])(?<![$€£¥=<>≈~±]\s){ARXIV}{_NOT_A_QUANTITY}", _read_arxiv),
    (r"\bpmid\s?[:：]?\s?([1-9]\d{0,8})(?!\d)", _read_pmid),
    (rf"\bisbn(?:-?1[03])?\s?[:：]?\s?{ISBN}|(?<![\w.-]){ISBN_13}", _read_isbn),
)
_FINDERS = tuple((re.compile(pattern, re.IGNORECASE | re.ASCII), read) for pattern, read in _PATTERNS)
