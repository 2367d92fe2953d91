"""A digest: what a day or a week brought, in sections, and the words about it that all its forms share."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from readinglist.dates import day_and_month
from readinglist.identifiers import SCHEME
from readinglist.library.records import Paper

MOST_PEOPLE = 3
"""Authors that are named before "et al."."""
ABSTRACT_LENGTH = 320
"""Characters of an abstract that are shown; the rest is behind the link."""
# Marks that turn the direction of the text which follows them, beyond the line that they stand in.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Item:
    """A paper of a digest: why it is there, where it was seen, and how popular it is where that is known."""

    paper: Paper
    reasons: tuple[str, ...] = ()
    """Parts of sentences, the weightiest first."""
    seen: tuple[str, ...] = ()
    """Titles of feeds."""
    upvotes: int = 0
    comments: int = 0
    summary: str = ""
    """What Hugging Face's model says that it is about."""


@dataclass(frozen=True, slots=True)
class Section:
    """Papers that are there for one kind of reason: `for-you`, `trending`, `watched`, `author` or `waiting`."""

    kind: str
    title: str
    items: tuple[Item, ...]
    note: str = ""
    """A sentence about all of them."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What came between two times, which know their zones; each paper stands in one section only."""

    since: datetime.datetime
    until: datetime.datetime
    sections: tuple[Section, ...]
    arrived: int = 0
    """How many papers feeds brought in that time."""
    origin: str = ""
    """Tells one library from another; it is never shown."""

    @property
    def items(self) -> Iterator[Item]:
        """All its papers, as they stand."""
        return (item for section in self.sections for item in section.items)


# ------------------------------------------------------------------------------------------------ words about it


def heading(digest: Digest) -> str:
    """`Your papers, 27 August to 3 September 2025`."""
    return f"Your papers, {period(digest)}"


def period(digest: Digest) -> str:
    """`27 August to 3 September 2025`."""
    first, last = digest.since.date(), digest.until.date()
    end = f"{day_and_month(last)} {last.year}"
    if first >= last:
        return end
    start = day_and_month(first) + (f" {first.year}" if first.year != last.year else "")
    return f"{start} to {end}"


def opening(digest: Digest) -> str:
    """The sentence below the heading."""
    chosen = sum(len(section.items) for section in digest.sections if section.kind != "waiting")
    if not chosen:
        return "Nothing new for you in this time."
    if digest.arrived <= 0:
        return f"{_many(chosen, 'paper')} for you."
    return f"{_many(digest.arrived, 'new paper')} came in; {_many(chosen, 'paper')} may be for you."


def title(item: Item) -> str:
    """The paper's title on one line; never empty."""
    paper = item.paper
    return clean(paper.title) or clean(paper.citation_key) or f"Paper {paper.id}"


def people(item: Item) -> str:
    """`Ada Lovelace, Charles Babbage, Mary Somerville et al.`; empty if nobody is known."""
    names = [name for person in item.paper.authors if (name := clean(person.name))]
    return ", ".join(names[:MOST_PEOPLE]) + (" et al." if len(names) > MOST_PEOPLE else "")


def about(item: Item) -> tuple[str, ...]:
    """What is said below the title: people, venue and year, where it was seen, how popular it is."""
    paper = item.paper
    where = " ".join(part for part in (clean(paper.venue), str(paper.year or "")) if part)
    liked = _many(item.upvotes, "upvote") if item.upvotes else ""
    said = _many(item.comments, "comment") if item.comments else ""
    return tuple(part for part in (people(item), where, *map(clean, item.seen), liked, said) if part)


def why(item: Item) -> str:
    """The reasons as a sentence without its full stop; empty if there is none."""
    words = "; ".join(part for reason in item.reasons if (part := clean(reason)))
    return words[:1].upper() + words[1:]


def gist(item: Item) -> tuple[str, bool]:
    """What the paper is about, in a few lines, and whether a model wrote that and not the authors."""
    if summary := clean(item.summary):
        return cut(summary), True
    return cut(clean(item.paper.abstract)), False


MODEL_WROTE = "AI summary from Hugging Face"


def web_link(paper: Paper) -> str:
    """The paper's page on the web, http or https; empty if none is known."""
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{quote(paper.arxiv_id)}"
    if paper.doi:
        return f"https://doi.org/{quote(paper.doi, safe='/:;()._-')}"
    if paper.openreview_id:
        return f"https://openreview.net/forum?id={quote(paper.openreview_id)}"
    return safe_link(paper.url or "")


def library_link(paper: Paper) -> str:
    """The link that shows the paper in the program."""
    return f"{SCHEME}://paper/{quote(paper.citation_key or str(paper.id), safe='')}"


def safe_link(url: str) -> str:
    """That address if it is one of a web page and nothing that runs, reads a file or breaks a line; else empty."""
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:  # brackets that do not match
        return ""
    if not good or not url.isprintable():
        return ""
    return quote(url, safe="%/:=&?~#+!$,;@()*[]'")


def clean(text: str) -> str:
    """Text on one line, without characters that are none, and without those that turn other text around."""
    kept = (c for c in " ".join(text.split()) if c not in _TURNS and unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    return "".join(kept)


def cut(text: str, length: int = ABSTRACT_LENGTH) -> str:
    """Its beginning, whole words of it, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    words = text[:length].rpartition(" ")[0] or text[:length]
    return words.rstrip(" ,;:.") + "…"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
