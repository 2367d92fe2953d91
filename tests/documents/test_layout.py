"""Lines of a page as a person sees them, from MuPDF's spans."""

from __future__ import annotations

from typing import Any

from readinglist.documents.layout import MARK, body_size, page_lines


def span(text: str, left: float, base: float, size: float = 10, flags: int = 0, width: float | None = None) -> Any:
    right = left + (width if width is not None else 0.5 * size * len(text))
    return {
        "text": text,
        "size": size,
        "flags": flags,
        "origin": (left, base),
        "bbox": (left, base - size, right, base),
    }


def line(*spans: Any, direction: tuple[float, float] = (1.0, 0.0)) -> Any:
    box = (spans[0]["bbox"][0], spans[0]["bbox"][1], spans[-1]["bbox"][2], spans[-1]["bbox"][3])
    return {"spans": list(spans), "dir": direction, "bbox": box}


def page_of(*blocks: list[Any]) -> Any:
    return {"width": 600.0, "height": 800.0, "blocks": [{"lines": lines} for lines in blocks]}


def test_pieces_of_one_line_are_joined_and_columns_stay_apart() -> None:
    found = page_lines(1, page_of([line(span("A title", 100, 50)), line(span("in pieces", 140, 50))]))
    assert [each.text for each in found.lines] == ["A title in pieces"]
    found = page_lines(1, page_of([line(span("Ines Moreau", 100, 50)), line(span("Chidi Okafor", 300, 50))]))
    assert [each.text for each in found.lines] == ["Ines Moreau", "Chidi Okafor"]


def test_superscripts_are_marked() -> None:
    found = page_lines(1, page_of([line(span("Ines Moreau", 100, 50), span("1,2", 160, 46, size=6))]))
    assert (found.lines[0].text, found.lines[0].marked) == ("Ines Moreau1,2", f"Ines Moreau{MARK}")
    found = page_lines(1, page_of([line(span("Ines Moreau", 100, 50), span("†", 160, 50, flags=1))]))
    assert found.lines[0].marked == f"Ines Moreau{MARK}"


def test_small_capitals_and_initials_do_not_change_the_size() -> None:
    small = line(span("T", 100, 50, 14), span("ABLE", 110, 50, 11), span(": Robust Models of Tables", 140, 50, 14))
    initial = line(span("O", 100, 90, 40), span("nce upon a time there was a paper", 130, 90, 10))
    found = page_lines(1, page_of([small], [initial]))
    assert [each.size for each in found.lines] == [14, 10]


def test_text_that_runs_upwards_is_known() -> None:
    found = page_lines(1, page_of([line(span("arXiv:2401.01234", 20, 500, 20), direction=(0.0, -1.0))]))
    assert not found.lines[0].upright


def test_type_3_fonts_that_hide_their_size_get_one_from_their_widths() -> None:
    pieces = [line(span("P", 100, 50, 0.1, width=12)), line(span("ageRank", 112, 50, 0.1, width=73))]
    found = page_lines(1, page_of(pieces))
    assert found.lines[0].text == "PageRank"
    assert 15 < found.lines[0].size < 30


def test_the_size_of_the_body_is_that_of_most_letters() -> None:
    heading = [line(span("A Heading in Large Letters", 100, 50, 20))]
    body = [line(span("Some running text of the usual size.", 100, 100 + 12 * row, 9.9)) for row in range(4)]
    assert body_size(page_lines(1, page_of(heading, body))) == 10.0
    assert body_size(page_lines(1, page_of())) == 10.0
