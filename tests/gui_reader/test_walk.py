"""A person's walk through a paper in two columns: mark over both, comment, undo, close, open again, save a copy.

The copy is read by programs that know nothing of ours: poppler, qpdf, and PyMuPDF afresh.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.documents.pages import Quad, Word, box_of
from readinglist.gui.annotation_list import CommentField
from readinglist.library.annotation_records import Annotation
from tests.documents.test_annotated_copy import changed_box, drawn, near
from tests.gui.conftest import Hands, Open
from tests.gui_reader.hands import Reader, attach
from tests.gui_reader.test_selection import two_columns

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
AROUND = 5
"""Words that are marked before and behind the end of a column."""


def column_end(words: Sequence[Word]) -> int | None:
    """The first word of a column that follows another on a page: up and to the right."""
    for number in range(AROUND + 1, len(words) - 20):
        last, this = box_of([words[number - 1].quad]), box_of([words[number].quad])
        plain = all(word.text.isascii() for word in words[number - AROUND - 1 : number + 20])
        if plain and this[0] > last[2] + 5 and this[3] < last[1] - 30 and this[0] > 250:
            return number
    return None


def go_to_columns(reader: Reader) -> tuple[int, int]:
    """Turn to the first page in two columns; the page, and the first word of its second column."""
    view = reader.tab.view
    reader.key(Qt.Key.Key_P)
    for page in range(1, view.count + 1):
        view.go_to(page)
        reader.settle()
        found = column_end(view.texts[page].words)
        if found is not None:
            return page, found
    raise AssertionError("no page has two columns")


def walk(reader: Reader, opened: Open, target: Path) -> tuple[Path, list[Annotation]]:
    """All of it; returns the document and what is marked in it."""
    tab = reader.read()
    view = tab.view
    page, start = go_to_columns(reader)
    there = view.texts[page].words
    spans = ((start - AROUND, start + AROUND), (start + 7, start + 10), (start + 12, start + 18))
    for number, (first, last) in enumerate(spans):
        reader.drag(reader.at(page, first), reader.at(page, last))
        reader.key(Qt.Key(Qt.Key.Key_1 + number))
    marks = reader.marks()
    assert sorted(mark.colour for mark in marks) == ["blue", "green", "yellow"]
    over = next(mark for mark in marks if mark.colour == "yellow")
    left, _, right, _ = box_of(over.quads)
    assert right - left > 150  # on both columns
    for mark, (first, last) in zip(sorted(marks, key=lambda one: one.id), spans, strict=True):
        assert letters(mark.quote) == letters("".join(word.text for word in there[first : last + 1]))
        assert "\n" not in mark.quote
    reader.click(reader.at(page, start + 8))
    reader.key(Qt.Key.Key_C)
    field = tab.marking.field
    assert isinstance(field, CommentField)
    QTest.keyClicks(field.field, "Is that so?")
    QTest.keyClick(field.field, Qt.Key.Key_Return, CTRL)
    reader.settle()
    done = reader.marks()
    for _ in range(4):
        reader.key(Qt.Key.Key_Z, CTRL)
    assert reader.marks() == []
    for _ in range(4):
        reader.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert reader.marks() == done
    assert [mark.comment for mark in done if mark.colour == "green"] == ["Is that so?"]
    before = seen(reader, done)
    reader.hands.close()

    again = Reader(opened())
    tab = again.read()
    assert again.marks() == done
    assert tab.view.page == page and seen(again, done) == before
    original = tab.document.path
    sha = hashlib.sha256(original.read_bytes()).hexdigest()
    tab.outside.write_copy(target)
    again.settle()
    assert hashlib.sha256(original.read_bytes()).hexdigest() == sha
    return original, done


def seen(reader: Reader, marks: Sequence[Annotation]) -> list[tuple[int, str]]:
    """Where marks lie on the pages that are seen, to the pixel, and the colour of each there."""
    view = reader.tab.view
    picture = view.viewport().grab().toImage()
    found = []
    for mark in marks:
        rect = view.rect_of(mark.page, mark.quads[:1])
        pixel = picture.pixelColor(round(rect.left()) + 1, round(rect.top()))
        found.append((round(rect.left()), pixel.name()))
    assert len({colour for _, colour in found} - {"#ffffff"}) == 3
    return found


def letters(text: str) -> str:
    """A text without what a line's end may add."""
    return re.sub(r"[\s\-\u00ad\u2010]", "", text)


