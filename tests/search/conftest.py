"""Libraries to search in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from readinglist.library import Library
from readinglist.library.records import Hit
from readinglist.search import Embedder, Searcher, index_papers
from tests.search.papers import PAPERS


@pytest.fixture(scope="module")
def famous(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """The papers of tests/search/papers.py with ids 1 to 12, embedded. For reading."""
    with Library.open(tmp_path_factory.mktemp("famous")) as library:
        added = library.papers.add(PAPERS, source="test").added
        assert index_papers(library, embedder, added) == list(added)
        yield library


@pytest.fixture
def searcher(famous: Library, embedder: Embedder) -> Searcher:
    """Search over `famous`."""
    return Searcher(famous, embedder)


@pytest.fixture
def titles(famous: Library) -> Callable[[list[Hit]], list[str]]:
    """The first words of the titles of hits."""

    def short(hits: list[Hit]) -> list[str]:
        return [row.title.split(":")[0] for row in famous.papers.rows([hit.paper for hit in hits])]

    return short
