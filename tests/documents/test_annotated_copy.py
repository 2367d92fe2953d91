"""Annotations written into a copy of a PDF stand where they should, as other programs see them, and come back."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readinglist.documents import PageServer, PdfAnnotation, Reader
from readinglist.documents.pages import COLOURS, Colour, Quad, box_of, quad_of
from readinglist.errors import DocumentError
from tests.documents.pages import AES_256, PAPER, write_pdf

WHEN = "2026-01-31T12:30:05.000Z"
CLOSE = 2.0
"""Points by which a place may be off."""


def near(one: tuple[float, ...], other: tuple[float, ...], by: float = CLOSE) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("plain") / "paper.pdf", PAPER)


def variant(plain: Path, target: Path, rotation: int, cropped: bool) -> Path:
    """The paper with its pages turned, and cropped to a box that does not begin at the corner."""
    import pymupdf

    with pymupdf.open(plain) as document:
        for page in document:
            if cropped:
                page.set_cropbox(pymupdf.Rect(30, 50, 580, 700))
            page.set_rotation(rotation)
        document.save(target)
    return target


@pytest.fixture
def serve(request: pytest.FixtureRequest) -> Iterator[Any]:
    servers: list[PageServer] = []

    def make(path: Path, password: str | None = None) -> PageServer:
        servers.append(PageServer(path, password))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


def one_of_each(quads: tuple[Quad, ...]) -> list[PdfAnnotation]:
    dates = {"author": "Ines Møreau", "created": WHEN, "modified": WHEN}
    return [
        PdfAnnotation(1, "highlight", quads, comment="Why? α → β", colour="green", key="rl-1", **dates),
        PdfAnnotation(1, "underline", quads, colour="purple", key="rl-2", **dates),
        PdfAnnotation(2, "area", (quad_of((80, 90, 300, 200)),), colour="orange", key="rl-3", **dates),
        PdfAnnotation(2, "note", (quad_of((60, 300, 80, 320)),), comment="Ask.", colour="blue", key="rl-4", **dates),
    ]


@pytest.mark.parametrize("cropped", [False, True], ids=["whole", "cropped"])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_marks_stand_where_they_should(plain: Path, tmp_path: Path, serve: Any, rotation: int, cropped: bool) -> None:
    import pymupdf

    source = variant(plain, tmp_path / "source.pdf", rotation, cropped)
    server = serve(source)
    quads = server.locate(1, "compare sparse and dense retrieval for people")
    assert quads is not None and len(quads) == 2
    wanted = one_of_each(quads)
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    server.write_annotated_copy(tmp_path / "copy.pdf", wanted)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pdf", "source.pdf"]

    with pymupdf.open(tmp_path / "copy.pdf") as document:
        page = document[0]
        assert page.rotation == rotation
        # What a person sees under the mark, taken from the unmarked page by pymupdf itself.
        words = ("compare sparse and dense retrie-", "val for people")
        expected = [page.search_for(each, flags=0)[0] for each in words]
        highlight, underline = page.annots()
        assert (highlight.type[1], underline.type[1]) == ("Highlight", "Underline")
        for annotation in (highlight, underline):
            points = annotation.vertices
            assert len(points) == 8
            for at, box in zip((0, 4), expected, strict=True):
                quad = pymupdf.Quad(*points[at : at + 4])
                assert near(tuple(quad.rect), tuple(box))
        info = highlight.info
        assert (info["content"], info["title"], info["id"]) == ("Why? α → β", "Ines Møreau", "rl-1")
        assert info["creationDate"] == info["modDate"] == "D:20260131123005Z"
        assert near(tuple(100 * part for part in highlight.colors["stroke"]), tuple(100 * c for c in COLOURS["green"]))
        second = document[1]
        area, note = second.annots()
        assert (area.type[1], note.type[1]) == ("Square", "Text")
        assert near(tuple(area.rect), (80, 90, 300, 200))
        # An icon stays upright when the page turns; it turns about this corner.
        assert any(near(tuple(corner), (60, 300)) for corner in note.rect.quad)

    back = serve(tmp_path / "copy.pdf").read_annotations()
    for found, given in zip(back, wanted, strict=True):
        assert (found.page, found.kind, found.comment, found.colour) == (
            given.page,
            given.kind,
            given.comment,
            given.colour,
        )
        assert (found.author, found.created, found.modified, found.key) == ("Ines Møreau", WHEN, WHEN, given.key)
        if given.kind == "note":
            assert near(found.quads[0][:2], given.quads[0][:2])
        else:
            assert len(found.quads) == len(given.quads)
            assert all(near(one, other) for one, other in zip(found.quads, given.quads, strict=True))
    assert back[0].quote == back[1].quote == "compare sparse and dense retrieval for people"


def test_existing_annotations_are_neither_doubled_nor_altered(plain: Path, tmp_path: Path, serve: Any) -> None:
    import pymupdf

    with pymupdf.open(plain) as document:
        page = document[0]
        page.add_squiggly_annot(page.search_for("small libraries")[0])
        page.add_freetext_annot(pymupdf.Rect(100, 600, 300, 640), "A word in the margin")
        page.add_ink_annot([[(100, 650), (150, 660), (200, 655)]])
        strange = page.add_highlight_annot(page.search_for("Abstract")[0])
        document.xref_set_key(strange.xref, "NM", "null")
        document.xref_set_key(strange.xref, "AP", "null")
        document.xref_set_key(strange.xref, "MyOwn", "/Thing")
        document.save(tmp_path / "source.pdf")
        before = {each.xref: document.xref_object(each.xref) for each in page.annots()}
    server = serve(tmp_path / "source.pdf")
    found = server.read_annotations()
    reader = Reader(processes=1)
    assert reader.annotations(tmp_path / "source.pdf") == found
    reader.close()
    assert [annotation.kind for annotation in found] == ["underline", "highlight", "note", "area"]
    quads = server.locate(1, "We compare")
    server.write_annotated_copy(tmp_path / "copy.pdf", [*found, PdfAnnotation(1, "highlight", quads, key="new")])
    with pymupdf.open(tmp_path / "copy.pdf") as document:
        after = {each.xref: document.xref_object(each.xref) for each in document[0].annots()}
    assert {xref: after[xref] for xref in before} == before
    assert len(after) == len(before) + 1
    again = serve(tmp_path / "copy.pdf")
    copied = again.read_annotations()
    assert [each for each in copied if each.key != "new"] == list(found)
    again.write_annotated_copy(tmp_path / "second.pdf", copied)
    assert (tmp_path / "second.pdf").read_bytes() == (tmp_path / "copy.pdf").read_bytes()


def test_what_was_edited_takes_the_place_of_the_old(plain: Path, tmp_path: Path, serve: Any) -> None:
    import pymupdf

    with pymupdf.open(plain) as document:
        page = document[0]
        mark = page.add_highlight_annot(page.search_for("sparse and dense")[0])
        mark.set_info(content="An old thought", title="Chidi")
        mark.update()
        document.xref_set_key(mark.xref, "RC", "(<body><p>An old thought</p></body>)")
        answer = page.add_text_annot((10, 10), "An old answer")
        answer.set_irt_xref(mark.xref)
        answer.update()
        page.add_freetext_annot(pymupdf.Rect(100, 600, 300, 640), "Old words in the margin")
        page.add_underline_annot(page.search_for("people who forget")[0])
        document.save(tmp_path / "source.pdf")
    server = serve(tmp_path / "source.pdf")
    highlight, underline, note = server.read_annotations()
    edited = [
        replace(highlight, comment="A new thought", colour="blue", modified=WHEN),
        underline,
        replace(note, comment="New words"),
    ]
    server.write_annotated_copy(tmp_path / "copy.pdf", edited)
    found = serve(tmp_path / "copy.pdf").read_annotations()
    assert [(each.kind, each.key, each.comment) for each in found] == [
        ("highlight", highlight.key, "A new thought"),
        ("underline", underline.key, ""),
        ("note", note.key, "New words"),
    ]
    assert (found[0].colour, found[0].author, found[0].modified) == ("blue", "Chidi", WHEN)
    assert found[0].quads == highlight.quads and found[1] == underline
    with pymupdf.open(tmp_path / "copy.pdf") as document:
        page = document[0]
        assert sorted(each.type[1] for each in page.annots()) == ["FreeText", "Highlight", "Underline"]
        shown = page.get_text(clip=pymupdf.Rect(90, 590, 310, 650)) + "".join(
            each.get_text()
            for each in page.annots(types=[2])  # free text
        )
        assert "New words" in shown and "Old" not in shown
        assert "old" not in "".join(document.xref_object(each.xref) for each in page.annots()).lower()


def test_what_others_wrote_is_understood(plain: Path, tmp_path: Path, serve: Any) -> None:
    import pymupdf

    with pymupdf.open(plain) as document:
        page = document[0]
        box = page.search_for("sparse and dense")[0]
        mark = page.add_highlight_annot(box)
        mark.set_info(content="Mind this", title="Chidi")
        mark.update()
        document.xref_set_key(mark.xref, "CreationDate", "(D:20250301100000+02'00')")
        # The standard's own order of corners: around, from the lower left.
        left, right, low, high = box.x0, box.x1, 792 - box.y1, 792 - box.y0
        document.xref_set_key(mark.xref, "QuadPoints", f"[{left} {low} {right} {low} {right} {high} {left} {high}]")
        answer = page.add_text_annot((10, 10), "So do I")
        answer.set_info(title="Ines")
        answer.set_irt_xref(mark.xref)
        answer.update()
        echo = page.add_strikeout_annot(page.search_for("people who forget")[0])
        echo.set_info(content="people who  forget")
        echo.set_colors(stroke=(0.1, 0.1, 0.8))
        echo.update()
        page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 9, 9), "uri": "https://example.org"})
        document.save(tmp_path / "others.pdf")
    highlight, struck = serve(tmp_path / "others.pdf").read_annotations()
    assert (highlight.quote, highlight.author) == ("sparse and dense", "Chidi")
    assert highlight.comment == "Mind this\n\nInes: So do I"
    assert highlight.created == "2025-03-01T08:00:00.000Z"
    assert near(box_of(highlight.quads), tuple(box))
    assert highlight.quads[0][1] < highlight.quads[0][5]  # begins at the upper left
    assert (struck.kind, struck.quote, struck.comment, struck.colour) == ("underline", "people who forget", "", "blue")


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_come_back_as_they_went(colour: Colour) -> None:
    from readinglist.documents.annotations_in_pdf import _colour

    assert _colour(COLOURS[colour]) == colour
    assert _colour([round(part * 0.9, 2) for part in COLOURS[colour]]) == colour


def test_keys_of_nameless_annotations_outlive_a_changed_comment(plain: Path, tmp_path: Path, serve: Any) -> None:
    import pymupdf

    keys = []
    for comment in ("first", "second thought"):
        with pymupdf.open(plain) as document:
            page = document[0]
            for words in ("sparse", "sparse", "dense"):  # two of them on one spot
                mark = page.add_highlight_annot(page.search_for(words)[0])
                mark.set_info(content=comment)
                document.xref_set_key(mark.xref, "NM", "null")
            document.save(tmp_path / "nameless.pdf")
        keys.append([annotation.key for annotation in serve(tmp_path / "nameless.pdf").read_annotations()])
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 3


def test_an_encrypted_file_stays_so(plain: Path, tmp_path: Path, serve: Any) -> None:
    import pymupdf

    with pymupdf.open(plain) as document:
        document.save(tmp_path / "locked.pdf", encryption=AES_256, user_pw="shelf", owner_pw="x")
    server = serve(tmp_path / "locked.pdf", "shelf")
    quads = server.locate(1, "We compare")
    server.write_annotated_copy(tmp_path / "copy.pdf", [PdfAnnotation(1, "highlight", quads, key="new")])
    with pymupdf.open(tmp_path / "copy.pdf") as document:
        assert document.needs_pass and document.authenticate("shelf")
        assert [each.type[1] for each in document[0].annots()] == ["Highlight"]


def test_a_mended_file_is_written_anew(plain: Path, tmp_path: Path, serve: Any) -> None:
    import pymupdf

    data = plain.read_bytes()
    (tmp_path / "torn.pdf").write_bytes(data[: data.rindex(b"startxref")])
    server = serve(tmp_path / "torn.pdf")
    quads = server.locate(1, "We compare")
    server.write_annotated_copy(tmp_path / "copy.pdf", [PdfAnnotation(1, "highlight", quads, key="new")])
    with pymupdf.open(tmp_path / "copy.pdf") as document:
        assert [each.type[1] for each in document[0].annots()] == ["Highlight"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pdf", "torn.pdf"]


def test_what_cannot_be_written_leaves_nothing_behind(plain: Path, tmp_path: Path, serve: Any) -> None:
    source = tmp_path / "paper.pdf"
    shutil.copy(plain, source)
    server = serve(source)
    mark = PdfAnnotation(1, "area", (quad_of((1, 1, 9, 9)),), key="new")
    with pytest.raises(DocumentError, match="overwritten by its own copy"):
        server.write_annotated_copy(source, [mark])
    with pytest.raises(DocumentError, match=r"could not be copied to copy\.pdf: No such file"):
        server.write_annotated_copy(tmp_path / "nowhere" / "copy.pdf", [mark])
    (tmp_path / "copy.pdf").write_text("former")
    with pytest.raises(DocumentError, match=r"has no page 7 .*from 1 to 2"):
        server.write_annotated_copy(tmp_path / "copy.pdf", [PdfAnnotation(7, "area", mark.quads, key="far")])
    assert (tmp_path / "copy.pdf").read_text() == "former"
    assert source.read_bytes() == plain.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pdf", "paper.pdf"]


@pytest.mark.parametrize("program", ["qpdf", "pdftotext"])
def test_other_programs_find_no_fault(plain: Path, tmp_path: Path, serve: Any, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    server = serve(plain)
    quads = server.locate(1, "sparse and dense")
    server.write_annotated_copy(tmp_path / "copy.pdf", one_of_each(quads))
    command = {"qpdf": ["qpdf", "--check"], "pdftotext": ["pdftotext", "-q"]}[program]
    done = subprocess.run([*command, str(tmp_path / "copy.pdf")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's programs are not installed")
@pytest.mark.parametrize("cropped", [False, True], ids=["whole", "cropped"])
@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_poppler_draws_the_marks_there(plain: Path, tmp_path: Path, serve: Any, rotation: int, cropped: bool) -> None:
    import pymupdf

    source = variant(plain, tmp_path / "source.pdf", rotation, cropped)
    server = serve(source)
    quads = server.locate(1, "sparse and dense")
    server.write_annotated_copy(tmp_path / "copy.pdf", [PdfAnnotation(1, "highlight", quads, key="new")])
    with pymupdf.open(source) as document:
        seen = document[0].search_for("sparse and dense")[0] * document[0].rotation_matrix
    before, after = (drawn(tmp_path / name) for name in ("source.pdf", "copy.pdf"))
    # MuPDF draws a highlight's ends round, a fifth of its height beyond the quad; and a pixel is a point here.
    assert near(changed_box(before, after), tuple(seen), CLOSE + 2)


Image = tuple[int, int, bytes]


def drawn(path: Path) -> Image:
    """The first page at one pixel a point."""
    command = ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-cropbox", str(path)]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, pixels


def changed_box(before: Image, after: Image) -> tuple[int, int, int, int]:
    """The smallest rectangle around all pixels that differ."""
    width, height, pixels = before
    assert after[:2] == (width, height)
    places = [at // 3 for at in range(0, len(pixels), 3) if pixels[at : at + 3] != after[2][at : at + 3]]
    xs, ys = [place % width for place in places], [place // width for place in places]
    return min(xs), min(ys), max(xs) + 1, max(ys) + 1
