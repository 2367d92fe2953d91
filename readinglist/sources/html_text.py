"""HTML of strangers, reduced to paragraphs of text and links that are safe to follow; the links of a page's head."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

LONGEST_HTML = 300_000
"""Characters that are looked at; what follows is left out."""
LONGEST_LINK = 500
_BLOCKS = frozenset(
    "p div br li ul ol tr table h1 h2 h3 h4 h5 h6 blockquote pre section article header footer hr dd dt".split()
)
_UNSEEN = frozenset("script style iframe object embed svg math noscript template title textarea select button".split())
"""What is inside these is no text of the author's."""
_LONE = frozenset(("embed",))
"""Those of them that have no inside."""


@dataclass(frozen=True, slots=True)
class Link:
    """A `<link>` of a page's head."""

    rel: str
    type: str
    href: str
    title: str


def text_of(html: str, *, base: str = "", but: str = "") -> str:
    """The text, a blank line between paragraphs; a link's http address stands behind its words in brackets.

    Nothing else is left of any tag, scripts and pictures included. `but`: an address that is not worth naming.
    """
    if "<" not in html and "&" not in html:
        return html
    reader = _Text(base, but)
    reader.feed(html[:LONGEST_HTML])
    reader.close()
    return reader.text()


def links_of(page: str) -> list[Link]:
    """The `<link>`s of a page, wherever they stand in it."""
    reader = _Links()
    reader.feed(page[:LONGEST_HTML])
    reader.close()
    return reader.found


def safe_address(href: str, base: str = "") -> str:
    """The whole http or https address that a link leads to; empty for any other."""
    try:
        url = urljoin(base, "".join(href.split()))
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # brackets that are no address
        return ""
    return url if fine and len(url) <= LONGEST_LINK and url.isprintable() else ""


class _Text(HTMLParser):
    def __init__(self, base: str, but: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base, self._but = base, but
        self._pieces: list[str] = []
        self._hidden: list[str] = []
        self._link = ""
        self._linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN and tag not in _LONE:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
        elif tag == "a":
            self._end_link()
            self._link = safe_address(dict(attrs).get("href") or "", self._base)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(data)
            if self._link:
                self._linked.append(data)

    def _end_link(self) -> None:
        words = "".join(self._linked).strip()
        if self._link and words and self._link != self._but and words not in self._link:
            self._pieces.append(f" ({self._link})")
        self._link, self._linked = "", []

    def text(self) -> str:
        self._end_link()
        paragraphs = "".join(self._pieces).split("\n\n")
        return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Link] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            said = {name: (value or "").strip() for name, value in attrs}
            self.found.append(Link(*(said.get(name, "") for name in ("rel", "type", "href", "title"))))
