"""The library's annotations as they go into a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from readinglist.documents.pages import Colour, Kind, PdfAnnotation
from readinglist.library.annotation_records import Annotation


def for_pdf(annotations: Iterable[Annotation]) -> list[PdfAnnotation]:
    """Those made here, and those of the file that the user has edited; what else it brought stays there as it is."""
    return [
        PdfAnnotation(
            each.page,
            cast(Kind, each.kind),  # the library keeps no others
            each.quads,
            quote=each.quote,
            comment=each.comment,
            colour=cast(Colour, each.colour),
            author=each.author,
            created=each.created,
            modified=each.modified,
            key=each.key,
        )
        for each in annotations
        if each.origin == "here" or each.edited
    ]
