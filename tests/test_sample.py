"""The sample library: true to its file, added and thrown away as one step each."""

from __future__ import annotations

import pytest

from readinglist import sample
from readinglist.documents import DocumentStore
from readinglist.library import Library
from readinglist.library.query import Everything
from readinglist.library.records import PaperRecord, Status


@pytest.fixture
def store(library: Library) -> DocumentStore:
    return DocumentStore(library)


def test_a_dozen_papers_that_anybody_may_read() -> None:
    papers = sample.papers()
    real = [paper for paper in papers if not paper.document]
    assert len(real) == 12
    for paper in real:
        assert paper.record.arxiv_id and paper.record.authors and paper.record.year
    for paper in papers:
        assert 2 <= paper.record.abstract.count(". ") <= 3, paper.record.title  # three or four sentences
        assert paper.record.keywords


def test_loads_as_one_step(library: Library, store: DocumentStore) -> None:
    ids = sample.load(library, store)
    shipped = sample.papers()
    for paper, sampled in zip(library.papers.get_many(ids), shipped, strict=True):
        assert paper.title == sampled.record.title
        assert paper.authors == sampled.record.authors
        assert (paper.status, paper.starred, paper.note) == (sampled.status, sampled.starred, sampled.record.note)
        assert set(paper.tags) == set(sampled.record.keywords)
        assert [document.original_name for document in paper.documents] == (
            [sampled.document.name] if sampled.document else []
        )
    assert library.history.undo() == "Add the sample library"
    assert library.papers.select(Everything()) == []
    assert library.history.undo() is None


def test_the_guide_comes_as_a_real_pdf(library: Library, store: DocumentStore) -> None:
    ids = sample.load(library, store)
    (document,) = library.papers.get(ids[-1]).documents
    assert document.path.read_bytes().startswith(b"%PDF-")


def test_thrown_away_as_one_step_and_loaded_again(library: Library, store: DocumentStore) -> None:
    ids = sample.load(library, store)
    assert sorted(sample.remove(library)) == sorted(ids)
    assert library.papers.select(Everything()) == []
    assert sample.remove(library) == []
    library.history.undo()
    assert set(library.papers.select(Everything())) == set(ids)
    sample.remove(library)
    assert sample.load(library, store) == ids
    assert set(library.papers.select(Everything())) == set(ids)


def test_what_the_user_had_before_stays_theirs(library: Library, store: DocumentStore) -> None:
    mine = PaperRecord(title="Attention Is All You Need", arxiv_id="1706.03762", note="mine")
    (own,) = library.papers.add([mine], source="user", status=Status.READING).added
    assert own in sample.load(library, store)
    paper = library.papers.get(own)
    assert (paper.status, paper.note, paper.starred) == (Status.READING, "mine", False)
    assert own not in sample.remove(library)
    assert library.papers.select(Everything()) == [own]


def test_its_tags_go_with_it_and_those_in_use_stay(library: Library, store: DocumentStore) -> None:
    library.papers.add([PaperRecord(title="A paper of my own", keywords=("retrieval",))], source="user")
    ids = sample.load(library, store)
    library.papers.trash(ids[:1])  # one that was thrown away before keeps no tag alive
    assert len(library.tags.all()) > 1
    sample.remove(library)
    assert [tag.name for tag in library.tags.all()] == ["retrieval"]
    library.history.undo()
    assert set(library.papers.get(ids[-1]).tags) == set(sample.papers()[-1].record.keywords)
    sample.remove(library)
    sample.load(library, store)
    assert set(library.papers.get(ids[-1]).tags) == set(sample.papers()[-1].record.keywords)
