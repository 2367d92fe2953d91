from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.gui.note_merge import both, merge, single_edit

texts = st.text(alphabet="ab \n", max_size=30)


@given(texts, texts)
def test_an_edit_turns_one_text_into_the_other_and_is_minimal(before: str, after: str) -> None:
    edit = single_edit(before, after)
    assert before[: edit.start] + edit.text + before[edit.end :] == after
    removed = before[edit.start : edit.end]
    if removed and edit.text:
        assert removed[0] != edit.text[0]
        assert removed[-1] != edit.text[-1]


@given(texts, texts)
def test_a_side_that_changed_nothing_gives_way(base: str, other: str) -> None:
    assert merge(base, base, other) == other
    assert merge(base, other, base) == other
    assert merge(base, other, other) == other


@given(texts, texts, texts)
def test_what_either_side_wrote_is_in_the_merged_text(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    if merged is not None and mine != theirs:
        assert single_edit(base, mine).text in merged
        assert single_edit(base, theirs).text in merged


@given(texts, texts)
def test_keeping_both_loses_neither(mine: str, theirs: str) -> None:
    kept = both(mine, theirs)
    assert mine in kept
    assert theirs in kept


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("one\ntwo\nthree\n", "ONE\ntwo\nthree\n", "one\ntwo\nTHREE\n", "ONE\ntwo\nTHREE\n"),
        ("note", "note, mine", "note\nappended", "note, mine\nappended"),
        ("the cat", "the dog", "the cow", None),
        ("", "a", "b", "ab"),
    ],
)
def test_examples(base: str, mine: str, theirs: str, merged: str | None) -> None:
    assert merge(base, mine, theirs) == merged


def test_a_huge_note_merges_within_a_frame() -> None:
    base = "All work and no play.\n" * 10_000
    started = time.perf_counter()
    assert merge(base, "x" + base, base + "y") == "x" + base + "y"
    assert time.perf_counter() - started < 0.1
