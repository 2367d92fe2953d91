"""What two texts say differently, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.gui.word_differences import MOST, Piece, word_differences


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.other else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("ours", "theirs", "mine", "yours"),
    [
        ("EMNLP 2019", "EMNLP-IJCNLP 2019", "[EMNLP] 2019", "[EMNLP-IJCNLP] 2019"),
        ("a red fox", "a quick red fox", "a red fox", "a [quick] red fox"),
        ("a fox", "a very old fox", "a fox", "a [very old] fox"),
        ("", "new", "", "[new]"),
        ("Ada Lovelace", "Ada Lovelace, Mary Somerville", "Ada Lovelace", "Ada Lovelace[, Mary Somerville]"),
    ],
)
def test_only_what_the_other_lacks_is_marked(ours: str, theirs: str, mine: str, yours: str) -> None:
    found = word_differences(ours, theirs)
    assert (marked(found[0]), marked(found[1])) == (mine, yours)


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_are_the_texts(ours: str, theirs: str) -> None:
    found = word_differences(ours, theirs)
    assert ["".join(piece.text for piece in side) for side in found] == [ours, theirs]
    assert all(piece.text for side in found for piece in side)


@given(st.text(min_size=1, max_size=200))
def test_what_is_the_same_is_not_marked(text: str) -> None:
    assert all(not piece.other for side in word_differences(text, text) for piece in side)


def test_texts_of_a_book_are_not_compared_word_by_word() -> None:
    long = "word " * MOST
    assert word_differences(long, long + "more") == ((Piece(long, True),), (Piece(long + "more", True),))
