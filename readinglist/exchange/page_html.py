"""A page's HTML: its text as a browser would copy it, its links, and the data that Hugging Face puts into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html.parser import HTMLParser

from readinglist.identifiers import Identifier, find_identifiers, title_key
from readinglist.library.records import PaperRecord

_BLOCKS = frozenset(
    "address article aside blockquote br button dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol option p pre section summary table td th tr ul".split()
)
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "title", "head"})
_STRONG_KINDS = frozenset({"arxiv", "doi", "pmid", "openreview"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a paper: its identifier, and the words that are underlined."""

    identifier: Identifier
    text: str
    is_listing: bool
    """Whether it leads to the paper's page on the same site (`/papers/ID`)."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What a page holds. `data` is JSON of the papers that its program shows, empty where there is none."""

    text: str
    links: tuple[Link, ...]
    data: str = ""


def read_html(html: str) -> HtmlPage:
    """Any HTML, broken or not; scripts are left out and nothing is fetched."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return HtmlPage("".join(reader.parts), tuple(reader.links), reader.data)


def with_identifiers(records: tuple[PaperRecord, ...], links: tuple[Link, ...]) -> tuple[PaperRecord, ...]:
    """The records with the ids of the links that bear their titles, and the listed papers that are not among them."""
    by_title: dict[str, Identifier] = {}
    for link in links:
        by_title.setdefault(title_key(link.text), link.identifier)
    known = [_identified(record, by_title.get(title_key(record.title))) for record in records]
    titles = {title_key(record.title) for record in records}
    ids = {record.arxiv_id for record in known}
    for link in links:
        new = link.identifier.value not in ids and title_key(link.text) not in titles
        if link.is_listing and new and len(link.text.split()) >= 2 and "://" not in link.text:
            ids.add(link.identifier.value)
            known.append(_identified(PaperRecord(title=link.text), link.identifier))
    return tuple(known)


def _identified(record: PaperRecord, identifier: Identifier | None) -> PaperRecord:
    if identifier is None:
        return record
    if identifier.kind == "arxiv" and not record.arxiv_id:
        return replace(record, arxiv_id=identifier.value, arxiv_version=identifier.version)
    if identifier.kind == "doi" and not record.doi:
        return replace(record, doi=identifier.value)
    if identifier.kind == "openreview" and not record.openreview_id:
        return replace(record, openreview_id=identifier.value)
    return record


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.data = ""
        self._silent: list[str] = []
        self._target = ""
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attributes if value}
        if '"dailyPapers"' in values.get("data-props", ""):
            self.data = values["data-props"]
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "body":
            self._silent.clear()  # whatever the head left open
        elif tag == "a":
            self._end_link()
            self._target, self._words = values.get("href", ""), []
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        # A line break in the source of a page is a blank.
        text = " ".join(data.split())
        text = f"{' ' * data[:1].isspace()}{text}{' ' * data[-1:].isspace()}" if text else " " * bool(data)
        self.parts.append(text)
        if self._words is not None:
            self._words.append(text)

    def _end_link(self) -> None:
        if self._words is not None:
            text = " ".join("".join(self._words).split())
            found = [identifier for identifier in find_identifiers(self._target) if identifier.kind in _STRONG_KINDS]
            if len(found) == 1:
                self.links.append(Link(found[0], text, "papers/" in self._target))
        self._target, self._words = "", None
