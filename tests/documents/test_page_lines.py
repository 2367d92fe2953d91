"""Quotes are found on a page whatever line breaks, hyphens and ligatures stand in between; others are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents.page_lines import TextLine, fold, locate, quote_under, text_lines, words_of


def lines(*texts: str, size: float = 10.0, turn: int = 0) -> list[TextLine]:
    """Lines one below the other, each letter half as wide as high."""
    return [
        TextLine(
            text,
            tuple(
                (place * size / 2, 20.0 * row, (place + 1) * size / 2, 20.0 * row + size) for place in range(len(text))
            ),
            turn,
            0,
        )
        for row, text in enumerate(texts)
    ]


PAGE = lines(
    "The ﬁrst state-of-the-",
    "art eﬃcient re-",
    "trieval of “small” libraries",
    "the art of naı̈ve search",
)


@pytest.mark.parametrize(
    ("quote", "rows"),
    [
        ("The first", [0]),
        ("The\n  first", [0]),
        ("efficient retrieval of", [1, 2]),
        ("efficient re- trieval of", [1, 2]),
        ("efficient re-\ntrieval", [1, 2]),
        ("state-of-the-art efficient", [0, 1]),
        ('of "small" libraries', [2]),
        ("naïve search", [3]),
        ("The first state-of-the-art efficient retrieval of “small” libraries the art", [0, 1, 2, 3]),
    ],
)
def test_quotes_are_found(quote: str, rows: list[int]) -> None:
    found = locate(PAGE, quote)
    assert found is not None
    assert [quad[1] / 20 for quad in found] == rows


@pytest.mark.parametrize(
    "quote", ["the first", "small library", "stateofthe", "", "  \n", "effi-cient", "first efficient"]
)
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert locate(PAGE, quote) is None


def test_whole_words_come_before_parts_of_words() -> None:
    found = locate(PAGE, "art")
    assert found is not None and found[0][1] == 20
    inside = locate(lines("partly art"), "art")
    assert inside is not None and inside[0][0] == 35
    part = locate(lines("partly"), "art")
    assert part is not None and (part[0][0], part[0][2]) == (5, 20)


def test_the_words_under_marks_are_healed() -> None:
    found = locate(PAGE, "efficient retrieval of “small”")
    assert found is not None
    assert quote_under(PAGE, found) == "efficient retrieval of “small”"
    hyphened = locate(PAGE, "state-of-the-art")
    assert hyphened is not None
    assert quote_under(PAGE, hyphened) == "state-of-the-art"
    assert quote_under(PAGE, [(900, 900, 910, 900, 900, 910, 910, 910)]) == ""


def test_text_that_runs_up_begins_at_the_bottom() -> None:
    (word,) = words_of(lines("up", turn=270))
    assert word.quad == (0, 10, 0, 0, 10, 10, 10, 0)


TEXTS = st.lists(st.text(st.sampled_from("abcﬁé -’"), min_size=1, max_size=12), min_size=1, max_size=5)


@given(TEXTS, st.data())
def test_any_piece_of_a_page_is_found_as_it_stands(texts: list[str], data: st.DataObject) -> None:
    page = lines(*texts)
    whole = "\n".join(texts)
    start = data.draw(st.integers(0, len(whole) - 1))
    piece = whole[start : data.draw(st.integers(start + 1, len(whole)))]
    if fold(piece).strip("-"):
        found = locate(page, piece)
        assert found is not None
        assert 1 <= len(found) <= piece.count("\n") + len(texts)


def test_letters_without_a_meaning_are_left_out_and_old_ligatures_written_out() -> None:
    text = "the \x0crst\x01 e\x0ecient"
    letters = [{"c": letter, "bbox": (5.0 * at, 0.0, 5.0 * at + 5, 10.0)} for at, letter in enumerate(text)]
    (line,) = text_lines({"blocks": [{"lines": [{"spans": [{"chars": letters}], "dir": (1.0, 0.0)}]}]})
    assert line.text == "the first efficient"
    assert len(line.boxes) == len(line.text)
    found = locate([line], "efficient")
    assert found is not None and (found[0][0], found[0][2]) == (50, 85)
