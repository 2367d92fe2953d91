"""Serves an open PDF's pages from a child process, so that no file can freeze or take down the window."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError as FutureCancelledError
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from readinglist.child_process import ChildError, ChildProcess
from readinglist.documents import page_wishes, recognised
from readinglist.documents.page_wishes import Wish
from readinglist.documents.pages import (
    Box,
    Figure,
    Hit,
    Link,
    Opened,
    PageError,
    PageText,
    PdfAnnotation,
    Picture,
    Quad,
)
from readinglist.documents.references import Reference
from readinglist.documents.trouble import CancelledError, trouble_of
from readinglist.errors import DocumentError, NeedsPasswordError

T = TypeVar("T")

TIME_LIMIT = 30.0
MEMORY_LIMIT = 2_000_000_000
PATIENCE = 2.0
"""Seconds that the child may still work on a wish that was dropped, before a new child takes over."""


class PageServer:
    """One PDF, open in a child process `python -m readinglist.documents.pages_worker` of its own.

    Any thread may call any method. Wishes are served one at a time, the newest first, searches and the like after all
    others. All fail with a DocumentError with a reason in plain words, after which the next wish gets a fresh child
    (NeedsPasswordError where a password is missing or wrong: see `unlock`; PageError where the child lives and only the
    page is at fault), and with CancelledError once the server is
    closed. One without a path waits, warm, for the file that it will `turn_to`.
    """

    def __init__(
        self,
        path: Path | None = None,
        password: str | None = None,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int | None = MEMORY_LIMIT,
        patience: float = PATIENCE,
    ) -> None:
        self.path = path
        self._password = password
        self._time_limit = time_limit
        self._patience = patience
        self._child = ChildProcess("readinglist.documents.pages_worker", low_priority=False, memory_limit=memory_limit)
        self._changed = threading.Condition()  # guards all below; its lock is one that a thread may take twice
        self._waiting: list[_Waiting] = []
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._serving: _Waiting | None = None
        self._closed = False
        self._recognised: Mapping[int, bytes] = {}
        self._altered: Mapping[int, Mapping[str, str | None]] = {}

    # ------------------------------------------------------------------------------------------ for the window

    def ask(self, wish: Wish[T]) -> Future[T]:
        """Wish for something; returns at once. The future's callbacks run on the server's own thread."""
        future: Future[T] = Future()
        with self._changed:
            if self._closed:
                future.set_exception(CancelledError())
                return future
            heapq.heappush(self._waiting, _Waiting(wish.rank, -next(self._numbers), wish, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="pages of a PDF", daemon=True)
                self._thread.start()
            self._changed.notify()
        return future

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What this thread wishes for meanwhile waits for the end of it, so that the newest is first for sure."""
        with self._changed:
            yield

    def drop(self, future: Future[Any]) -> None:
        """Wish no longer: what still waits is never served, and what takes too long is cut off."""
        if future.cancel():
            return
        with self._changed:
            if self._serving is not None and self._serving.future is future:
                self._serving.dropped = True

    def warm(self) -> None:
        """Start the child ahead of the first wish; returns at once."""
        self._child.start()

    def turn_to(self, path: Path, password: str | None = None) -> None:
        """Serve another file from now on, in the same child."""
        self.path, self._password = path, password

    def unlock(self, password: str) -> None:
        """Try this password from now on; the next wish shows whether it is right."""
        self._password = password

    def know_words(self, recognised: Mapping[int, bytes]) -> None:
        """What was recognised on pages (from 1) without text, packed: from now on it is the text of those pages."""
        self._recognised = recognised

    def alter_marks(self, altered: Mapping[int, Mapping[str, str | None]]) -> None:
        """Draw annotations that the file brings in other colours from now on, or not at all.

        By page (from 1) and `key`: the colour, or None for one that is not to be seen. The file stays as it is.
        """
        self._altered = altered

    def close(self) -> None:
        """End the child and its thread; wishes that are not served yet fail with CancelledError."""
        with self._changed:
            self._closed = True
            waiting, self._waiting = self._waiting, []
            thread, self._thread = self._thread, None
            self._changed.notify()
        self._child.close()
        for each in waiting:
            if each.future.set_running_or_notify_cancel():
                each.future.set_exception(CancelledError())
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    # ------------------------------------------------------------------------- for who can wait for the answer

    def get(self, wish: Wish[T]) -> T:
        """Wish for something and wait for it; not for the GUI thread."""
        try:
            return self.ask(wish).result()
        except FutureCancelledError as error:
            raise CancelledError from error

    def open(self) -> Opened:
        """Sizes, outline and labels of the document."""
        return self.get(page_wishes.opened())

    def render(
        self,
        page: int,
        zoom: float,
        *,
        clip: Box | None = None,
        rotation: int = 0,
        night: bool = False,
        marks: bool = True,
    ) -> Picture:
        """A picture of a page; see `page_wishes.render`."""
        return self.get(page_wishes.render(page, zoom, clip=clip, rotation=rotation, night=night, marks=marks))

    def text(self, page: int) -> PageText:
        """The words of a page (from 1) in reading order, column after column."""
        return self.get(page_wishes.text(page))

    def links(self, page: int) -> tuple[Link, ...]:
        """The links of a page (from 1) into the document and to the web."""
        return self.get(page_wishes.links(page))

    def figures(self, page: int) -> tuple[Figure, ...]:
        """The figures and tables of a page (from 1) that have a caption."""
        return self.get(page_wishes.figures(page))

    def find(
        self,
        sought: str,
        on_pages: Callable[[int, Sequence[Hit]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        *,
        first: int = 1,
    ) -> list[Hit]:
        """All places where a text stands, from page `first` on, whatever its capitals and line breaks.

        `on_pages(last, hits)` is called on this thread for each few pages up to `last`; what was found until then is
        returned once `cancelled()` is true. Pages are shown while it goes on.
        """
        hits: list[Hit] = []
        done = not sought.strip()
        while not done and not (cancelled is not None and cancelled()):
            found = self.get(page_wishes.find([sought], first))
            hits += found.hits
            if on_pages is not None:
                on_pages(found.last, found.hits)
            first, done = found.last + 1, found.done
        return hits

    def locate(self, page: int, quote: str) -> tuple[Quad, ...] | None:
        """Where a quote stands on a page (from 1), a quad for each line; None if it is not there.

        White space, line breaks, hyphens at line ends and ligatures make no difference.
        """
        return self.get(page_wishes.locate(page, quote))

    def quote(self, page: int, quads: Sequence[Quad]) -> str:
        """The words of a page (from 1) under marks, on one line, hyphens at line ends healed."""
        return self.get(page_wishes.quote(page, quads))

    def references(self) -> tuple[Reference, ...]:
        """The works that the paper cites, from its reference list; empty where none is found."""
        return self.get(page_wishes.references())

    def read_annotations(self) -> tuple[PdfAnnotation, ...]:
        """The annotations in the file in the order of its pages; popups, links and form fields are left out."""
        return self.get(page_wishes.read_annotations())

    def write_annotated_copy(
        self, target: Path, annotations: Sequence[PdfAnnotation], without: Sequence[str] = ()
    ) -> None:
        """Write a copy of the file to `target` with these as PDF annotations; the file itself is not touched.

        Where an annotation of the file has the `key` already it is there once, with this comment and colour; those of
        the file whose keys are in `without` are left out.
        """
        self.get(page_wishes.annotated_copy(str(target.absolute()), annotations, without))

    # ---------------------------------------------------------------------------------------------- the thread

    def _serve(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                now = self._serving = heapq.heappop(self._waiting)
            if now.future.set_running_or_notify_cancel():
                with contextlib.suppress(Exception):  # a callback's, which the future has logged
                    self._fulfil(now)
            with self._changed:
                self._serving = None

    def _fulfil(self, now: _Waiting) -> None:
        try:
            result = self._answer(now)
        except Exception as error:
            now.future.set_exception(error)
        else:
            now.future.set_result(result)

    def _answer(self, now: _Waiting) -> Any:
        wish, path = now.wish, self.path
        if path is None:
            raise DocumentError("is not chosen yet: open a PDF first")
        limit = self._time_limit if wish.limit is None else wish.limit
        message = {"what": wish.what, "path": str(path.absolute()), "password": self._password, **wish.arguments}
        if wish.what == "render":
            message["altered"] = dict(self._altered.get(wish.arguments["page"], {}))
        message["words"], words = recognised.join(wish.pages_of(self._recognised))
        began = time.monotonic()
        try:
            answer, blob = self._child.request(
                message,
                words,
                timeout=limit,
                cancelled=lambda: now.dropped and time.monotonic() - began > self._patience,
            )
        except ChildError as error:
            raise trouble_of(error, path, limit, "; try again") from error
        if "error" in answer:
            kind = NeedsPasswordError if answer.get("locked") else PageError if answer.get("page") else DocumentError
            raise kind(answer["error"])
        return wish.understand(answer, blob)


@dataclass(order=True)
class _Waiting:
    """A wish that waits; the lowest rank comes first, then the newest."""

    rank: int
    order: int
    wish: Wish[Any] = field(compare=False)
    future: Future[Any] = field(compare=False)
    dropped: bool = field(default=False, compare=False)
