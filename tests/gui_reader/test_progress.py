"""How far and how long a PDF was read is kept, and told in the reader, in the list and in the details."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.reading_words import far, furthest
from readinglist.library.records import Progress, Status
from tests.gui.conftest import TITLES
from tests.gui_reader.hands import Reader


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(reader: Reader) -> Clock:
    clock = Clock()
    reader.hands.window.reading.clock = clock
    return clock


def status(reader: Reader) -> Status:
    return reader.hands.window.library.papers.get(reader.tab.paper).status


def read_for(reader: Reader, clock: Clock, seconds: float) -> None:
    clock.seconds += seconds
    reader.tab.keeping.keep()
    reader.settle()


def test_words() -> None:
    assert far(Progress(5, 15, 840)) == "page 5 of 15, 14 min"
    assert far(Progress(1, 1_500, 10)) == "page 1 of 1,500"
    assert furthest(Progress(5, 15, 840)) == "Furthest page 5 · 14 min read, about 30 left"
    assert furthest(Progress(12, 15, 2400)) == "Furthest page 12 · 40 min read, about 10 left"
    assert furthest(Progress(15, 15, 2400)) == "Furthest page 15 · 40 min read"
    assert furthest(Progress(1, 15, 120)) == "Furthest page 1 · 2 min read"


def test_a_minute_of_reading_moves_the_paper_to_reading_and_undo_takes_it_back(reader: Reader, clock: Clock) -> None:
    reader.read()
    read_for(reader, clock, 50)
    assert status(reader) == Status.TO_READ
    read_for(reader, clock, 15)
    assert status(reader) == Status.READING
    reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert status(reader) == Status.TO_READ
    read_for(reader, clock, 100)
    assert status(reader) == Status.TO_READ, "what the user took back stays so"


def test_who_turns_a_page_after_a_while_has_begun_to_read(reader: Reader, clock: Clock) -> None:
    reader.read().view.go_to(3)
    read_for(reader, clock, 5)
    assert status(reader) == Status.TO_READ, "leafing through is not reading"
    read_for(reader, clock, 20)
    assert status(reader) == Status.READING


def test_a_paper_that_was_read_stays_so(reader: Reader, clock: Clock) -> None:
    window = reader.hands.window
    paper = window.library.papers.find(TITLES[0])
    window.library.papers.set_status([paper], Status.READ)
    reader.settle()
    reader.read()
    read_for(reader, clock, 90)
    assert status(reader) == Status.READ


def test_time_counts_while_the_pages_are_seen(reader: Reader, clock: Clock) -> None:
    tab = reader.read()
    places = reader.hands.window.library.reading_places
    read_for(reader, clock, 70)
    reader.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    clock.seconds += 500  # in the library
    reader.hands.window.tabs.bring(tab)
    reader.settle()
    read_for(reader, clock, 30)
    assert places.get(tab.document.id).seconds == pytest.approx(100)
    clock.seconds += 3600  # away for a coffee
    tab.keeping.keep()
    reader.settle()
    assert places.get(tab.document.id).seconds == pytest.approx(220)


def test_the_line_the_list_and_the_details_tell_how_far_one_came(reader: Reader, clock: Clock) -> None:
    tab = reader.read()
    window = reader.hands.window
    assert tab.line.isVisible() and not window.status_line.isVisible()
    assert tab.line.paper.text() == "Alder, Birch, Cedar +1 · Annals of the Outdoors · 2010"
    tab.view.go_to(5)
    last = tab.view.furthest
    read_for(reader, clock, 110)
    assert tab.line.progress.text().startswith(f"Furthest page {last} · 2 min read, about ")
    reader.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    assert window.status_line.isVisible()
    said = f"Read to page {last} of 12, 2 min"
    index = window.model.index(window.model.number_of(tab.paper) or 0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == said
    assert said[1:] in index.data(Qt.ItemDataRole.AccessibleTextRole)
    details = window.boxes.details
    assert details is not None
    reader.hands.until(lambda: details.one.header.progress.text() == said)
    QTest.keyClick(window.view, Qt.Key.Key_Down)
    reader.settle()
    assert not details.one.header.progress.isVisible()
