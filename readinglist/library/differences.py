"""What a service says of a paper beside what the library says: for the user to look at and accept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from readinglist.library.records import Paper, PaperRecord

FIELDS = ("title", "authors", "year", "date", "venue", "abstract", "url")
IDENTIFIERS = ("arxiv_id", "doi", "pmid")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field (of PaperRecord) of which the two say something else, each as text to show."""

    field: str
    ours: str
    theirs: str
    by_user: bool
    """The user wrote what we have: nothing replaces it unless the user says so."""


def differences(paper: Paper, record: PaperRecord, by_user: frozenset[str]) -> list[Difference]:
    """The fields of which the record says something, and something else than the paper; in the order of a form.

    `by_user`: fields whose source is the user. An identifier that the paper has is never another one's.
    """
    found: list[Difference] = []
    for field in FIELDS:
        ours, theirs = _shown(paper, field), _shown(record, field)
        if theirs and theirs != ours:
            found.append(Difference(field, ours, theirs, field in by_user))
    found += [
        Difference(field, "", str(getattr(record, field)), field.removesuffix("_id") in by_user)
        for field in IDENTIFIERS
        if not getattr(paper, field) and getattr(record, field)
    ]
    if record.arxiv_version and paper.arxiv_id == record.arxiv_id and record.arxiv_version > (paper.arxiv_version or 0):
        ours = f"{paper.arxiv_id}v{paper.arxiv_version}" if paper.arxiv_version else str(paper.arxiv_id)
        found.append(Difference("arxiv_version", ours, f"{record.arxiv_id}v{record.arxiv_version}", False))
    return found


def reduced(record: PaperRecord, fields: Collection[str]) -> PaperRecord:
    """What the record says of these fields (as `differences` names them), and nothing else."""
    wanted = set(fields)
    if "arxiv_version" in wanted:
        wanted.add("arxiv_id")
    values: dict[str, Any] = {field: getattr(record, field) for field in (*FIELDS, *IDENTIFIERS) if field in wanted}
    if "arxiv_id" in wanted:
        values["arxiv_version"] = record.arxiv_version
    return PaperRecord(**values)


def _shown(source: Paper | PaperRecord, field: str) -> str:
    if field == "authors":
        return ", ".join(person.name for person in source.authors)
    value = getattr(source, field)
    return "" if value is None else str(value)
