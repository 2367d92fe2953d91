"""Page and view coordinates are inverse at any zoom, rotation and crop box, and agree with what MuPDF draws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents.page_geometry import TURNS, Crop, PageView, fit_page, fit_width
from readinglist.documents.pages import PageSize, quad_of

number = st.floats(-20_000, 20_000, allow_nan=False)
length = st.floats(1, 20_000, allow_nan=False)
turns = st.sampled_from(TURNS)
points = st.tuples(number, number)


@st.composite
def crops(draw: st.DrawFn) -> Crop:
    left, bottom, unit = draw(number), draw(number), draw(st.floats(0.1, 20))
    return Crop(left, bottom, left + draw(length), bottom + draw(length), unit)


@st.composite
def views(draw: st.DrawFn) -> PageView:
    page = draw(crops()).size(draw(turns))
    return PageView(page, draw(st.floats(0.05, 64)), draw(turns))


def close(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-3) for a, b in zip(one, other, strict=True))


@given(views(), points)
def test_page_and_view_are_inverse(view: PageView, point: tuple[float, float]) -> None:
    assert close(view.to_page(view.to_view(point)), point)
    assert close(view.to_view(view.to_page(point)), point)


@given(crops(), points)
def test_file_and_page_are_inverse(crop: Crop, point: tuple[float, float]) -> None:
    assert close(crop.to_file(crop.to_own(point)), point)
    assert close(crop.to_own((crop.left, crop.top)), (0, 0))


@given(views())
def test_the_page_fills_the_view(view: PageView) -> None:
    box = (0.0, 0.0, view.page.width, view.page.height)
    assert close(view.box_to_view(box), (0, 0, *view.size))
    assert close(view.box_to_page((0, 0, *view.size)), box)


@given(views(), points, st.floats(-100, 100), st.floats(-100, 100))
def test_lengths_are_zoomed_and_nothing_else(view: PageView, point: tuple[float, float], dx: float, dy: float) -> None:
    one, other = view.to_view(point), view.to_view((point[0] + dx, point[1] + dy))
    assert math.isclose(math.dist(one, other), view.zoom * math.hypot(dx, dy), rel_tol=1e-4, abs_tol=1e-2)


@given(views(), st.floats(100, 4000), st.floats(100, 4000))
def test_what_is_fitted_fits(view: PageView, width: float, height: float) -> None:
    wide = PageView(view.page, fit_width(view.page, width, view.rotation), view.rotation)
    assert math.isclose(wide.size[0], width, rel_tol=1e-6)
    whole = PageView(view.page, fit_page(view.page, width, height, view.rotation), view.rotation)
    assert whole.size[0] <= width * 1.000001 and whole.size[1] <= height * 1.000001


def test_turning_clockwise_takes_the_upper_left_to_the_right() -> None:
    view = PageView(PageSize(100, 200, 0), 2.0, 90)
    assert view.size == (400, 200)
    assert view.to_view((0, 0)) == (400, 0)
    assert view.quad_to_view(quad_of((0, 0, 10, 20))) == (400, 0, 400, 20, 360, 0, 360, 20)
    assert view.pixels((0, 0, 10.2, 20)) == (360, 0, 400, 21)
    assert view.pixels() == (0, 0, 400, 200)
    assert view.pixels((-50, -50, 500, 500)) == (0, 0, 400, 200)


@pytest.mark.parametrize("own", TURNS)
def test_mupdf_agrees(own: int) -> None:
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page(width=300, height=500)
        page.set_cropbox(pymupdf.Rect(20, 30, 220, 430))
        page.set_rotation(own)
        # pymupdf's y of a crop box runs down, the file's up.
        crop = Crop(20, 500 - 430, 220, 500 - 30)
        view = PageView(crop.size(own))
        assert close(view.size, (page.rect.width, page.rect.height))
        for point in ((20.0, 470.0), (77.0, 123.0)):
            shown = pymupdf.Point(*crop.to_own(point)) * page.rotation_matrix
            assert close(view.to_view(crop.to_own(point)), (shown.x, shown.y))
