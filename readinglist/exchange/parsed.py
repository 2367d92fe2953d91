"""What reading a file or a pasted text brought."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.library.records import Failure, PaperRecord


@dataclass(frozen=True, slots=True)
class Parsed:
    """Records in the order of the source, and what of it could not be read.

    `kind` says what the source was: daily-page, daily-json, bibtex, ris or identifiers.
    """

    records: tuple[PaperRecord, ...] = ()
    failures: tuple[Failure, ...] = ()
    kind: str = ""
