"""Whoever is inside a change sees what it has written, and nobody else does before it is committed."""

from __future__ import annotations

import pytest

from readinglist.errors import NotFoundError
from readinglist.library import Library
from readinglist.library.records import PaperRecord


def test_a_change_reads_what_it_wrote(library: Library) -> None:
    with library.change("Add and look"):
        (paper,) = library.papers.add([PaperRecord(title="Only just written")], source="user").added
        library.notes.set(paper, "seen at once")
        assert library.papers.get(paper).note == library.notes.get(paper) == "seen at once"
        assert library.papers.find("Only just") == paper


def test_others_see_it_after_the_commit(library: Library) -> None:
    with Library.open(library.folder) as other:
        with library.change("Add"):
            (paper,) = library.papers.add([PaperRecord(title="Not yet")], source="user").added
            with pytest.raises(NotFoundError):
                other.papers.get(paper)
        assert other.papers.get(paper).title == "Not yet"


def test_a_failed_change_is_not_seen(library: Library) -> None:
    with pytest.raises(RuntimeError, match="stop"), library.change("Add and fail"):
        (paper,) = library.papers.add([PaperRecord(title="Never")], source="user").added
        raise RuntimeError("stop")
    with pytest.raises(NotFoundError):
        library.papers.get(paper)
