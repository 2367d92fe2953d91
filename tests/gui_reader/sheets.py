"""PDFs whose pages have odd sizes, boxes and turns, written by hand: what reads them is not loaded beside a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.pdfs import file_of

Rect = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A page: its boxes in the file's space, its turn, and what is drawn on it."""

    media: Rect = (0, 0, 612, 792)
    crop: Rect | None = None
    rotate: int = 0
    unit: float = 1.0
    drawn: str = ""


def words(text: str, x: float = 72, y: float = 700, size: float = 12) -> str:
    """What draws a line of words."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET"


def filled(rect: Rect, red: float = 1, green: float = 0, blue: float = 0) -> str:
    """What fills a rectangle of the file's space."""
    left, bottom, right, top = rect
    return f"{red} {green} {blue} rg {left} {bottom} {right - left} {top - bottom} re f"


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write a PDF with these pages; pages with the same things drawn share them."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    streams: dict[str, int] = {}
    kids = []
    for sheet in sheets:
        if sheet.drawn not in streams:
            objects.append(f"<< /Length {len(sheet.drawn)} >>\nstream\n{sheet.drawn}\nendstream")
            streams[sheet.drawn] = len(objects)
        crop = f" /CropBox {_box(sheet.crop)}" if sheet.crop else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {_box(sheet.media)}{crop} /Rotate {sheet.rotate}"
            f" /UserUnit {sheet.unit} /Contents {streams[sheet.drawn]} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    path.write_bytes(file_of(objects))
    return path


def _box(rect: Rect) -> str:
    return f"[{' '.join(f'{side:g}' for side in rect)}]"
