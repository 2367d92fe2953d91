"""What is wished of an open document: messages for the child process, and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from readinglist.child_serving import Message
from readinglist.documents.pages import (
    Box,
    Figure,
    Hit,
    Link,
    Opened,
    OutlineEntry,
    PageSize,
    PageText,
    PdfAnnotation,
    Picture,
    Quad,
    Word,
    as_quad,
)
from readinglist.documents.references import LAST_PAGES, Reference

T_co = TypeVar("T_co", covariant=True)

FOUND_AT_ONCE = 40
"""Pages that are searched with one wish at the most: the words that were recognised on them come along."""
LONG = 300.0
"""Seconds that what goes through the whole document may take."""


@dataclass(frozen=True, slots=True)
class Wish(Generic[T_co]):
    """Something to ask of the child; `rank` 0 is for what the reader looks at and comes before all 1."""

    what: str
    arguments: Message
    understand: Callable[[Message, bytes], T_co]
    rank: int = 0
    limit: float | None = None
    """Seconds that it may take; None for what is usual."""

    def pages_of(self, recognised: Mapping[int, bytes]) -> list[tuple[int, bytes]]:
        """Of the words that were recognised on pages, those that the answer may depend on."""
        if not recognised:
            return []
        match self.what:
            case "text" | "locate" | "quote" | "figures":
                page = self.arguments["page"]
                return [(page, recognised[page])] if page in recognised else []
            case "find":
                first = self.arguments["first"]
                return [each for each in sorted(recognised.items()) if first <= each[0] < first + FOUND_AT_ONCE]
            case "references":
                return sorted(recognised.items())[-LAST_PAGES:]
        return []


@dataclass(frozen=True, slots=True)
class Found:
    """Hits on the pages up to `last`, and whether that is the last of the document."""

    hits: tuple[Hit, ...]
    last: int
    done: bool


def opened() -> Wish[Opened]:
    """Sizes, outline and labels."""
    return Wish("open", {}, lambda answer, _: _opened(answer), limit=LONG)


def render(
    page: int, zoom: float, *, clip: Box | None = None, rotation: int = 0, night: bool = False, marks: bool = True
) -> Wish[Picture]:
    """A picture of a page (from 1), or of its part `clip` in its own space, at `zoom` pixels a point.

    `rotation` is added to the page's own; `night` makes it dark but for photographs; `marks` draws its annotations.
    """
    arguments = {"page": page, "zoom": zoom, "clip": clip, "rotation": rotation, "night": night, "marks": marks}
    return Wish("render", arguments, lambda answer, pixels: Picture(pixels=pixels, **answer))


def text(page: int) -> Wish[PageText]:
    """The words of a page (from 1) in reading order."""
    return Wish("text", {"page": page}, lambda answer, _: PageText(tuple(_word(each) for each in answer["words"])))


def links(page: int) -> Wish[tuple[Link, ...]]:
    """The links of a page (from 1) into the document and to the web."""
    return Wish("links", {"page": page}, lambda answer, _: tuple(_link(each) for each in answer["links"]))


def figures(page: int) -> Wish[tuple[Figure, ...]]:
    """The figures and tables of a page (from 1) that have a caption."""
    return Wish("figures", {"page": page}, lambda answer, _: tuple(_figure(each) for each in answer["figures"]), 1)


def find(sought: Sequence[str], first: int) -> Wish[Found]:
    """Hits of any of these texts on some pages from `first` on."""
    arguments = {"texts": list(sought), "first": first, "last": first + FOUND_AT_ONCE - 1}
    return Wish("find", arguments, lambda answer, _: _found(answer), 1)


def locate(page: int, quote: str) -> Wish[tuple[Quad, ...] | None]:
    """Where a quote stands on a page (from 1)."""
    return Wish("locate", {"page": page, "quote": quote}, lambda answer, _: _quads(answer["quads"]))


def quote(page: int, quads: Sequence[Quad]) -> Wish[str]:
    """The words of a page (from 1) under marks."""
    return Wish("quote", {"page": page, "quads": list(quads)}, lambda answer, _: str(answer["quote"]))


def references() -> Wish[tuple[Reference, ...]]:
    """The reference list."""
    return Wish("references", {}, lambda answer, _: tuple(Reference(**each) for each in answer["references"]), 1, LONG)


def read_annotations() -> Wish[tuple[PdfAnnotation, ...]]:
    """The annotations in the file."""
    return Wish("read_annotations", {}, lambda answer, _: _annotations(answer), 1, LONG)


def annotated_copy(target: str, wanted: Sequence[PdfAnnotation], without: Sequence[str] = ()) -> Wish[None]:
    """Write a copy of the file with annotations, and without those of these keys, to an absolute path."""
    fields = PdfAnnotation.__dataclass_fields__
    messages = [{name: getattr(annotation, name) for name in fields} for annotation in wanted]
    arguments = {"target": target, "annotations": messages, "without": list(without)}
    return Wish("write_annotated_copy", arguments, lambda answer, _: None, limit=LONG)


def _opened(answer: Message) -> Opened:
    return Opened(
        tuple(PageSize(*size) for size in answer["pages"]),
        tuple(OutlineEntry(*entry) for entry in answer["outline"]),
        tuple(answer["labels"]),
        answer["encrypted"],
        answer["has_text"],
    )


def _word(fields: Sequence[object]) -> Word:
    written, quad, line, block = fields
    assert isinstance(written, str) and isinstance(quad, list) and isinstance(line, int) and isinstance(block, int)
    return Word(written, as_quad(quad), line, block)


def _box(numbers: Sequence[float]) -> Box:
    left, top, right, bottom = numbers
    return left, top, right, bottom


def _link(fields: Message) -> Link:
    return Link(**{**fields, "box": _box(fields["box"])})


def _figure(fields: Message) -> Figure:
    return Figure(**{**fields, "box": _box(fields["box"])})


def _found(answer: Message) -> Found:
    hits = tuple(Hit(page, tuple(as_quad(quad) for quad in quads)) for page, quads in answer["hits"])
    return Found(hits, answer["last"], answer["done"])


def _quads(found: Sequence[Sequence[float]] | None) -> tuple[Quad, ...] | None:
    return None if found is None else tuple(as_quad(quad) for quad in found)


def _annotations(answer: Message) -> tuple[PdfAnnotation, ...]:
    return tuple(PdfAnnotation.from_message(each) for each in answer["annotations"])
