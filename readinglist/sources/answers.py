"""What is asked of the services, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from readinglist.http_client import HttpError
from readinglist.library.records import PaperRecord, Person


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows of a paper that is to be looked up; ids in their one spelling."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    abstract: str = ""
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    pmid: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one service says of a paper: the record is in clean text and has a title."""

    record: PaperRecord
    source: str
    """`arxiv`, `huggingface`, `datacite`, `crossref` or `europepmc`: what provenance says."""
    pdfs: tuple[str, ...] = ()
    """Open PDFs that the service names."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A service that has not answered: cooling down, broken, or out of reach."""

    source: str
    reason: str
    """A sentence for the user."""
    until: datetime | None = None
    """When asking again makes sense (UTC), if that is known."""
    error: HttpError | None = None
    """None where an answer came and made no sense."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a look-up.

    Without `found`, `choices` and `silent` every service in `asked` has said that it does not know the paper; an
    empty `asked` means that there was nothing to ask by.
    """

    found: Found | None = None
    choices: tuple[Found, ...] = ()
    """Papers that it may be, the likeliest first: for the user to decide."""
    silent: tuple[Silent, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A PDF of a paper somewhere in the world."""

    url: str
    source: str
    """Who named it: `arxiv`, `crossref`, `europepmc`, `unpaywall` or `link`."""
    version: str = ""
    """`published`, `accepted` or `submitted`; empty if nobody says."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Where a PDF may be had, the best first."""

    candidates: tuple[Copy, ...] = ()
    silent: tuple[Silent, ...] = ()
    hints: tuple[str, ...] = ()
    """Sentences for the user: what would bring more."""
    more: bool = False
    """Only the nearest place was named; `copies(..., elsewhere=True)` asks the other services."""
