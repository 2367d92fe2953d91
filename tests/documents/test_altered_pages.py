"""The file's own marks are drawn as the reader left them, and left out of copies; what is in the file stays there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.documents import PageServer, PdfAnnotation
from readinglist.documents.pages import COLOURS, box_of
from tests.documents.pages import PAPER, write_pdf


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A paper in which somebody else marked two places, one of which was answered to."""
    import pymupdf

    with pymupdf.open(write_pdf(tmp_path / "plain.pdf", PAPER)) as document:
        page = document[0]
        for words in ("sparse and dense", "people who forget"):
            mark = page.add_highlight_annot(page.search_for(words)[0])
            mark.set_colors(stroke=COLOURS["yellow"])
            mark.set_info(content=f"On {words}", title="Chidi")
            mark.update()
        answer = page.add_text_annot((10, 10), "So do I")
        answer.set_irt_xref(mark.xref)
        answer.update()
        document.save(tmp_path / "foreign.pdf")
    return tmp_path / "foreign.pdf"


@pytest.fixture
def server(foreign: Path) -> Iterator[PageServer]:
    made = PageServer(foreign)
    yield made
    made.close()


def tint(server: PageServer, mark: PdfAnnotation) -> str:
    """What the paper between the letters of a mark looks like."""
    left, top, right, bottom = box_of(mark.quads)
    picture = server.render(mark.page, 4.0, clip=(left, top, right, bottom))
    row = picture.stride * (picture.height // 2)  # marks of lines close by lie over its edges
    pixels = [tuple(picture.pixels[row + at : row + at + 3]) for at in range(0, picture.width * 3, 3)]
    red, green, blue = max(set(pixels), key=pixels.count)
    if min(red, green, blue) > 240:
        return "white"
    return "blue" if blue > red else "yellow"


def test_a_mark_of_the_file_is_coloured_left_out_and_had_back(server: PageServer) -> None:
    one, other = marks = server.read_annotations()
    whole = server.render(1, 1.0).pixels
    assert [tint(server, mark) for mark in marks] == ["yellow", "yellow"]
    server.alter_marks({1: {one.key: "blue"}})
    assert [tint(server, mark) for mark in marks] == ["blue", "yellow"]
    server.alter_marks({1: {one.key: "blue", other.key: None, "gone meanwhile": None}})
    assert [tint(server, mark) for mark in marks] == ["blue", "white"]
    server.alter_marks({1: {other.key: None}})
    assert [tint(server, mark) for mark in marks] == ["yellow", "white"]
    assert server.read_annotations() == marks, "what is read of the file is what is in it"
    server.alter_marks({})
    assert server.render(1, 1.0).pixels == whole


def test_an_answer_goes_with_what_it_answers_to(server: PageServer) -> None:
    one, other = server.read_annotations()
    bare = server.render(1, 1.0, marks=False).pixels
    server.alter_marks({1: {one.key: None, other.key: None}})
    assert server.render(1, 1.0).pixels == bare


def test_another_file_in_its_place_is_altered_too(server: PageServer, foreign: Path) -> None:
    import pymupdf

    one, _ = server.read_annotations()
    server.alter_marks({1: {one.key: "blue"}})
    assert tint(server, one) == "blue"
    with pymupdf.open(foreign) as document:
        document[0].insert_text((72, 700), "A line more")
        document.save(foreign.with_suffix(".new"))
    foreign.with_suffix(".new").replace(foreign)
    assert "more" in [word.text for word in server.text(1).words] and tint(server, one) == "blue"


def test_what_was_deleted_is_left_out_of_a_copy(server: PageServer, foreign: Path, tmp_path: Path) -> None:
    import pymupdf

    before = hashlib.sha256(foreign.read_bytes()).hexdigest()
    one, other = server.read_annotations()
    server.write_annotated_copy(tmp_path / "copy.pdf", [], [other.key, "gone meanwhile"])
    assert hashlib.sha256(foreign.read_bytes()).hexdigest() == before
    with pymupdf.open(tmp_path / "copy.pdf") as document:
        assert [each.info["content"] for each in document[0].annots()] == ["On sparse and dense"]
    copy = PageServer(tmp_path / "copy.pdf")
    assert copy.read_annotations() == (one,)
    copy.close()
