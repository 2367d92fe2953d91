"""The entries of a reference list as papers: which of them the library has, and what it would take in of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from readinglist.documents.references import Reference
from readinglist.library.records import PaperRecord


class Knowing(Protocol):
    """Tells of records which papers they speak of, as `library.papers` does."""

    def known(self, records: Sequence[PaperRecord]) -> list[int | None]:
        """The id of each paper, None where it is not there."""


def record_of(reference: Reference) -> PaperRecord:
    """What an entry says of the work that it names."""
    return PaperRecord(title=reference.title, year=reference.year, doi=reference.doi, arxiv_id=reference.arxiv_id)


def papers_of(papers: Knowing, references: Sequence[Reference]) -> list[int | None]:
    """For each entry the paper of the library that it names. Reads the library."""
    return papers.known([record_of(reference) for reference in references])


def people_of(reference: Reference) -> str:
    """Who wrote the work, as the entry names them before the title; empty where it is not told apart."""
    before, found, _ = reference.text.partition(reference.title) if reference.title else ("", "", "")
    if not found:
        return ""
    year = f"({reference.year}"
    people = before.partition(year)[0] if year in before else before.rstrip(" .,:;“\"‘'(")
    return people.strip(" .,:;“\"‘'(").removesuffix(f"{reference.year or ''}").strip(" .,:;(")
