"""The child process of a PageServer: `python -m readinglist.documents.pages_worker`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.child_serving import Handler, Message, Progress, serve

if TYPE_CHECKING:
    import pymupdf

Answer = tuple[Message, bytes]


def start() -> Handler:
    """Import MuPDF, now that priority and memory limit are set."""
    from readinglist.documents.pdf import complain_about_memory
    from readinglist.errors import DocumentError, NeedsPasswordError

    desk = Desk()

    def answer(message: Message, blob: bytes, progress: Progress) -> Answer:
        try:
            return desk.answer(message)
        except DocumentError as error:
            return {"error": str(error), "locked": isinstance(error, NeedsPasswordError)}, b""
        except Exception as error:
            complain_about_memory(error)
            if _is_of_mupdf(error):
                return {"error": "is damaged: this part of it cannot be read"}, b""
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
        self._duties: dict[str, Callable[[Message], Answer]] = {
            "locate": self._locate,
            "quote": self._quote,
            "read_annotations": self._read_annotations,
            "references": self._references,
            "write_annotated_copy": self._write_annotated_copy,
        }

    def answer(self, message: Message) -> Answer:
        """What `message["what"]` asks of the file `path`."""
        return self._duties[message["what"]](message)

    def _open(self, message: Message) -> pymupdf.Document:
        from readinglist.documents.pdf import open_document

        path = Path(message["path"])
        stamp = (path, message["password"], *_stamp(path))
        if self._document is None or stamp != self._stamp:
            self._close()
            self._document = open_document(path, message["password"])
            self._stamp = stamp
        return self._document

    def _close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None

    def _page(self, message: Message) -> pymupdf.Page:
        document = self._open(message)
        number: int = message["page"]
        if not 1 <= number <= len(document):
            from readinglist.errors import DocumentError

            raise DocumentError(f"has no page {number}: its pages go from 1 to {len(document)}")
        return document[number - 1]

    def _locate(self, message: Message) -> Answer:
        from readinglist.documents.page_lines import locate
        from readinglist.documents.page_space import page_lines

        return {"quads": locate(page_lines(self._page(message)), message["quote"])}, b""

    def _quote(self, message: Message) -> Answer:
        from readinglist.documents.page_lines import quote_under
        from readinglist.documents.page_space import page_lines

        return {"quote": quote_under(page_lines(self._page(message)), message["quads"])}, b""

    def _read_annotations(self, message: Message) -> Answer:
        from readinglist.documents.annotations_in_pdf import read_annotations

        return {"annotations": read_annotations(self._open(message))}, b""

    def _references(self, message: Message) -> Answer:
        from readinglist.documents import pdf, references

        pages = pdf.last_layouts(self._open(message), references.LAST_PAGES)
        found = references.find_references(pages, [page.text for page in pages])
        return {"references": [dataclasses.asdict(each) for each in found]}, b""

    def _write_annotated_copy(self, message: Message) -> Answer:
        from readinglist.documents.annotated_copy import write_annotated_copy

        self._open(message)  # says why, if it cannot be read
        write_annotated_copy(
            Path(message["path"]), message["password"], Path(message["target"]), message["annotations"]
        )
        return {}, b""


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes when another file takes the place of this one."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


if __name__ == "__main__":
    serve(start)
