"""Addresses of feeds as a person writes them: `hf-daily`, `arxiv:cs.IR+cs.LG`, `author:Ada Lovelace`, a URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from readinglist.errors import InputError
from readinglist.library.feed_records import WITHOUT_NETWORK

DAILY = "hf-daily"
RSS = "https://rss.arxiv.org/rss/"
ARCHIVES = frozenset(
    "astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th physics q-bio"
    " q-fin quant-ph stat".split()
)
"""What stands before the point of arXiv's categories."""
_CATEGORY = re.compile(r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z]{2,}(?:-[a-z]{2,})?)?")
_ARXIV_HOSTS = ("rss.arxiv.org", "export.arxiv.org", "arxiv.org", "www.arxiv.org")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Address:
    """A feed that there may be. `rest` is what stands behind the colon, or the whole URL."""

    address: str
    """In its one spelling."""
    kind: str
    """`daily`, `arxiv`, `arxiv-query`, `rss`, `query` or `author`."""
    title: str
    """What it is called until it says so itself."""
    rest: str = ""

    @property
    def goes_out(self) -> bool:
        """Whether it is asked over the network; else it gathers from what other feeds bring."""
        return self.kind not in WITHOUT_NETWORK


def read_address(text: str) -> Address:
    """The feed that a text means; InputError with what there is, if it means none."""
    text = " ".join(text.split())
    name, colon, rest = text.partition(":")
    rest = rest.strip()
    lower = name.lower()
    if lower == DAILY and not rest:
        return Address(DAILY, "daily", "Daily Papers")
    if colon and lower == "arxiv":
        return _arxiv(rest)
    if colon and rest and lower == "arxiv-query":
        return Address(f"arxiv-query:{rest}", "arxiv-query", f"arXiv: {rest}"[:200], rest)
    if colon and rest and lower == "author":
        return Address(f"author:{rest}", "author", rest[:200], rest)
    if colon and rest and lower == "query":
        return Address(f"query:{rest}", "query", rest[:200], rest)
    if lower in ("http", "https", "feed"):
        return _web(text)
    raise InputError(
        f"“{text[:80]}” is no feed. There are hf-daily, arxiv:cs.IR (or several, arxiv:cs.IR+cs.LG), arxiv-query:WORDS,"
        " author:NAME, query:WORDS, and the https address of a feed or of a page that names one."
    )


def _arxiv(rest: str) -> Address:
    names = [name.strip() for name in re.split(r"[+,\s]+", rest) if name.strip()]
    wrong = next((name for name in names if not _is_category(name)), None)
    if wrong is not None or not names:
        raise InputError(f"“{wrong or rest}” is no category of arXiv. They look like cs.LG, stat.ML or math.")
    joined = "+".join(dict.fromkeys(names))
    return Address(f"arxiv:{joined}", "arxiv", "arXiv " + ", ".join(joined.split("+")), joined)


def _is_category(name: str) -> bool:
    found = _CATEGORY.fullmatch(name)
    return found is not None and found["archive"] in ARCHIVES


def _web(text: str) -> Address:
    url = re.sub(r"^feed:(?://)?(?=https?:)", "", text, flags=re.IGNORECASE)
    url = re.sub(r"^feed:", "https:", url, flags=re.IGNORECASE)
    try:
        parts = urlsplit(url)
        fine = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that are no address, a port of letters
        fine = False
    if not fine or len(url) > _LONGEST or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise InputError(f"“{url[:80]}” is no address of the web. Look whether it is right.")
    host = (parts.hostname or "").removeprefix("www.")
    return Address(url, "rss", host[:200], url)


def usual(address: Address) -> Address:
    """The same feed by the name that we have for it, where a URL is that of Daily Papers or of an arXiv listing."""
    if address.kind != "rss":
        return address
    parts = urlsplit(address.rest)
    path = parts.path.rstrip("/")
    if parts.hostname == "huggingface.co" and path == "/papers":
        return read_address(DAILY)
    listing = re.fullmatch(r"/(?:rss|atom|list)/([^/]+)(?:/(?:new|recent|pastweek))?", path)
    if parts.hostname in _ARXIV_HOSTS and listing:
        try:
            return _arxiv(listing[1])
        except InputError:
            return address
    return address


def web_address(address: Address) -> str:
    """Where other programs find that feed; empty where only this one has it."""
    match address.kind:
        case "rss":
            return address.rest
        case "arxiv":
            return f"{RSS}{address.rest}"
        case "arxiv-query":
            return f"https://export.arxiv.org/api/query?search_query={quote(address.rest)}&sortBy=submittedDate"
        case "daily":
            return "https://huggingface.co/papers"
        case _:
            return ""
