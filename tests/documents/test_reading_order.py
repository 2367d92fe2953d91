"""Lines are read column after column whatever the order in which the file has them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents.page_lines import TextLine
from readinglist.documents.reading_order import in_reading_order

LEFT, RIGHT, WIDE = (72.0, 300.0), (320.0, 548.0), (72.0, 548.0)


def line(text: str, across: tuple[float, float], top: float, block: int, turn: int = 0) -> TextLine:
    left, right = across
    step = (right - left) / len(text)
    boxes = tuple((left + at * step, top, left + (at + 1) * step, top + 10) for at in range(len(text)))
    return TextLine(text, boxes, turn, block)


def page() -> list[TextLine]:
    """Title, two columns, a wide figure's caption with two columns below it; texts are the places in reading order."""
    lines = [line("00", WIDE, 50, 0)]
    lines += [line(f"{1 + row:02}", LEFT, 80 + 12 * row, 1) for row in range(10)]
    lines += [line(f"{11 + row:02}", RIGHT, 80 + 12 * row, 2) for row in range(10)]
    lines += [line("21", WIDE, 220, 3), line("22", WIDE, 232, 3)]
    lines += [line(f"{23 + row:02}", LEFT, 260 + 12 * row, 4) for row in range(10)]
    lines += [line(f"{33 + row:02}", RIGHT, 260 + 12 * row, 5) for row in range(10)]
    return [*lines, line("43", LEFT, 500, 6, turn=270)]


def texts(lines: list[TextLine]) -> list[str]:
    return [each.text for each in lines]


def test_columns_are_read_one_after_the_other() -> None:
    assert texts(in_reading_order(page())) == [f"{at:02}" for at in range(44)]


@given(st.permutations(range(7)))
def test_the_order_of_blocks_in_the_file_makes_no_difference(order: list[int]) -> None:
    shuffled = sorted(page(), key=lambda each: order[each.block])
    assert texts(in_reading_order(shuffled)) == [f"{at:02}" for at in range(44)]


def test_lines_that_the_file_has_row_by_row_are_put_right() -> None:
    by_rows = sorted(page(), key=lambda each: each.box[1])
    assert texts(in_reading_order(by_rows)) == [f"{at:02}" for at in range(44)]


def test_a_table_in_a_single_column_is_no_pair_of_columns() -> None:
    body = [line(f"body {row}", WIDE, 60 + 12 * row, 0) for row in range(30)]
    table = [line(f"cell {row}", (x, x + 60), 440 + 12 * row, 1 + row) for row in range(8) for x in (72.0, 350.0)]
    assert texts(in_reading_order([*body, *table])) == texts([*body, *table])


def test_an_empty_page_and_one_line() -> None:
    assert in_reading_order([]) == []
    one = [line("one", LEFT, 50, 0)]
    assert in_reading_order(one) == one
