"""The annotations that are in a PDF, as those of this program. Runs only in the child process."""

from __future__ import annotations

import colorsys
import dataclasses
import hashlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pymupdf
from pymupdf import mupdf

from readinglist.child_serving import Message
from readinglist.documents.page_lines import TextLine, fold, quote_under
from readinglist.documents.page_space import box_from_pdf, from_pdf, page_lines
from readinglist.documents.pages import Colour, Kind, PdfAnnotation, Quad, as_quad, quad_of

KINDS: dict[str, Kind] = {
    "Highlight": "highlight",
    **dict.fromkeys(("Underline", "Squiggly", "StrikeOut"), "underline"),
    **dict.fromkeys(("Text", "FreeText", "Caret", "FileAttachment"), "note"),
    **dict.fromkeys(("Square", "Circle", "Polygon", "PolyLine", "Line", "Ink", "Stamp", "Redact"), "area"),
}
"""Ours for each of the PDF's; what is not here (popups, links, form fields, films) is no annotation of a reader's."""

HIDDEN = 2
_HUES: tuple[tuple[Colour, float], ...] = (
    ("red", 18),
    ("orange", 42),
    ("yellow", 70),
    ("green", 170),
    ("blue", 248),
    ("purple", 325),
    ("red", 361),
)
"""Where in the circle of hues, in degrees, each colour ends."""
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?")


@dataclasses.dataclass(frozen=True, slots=True)
class InDocument:
    """An annotation with the number of its object, and of those that are answers to it."""

    annotation: PdfAnnotation
    xref: int
    answers: tuple[int, ...]


def read_annotations(document: pymupdf.Document) -> list[Message]:
    """The annotations in the order of pages, then from top to bottom; fields as `PdfAnnotation` has them."""
    return [dataclasses.asdict(each.annotation) for each in annotations_in(document)]


def annotations_in(document: pymupdf.Document, *, quotes: bool = True) -> list[InDocument]:
    """The annotations in the order of pages, then from top to bottom; without `quotes` faster, by the same keys."""
    found: list[InDocument] = []
    keys: set[str] = set()
    for number in range(len(document)):
        if not _has_annotations(document, number):
            continue
        try:
            on_page = list(_on_page(document[number], quotes=quotes))
        except Exception as error:  # MuPDF raises whatever it likes; the other pages may be sound
            if isinstance(error, MemoryError):
                raise
            continue
        for each in sorted(on_page, key=lambda one: (one.annotation.quads[0][1], one.annotation.quads[0][0])):
            key = _unique(each.annotation.key, each.annotation.page, keys)
            found.append(dataclasses.replace(each, annotation=dataclasses.replace(each.annotation, key=key)))
    return found


def _has_annotations(document: pymupdf.Document, number: int) -> bool:
    kind, _ = document.xref_get_key(document.page_xref(number), "Annots")
    return kind in ("array", "xref")


def _on_page(page: pymupdf.Page, *, quotes: bool) -> Iterator[InDocument]:
    lines: list[TextLine] | None = None
    annotations = [annotation for annotation in page.annots() if annotation.type[1] in KINDS]
    replies = _replies(annotations)
    for annotation in annotations:
        if annotation.xref in replies.parts or annotation.flags & HIDDEN:
            continue
        name = annotation.type[1]
        quads = _quads(page, annotation)
        if quotes and KINDS[name] in ("highlight", "underline") and lines is None:
            lines = page_lines(page)
        made = _annotation(page, annotation, quads, lines or [], replies.texts.get(annotation.xref, []))
        yield InDocument(made, annotation.xref, tuple(replies.objects.get(annotation.xref, ())))


