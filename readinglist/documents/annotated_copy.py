"""Writes a copy of a PDF with annotations that other programs show and understand. Runs only in the child process."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from readinglist.child_serving import Message
from readinglist.documents.annotations_in_pdf import HIDDEN, InDocument, annotations_in
from readinglist.documents.files import settle
from readinglist.documents.pages import COLOURS, Colour, Quad, box_of
from readinglist.documents.pdf import complain_about_memory, open_document
from readinglist.errors import DocumentError

KEEP_ENCRYPTION = 0  # pymupdf.PDF_ENCRYPT_KEEP, which its types do not know
COLOURED = frozenset(
    "Highlight Underline Squiggly StrikeOut Text Square Circle Line PolyLine Polygon Ink".split(),
)
"""What has a colour of its own; others are pictures, or letters on the page."""
AREA_WIDTH = 1.5
"""Points that the line around an area is wide."""


def write_annotated_copy(
    source: Path, password: str | None, target: Path, annotations: Sequence[Message], without: Sequence[str] = ()
) -> None:
    """Copy `source` to `target`, add what is not there yet, and only then let it take the target's place.

    Annotations of the file whose keys are in `without` are left out of the copy, with what people answered to them;
    `source` itself is never touched. DocumentError where the target cannot be written, or is the source itself.
    """
    if target.exists() and source.samefile(target):
        raise DocumentError("would be overwritten by its own copy; choose another name")
    part = target.parent / f".{target.name}.{secrets.token_hex(6)}.part"
    try:
        shutil.copyfile(source, part)
        _annotate(part, password, annotations, without)
        _publish(part, target)
    except OSError as error:
        raise DocumentError(f"could not be copied to {target.name}: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _annotate(path: Path, password: str | None, annotations: Sequence[Message], without: Sequence[str]) -> None:
    document = open_document(path, password)
    try:
        there = {each.annotation.key: each for each in annotations_in(document)}
        done = False
        for annotation in annotations:
            before = there.get(annotation["key"])
            number = annotation["page"]
            if before is not None:
                done = _edit(document[before.annotation.page - 1], before, annotation) or done
            elif 1 <= number <= len(document):
                _add(document[number - 1], annotation)
                done = True
            else:
                raise DocumentError(f"has no page {number} for an annotation: its pages go from 1 to {len(document)}")
        for key in without:
            if key in there:
                _leave_out(document[there[key].annotation.page - 1], there[key])
                done = True
        if done:
            _save(document, path)
    finally:
        document.close()


def _save(document: pymupdf.Document, path: Path) -> None:
    """Add to the end of the file, so that all else stays as it is; what MuPDF had to mend is written anew."""
    try:
        if document.can_save_incrementally():
            document.save(document.name, incremental=True, encryption=KEEP_ENCRYPTION)
            return
        anew = path.with_suffix(".anew")
        try:
            document.save(anew, encryption=KEEP_ENCRYPTION)
            anew.replace(path)
        finally:
            anew.unlink(missing_ok=True)
    except mupdf.FzErrorSystem as error:
        raise OSError(str(error).partition(": ")[2]) from error
    except Exception as error:
        complain_about_memory(error)
        raise DocumentError("is damaged in a way that lets no copy be written") from error


def _publish(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    settle(target.parent)


def _add(page: pymupdf.Page, annotation: Message) -> None:
    quads: list[Quad] = [tuple(quad) for quad in annotation["quads"]]
    colour = COLOURS[annotation["colour"]]
    box = pymupdf.Rect(*box_of(quads))
    match annotation["kind"]:
        case "highlight":
            made = page.add_highlight_annot(_mupdf_quads(quads))
        case "underline":
            made = page.add_underline_annot(_mupdf_quads(quads))
        case "area":
            made = page.add_rect_annot(box)
            made.set_border(width=AREA_WIDTH)
        case _:
            made = page.add_text_annot(box.tl, annotation["comment"], icon="Comment")
    made.set_colors(stroke=colour)
    made.set_info(content=annotation["comment"], title=annotation["author"])
    made.update()
    document = page.parent
    for name, value in {
        "NM": annotation["key"],
        "CreationDate": _pdf_date(annotation["created"]),
        "M": _pdf_date(annotation["modified"] or annotation["created"]),
    }.items():
        if value:
            document.xref_set_key(made.xref, name, pymupdf.get_pdf_str(value))


def _edit(page: pymupdf.Page, before: InDocument, annotation: Message) -> bool:
    """Give an annotation of the file this comment and colour where they are others; whether they were.

    The comment holds what people answered to it as well: with a new one their answers would be there twice.
    """
    is_said = annotation["comment"].strip() != before.annotation.comment
    is_coloured = annotation["colour"] != before.annotation.colour
    if not is_said and not is_coloured:
        return False
    made = page.load_annot(before.xref)
    if is_said:
        made.set_info(content=annotation["comment"])
        page.parent.xref_set_key(before.xref, "RC", "null")  # the old words with their fonts, which some prefer
    if is_coloured:
        recolour(made, annotation["colour"])
    else:
        made.update()
    page.parent.xref_set_key(before.xref, "M", pymupdf.get_pdf_str(_pdf_date(annotation["modified"])))
    if is_said:
        for answer in before.answers:
            page.delete_annot(page.load_annot(answer))
    return True


def recolour(annotation: pymupdf.Annot, colour: Colour) -> None:
    """Draw an annotation of the file in one of our colours, where it has a colour of its own."""
    if annotation.type[1] in COLOURED:
        annotation.set_colors(stroke=COLOURS[colour])
    annotation.update()


def hide(page: pymupdf.Page, there: InDocument) -> None:
    """Draw an annotation of the file no more, nor what people answered to it."""
    for xref in (there.xref, *there.answers):
        annotation = page.load_annot(xref)
        annotation.set_flags(annotation.flags | HIDDEN)


def _leave_out(page: pymupdf.Page, there: InDocument) -> None:
    for xref in (there.xref, *there.answers):
        if xref in [each[0] for each in page.annot_xrefs()]:  # answers may have gone with what they answer to
            page.delete_annot(page.load_annot(xref))


def _mupdf_quads(quads: Sequence[Quad]) -> list[pymupdf.Quad]:
    return [pymupdf.Quad(quad[0:2], quad[2:4], quad[4:6], quad[6:8]) for quad in quads]


def _pdf_date(moment: str | None) -> str:
    """The date of an annotation as PDFs have it; now where none is known."""
    when = datetime.fromisoformat(moment) if moment else datetime.now(UTC)
    return when.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
