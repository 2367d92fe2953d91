"""What the window's own thread works when a PDF is opened: the window answers to the keys meanwhile."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QWidget

from readinglist.gui.guard import guarded
from tests.gui_reader.hands import Reader

MOST = 0.05
"""Seconds of work in one piece."""


class Dressings(QObject):
    """Counts how often a widget is dressed anew by the style sheet, as all of a tree are that gets another parent."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.StyleChange
        return False


def test_what_an_open_pdf_is_made_of_is_dressed_where_it_stands(reader: Reader) -> None:
    document = reader.read().document
    reader.hands.window.reading.close_tab(reader.tab)
    reader.settle()
    application, dressings = QCoreApplication.instance(), Dressings()
    assert application is not None
    application.installEventFilter(dressings)
    tab = reader.hands.window.reading.open(document, "A report")
    reader.settle()
    application.removeEventFilter(dressings)
    assert dressings.count < 1.5 * len(tab.findChildren(QWidget))


def test_a_pdf_opens_in_small_pieces(reader: Reader) -> None:
    window = reader.hands.window
    document = reader.read().document
    worst: list[float] = []
    for _ in range(6):
        window.reading.close_tab(reader.tab)
        reader.settle()
        began = time.thread_time()
        tab = window.reading.open(document, "A report")
        pieces = [time.thread_time() - began]
        while tab.busy or window.busy or len(pieces) < 20:
            began = time.thread_time()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            pieces.append(time.thread_time() - began)
        worst.append(max(pieces))
    assert min(worst) < MOST
