"""Pictures of pages, at night dark with photographs left alone. Runs only in the child process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import pymupdf
from pymupdf import mupdf

from readinglist.documents.page_geometry import PageView
from readinglist.documents.page_space import derotation, own_size
from readinglist.documents.pages import Box, PageError, PageSize, Picture

KEPT_PAGES = 4
"""Pages whose drawing instructions are kept: another part, zoom or turn of them comes without reading them again."""
MOST_BYTES = 256_000_000
"""The largest picture; what is larger is asked for in parts."""
SAMPLES = 24

Pixels = tuple[int, int, int, int]


class Easel:
    """Draws the pages of one open document."""

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[int, bool], mupdf.FzDisplayList] = OrderedDict()
        self._images: dict[tuple[int, bool], list[Box]] = {}

    def draw(
        self, page: pymupdf.Page, zoom: float, clip: Box | None, rotation: int, *, night: bool, marks: bool
    ) -> Picture:
        """A page, or the part `clip` of it (in its own space), at `zoom` pixels a point; `marks` are annotations."""
        size = PageSize(*own_size(page), page.rotation)
        view = PageView(size, zoom, rotation)
        left, top, right, bottom = view.pixels(clip)
        if right <= left or bottom <= top:
            raise PageError("shows nothing there: that part is not on the page")
        if (right - left) * (bottom - top) * 3 > MOST_BYTES:
            raise PageError("is too large to be drawn in one piece at this zoom")
        key = (page.number, marks)
        shown = self._list(page, key)
        matrix = derotation(page) * pymupdf.Matrix(*view.matrix)
        pixels = mupdf.FzIrect(left, top, right, bottom)
        pixmap = mupdf.fz_new_pixmap_with_bbox(mupdf.fz_device_rgb(), pixels, mupdf.FzSeparations(), 0)
        mupdf.fz_clear_pixmap_with_value(pixmap, 0xFF)
        to_pixels = mupdf.FzMatrix(*matrix)
        device = mupdf.fz_new_draw_device(to_pixels, pixmap)
        mupdf.fz_run_display_list(
            shown, device, mupdf.FzMatrix(), mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE), mupdf.FzCookie()
        )
        mupdf.fz_close_device(device)
        if night:
            _darken(pixmap, [view.pixels(box) for box in self._images_of(page, key)])
        data = bytes(mupdf.fz_pixmap_samples_memoryview(pixmap))
        return Picture(right - left, bottom - top, mupdf.fz_pixmap_stride(pixmap), data, left, top)

    def _list(self, page: pymupdf.Page, key: tuple[int, bool]) -> mupdf.FzDisplayList:
        if key in self._lists:
            self._lists.move_to_end(key)
            return self._lists[key]
        build = mupdf.fz_new_display_list_from_page if key[1] else mupdf.fz_new_display_list_from_page_contents
        shown = self._lists[key] = build(page.this)
        while len(self._lists) > KEPT_PAGES:
            old, _ = self._lists.popitem(last=False)
            self._images.pop(old, None)
        return shown

    def _images_of(self, page: pymupdf.Page, key: tuple[int, bool]) -> list[Box]:
        """The places of images in the page's own space."""
        if key not in self._images:
            options = mupdf.FzStextOptions()
            options.flags = pymupdf.TEXT_PRESERVE_IMAGES
            text = mupdf.FzStextPage(self._lists[key], options)
            matrix = derotation(page)
            boxes = [
                pymupdf.Rect(block.m_internal.bbox) * matrix
                for block in text
                if block.m_internal.type == mupdf.FZ_STEXT_BLOCK_IMAGE
            ]
            self._images[key] = [(box.x0, box.y0, box.x1, box.y1) for box in boxes]
        return self._images[key]


def _darken(pixmap: mupdf.FzPixmap, images: Sequence[Pixels]) -> None:
    """Turn light into dark and keep the hues; photographs stay as they are, scans and drawings do not."""
    kept = []
    for place in images:
        part = mupdf.fz_intersect_irect(mupdf.FzIrect(*place), mupdf.fz_pixmap_bbox(pixmap))
        if part.x1 - part.x0 > 4 and part.y1 - part.y0 > 4 and _is_photograph(pixmap, part):
            copy = mupdf.fz_new_pixmap_with_bbox(mupdf.fz_device_rgb(), part, mupdf.FzSeparations(), 0)
            mupdf.fz_copy_pixmap_rect(copy, pixmap, part, mupdf.FzDefaultColorspaces())
            kept.append((copy, part))
    mupdf.fz_invert_pixmap_luminance(pixmap)
    for copy, part in kept:
        mupdf.fz_copy_pixmap_rect(pixmap, copy, part, mupdf.FzDefaultColorspaces())


def _is_photograph(pixmap: mupdf.FzPixmap, part: mupdf.FzIrect) -> bool:
    """Whether little of a part is as white as paper."""
    samples = mupdf.fz_pixmap_samples_memoryview(pixmap)
    stride, left, top = mupdf.fz_pixmap_stride(pixmap), mupdf.fz_pixmap_x(pixmap), mupdf.fz_pixmap_y(pixmap)
    white = total = 0
    for down in range(SAMPLES):
        y = part.y0 + (part.y1 - part.y0) * (2 * down + 1) // (2 * SAMPLES) - top
        for across in range(SAMPLES):
            at = y * stride + 3 * (part.x0 + (part.x1 - part.x0) * (2 * across + 1) // (2 * SAMPLES) - left)
            white += min(samples[at], samples[at + 1], samples[at + 2]) > 235
            total += 1
    return white < 0.4 * total