def _annotation(
    page: pymupdf.Page, annotation: pymupdf.Annot, quads: tuple[Quad, ...], lines: list[TextLine], replies: list[str]
) -> PdfAnnotation:
    name: str = annotation.type[1]
    info = annotation.info
    kind = KINDS[name]
    quote = quote_under(lines, quads) if kind in ("highlight", "underline") else ""
    comment = _comment(page, annotation)
    if quote and fold(comment) == fold(quote):  # some programs write the marked words there
        comment = ""
    return PdfAnnotation(
        page=page.number + 1,
        kind=kind,
        quads=quads,
        quote=quote,
        comment="\n\n".join(part for part in (comment, *replies) if part),
        colour=_colour(annotation.colors.get("stroke") or annotation.colors.get("fill") or ()),
        author=info["title"].strip(),
        created=_moment(info["creationDate"]),
        modified=_moment(info["modDate"]),
        key=info["id"] or _key(name, quads),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Replies:
    """What people answered to annotations: texts by the number of the object that they answer to."""

    texts: dict[int, list[str]]
    objects: dict[int, list[int]]
    """The numbers of all that answer to an annotation, those without a text too."""
    parts: frozenset[int]
    """The objects that are answers, or marks of somebody's having read them, and no annotations by themselves."""


def _replies(annotations: list[pymupdf.Annot]) -> _Replies:
    parents = {annotation.xref: annotation.irt_xref for annotation in annotations}
    here = {annotation.xref for annotation in annotations}
    parents = {xref: parent for xref, parent in parents.items() if parent in here and parent != xref}
    texts: dict[int, list[str]] = {}
    objects: dict[int, list[int]] = {}
    for annotation in annotations:
        parent, seen = annotation.xref, {annotation.xref}
        while parent in parents and parents[parent] not in seen:
            parent = parents[parent]
            seen.add(parent)
        if parent != annotation.xref:
            objects.setdefault(parent, []).append(annotation.xref)
        document = annotation.get_parent().parent
        is_state = document.xref_get_key(annotation.xref, "StateModel")[0] != "null"
        if parent != annotation.xref and not is_state and (text := annotation.info["content"].strip()):
            who = annotation.info["title"].strip()
            texts.setdefault(parent, []).append(f"{who}: {text}" if who else text)
    return _Replies(texts, objects, frozenset(parents))


def _quads(page: pymupdf.Page, annotation: pymupdf.Annot) -> tuple[Quad, ...]:
    """The marked pieces of lines; of all else the rectangle."""
    if KINDS[annotation.type[1]] in ("highlight", "underline"):
        points = _numbers(annotation, "QuadPoints")
        matrix = from_pdf(page)
        quads = [_quad(points[start : start + 8], matrix) for start in range(0, len(points) - 7, 8)]
        if quads:
            return tuple(quads)
    corners = _numbers(annotation, "Rect")
    inset = _numbers(annotation, "RD")
    if len(corners) != 4:
        return (quad_of(tuple(annotation.rect)),)
    if len(inset) == 4 and annotation.type[1] in ("Square", "Circle", "FreeText"):
        corners = [corners[0] + inset[0], corners[1] + inset[1], corners[2] - inset[2], corners[3] - inset[3]]
    left, bottom, right, top = corners
    return (quad_of(_rounded(box_from_pdf(page, (left, bottom, right, top)))),)


def _quad(points: list[float], matrix: pymupdf.Matrix) -> Quad:
    """Eight numbers of the file; programs that hold to the letter of the standard go around, most do not."""
    corners = [pymupdf.Point(points[at], points[at + 1]) * matrix for at in range(0, 8, 2)]
    a, b, c, d = corners
    if _crosses(a, c, b, d):  # the last two the other way round
        c, d = d, c
    numbers = [round(number, 3) for corner in (a, b, c, d) for number in (corner.x, corner.y)]
    xs, ys = numbers[0::2], numbers[1::2]
    if abs(numbers[1] - numbers[3]) < 0.5 or abs(numbers[0] - numbers[2]) < 0.5:
        upright = abs(numbers[1] - numbers[3]) < 0.5
        if upright and (numbers[1] > numbers[5] or numbers[0] > numbers[2]):  # begun at another corner
            return quad_of((min(xs), min(ys), max(xs), max(ys)))
    return as_quad(numbers)


def _crosses(a: pymupdf.Point, b: pymupdf.Point, c: pymupdf.Point, d: pymupdf.Point) -> bool:
    """Whether the way from a to b and that from c to d meet."""

    def side(one: pymupdf.Point, two: pymupdf.Point, third: pymupdf.Point) -> float:
        return (two.x - one.x) * (third.y - one.y) - (two.y - one.y) * (third.x - one.x)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _numbers(annotation: pymupdf.Annot, name: str) -> list[float]:
    array = mupdf.pdf_dict_gets(mupdf.pdf_annot_obj(annotation.this), name)
    return [mupdf.pdf_array_get_real(array, at) for at in range(mupdf.pdf_array_len(array))]


def _rounded(box: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(number, 3) for number in box)
    return left, top, right, bottom


def _comment(page: pymupdf.Page, annotation: pymupdf.Annot) -> str:
    text: str = annotation.info["content"].replace("\r\n", "\n").replace("\r", "\n").strip()
    if text:
        return text
    kind, rich = page.parent.xref_get_key(annotation.xref, "RC")
    if kind != "string":
        return ""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</p\s*>|<br\s*/?>", "\n", rich))).strip()


def _colour(parts: tuple[float, ...] | list[float]) -> Colour:
    """The one of ours that is closest: by hue, which is what people mean by a colour; yellow for greys."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(list(parts)))
    if saturation < 0.1 or not 0.03 < lightness < 0.99:
        return "yellow"
    return next(name for name, end in _HUES if hue * 360 < end)


def _rgb(parts: list[float]) -> tuple[float, float, float]:
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return 0.0, 0.0, 0.0


def _moment(text: str) -> str | None:
    """A date of a PDF in UTC as ISO 8601."""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(part or usual) for part, usual in zip(found.groups()[:6], (1, 1, 1, 0, 0, 0), strict=True)
    )
    away = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
    try:
        zone = timezone(-away if found[8] == "-" else away)
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _key(name: str, quads: tuple[Quad, ...]) -> str:
    """A name for an annotation that has none: by what it is and where, not by its comment, which people change."""
    places = ",".join(f"{number:.0f}" for quad in quads for number in quad)
    return f"{name}-{hashlib.sha256(places.encode()).hexdigest()[:16]}"


def _unique(key: str, page: int, taken: set[str]) -> str:
    """The key, with its page and a number where another annotation has it already."""
    tried, number = key, 1
    while tried in taken:
        tried = f"{key}-p{page}" if number == 1 else f"{key}-p{page}-{number}"
        number += 1
    taken.add(tried)
    return tried
