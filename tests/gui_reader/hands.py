"""What a reader's hands do in the window: keys and the mouse over the pages of a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from readinglist.gui.reader.reader_tab import ReaderTab
from readinglist.library.annotation_records import Annotation
from tests.gui.conftest import TITLES, Hands

PAGES = [
    [
        f"Page {number} of a small report",
        "Mosses grow on the northern side of the stone",
        "where the sun is seldom seen.",
    ]
    for number in range(1, 13)
]


class Reader:
    """Works the reader as a person would."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    @property
    def tab(self) -> ReaderTab:
        tab = self.hands.window.reading.current
        assert tab is not None
        return tab

    def settle(self) -> None:
        self.hands.until(lambda: not self.hands.window.busy, seconds=30)
        self.hands.settle()

    def read(self, title: str = TITLES[0]) -> ReaderTab:
        """Press O on a paper."""
        self.hands.choose(title)
        QTest.keyClick(self.hands.window.view, Qt.Key.Key_O)
        self.hands.until(lambda: self.hands.window.reading.current is not None)
        self.hands.until(lambda: self.tab.opened is not None and bool(self.tab.view.texts), seconds=30)
        self.settle()
        return self.tab

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.tab.view, key, modifier)
        self.settle()

    def at(self, page: int, word: int) -> QPoint:
        """Where the middle of a word of a page is seen."""
        view = self.tab.view
        return view.rect_of(page, [view.texts[page].words[word].quad]).center().toPoint()

    def drag(self, start: QPoint, end: QPoint) -> None:
        viewport = self.tab.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(viewport, start + (end - start) * share)
            QApplication.processEvents()
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
        self.settle()

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.tab.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def marks(self) -> list[Annotation]:
        return self.hands.window.library.annotations.of(self.tab.paper)


def attach(hands: Hands, path: Path, title: str = TITLES[0]) -> int:
    paper = hands.window.library.papers.find(title)
    hands.window.program.store.take(path, paper)
    hands.settle()
    return paper
