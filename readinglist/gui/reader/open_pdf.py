"""An open PDF as the window sees it: wishes go to its child process, answers come back in the GUI thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from readinglist.documents import page_wishes
from readinglist.documents.page_server import PageServer
from readinglist.documents.page_wishes import Wish
from readinglist.documents.pages import Box, Picture
from readinglist.gui import guard
from readinglist.gui.reader.large_blocks import give_back_large_blocks

PAPER_NIGHT = QColor("#202126")
"""The paper of dark pages: not as black as the ink of light ones."""

OnDone = Callable[[Any], None]
OnFailed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a page or a part of it; `left` and `top` are its place in the view of the whole page, in pixels."""

    image: QImage
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class _Answer:
    future: Future[Any]
    on_done: OnDone
    on_failed: OnFailed | None


class OpenPdf(QObject):
    """One PDF and its page server. All methods in the GUI thread, and none of them waits."""

    _arrived = Signal(object)

    def __init__(self, server: PageServer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        give_back_large_blocks()
        self._server = server
        self._closed = False
        self._asked: set[Future[Any]] = set()
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._asked)

    @property
    def path(self) -> Path | None:
        """The file."""
        return self._server.path

    def ask(self, wish: Wish[Any], on_done: OnDone, on_failed: OnFailed | None = None) -> Future[Any]:
        """Wish for something; one of the bound methods is called with the answer or the error, later."""
        future = self._server.ask(wish)
        self._asked.add(future)
        future.add_done_callback(partial(self._on_served, on_done, on_failed))
        return future

    def together(self) -> AbstractContextManager[None]:
        """Wishes for which none is served before the last of them, which is served first."""
        return self._server.together()

    def drop(self, future: Future[Any]) -> None:
        """Wish no longer: neither method is called."""
        self._asked.discard(future)
        self._server.drop(future)

    def unlock(self, password: str) -> None:
        """Try this password from now on."""
        self._server.unlock(password)

    def know_words(self, recognised: Mapping[int, bytes]) -> None:
        """What was recognised on pages without text; see `PageServer.know_words`."""
        self._server.know_words(recognised)

    def alter_marks(self, altered: Mapping[int, Mapping[str, str | None]]) -> None:
        """Draw annotations of the file otherwise; see `PageServer.alter_marks`."""
        self._server.alter_marks(altered)

    def close(self) -> None:
        """Hear nothing more and end the child process, beside the GUI thread."""
        if not self._closed:
            self._closed = True
            self._asked.clear()
            threading.Thread(target=self._server.close, name="closing a PDF").start()

    def _on_served(self, on_done: OnDone, on_failed: OnFailed | None, future: Future[Any]) -> None:
        # On the server's thread (or at once, on the GUI thread, where the server is closed).
        if not self._closed:
            with contextlib.suppress(RuntimeError):  # the window went away in this very moment
                self._arrived.emit(_Answer(future, on_done, on_failed))

    @Slot(object)
    def _on_arrived(self, answer: _Answer) -> None:
        if answer.future not in self._asked:
            return
        self._asked.discard(answer.future)
        if answer.future.cancelled():
            return
        error = answer.future.exception()
        try:
            if error is None:
                answer.on_done(answer.future.result())
            elif answer.on_failed is not None and isinstance(error, Exception):
                answer.on_failed(error)
        except Exception as bug:
            guard.report(bug, getattr(answer.on_done, "__qualname__", "an answer of the page server"))


def drawn(
    page: int, zoom: float, *, clip: Box | None = None, rotation: int = 0, night: bool = False, rank: int = 0
) -> Wish[Drawn]:
    """Wish for a picture as a QImage, made on the server's thread; see `page_wishes.render`."""
    wish = page_wishes.render(page, zoom, clip=clip, rotation=rotation, night=night)
    return replace(wish, understand=partial(_as_image, wish.understand, night), rank=rank)  # type: ignore[arg-type, return-value]


def _as_image(understand: Callable[[Any, bytes], Picture], night: bool, answer: Any, pixels: bytes) -> Drawn:
    picture = understand(answer, pixels)
    image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    if night:
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        painter.fillRect(image.rect(), PAPER_NIGHT)
        painter.end()
    return Drawn(image, picture.left, picture.top)
