"""Serves an open PDF's pages from a child process, so that no file can freeze or take down the window."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from readinglist.child_process import (
    ChildCancelledError,
    ChildDiedError,
    ChildError,
    ChildFailedError,
    ChildProcess,
    ChildTimeoutError,
)
from readinglist.child_serving import Message
from readinglist.documents.pages import PdfAnnotation, Quad, as_quad
from readinglist.documents.reader import CancelledError
from readinglist.documents.references import Reference
from readinglist.errors import DocumentError, NeedsPasswordError

log = logging.getLogger(__name__)

TIME_LIMIT = 30.0
WRITING_LIMIT = 300.0
MEMORY_LIMIT = 2_000_000_000


class PageServer:
    """One PDF, open in a child process `python -m readinglist.documents.pages_worker` of its own.

    Any thread may call any method; each waits for its answer. All raise DocumentError with a reason in plain words,
    after which the next call starts a fresh child, and CancelledError once the server is closed.
    """

    def __init__(
        self,
        path: Path,
        password: str | None = None,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int | None = MEMORY_LIMIT,
    ) -> None:
        self.path = path
        self._password = password
        self._time_limit = time_limit
        self._child = ChildProcess("readinglist.documents.pages_worker", low_priority=False, memory_limit=memory_limit)

    def warm(self) -> None:
        """Start the child ahead of the first wish; returns at once."""
        self._child.start()

    def close(self) -> None:
        """End the child; a wish in flight raises CancelledError."""
        self._child.close()

    def locate(self, page: int, quote: str) -> tuple[Quad, ...] | None:
        """Where a quote stands on a page (from 1), a quad for each line; None if it is not there.

        White space, line breaks, hyphens at line ends and ligatures make no difference.
        """
        found = self._ask("locate", page=page, quote=quote)["quads"]
        return None if found is None else tuple(as_quad(each) for each in found)

    def quote(self, page: int, quads: Sequence[Quad]) -> str:
        """The words of a page (from 1) under marks, on one line, hyphens at line ends healed."""
        text: str = self._ask("quote", page=page, quads=list(quads))["quote"]
        return text

    def references(self) -> tuple[Reference, ...]:
        """The works that the paper cites, from its reference list; empty where none is found."""
        return tuple(Reference(**each) for each in self._ask("references")["references"])

    def read_annotations(self) -> tuple[PdfAnnotation, ...]:
        """The annotations in the file in the order of its pages; popups, links and form fields are left out."""
        found = self._ask("read_annotations", limit=WRITING_LIMIT)["annotations"]
        return tuple(PdfAnnotation.from_message(each) for each in found)

    def write_annotated_copy(self, target: Path, annotations: Sequence[PdfAnnotation]) -> None:
        """Write a copy of the file to `target` with these as PDF annotations; the file itself is not touched.

        Those whose `key` an annotation of the file has already are in the copy as they are, once.
        """
        self._ask(
            "write_annotated_copy",
            limit=WRITING_LIMIT,
            target=str(target.absolute()),
            annotations=[_message(annotation) for annotation in annotations],
        )

    def _ask(self, what: str, *, limit: float | None = None, **arguments: object) -> Message:
        limit = self._time_limit if limit is None else limit
        message = {"what": what, "path": str(self.path.absolute()), "password": self._password, **arguments}
        try:
            answer, _ = self._child.request(message, timeout=limit)
        except ChildError as error:
            raise _trouble(error, self.path, limit) from error
        if "error" in answer:
            kind = NeedsPasswordError if answer.get("locked") else DocumentError
            raise kind(answer["error"])
        return answer


def _trouble(error: ChildError, path: Path, limit: float) -> Exception:
    """What a reader is told of a request that got no answer."""
    match error:
        case ChildTimeoutError():
            return DocumentError(f"took longer than {limit:g} s; try again")
        case ChildCancelledError():
            return CancelledError()
        case ChildDiedError(out_of_memory=True):
            return DocumentError("needs more memory than allowed; try again")
        case ChildDiedError():
            log.warning("%s ended the process that showed it: %s", path, error)
            return DocumentError(f"crashed the PDF reader ({error}); try again")
        case ChildFailedError():
            log.error("A bug met %s: %s", path, error)
    return DocumentError("could not be read because of a mistake in this program; its log says more")


def _message(annotation: PdfAnnotation) -> Message:
    return {name: getattr(annotation, name) for name in PdfAnnotation.__dataclass_fields__}
