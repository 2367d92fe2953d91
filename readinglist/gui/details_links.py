"""Where a paper is on the web, and the only way from here to a browser."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from readinglist.library.records import Paper

ARXIV_DOI = "10.48550/arxiv."


@dataclass(frozen=True, slots=True)
class Link:
    """`text` names it in a line, `button` on a button."""

    button: str
    text: str
    url: str


def links(paper: Paper) -> list[Link]:
    """The paper's pages, the one to open first at the head. Only http and https; what else stands there is no link."""
    found: list[Link] = []
    if paper.arxiv_id:
        version = f"v{paper.arxiv_version}" if paper.arxiv_version else ""
        address = f"https://arxiv.org/abs/{paper.arxiv_id}{version}"
        found.append(Link("arXiv", f"arXiv:{paper.arxiv_id}{version}", address))
    if paper.doi and not (paper.arxiv_id and paper.doi.startswith(ARXIV_DOI)):
        found.append(Link("DOI", paper.doi, f"https://doi.org/{quote(paper.doi, safe='/:;()._-<>')}"))
    if paper.openreview_id:
        address = f"https://openreview.net/forum?id={quote(paper.openreview_id)}"
        found.append(Link("OpenReview", "OpenReview", address))
    if paper.pmid:
        found.append(Link("PubMed", f"PMID {paper.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{quote(paper.pmid)}/"))
    if paper.url and is_web(paper.url) and not any(_same_page(paper.url, link.url) for link in found):
        host = urlsplit(paper.url).hostname or paper.url
        found.append(Link("Web page", host.removeprefix("www."), paper.url))
    return found


def is_web(url: str) -> bool:
    """Whether a browser may be asked to open it: http or https with a host, nothing that runs or reads a file."""
    parts = urlsplit(url)
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def open_in_browser(url: str) -> bool:
    """Open it in the user's browser if it is a web address; False if it is none or nothing could open it."""
    return is_web(url) and QDesktopServices.openUrl(QUrl(url))


def _same_page(a: str, b: str) -> bool:
    def bare(url: str) -> str:
        parts = urlsplit(url)
        return f"{(parts.hostname or '').removeprefix('www.').removeprefix('dx.')}{parts.path.rstrip('/')}".lower()

    return bare(a) == bare(b)
