"""Annotations in real papers: all that readers made are found, and ours come back from copies where they were put."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readinglist.documents import PageServer, PdfAnnotation
from readinglist.documents.pages import Word, box_of
from tests.documents.test_annotated_copy import near

if TYPE_CHECKING:
    import pymupdf

pytestmark = pytest.mark.shared


def test_what_readers_marked_is_found(shared: Path) -> None:
    folder = shared / "data" / "pdfs" / "papers"
    server = PageServer()
    seen = 0
    for text in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(text)
        server.turn_to(folder / paper["file"])
        found = server.read_annotations()
        assert len(found) == sum(paper["annotations"].values()), paper["file"]
        assert all(each.quote for each in found if each.kind in ("highlight", "underline"))
        seen += len(found)
    server.close()
    assert seen >= 13


def test_marks_come_back_from_copies_of_real_papers(shared: Path, tmp_path: Path) -> None:
    import pymupdf

    server, back = PageServer(), PageServer()
    marked = 0
    for paper in sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf")):
        server.turn_to(paper)
        pages = len(server.open().pages)
        page = (pages + 1) // 2
        quote = plain_words(server.text(page).words)
        if not quote:
            continue
        quads = server.locate(page, quote)
        assert quads is not None, (paper.name, quote)
        target = tmp_path / paper.name
        server.write_annotated_copy(target, [PdfAnnotation(page, "highlight", quads, quote, key="ours")])
        back.turn_to(target)
        (ours,) = [each for each in back.read_annotations() if each.key == "ours"]
        assert ours.page == page and len(ours.quads) == len(quads)
        assert all(near(one, other) for one, other in zip(ours.quads, quads, strict=True)), paper.name
        assert quote.split()[0] in ours.quote
        with pymupdf.open(target) as document:
            sheet = document[page - 1]  # held, for annotations do not outlive their page
            (fresh,) = [each for each in sheet.annots() if each.info["id"] == "ours"]
            assert near(box_of(quads), seen_by_mupdf(fresh))
        check(target)
        marked += 1
    server.close()
    back.close()
    assert marked >= 24


def seen_by_mupdf(annotation: pymupdf.Annot) -> tuple[float, ...]:
    """The smallest rectangle around the marks of an annotation."""
    points = annotation.vertices
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def plain_words(words: tuple[Word, ...]) -> str:
    """Twelve words from the middle of a page's text, the first of them plain."""
    texts = [word.text for word in words]
    for start in range(len(texts) // 2, max(len(texts) - 12, 0)):
        if texts[start].isalpha() and texts[start].isascii() and len(texts[start]) > 4:
            return " ".join(texts[start : start + 12])
    return ""


def check(path: Path) -> None:
    """Let qpdf look at a file, where it is installed; 3 are warnings, which the papers bring along themselves."""
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 3), done.stderr
