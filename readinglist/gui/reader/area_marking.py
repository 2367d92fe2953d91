"""Areas are marked, and keep a picture of what they show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from readinglist.documents.pages import Box, quad_of
from readinglist.gui.reader.open_pdf import Drawn, OpenPdf, drawn
from readinglist.gui.work import UserThread
from readinglist.library import Library
from readinglist.library.annotation_records import COLOURS, Mark
from readinglist.library.annotations import LARGEST_PICTURE

SHARP = 2.0
"""Pixels a point, of an area that is not large."""
MOST_PIXELS = 1000


class AreaMarking(QObject):
    """What is drawn becomes an annotation in one step that undo takes back."""

    made = Signal(object)
    """Ids."""

    def __init__(
        self,
        library: Library,
        user: UserThread,
        pdf: OpenPdf,
        document: int,
        author: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._user, self._pdf = library, user, pdf
        self._document, self._author = document, author

    @Slot(int, object)
    def mark(self, page: int, box: Box) -> None:
        """Mark a rectangle of a page (from 1)."""
        zoom = min(SHARP, MOST_PIXELS / max(box[2] - box[0], box[3] - box[1]))
        wish = drawn(page, zoom, clip=box)
        self._pdf.ask(wish, partial(self._on_drawn, page, box), partial(self._on_failed, page, box))

    def _on_drawn(self, page: int, box: Box, picture: Drawn) -> None:
        self._keep(page, box, picture.image)

    def _on_failed(self, page: int, box: Box, _error: Exception) -> None:
        """A page that cannot be drawn can be marked all the same."""
        self._keep(page, box, None)

    def _keep(self, page: int, box: Box, image: QImage | None) -> None:
        self._user.do(f"Marked an area on page {page}", partial(self._add, page, box, image), on_done=self.made.emit)

    def _add(self, page: int, box: Box, image: QImage | None) -> list[int]:
        mark = Mark(page, "area", (quad_of(box),))
        picture = png_of(image) if image is not None else b""
        author = self._author()
        return [self._library.annotations.add(self._document, mark, colour=COLOURS[0], author=author, picture=picture)]


def png_of(image: QImage, most: int = LARGEST_PICTURE) -> bytes:
    """The picture as a PNG of at most so many bytes: made smaller until it is; any thread."""
    while True:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        data = bytes(buffer.data().data())
        if len(data) <= most or min(image.width(), image.height()) < 16:
            return data
        size = QSize(image.width() * 2 // 3, image.height() * 2 // 3)
        image = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
