"""What reading a file brings: the text of its pages and what it says about the paper that it holds."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.library.records import PaperRecord, Person


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says about its own paper; empty where it says nothing, or nothing that can be trusted."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    year: int | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    arxiv_version: int | None = None
    abstract: str = ""

    @property
    def record(self) -> PaperRecord:
        """The same in the library's words."""
        return PaperRecord(
            title=self.title,
            authors=self.authors,
            year=self.year,
            doi=self.doi,
            arxiv_id=self.arxiv_id,
            arxiv_version=self.arxiv_version,
            abstract=self.abstract,
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of a file, one string a page with a paragraph a line, and what it says about its paper."""

    pages: tuple[str, ...]
    identity: Identity
    reason: str | None = None
    """Why there is no text, in plain words; None where there is some."""

    @property
    def state(self) -> str:
        """`read`, or `empty` when the file holds no text."""
        return "read" if self.reason is None else "empty"
