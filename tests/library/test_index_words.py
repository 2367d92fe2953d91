"""Words are cut, folded and stemmed in Python exactly as FTS5 does it."""

from __future__ import annotations

import sqlite3
from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readinglist.library.index_file import TOKENIZE
from readinglist.library.index_words import (
    distinct_forms,
    fold,
    forms_of,
    stem,
    stems_of,
    term_number,
    term_numbers,
    words_of,
)

ENDINGS = (
    "s es ies ed ing ational tional enci anci izer bli alli entli eli ousli ization ation ator alism iveness fulness"
    " ousness aliti iviti biliti icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent"
    " ion sion tion ism ate iti ous ive ize e ll y ly eed sses ss"
).split()


def fts5_terms(text: str) -> list[str]:
    """What FTS5 makes of a text."""
    db = sqlite3.connect(":memory:")
    try:
        db.execute(f"CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = '{TOKENIZE}')")
        db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')")
        db.execute("INSERT INTO texts VALUES (?)", (text,))
        return [row[0] for row in db.execute("SELECT term FROM terms ORDER BY offset").fetchall()]
    finally:
        db.close()


endings = st.lists(st.sampled_from(ENDINGS), max_size=3).map("".join)
words = st.builds(str.__add__, st.text("abcdefghilmnoprstuvwxyz", max_size=6), endings)


@given(st.lists(words, max_size=30))
def test_stems_are_those_of_fts5(forms: list[str]) -> None:
    text = " ".join(forms)
    assert stems_of(text) == fts5_terms(text)


latin = st.characters(codec="latin-1", exclude_categories=("Cc", "No", "Cs"))  # FTS5 knows an older Unicode


@example("0EØE")
@given(st.text(latin, max_size=60))
def test_words_are_cut_and_folded_like_fts5(text: str) -> None:
    assert stems_of(text) == fts5_terms(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Multi-Vector Retrieval", ["multi", "vector", "retrieval"]),
        ("naïve Ünïcode Stéphane", ["naive", "unicode", "stephane"]),
        ("GPT-4's snake_case 3.5", ["gpt", "4", "s", "snake", "case", "3", "5"]),
        ("e\u0301te\u0301", ["ete"]),  # accents that stand apart
        ("检索 モデル", ["检索", "モテル"]),
    ],
)
def test_forms(text: str, forms: list[str]) -> None:
    assert forms_of(text) == forms
    assert [word.form for word in words_of(text)] == forms
    assert distinct_forms([text, text, ""]) == set(forms)


@given(st.text(max_size=40))
def test_each_word_stands_where_it_says(text: str) -> None:
    for word in words_of(text):
        assert fold(text[word.start : word.end]) == word.form
        assert stem(word.form) == word.stem


def test_term_numbers_are_four_bytes_each() -> None:
    packed = array("I", term_numbers(["retriev", "model"]))
    assert list(packed) == [term_number("retriev"), term_number("model")]
