"""The child process of a PageServer: `python -m readinglist.documents.pages_worker`."""

from __future__ import annotations

import dataclasses
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.child_serving import Handler, Message, Progress, serve

if TYPE_CHECKING:
    import pymupdf

    from readinglist.documents.altered_pages import AlteredPages
    from readinglist.documents.page_lines import TextLine
    from readinglist.documents.page_pictures import Easel
    from readinglist.documents.pages import Quad

Answer = tuple[Message, bytes]

KEPT_PAGES = 8
"""Pages whose lines are kept: to select and mark on a page asks for them again and again."""
MOMENT = 0.04
"""Seconds of a search after which others get their turn."""


def start() -> Handler:
    """Import MuPDF, now that priority and memory limit are set."""
    # What the first page needs, so that it does not wait for them.
    import readinglist.documents.open_pages
    import readinglist.documents.page_pictures
    import readinglist.documents.reading_order  # noqa: F401
    from readinglist.documents.pages import PageError
    from readinglist.documents.pdf import complain_about_memory
    from readinglist.errors import DocumentError, NeedsPasswordError

    desk = Desk()

    def answer(message: Message, blob: bytes, progress: Progress) -> Answer:
        try:
            return desk.answer(message, blob)
        except DocumentError as error:
            kinds = {"locked": isinstance(error, NeedsPasswordError), "page": isinstance(error, PageError)}
            return {"error": str(error), **kinds}, b""
        except Exception as error:
            complain_about_memory(error)
            if _is_of_mupdf(error):
                return {"error": "is damaged: this part of it cannot be read", "page": "page" in message}, b""
            raise

    return answer


def _is_of_mupdf(error: Exception) -> bool:
    """Whether MuPDF raised it over what is in the file; it has its own classes, and plain ones of Python."""
    return type(error).__module__.startswith("pymupdf") or type(error) is RuntimeError


