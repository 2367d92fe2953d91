"""Places and filters mean the same as a tree and as query text."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.gui import places
from readinglist.gui.places import FIXED, Filter, Kind, Place, count_of, filter_text, narrowed, query_of, text_of
from readinglist.library import Library
from readinglist.library.query import Everything
from readinglist.search import parse

PLACES = [*FIXED, Place(Kind.TAG, "plants"), Place(Kind.TAG, "water"), Place(Kind.TAG, "water/ice")]


@pytest.mark.parametrize("place", PLACES[1:], ids=str)
def test_a_place_means_the_same_as_text(folder: Path, place: Place) -> None:
    with Library.open(folder) as library:
        found = library.papers.select(query_of(place))
        assert found
        assert library.papers.select(parse(text_of(place))) == found


@pytest.mark.parametrize("chosen", list(Filter))
def test_a_filter_means_the_same_as_text(folder: Path, chosen: Filter) -> None:
    with Library.open(folder) as library:
        found = library.papers.select(narrowed(Everything(), chosen))
        assert library.papers.select(parse(filter_text(chosen))) == found
        assert bool(found) == (chosen != Filter.PDF)


@pytest.mark.parametrize("place", FIXED, ids=str)
def test_the_number_beside_a_place_is_how_many_it_lists(folder: Path, place: Place) -> None:
    with Library.open(folder) as library:
        assert len(library.papers.select(query_of(place))) == count_of(place, library.counts())


def test_nested_tags_belong_to_their_parent(folder: Path) -> None:
    with Library.open(folder) as library:
        parent, ice, rivers = (
            set(library.papers.select(query_of(Place(Kind.TAG, name))))
            for name in ("water", "water/ice", "water/rivers")
        )
        assert parent == ice | rivers
        assert len(parent) == 3


def test_every_place_says_what_to_do_when_it_is_empty() -> None:
    assert set(places.EMPTY) == set(Kind)
    assert all(headline and sentence for headline, sentence in places.EMPTY.values())
