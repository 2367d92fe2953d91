"""The sample library: a dozen well-known papers and a guide to try the program with, and to throw away again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readinglist.errors import AmbiguousError, NotFoundError
from readinglist.library.records import PaperRecord, Person, Status
from readinglist.paths import resource

if TYPE_CHECKING:
    from readinglist.documents import DocumentStore
    from readinglist.library import Library

SOURCE = "sample"
"""What the papers' provenance says; by it they are known again."""


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """One paper of the sample as its file has it."""

    record: PaperRecord
    status: Status
    starred: bool
    document: Path | None


def papers() -> list[SamplePaper]:
    """The sample's papers, in the order of their file; the last one stands on top of the list."""
    shipped = json.loads(resource("sample/papers.json").read_text(encoding="utf-8"))
    return [_paper(entry) for entry in shipped["papers"]]


def load(library: Library, store: DocumentStore) -> list[int]:
    """Add the sample as one undo step; returns the ids of its papers, those that were there already included."""
    ids = []
    with library.change("Add the sample library"):
        for paper in papers():
            there = library.papers.add([paper.record], source=SOURCE)
            ids += [*there.added, *there.merged]
            for new in there.added:
                _dress(library, store, new, paper)
    return ids


def remove(library: Library) -> list[int]:
    """Move what `load` added to the Trash as one undo step; returns the ids of those papers.

    The sample's tags go too, but for those that other papers carry.
    """
    shipped = papers()
    brought = [found for paper in shipped if (found := _find(library, paper.record)) is not None]
    ids = [paper.id for paper in library.papers.get_many(brought) if not paper.trashed]
    with library.change("Throw the sample library away"):
        if ids:
            library.papers.trash(ids)
        library.tags.delete_left_over(brought, {tag for paper in shipped for tag in paper.record.keywords})
    return ids


def _dress(library: Library, store: DocumentStore, new: int, paper: SamplePaper) -> None:
    if paper.status is not Status.TO_READ:
        library.papers.set_status([new], paper.status)
    if paper.starred:
        library.papers.star([new])
    if paper.document:
        store.take(paper.document, new)


def _find(library: Library, record: PaperRecord) -> int | None:
    """The paper in the library or its Trash that came from the sample; one that the user had before is theirs."""
    try:
        found = library.papers.find(record.arxiv_id or record.title)
    except (NotFoundError, AmbiguousError):
        return None
    source, _ = library.papers.provenance(found).get("title", ("", ""))
    return found if source == SOURCE else None


def _paper(entry: dict[str, Any]) -> SamplePaper:
    document = entry.get("document")
    record = PaperRecord(
        title=entry["title"],
        authors=tuple(map(Person.from_name, entry["authors"])),
        year=entry["year"],
        venue=entry["venue"],
        abstract=entry["description"],
        arxiv_id=entry["arxiv_id"],
        doi=entry["doi"],
        keywords=tuple(entry["tags"]),
        note=entry["note"],
    )
    return SamplePaper(
        record, Status(entry["status"]), entry["starred"], resource(f"sample/{document}") if document else None
    )
