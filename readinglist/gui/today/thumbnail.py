"""The small picture that a feed shows beside a paper, fetched when it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads

HEIGHT = 150
MOST_PIXELS = 4000
"""A side that is longer is no small picture, and is not decoded."""
Fetch = Callable[[str], Path | None]
"""The file of the picture at an address, from the network if need be; None for none. Never on the GUI thread."""


class Thumbnail(QLabel):
    """Shows the picture of an address, or nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reads: Reads | None = None
        self._fetch: Fetch = _none
        self._url = ""
        self.setAccessibleName("Picture")
        self.hide()

    def set_source(self, reads: Reads, fetch: Fetch) -> None:
        """Where pictures come from, and on whose threads; a slow server must keep nothing else from being read."""
        self._reads, self._fetch = reads, fetch

    def show_url(self, url: str) -> None:
        """Show the picture at that address as soon as it is here."""
        if url == self._url:
            return
        self._url = url
        self.hide()
        self.clear()
        if url and self._reads is not None:
            fetch, height = self._fetch, round(self._theme.px(HEIGHT) * self.devicePixelRatioF())
            self._reads.ask(lambda: (url, _read(fetch(url), height)), self._on_read, key="thumbnail")

    @Slot(object)
    def _on_read(self, told: tuple[str, QImage | None]) -> None:
        url, image = told
        if url != self._url or image is None:
            return
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(picture)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.show()


def _none(_url: str) -> Path | None:
    return None


def _read(path: Path | None, height: int) -> QImage | None:
    """The picture, decoded as small as it is shown; None for what is none or claims to be huge."""
    if path is None:
        return None
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MOST_PIXELS:
        return None
    reader.setScaledSize(size.scaled(QSize(height * 5 // 2, height), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
