"""Running text: words made whole, accents on their letters, paragraphs kept apart, nonsense known as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents.page_text import (
    PrintedPage,
    is_nonsense,
    join_pages,
    looks_like_words,
    plain_letters,
    set_accents,
)
from readinglist.documents.shreds import is_in_shreds, mend


def text_of(*pages: str) -> list[str]:
    """Pages given as paragraphs divided by empty lines, in lines as printed."""
    return join_pages([PrintedPage.of(page.split("\n\n")) for page in pages])


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("the retrie-\nval of papers", "the retrieval of papers"),
        (
            "a state-of-the-art model, and state-of-\nthe-art code",
            "a state-of-the-art model, and state-of-the-art code",
        ),
        ("data-driven here, and data-\ndriven there", "data-driven here, and data-driven there"),
        ("the Smith-\nJones law", "the Smith-Jones law"),
        ("a 3-\nfold rise", "a 3-fold rise"),
        ("a Silben\u00ad\ntrennung", "a Silbentrennung"),
        ("a typographic hy\u2010\nphen", "a typographic hyphen"),
        ("pages 10-\n20", "pages 10-20"),
        ("long - dashes -\nstay", "long - dashes - stay"),
        ("in-\n\nterrupted by a figure", "interrupted by a figure"),
        ("with a blank- \nbehind it", "with a blankbehind it"),
    ],
)
def test_words_broken_at_a_line_end(printed: str, whole: str) -> None:
    assert text_of(printed) == [whole]


def test_a_word_written_with_its_hyphen_on_another_page_keeps_it() -> None:
    first, _ = text_of("we are data-\ndriven", "a data-driven approach")
    assert first == "we are data-driven"


def test_a_word_written_without_a_hyphen_elsewhere_has_none() -> None:
    first, _ = text_of("we work to-\ngether", "all work together")
    assert first == "we work together"


def test_what_a_ligature_swallowed_in_the_lines_is_found_in_the_paragraphs() -> None:
    page = PrintedPage("an ef-ficient way", "an ef-\nfcient way")
    assert join_pages([page]) == ["an efficient way"]


def test_paragraphs_stay_apart_and_broken_ones_are_joined() -> None:
    assert text_of("First thing.\n\nSecond thing") == ["First thing.\nSecond thing"]
    assert text_of("it goes\n\non here") == ["it goes on here"]
    assert text_of("検索は\n\n楽しい") == ["検索は楽しい"]
    assert text_of("検索です。\n\n楽しい") == ["検索です。\n楽しい"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("J¨ulich and Schr¨odinger", "Jülich and Schrödinger"),  # TeX: before the letter
        ("Universite´ Paris, Ste´phane", "Université Paris, Stéphane"),  # others: behind it
        ("Franc¸aise, re´alise´e", "Française, réalisée"),
        ("a tilde ˜ alone", "a tilde ˜ alone"),
        ("plain", "plain"),
    ],
)
def test_accents_are_put_on_their_letters(printed: str, meant: str) -> None:
    assert list(set_accents([printed])) == [meant]


def test_control_characters_go_and_tex_ligatures_are_written_out() -> None:
    assert plain_letters("con\x0cdence, e\x0bective, e\x0ecient, in\rate\x00d\x07") == (
        "confidence, effective, efficient, inflated"
    )
    assert plain_letters("a\udc80b\tc\xa0d") == "ab c d"


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_pages_come_out_as_clean_text(pages: list[str]) -> None:
    joined = join_pages([PrintedPage(page, page) for page in pages])
    assert len(joined) == len(pages)
    for text in joined:
        text.encode()  # no lone surrogates
        assert "\x00" not in text
        assert "  " not in text.replace("\u3000", "")


def test_nonsense_is_told_from_text() -> None:
    english = "Readers of small libraries often look for a paper that they have seen before. " * 20
    japanese = "本論文では，正規表現照合問題に取り組む．" * 40
    shifted = "".join(c + "]`#"[place % 3] if c.isalpha() else c for place, c in enumerate(english))
    assert not is_nonsense([english] * 3)
    assert not is_nonsense([japanese] * 3)
    assert is_nonsense([shifted] * 3)
    assert not is_nonsense(["x1 y2 z3"])  # too little to tell
    assert looks_like_words("Purely Functional Data Structures")
    assert not looks_like_words("g]?c\\]?]krdw`ec5`#g`!b]c7 Z\\[*]_^a`K P❡♥❛❧✐③❡❞")


def test_words_in_shreds_are_mended_by_where_the_pieces_stand() -> None:
    # "The importance", "of a page" as Type 3 fonts give it: pieces without widths, one a line
    pieces = [
        (72.0, 88.0, 100.0, "The"),
        (92.0, 108.0, 100.0, "imp"),
        (108.0, 140.0, 100.0, "ortance"),
        (72.0, 80.0, 112.0, "of"),
        (84.0, 88.0, 112.0, "a"),
        (92.0, 98.0, 112.0, "p"),
        (98.0, 112.0, 112.0, "age"),
        (72.0, 90.0, 124.0, "is"),
        (72.0, 100.0, 160.0, "Next"),
    ]
    words = [
        (left, base - 8, right, base, text, 0, number, 0) for number, (left, right, base, text) in enumerate(pieces)
    ]
    assert mend(words, ["\n".join(piece[3] for piece in pieces)]) == ["The importance\nof a page\nis", "Next"]
    assert mend([], []) == []


def test_shreds_are_told_from_lines() -> None:
    assert is_in_shreds("imp\nort\nance\n" * 100)
    assert not is_in_shreds("A line as lines are in papers, of some length\n" * 100)
    assert not is_in_shreds("a\nb\n")
