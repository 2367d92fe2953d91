"""Reads PDFs in a child process, so that no file can hold up or take down the program."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping
from pathlib import Path

from readinglist.child_process import ChildError, ChildProcess
from readinglist.child_serving import Message
from readinglist.documents.extraction import Extraction, Identity
from readinglist.documents.pages import PdfAnnotation
from readinglist.documents.recognised import join
from readinglist.documents.references import LAST_PAGES, Reference
from readinglist.documents.trouble import CancelledError, trouble_of
from readinglist.errors import DocumentError
from readinglist.library.records import Person

TIME_LIMIT = 60.0
MEMORY_LIMIT = 2_000_000_000
FILES_OF_ONE_CHILD = 200
MUCH_MEMORY = 700_000_000
WAIT_SECONDS = 0.1


class Reader:
    """Owns the child processes `python -m readinglist.documents.worker`, at most one for each thread that asks.

    Several threads may ask at once: `processes` files are read at a time, the others wait. `time_limit` is in seconds
    a file, `memory_limit` in bytes a process (held on Linux only).
    """

    def __init__(
        self, time_limit: float = TIME_LIMIT, memory_limit: int | None = MEMORY_LIMIT, *, processes: int = 2
    ) -> None:
        self._time_limit = time_limit
        self._children = [
            ChildProcess("readinglist.documents.worker", memory_limit=memory_limit) for _ in range(processes)
        ]
        # The one that was busy last comes first, so that one thread alone keeps one process alone.
        self._idle: queue.LifoQueue[ChildProcess] = queue.LifoQueue()
        for child in reversed(self._children):
            self._idle.put(child)

    def warm(self) -> None:
        """Start a child ahead of the first file; returns at once."""
        self._children[0].start()

    def extract(
        self,
        path: Path,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Extraction:
        """The text and identity of a PDF; DocumentError with a reason such as "needs a password".

        `progress(fraction)` and `cancelled()` are called on this thread; CancelledError once the latter is true.
        """
        return _extraction(self._answer("text", path, progress, cancelled))

    def annotations(self, path: Path, cancelled: Callable[[], bool] | None = None) -> tuple[PdfAnnotation, ...]:
        """The annotations in a PDF in the order of its pages; raises as `extract` does."""
        found = self._answer("annotations", path, None, cancelled)["annotations"]
        return tuple(PdfAnnotation.from_message(each) for each in found)

    def references(
        self,
        path: Path,
        cancelled: Callable[[], bool] | None = None,
        *,
        recognised: Mapping[int, bytes] | None = None,
    ) -> tuple[Reference, ...]:
        """The reference list of a paper, empty where none is found; raises as `extract` does.

        `recognised` are the packed words of pages (from 1) that hold no text.
        """
        found = self._answer("references", path, None, cancelled, recognised)["references"]
        return tuple(Reference(**each) for each in found)

    def close(self) -> None:
        """End the children; a file that is being read raises CancelledError."""
        for child in self._children:
            child.close()

    def _take(self, cancelled: Callable[[], bool] | None) -> ChildProcess:
        while True:
            try:
                return self._idle.get(timeout=WAIT_SECONDS)
            except queue.Empty:
                if cancelled is not None and cancelled():
                    raise CancelledError from None

    def _answer(
        self,
        what: str,
        path: Path,
        progress: Callable[[float], None] | None,
        cancelled: Callable[[], bool] | None,
        recognised: Mapping[int, bytes] | None = None,
    ) -> Message:
        child = self._take(cancelled)
        try:
            answer = self._ask(child, what, path, progress, cancelled, recognised or {})
            if "error" not in answer:
                _rest(child, answer["memory"])
        finally:
            self._idle.put(child)
        if "error" in answer:
            raise DocumentError(answer["error"])
        return answer

    def _ask(
        self,
        child: ChildProcess,
        what: str,
        path: Path,
        progress: Callable[[float], None] | None,
        cancelled: Callable[[], bool] | None,
        recognised: Mapping[int, bytes],
    ) -> Message:
        lengths, words = join(sorted(recognised.items())[-LAST_PAGES:])
        try:
            answer, _ = child.request(
                {"what": what, "path": str(path.absolute()), "words": lengths},
                words,
                timeout=self._time_limit,
                on_progress=None if progress is None else lambda news: progress(news["fraction"]),
                cancelled=cancelled,
            )
        except ChildError as error:
            raise trouble_of(error, path, self._time_limit) from error
        return answer


def _rest(child: ChildProcess, memory: int) -> None:
    """Let a new process take over from one that has read or grown much; MuPDF never gives all of it back."""
    if child.served >= FILES_OF_ONE_CHILD or memory > MUCH_MEMORY:
        child.stop()


def _extraction(answer: Message) -> Extraction:
    identity = answer["identity"]
    identity["authors"] = tuple(Person(**author) for author in identity["authors"])
    return Extraction(tuple(answer["pages"]), Identity(**identity), answer["reason"])
