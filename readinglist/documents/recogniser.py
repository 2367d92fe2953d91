"""Recognises the text of scanned pages in a child process, which has Tesseract read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readinglist.child_process import ChildError, ChildProcess
from readinglist.child_serving import Message
from readinglist.documents.trouble import trouble_of
from readinglist.errors import DocumentError

PAGE_SECONDS = 120.0
MEMORY_LIMIT = 2_000_000_000
DRAWING_SECONDS = 60.0
"""What drawing a page may take on top of reading it; and finding the pages without text."""


class Recogniser:
    """Owns the child process `python -m readinglist.documents.recognise_worker`, which starts at the first page.

    `page_seconds` is what Tesseract may take for a page, `memory_limit` in bytes, for it and for the child each.
    """

    def __init__(self, page_seconds: float = PAGE_SECONDS, memory_limit: int | None = MEMORY_LIMIT) -> None:
        self._seconds = page_seconds
        self._child = ChildProcess("readinglist.documents.recognise_worker", memory_limit=memory_limit)

    def bare_pages(self, path: Path, cancelled: Callable[[], bool] | None = None) -> tuple[int, ...]:
        """The pages (from 1) without text; DocumentError with a reason, CancelledError once `cancelled()`."""
        answer, _ = self._ask({"what": "bare", "path": str(path.absolute())}, DRAWING_SECONDS, cancelled)
        return tuple(answer["pages"])

    def recognise(
        self, path: Path, page: int, program: str, languages: str, cancelled: Callable[[], bool] | None = None
    ) -> bytes:
        """The words of a page as `documents.recognised` packs them; raises as `bare_pages` does."""
        message = {
            "what": "recognise",
            "path": str(path.absolute()),
            "page": page,
            "program": program,
            "languages": languages,
            "seconds": self._seconds,
        }
        return self._ask(message, self._seconds + DRAWING_SECONDS, cancelled)[1]

    def rest(self) -> None:
        """Let the child go, until it is needed again."""
        self._child.stop()

    def close(self) -> None:
        """End the child; a page that is being recognised raises CancelledError."""
        self._child.close()

    def _ask(self, message: Message, seconds: float, cancelled: Callable[[], bool] | None) -> tuple[Message, bytes]:
        try:
            answer, blob = self._child.request(message, timeout=seconds, cancelled=cancelled)
        except ChildError as error:
            raise trouble_of(error, Path(message["path"]), seconds) from error
        if "error" in answer:
            raise DocumentError(answer["error"])
        return answer, blob