class Desk:
    """The document that lies open, and what is made of it. It stays open until another file is asked about."""

    def __init__(self) -> None:
        self._document: pymupdf.Document | None = None
        self._stamp: tuple[object, ...] = ()
        self._easel: Easel | None = None
        self._altered: AlteredPages | None = None
        self._lines: OrderedDict[tuple[int, int], list[TextLine]] = OrderedDict()
        self._recognised: dict[int, bytes] = {}
        self._duties: dict[str, Callable[[Message], Answer]] = {
            "open": self._opened,
            "render": self._render,
            "text": self._text,
            "links": self._links,
            "figures": self._figures,
            "find": self._find,
            "locate": self._locate,
            "quote": self._quote,
            "read_annotations": self._read_annotations,
            "references": self._references,
            "write_annotated_copy": self._write_annotated_copy,
        }

    def answer(self, message: Message, words: bytes = b"") -> Answer:
        """What `message["what"]` asks of the file `path`; `words` were recognised on pages that hold none."""
        from readinglist.documents.recognised import split

        self._recognised = split(message.get("words", ()), words)
        return self._duties[message["what"]](message)

    def _open(self, message: Message) -> pymupdf.Document:
        from readinglist.documents.page_pictures import Easel
        from readinglist.documents.pdf import open_document

        path = Path(message["path"])
        stamp = (path, message["password"], *_stamp(path))
        if self._document is None or stamp != self._stamp:
            self._close()
            self._document = open_document(path, message["password"])
            self._stamp = stamp
            self._easel = Easel()
        return self._document

    def _close(self) -> None:
        if self._document is not None:
            self._easel = None  # what it keeps is the document's
            self._lines.clear()
            if self._altered is not None:
                self._altered.close()
                self._altered = None
            self._document.close()
            self._document = None

    def _page(self, message: Message) -> pymupdf.Page:
        document = self._open(message)
        number: int = message["page"]
        count = _count(document)
        if not 1 <= number <= count:
            from readinglist.errors import DocumentError

            raise DocumentError(f"has no page {number}: its pages go from 1 to {count}")
        return document[number - 1]

    def _lines_of(self, message: Message) -> list[TextLine]:
        """The lines of a page in reading order, recognised ones where it holds none; those of the last few are kept."""
        from readinglist.documents.page_space import page_lines
        from readinglist.documents.reading_order import in_reading_order
        from readinglist.documents.recognised import lines_of

        page = self._page(message)
        seen = self._recognised.get(message["page"], b"")
        key = page.number, len(seen)
        if key not in self._lines:
            self._lines[key] = in_reading_order(page_lines(page)) or (lines_of(seen) if seen else [])
            if len(self._lines) > KEPT_PAGES:
                self._lines.popitem(last=False)
        return self._lines[key]

    def _opened(self, message: Message) -> Answer:
        from readinglist.documents.open_pages import opened

        document = self._open(message)
        found = opened(document)
        _count(document)
        return {
            "pages": [dataclasses.astuple(size) for size in found.pages],
            "outline": [dataclasses.astuple(entry) for entry in found.outline],
            "labels": found.labels,
            "encrypted": found.encrypted,
            "has_text": found.has_text,
        }, b""

    def _render(self, message: Message) -> Answer:
        page = self._page(message)
        easel = self._easel
        if message["altered"] and message["marks"]:
            page, easel = self._altered_page(message)
        assert easel is not None
        picture = easel.draw(
            page,
            message["zoom"],
            message["clip"],
            message["rotation"],
            night=message["night"],
            marks=message["marks"],
        )
        place = {name: getattr(picture, name) for name in ("width", "height", "stride", "left", "top")}
        return place, picture.pixels

    def _altered_page(self, message: Message) -> tuple[pymupdf.Page, Easel]:
        from readinglist.documents.altered_pages import AlteredPages

        if self._altered is None:
            self._altered = AlteredPages(Path(message["path"]), message["password"])
        return self._altered.page(message["page"], message["altered"])

    def _text(self, message: Message) -> Answer:
        from readinglist.documents.page_lines import words_of

        words = words_of(self._lines_of(message))
        return {"words": [(word.text, [round(x, 2) for x in word.quad], word.line, word.block) for word in words]}, b""

    def _links(self, message: Message) -> Answer:
        from readinglist.documents.open_pages import links

        return {"links": [dataclasses.asdict(link) for link in links(self._page(message))]}, b""

    def _figures(self, message: Message) -> Answer:
        from readinglist.documents.figures import find_figures
        from readinglist.documents.page_space import drawn_boxes

        found = find_figures(message["page"], self._lines_of(message), drawn_boxes(self._page(message)))
        return {"figures": [dataclasses.asdict(figure) for figure in found]}, b""

    def _find(self, message: Message) -> Answer:
        """Hits on as many pages as a moment allows, so that pages can be shown in between."""
        from readinglist.documents.open_pages import hits_of_any
        from readinglist.documents.pdf import complain_about_memory
        from readinglist.documents.recognised import lines_of, places_of_any

        document = self._open(message)
        found: list[tuple[int, list[Quad]]] = []
        end = time.monotonic() + MOMENT
        number = message["first"] - 1
        while number < min(message["last"], len(document)):
            try:
                hits = [(hit.page, list(hit.quads)) for hit in hits_of_any(document, number, message["texts"])]
                if not hits and (seen := self._recognised.get(number + 1)):
                    hits = [(number + 1, quads) for quads in places_of_any(lines_of(seen), message["texts"])]
                found += hits
            except Exception as error:  # a page that cannot be read has no hits
                complain_about_memory(error)
            number += 1
            if time.monotonic() > end:
                break
        return {"hits": found, "last": number, "done": number >= len(document)}, b""

    def _locate(self, message: Message) -> Answer:
        from readinglist.documents.page_lines import locate
        from readinglist.documents.page_space import page_lines

        found = locate(self._lines_of(message), message["quote"])
        if found is None:  # the text that is searched has the order of the file
            found = locate(page_lines(self._page(message)), message["quote"])
        return {"quads": found}, b""

    def _quote(self, message: Message) -> Answer:
        from readinglist.documents.page_lines import quote_under

        return {"quote": quote_under(self._lines_of(message), message["quads"])}, b""

    def _read_annotations(self, message: Message) -> Answer:
        from readinglist.documents.annotations_in_pdf import read_annotations

        return {"annotations": read_annotations(self._open(message))}, b""

    def _references(self, message: Message) -> Answer:
        from readinglist.documents import pdf, references
        from readinglist.documents.recognised import with_layouts

        pages = pdf.last_layouts(self._open(message), references.LAST_PAGES)
        pages = with_layouts(pages, self._recognised)
        found = references.find_references(pages, [page.text for page in pages])
        return {"references": [dataclasses.asdict(each) for each in found]}, b""

    def _write_annotated_copy(self, message: Message) -> Answer:
        from readinglist.documents.annotated_copy import write_annotated_copy

        self._open(message)  # says why, if it cannot be read
        write_annotated_copy(
            Path(message["path"]),
            message["password"],
            Path(message["target"]),
            message["annotations"],
            message["without"],
        )
        return {}, b""


def _count(document: pymupdf.Document) -> int:
    """How many pages there are; some are lost while MuPDF mends a file, perhaps all."""
    count = len(document)
    if count == 0:
        from readinglist.errors import DocumentError

        raise DocumentError("is damaged: none of its pages can be read")
    return count


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes when another file takes the place of this one."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


if __name__ == "__main__":
    serve(start)
