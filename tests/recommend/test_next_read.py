"""What to read next, and papers brought back by what is read: with real vectors of real papers' titles."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import pytest

from readinglist.library import Library
from readinglist.library.reading_places import ReadingPlace
from readinglist.library.records import Status
from readinglist.recommend.next_read import Picks, forgotten, pick
from readinglist.search import Embedder, Searcher, index_papers
from tests.search.papers import PAPERS

COLBERT, COLBERT_2, SPLADE, DENSE, UNLEARNING, POTTER = range(1, 7)
NOW = datetime.datetime.now().astimezone().replace(microsecond=0)
"""Later than all that the tests put down, for they are quick; of this day."""


@pytest.fixture
def queue(library: Library, embedder: Embedder) -> Iterator[Library]:
    """Six papers to read in the order of PAPERS, embedded, with PDFs of 10, 20, ... pages but the last."""
    added = library.papers.add(PAPERS[:6], source="test").added
    assert index_papers(library, embedder, added) == list(added)
    for paper in added[:-1]:
        document(library, paper, 10 * paper)
    yield library


def document(library: Library, paper: int, pages: int) -> int:
    with library.change("Attach") as tx:
        made = library.documents.add(tx, paper, f"{paper}.pdf", f"{paper:064}", "a.pdf")
    with library.write() as tx:
        library.documents.set_result(tx, made, "read", pages)
    return made


def papers(picks: Picks) -> list[int]:
    return [ranked.paper for ranked in picks.ranked]


def why(picks: Picks, paper: int) -> Sequence[str]:
    (found,) = (ranked.reasons for ranked in picks.ranked if ranked.paper == paper)
    return [text for _, text in found]


def test_what_is_near_to_what_is_being_read_comes_first_and_says_so(queue: Library, embedder: Embedder) -> None:
    searcher = Searcher(queue, embedder)
    assert papers(pick(queue, searcher))[0] == COLBERT, "without anything read the order is the user's"
    queue.papers.set_status([COLBERT], Status.READING)
    picks = pick(queue, searcher)
    assert papers(picks)[0] == COLBERT_2
    near = next(text for text in why(picks, COLBERT_2) if text.startswith("near"))
    assert near.startswith(
        "near “ColBERT: Efficient and Effective Passage Search via …”, which you are reading: both about *"
    )
    assert not any(text.startswith("near") for text in why(picks, UNLEARNING))
    assert "the first in your queue" in why(picks, COLBERT_2)
    assert COLBERT not in papers(picks)


def test_what_fits_into_the_time_is_picked_and_what_does_not_is_not(queue: Library, embedder: Embedder) -> None:
    searcher = Searcher(queue, embedder)
    picks = pick(queue, searcher, 45)  # two minutes a page
    assert papers(picks) == [COLBERT_2, COLBERT], "both fit, and one fills the time"
    assert picks.minutes == {COLBERT: 20, COLBERT_2: 40}
    assert "about 20 min for 10 pages" in why(picks, COLBERT)
    short = pick(queue, searcher, 5)
    assert papers(short) == [POTTER], "nobody knows how long that is"
    assert "not known" in short.note
    queue.papers.set_status([POTTER], Status.READ)
    none = pick(queue, searcher, 5)
    assert not none.ranked
    assert none.note == f"Nothing on your queue can be read in 5 min: “{PAPERS[0].title}” takes about 20."
    (begun,) = queue.documents.of(COLBERT)
    queue.reading_places.keep(begun.id, ReadingPlace(9, furthest=9, pages=10), 0.0)
    (rest,) = pick(queue, searcher, 5).ranked
    assert ("length", "about 2 min for the last 1 of 10 pages") in rest.reasons


def test_a_day_that_comes_near_is_urgent(queue: Library, embedder: Embedder) -> None:
    searcher = Searcher(queue, embedder)
    queue.queue.set_by([UNLEARNING], NOW.date())
    queue.queue.set_by([DENSE], NOW.date() + datetime.timedelta(days=60))
    picks = pick(queue, searcher, now=NOW, limit=3)
    assert papers(picks)[0] == UNLEARNING
    assert picks.ranked[0].reasons[0] == ("date", "to be read by today")
    assert picks.by == {UNLEARNING: NOW.date().isoformat()}
    late = pick(queue, searcher, now=NOW + datetime.timedelta(days=1))
    assert late.ranked[0].reasons[0] == ("date", "was to be read by yesterday")


def test_a_forgotten_paper_comes_back_when_what_is_read_today_is_near(queue: Library, embedder: Embedder) -> None:
    searcher = Searcher(queue, embedder)
    with queue.write() as tx:
        for paper in (COLBERT_2, UNLEARNING, POTTER):
            tx.db.execute("UPDATE status_changes SET at = '2021-12-05T12:00:00.000Z' WHERE paper_id = ?", (paper,))
    assert forgotten(queue, searcher) == [], "nothing was read today"
    queue.papers.set_status([COLBERT], Status.READING)
    (found,) = forgotten(queue, searcher)
    assert (found.paper, found.near, found.near_title) == (
        COLBERT_2,
        COLBERT,
        "ColBERT: Efficient and Effective Passage Search via …",
    )
    assert found.reason.startswith("both about *")
    assert "has waited since December 2021" in why(pick(queue, searcher), COLBERT_2)
    assert forgotten(queue, searcher, NOW + datetime.timedelta(days=2)) == [], "that was not today"
    (begun,) = queue.documents.of(COLBERT_2)
    queue.reading_places.keep(begun.id, ReadingPlace(1, pages=20), 0.0)
    assert forgotten(queue, searcher) == [], "what was opened is not forgotten"


def test_an_empty_queue_says_so(library: Library, embedder: Embedder) -> None:
    picks = pick(library, Searcher(library, embedder), 30)
    assert (picks.ranked, picks.note) == ((), "Nothing waits to be read.")
