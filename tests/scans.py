"""Scans for tests: pages of a PDF made into pictures; and programs that stand in for Tesseract."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")

# In a process of its own: the library that does it may not be loaded beside a window.
_SCAN = """
import sys, pymupdf
source, target, rotation, kept = sys.argv[1], sys.argv[2], int(sys.argv[3]), set(map(int, sys.argv[4].split()))
scan = pymupdf.open()
with pymupdf.open(source) as document:
    for page in document:
        if page.number + 1 in kept:
            scan.insert_pdf(document, from_page=page.number, to_page=page.number)
            continue
        picture = page.get_pixmap(dpi=200)
        width, height = page.rect.width, page.rect.height
        if rotation in (90, 270):
            width, height = height, width
        made = scan.new_page(width=width, height=height)
        made.insert_image(made.rect, pixmap=picture, rotate=rotation)
        made.set_rotation(rotation)
scan.save(target, deflate=True)
"""


def scan_of(source: Path, target: Path, *, rotation: int = 0, kept: tuple[int, ...] = ()) -> Path:
    """A PDF of pictures of the pages of another; those `kept` (from 1) keep their text.

    A `rotation` lies the pictures on their side and has the viewer turn them back, as scanners do.
    """
    arguments = [str(source), str(target), str(rotation), " ".join(map(str, kept))]
    subprocess.run([sys.executable, "-c", _SCAN, *arguments], check=True, timeout=120)
    return target


def stand_in(folder: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a `tesseract` on the path that knows English and does, for each page, what the Python `what` says."""
    folder.mkdir(exist_ok=True)
    script = folder / "tesseract"
    script.write_text(
        f"#!{sys.executable}\nimport os, pathlib, sys, time\nhere = pathlib.Path({str(folder)!r})\n"
        "if '--list-langs' in sys.argv:\n    print('List of available languages (1):')\n    print('eng')\n"
        f"    sys.exit()\npicture = sys.stdin.buffer.read()\n{what}\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return script


HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def words_at(*words: str) -> str:
    """Python that prints these words as Tesseract would, side by side on one line."""
    rows = [
        f"5\\t1\\t1\\t1\\t1\\t{at}\\t{300 + 200 * at}\\t300\\t150\\t40\\t96.5\\t{word}" for at, word in enumerate(words)
    ]
    return "\n".join(f'print("{row}")' for row in [HEAD.replace("\t", "\\t"), *rows])
