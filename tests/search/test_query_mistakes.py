"""Mistakes that are told in a pause of typing, and what is only unfinished."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import QueryError
from readinglist.search import mistake_in_pause, parse


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("foo:bar", "foo"),
        ("snow foo:bar", "foo"),
        ("year:abc", "abc"),
        ("year:20201", "20201"),
        ("year:2020..abc", "2020..abc"),
        ("(snow OR ice", "("),
        ("snow)", ")"),
        ("snow year:soon ice", "soon"),
        ("added:never", "never"),
        ("status:gone", "gone"),
        ("-has:wings", "wings"),
        ("tag: snow", "tag:"),
        ("OR snow", "OR"),
    ],
)
def test_a_mistake_points_at_its_place(text: str, place: str) -> None:
    error = mistake_in_pause(text)
    assert error is not None
    assert text[error.position :].startswith(place)


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "snow", "tag:", "-tag:", "(tag:", 'tag:"wa', '"open quote', "snow “open", "snow OR", "snow NOT "),
        *(
            "year:",
            "year:2",
            "year:202",
            "year:2020",
            "year:>",
            "year:<=20",
            "year:2019.",
            "year:2019..20",
            "year:2019-2",
        ),
        *("added:", "added:<", "added:<7", "added:yes", "added:2026-", "added:2026-01..", "added:2026-01..2026-0"),
        *("status:", "status:re", "has:p", "is:st", "snow (is:", "author:", "id:"),
    ],
)
def test_what_is_on_its_way_is_no_mistake(text: str) -> None:
    assert mistake_in_pause(text) is None


@given(st.text(alphabet=' ()"-:.<>=*2019abORNTtagyearstatuhs', max_size=25))
def test_only_what_is_wrong_when_finished_is_told(text: str) -> None:
    error = mistake_in_pause(text)
    if error is not None:
        with pytest.raises(QueryError) as told:
            parse(text)
        assert (str(told.value), told.value.position) == (str(error), error.position)
        assert 0 <= error.position <= len(text)
