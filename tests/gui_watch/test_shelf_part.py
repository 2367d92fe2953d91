"""The details of an undecided paper name those of the library that it is closest to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.gui.places import TODAY
from readinglist.library import Library
from readinglist.library.feed_records import Entry
from readinglist.library.query import Everything
from readinglist.library.records import PaperRecord
from readinglist.search import Embedder, index_papers
from tests.gui.conftest import TITLES, Open
from tests.gui_watch.conftest import TODAY as NOW
from tests.gui_watch.conftest import bring


def test_it_says_what_is_nearest_and_what_is_nearly_the_same(folder: Path, opened: Open, embedder: Embedder) -> None:
    read = TITLES[2]  # one that was read
    with Library.open(folder) as library:
        bring(library, [1])
        abstract = f"{read} is told here in two sentences. It rained on day 2 of the work."
        twin = Entry(PaperRecord(title=f"{read} Revisited", abstract=abstract, arxiv_id="2509.00099"), NOW)
        library.feeds.take(library.feeds.all()[0].id, [twin])
        index_papers(library, embedder, library.papers.select(Everything()))
    hands = opened()
    window, details = hands.window, hands.window.boxes.details
    assert details is not None
    window.go(TODAY)
    hands.settle()
    hands.choose(f"{read} Revisited")
    part = details.shelf
    hands.until(lambda: not part.isHidden())
    assert not part.twin.isHidden() and part.same.text() == f"Nearly the same as “{read}”, which you have read."
    cards = part.cards.cards()
    assert 1 <= len(cards) <= 3 and cards[0].card.title == read and cards[0].card.line.endswith("read")
    QTest.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    hands.until(lambda: hands.chosen() == [read])
    hands.settle()
    assert part.isHidden() and not part.waiting, "a paper of the library is on the shelf itself"
