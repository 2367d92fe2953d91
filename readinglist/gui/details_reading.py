"""What the details pane reads from the library, on the read pool; no widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.feed_records import Shown
from readinglist.library.records import Event, Job, Paper, Progress, Revision, Status

LOOKED_AT = 2000
"""Of several papers, how many are summed up; more would keep a read thread busy for seconds."""
NAMED = 8


@dataclass(frozen=True, slots=True)
class Loaded:
    """A paper as it was read; `epoch` and `generation` tell whether something of ours came in between."""

    paper: Paper
    colours: dict[str, str]
    annotations: tuple[Annotation, ...]
    progress: Progress | None
    epoch: int
    generation: int
    shown: Shown | None = None
    """What feeds say of it, if any showed it."""


@dataclass(frozen=True, slots=True)
class Past:
    """What happened to one paper; `note` is its note now."""

    events: tuple[Event, ...]
    provenance: dict[str, tuple[str, str]]
    revisions: tuple[Revision, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Background:
    """What the page of files and history shows beyond the paper; `missing` are documents whose file is gone."""

    paper: int
    past: Past
    jobs: tuple[Job, ...]
    missing: frozenset[int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the chosen papers have in common, of the first LOOKED_AT of them."""

    ids: tuple[int, ...]
    looked_at: int
    titles: tuple[str, ...]
    statuses: dict[Status, int]
    starred: int
    tags: tuple[tuple[str, str, int], ...]
    """(name, colour, how many carry it), the most common first."""
    files: int


def load(library: Library, paper: int, epoch: int, generation: int) -> Loaded:
    """Read one paper, the colours of its tags, its annotations, how far it was read; NotFoundError when it is gone."""
    found = library.papers.get(paper)
    rows = library.papers.rows([paper])
    colours = {name: colour for row in rows for name, colour in row.tags}
    progress = rows[0].progress if rows else None
    shown = library.feeds.shown([paper]).get(paper)
    return Loaded(found, colours, tuple(library.annotations.of(paper)), progress, epoch, generation, shown)


def look_back(library: Library, paper: int) -> Background:
    """Read what happened to a paper, and which of its files are on disk."""
    past = Past(
        tuple(library.papers.events(paper)),
        library.papers.provenance(paper),
        tuple(library.notes.revisions(paper)),
        library.notes.get(paper),
    )
    documents = library.documents.of(paper)
    missing = frozenset(document.id for document in documents if not document.path.is_file())
    return Background(paper, past, tuple(library.jobs.of(paper)), missing)


def summarise(library: Library, ids: Sequence[int]) -> Summary:
    """Sum up several papers."""
    rows = library.papers.rows(list(ids[:LOOKED_AT]))
    tags: Counter[tuple[str, str]] = Counter(tag for row in rows for tag in row.tags)
    ordered = sorted(tags.items(), key=lambda entry: (-entry[1], entry[0][0].lower()))
    return Summary(
        tuple(ids),
        len(rows),
        tuple(row.title or row.source for row in rows[:NAMED]),
        dict(Counter(row.status for row in rows)),
        sum(row.starred for row in rows),
        tuple((name, colour, count) for (name, colour), count in ordered),
        sum(row.has_document for row in rows),
    )