def read_back(copy: Path, marks: Sequence[Annotation]) -> None:
    """PyMuPDF afresh, poppler and qpdf find each mark in its place, with its words under it."""
    import pymupdf

    with pymupdf.open(copy) as document:
        for mark in marks:
            page = document[mark.page - 1]
            (found,) = [each for each in page.annots() if each.info["id"] == mark.key]
            assert found.type[1] == "Highlight" and found.info["content"] == mark.comment
            assert found.info["creationDate"] and found.info["modDate"]
            points = found.vertices
            quads = [points[at : at + 4] for at in range(0, len(points), 4)]
            assert len(quads) == len(mark.quads)
            for corners, quad in zip(quads, mark.quads, strict=True):
                assert near(tuple(x for corner in corners for x in corner), quad)
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(copy)], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 3), done.stderr
    if shutil.which("pdftotext"):
        for mark in marks:
            assert letters(mark.quote) in letters("".join(poppler_words(copy, mark.page, mark.quads)))


def poppler_words(path: Path, page: int, quads: Sequence[Quad]) -> list[str]:
    """The words of a page that poppler sees in quads, each row of them from left to right."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', text)
    words = []
    for quad in quads:
        left, top, right, bottom = box_of([quad])
        row = []
        for x0, y0, x1, y1, word in found:
            x, y = (float(x0) + float(x1)) / 2, (float(y0) + float(y1)) / 2
            if left - 2 <= x <= right + 2 and top - 2 <= y <= bottom + 2:
                row.append((x, word))
        words += [word for _, word in sorted(row)]
    return words


def test_a_small_paper_in_two_columns(hands: Hands, opened: Open, tmp_path: Path) -> None:
    attach(hands, two_columns(tmp_path / "columns.pdf", 30))
    _, marks = walk(Reader(hands), opened, tmp_path / "copy.pdf")
    read_back(tmp_path / "copy.pdf", marks)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["2020.acl-main.447.pdf", "hotos17.pdf", "2024_SPLC_Becker.pdf", "wepml008.pdf"])
def test_a_real_paper_in_two_columns(hands: Hands, opened: Open, tmp_path: Path, shared: Path, name: str) -> None:
    attach(hands, shared / "data" / "pdfs" / "papers" / name)
    _, marks = walk(Reader(hands), opened, tmp_path / "copy.pdf")
    read_back(tmp_path / "copy.pdf", marks)


@pytest.mark.parametrize("cropped", [False, True], ids=["whole", "cropped"])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_what_is_marked_in_the_window_lies_right_on_turned_and_cropped_pages(
    hands: Hands, tmp_path: Path, rotation: int, cropped: bool
) -> None:
    import pymupdf

    source = tmp_path / "turned.pdf"
    with pymupdf.open(two_columns(tmp_path / "columns.pdf")) as document:
        page = document[0]
        if cropped:
            page.set_cropbox(pymupdf.Rect(40, 60, 580, 700))
        page.set_rotation(rotation)
        document.save(source)
    attach(hands, source)
    reader = Reader(hands)
    tab = reader.read()
    words = [word.text for word in tab.view.texts[1].words]
    reader.key(Qt.Key.Key_P)
    reader.key(Qt.Key.Key_R)  # and turned in the window as well
    reader.drag(reader.at(1, words.index("Mosses")), reader.at(1, words.index("northern")))
    reader.key(Qt.Key.Key_1)
    assert [mark.quote for mark in reader.marks()] == ["Mosses cover the northern"]
    target = tmp_path / "copy.pdf"
    tab.outside.write_copy(target)
    reader.settle()
    with pymupdf.open(target) as document:
        page = document[0]
        (found,) = page.annots()
        expected = page.search_for("Mosses cover the northern")[0]
        assert near(tuple(pymupdf.Quad(*found.vertices).rect), tuple(expected))
        on_screen = expected * page.rotation_matrix
    if shutil.which("pdftoppm"):
        assert near(changed_box(drawn(source), drawn(target)), tuple(on_screen), 4.0)
