"""A few letters find a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.gui.fuzzy import score

names = st.text(alphabet="abcdef -", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("star", "Star", "Add Papers and start"),
        ("read", "Read PDF", "Already there"),
        ("cb", "Copy as BibTeX", "Subcube"),
        ("dark", "Dark", "Mark as to read"),
        ("set", "Settings", "Reset"),
        ("trash em", "Empty Trash", "Move to Trash"),
    ],
)
def test_the_better_name_comes_first(typed: str, better: str, worse: str) -> None:
    assert score(typed, better) > score(typed, worse)


def test_letters_that_do_not_occur_find_nothing() -> None:
    assert score("xyz", "Copy as BibTeX") == 0


def test_letters_strewn_about_find_nothing() -> None:
    assert score("oed", "Move to Trash and forget the idea") == 0


@given(names)
def test_a_name_is_found_by_itself(name: str) -> None:
    assert score(name, name) > 0


@given(names, st.data())
def test_a_name_is_found_by_any_part_of_it(name: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(name) - 1))
    last = data.draw(st.integers(first + 1, len(name)))
    assert score(name[first:last], name) > 0


@given(names, names)
def test_every_letter_must_occur(typed: str, name: str) -> None:
    if score(typed, name) > 0 and typed.split():
        assert set("".join(typed.split()).lower()) <= set(name.lower())


def test_nothing_typed_lets_all_through() -> None:
    assert score("", "anything") > 0
    assert score("  ", "anything") > 0
