"""The window of `tests/gui`, on a library with a feed, a question and a tag that are watched, and what is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readinglist.gui.places import Place
from readinglist.gui.sidebar_model import Line
from readinglist.gui.watched.places import place_of
from readinglist.library import Library
from readinglist.library.decision_records import Watch
from readinglist.library.feed_records import Entry
from readinglist.library.query import Everything
from readinglist.library.records import PaperRecord, Person
from tests.gui.conftest import Hands, Open, _nothing_caught, folder, opened, theme

__all__ = ["_nothing_caught", "folder", "opened", "theme"]

QUESTION = "how do mosses drink?"
TODAY = datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Offered:
    """What the library holds besides the twelve papers of `tests/gui`."""

    papers: tuple[int, ...]
    """Five new ones, Walk 1 to Walk 5."""
    question: Watch
    tag: Watch


def bring(library: Library, numbers: Sequence[int]) -> tuple[int, ...]:
    """New papers as a feed brings them."""
    feeds = library.feeds.all() or [library.feeds.add("hf-daily", "daily", "Daily Papers")]
    records = [
        PaperRecord(
            title=f"Walk {number}",
            authors=(Person("Alder", "A."),),
            abstract=f"What was seen of mosses on walk {number}.",
            arxiv_id=f"2509.{number:05}",
        )
        for number in numbers
    ]
    return library.feeds.take(feeds[0].id, [Entry(record, TODAY) for record in records]).new


@pytest.fixture
def offered(folder: Path) -> Offered:
    with Library.open(folder) as library:
        papers = bring(library, range(1, 6))
        library.tags.add(library.papers.select(Everything())[-6:], ["field"])
        question, tag = library.deciding.watch_question(QUESTION), library.deciding.watch_tag("field")
        library.deciding.offer(
            question.id,
            [(paper, 0.9 - place / 10, f"it says: “walk {place}”") for place, paper in enumerate(papers[:3])],
        )
        library.deciding.offer(tag.id, [(papers[4], 0.8, "nearest to “Lichens as Clocks”, which has the tag")])
    return Offered(papers, question, tag)


@pytest.fixture
def hands(offered: Offered, opened: Open) -> Hands:
    return opened()


def line_of(hands: Hands, watch: Watch | Place) -> Line:
    """The line of the sidebar."""
    model = hands.window.sidebar.model
    line = model.line(model.index_of(watch if isinstance(watch, Place) else place_of(watch)))
    assert line is not None
    return line
