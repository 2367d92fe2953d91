"""Where pages lie: layout and page coordinates are inverse, and a place finds the page that is there."""

from __future__ import annotations

import itertools
import math
import time

from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents.page_geometry import TURNS
from readinglist.documents.pages import PageSize, quad_of
from readinglist.gui.reader.page_layout import GAP, MARGIN, PageLayout, Placed

length = st.one_of(st.floats(0.01, 20_000), st.sampled_from((1.0, 595.0, 612.0, 792.0, 14_400.0)))
sizes = st.lists(st.builds(PageSize, length, length, st.sampled_from(TURNS)), min_size=1, max_size=9)


@st.composite
def layouts(draw: st.DrawFn) -> PageLayout:
    return PageLayout(
        draw(sizes),
        draw(st.floats(0.01, 8)),
        rotation=draw(st.sampled_from(TURNS)),
        columns=draw(st.sampled_from((1, 2))),
        width=draw(st.integers(0, 3000)),
    )


def pages(layout: PageLayout) -> list[Placed]:
    return [layout.page(number) for number in range(1, len(layout) + 1)]


def beside(value: float, low: float, high: float) -> float:
    return max(low - value, 0, value - high)


@given(layouts(), st.data(), st.floats(-50, 20_000), st.floats(-50, 20_000))
def test_layout_and_page_are_inverse(layout: PageLayout, data: st.DataObject, x: float, y: float) -> None:
    placed = data.draw(st.sampled_from(pages(layout)))
    for there, back in ((placed.to_layout, placed.to_page), (placed.to_page, placed.to_layout)):
        returned = back(there((x, y)))
        assert all(math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-3) for a, b in zip(returned, (x, y), strict=True))


@given(layouts())
def test_a_page_lies_where_its_corners_are(layout: PageLayout) -> None:
    for placed in pages(layout):
        size = placed.view.page
        left, top, right, bottom = placed.box_to_layout((0, 0, size.width, size.height))
        # A page is at least a pixel wide, and ends on whole pixels.
        assert abs(left - placed.left) < 1e-3 and abs(top - placed.top) < 1e-3
        assert abs(right - placed.left - placed.width) <= 1 and abs(bottom - placed.bottom) <= 1
        quad = placed.quad_to_layout(quad_of((0, 0, size.width, size.height)))
        assert min(quad[0::2]) == left and max(quad[1::2]) == bottom


@given(layouts())
def test_pages_neither_overlap_nor_stick_out(layout: PageLayout) -> None:
    found = pages(layout)
    assert [page.number for page in found] == list(range(1, len(layout) + 1))
    for page in found:
        assert page.left >= MARGIN and page.left + page.width <= layout.width - MARGIN + 1
        assert page.top >= MARGIN and page.bottom <= layout.height - MARGIN
    for one, other in itertools.pairwise(found):
        if layout.columns == 2 and one.number % 2:
            assert one.left + one.width + GAP == other.left
        else:
            assert one.bottom + GAP <= other.top


@given(layouts(), st.floats(-100, 50_000), st.floats(0, 3000))
def test_between_gives_what_is_seen(layout: PageLayout, top: float, height: float) -> None:
    bottom = top + height
    assert layout.between(top, bottom) == [page for page in pages(layout) if page.bottom > top and page.top < bottom]


@given(layouts(), st.data())
def test_nearest_gives_the_page_at_a_place(layout: PageLayout, data: st.DataObject) -> None:
    placed = data.draw(st.sampled_from(pages(layout)))
    x = placed.left + data.draw(st.floats(0, 0.999)) * placed.width
    y = placed.top + data.draw(st.floats(0, 0.999)) * placed.height
    assert placed.holds(x, y) and layout.nearest(x, y) == placed


@given(layouts(), st.floats(-3000, 60_000), st.floats(-3000, 60_000))
def test_nearest_stays_in_the_closest_row(layout: PageLayout, x: float, y: float) -> None:
    found = pages(layout)
    rows = [found[first : first + layout.columns] for first in range(0, len(found), layout.columns)]
    away = [beside(y, min(page.top for page in row), max(page.bottom for page in row)) for row in rows]
    nearest = layout.nearest(x, y)
    row = rows[(nearest.number - 1) // layout.columns]
    assert away[rows.index(row)] == min(away)
    across = [beside(x, page.left, page.left + page.width) for page in row]
    assert across[row.index(nearest)] == min(across)


def test_a_layout_costs_as_much_for_a_thousand_pages_as_for_ten() -> None:
    few, many = (PageLayout([PageSize(612, 792)] * count) for count in (10, 10_000))

    def spent(layout: PageLayout) -> float:
        best = math.inf
        for _ in range(5):
            begin = time.perf_counter()
            for number in range(200):
                y = layout.height * number / 200
                layout.between(y, y + 900)
                layout.nearest(10, y)
            best = min(best, time.perf_counter() - begin)
        return best

    assert spent(many) < 5 * spent(few)
