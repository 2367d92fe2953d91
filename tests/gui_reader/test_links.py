"""Links of a PDF: into it with a way back, to the web by the system's browser, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from tests.gui.conftest import Hands
from tests.gui_reader.hands import PAGES, Reader, attach
from tests.pdfs import LINK, write_linked_pdf

ALT = Qt.KeyboardModifier.AltModifier
SCHEMES = ("http", "https", "file", "javascript", "mailto")


class Desktop(QObject):
    """Stands where the system opens addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def on_url(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, desktop, "on_url")  # type: ignore[arg-type]
    yield desktop
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


def read(hands: Hands, tmp_path: Path, *links: str) -> Reader:
    attach(hands, write_linked_pdf(tmp_path / "linked.pdf", PAGES, links))
    reader = Reader(hands)
    reader.read()
    return reader


def place_of(reader: Reader, number: int) -> QPoint:
    """Where a link of the first page is seen."""
    top = 792 - 600 + number * LINK
    bottom = top + LINK
    return reader.tab.view.rect_of(1, [(72, top, 300, top, 72, bottom, 300, bottom)]).center().toPoint()


def test_a_link_into_the_document_has_a_way_back_and_forward(hands: Hands, tmp_path: Path) -> None:
    reader = read(hands, tmp_path, "page 7")
    view = reader.tab.view
    reader.click(place_of(reader, 0))
    assert view.place()[0] == 7
    reader.key(Qt.Key.Key_Left, ALT)
    assert view.place() == (1, 0.0)
    reader.key(Qt.Key.Key_Right, ALT)
    assert view.place()[0] == 7
    middle = view.viewport().rect().center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.BackButton, pos=middle)
    assert view.place()[0] == 1
    QTest.mouseClick(view.viewport(), Qt.MouseButton.ForwardButton, pos=middle)
    reader.settle()
    assert view.place()[0] == 7


def test_only_web_pages_are_opened(hands: Hands, tmp_path: Path, desktop: Desktop) -> None:
    web = ("http://example.org/a", "https://example.org/b?c=d")
    others = ("file:///etc/passwd", "javascript:alert(1)", "mailto:someone@example.org")
    reader = read(hands, tmp_path, *(f"/S /URI /URI ({address})" for address in (*web, *others)))
    for number in range(len(web)):
        reader.click(place_of(reader, number))
    assert desktop.opened == list(web)
    for number, address in enumerate(others, len(web)):
        reader.click(place_of(reader, number))
        assert hands.toast() == f"Only web pages are opened from a PDF. This link leads elsewhere: {address}"
    assert desktop.opened == list(web) and reader.tab.view.place() == (1, 0.0)
