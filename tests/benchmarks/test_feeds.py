"""What feeds bring at 100,000 papers: taking fifty more, and the reads that the sidebar and a day's page stand on."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.records import PaperRecord
from tests.benchmarks.conftest import varied

pytestmark = pytest.mark.benchmark

MANY, A_DAY, AT_ONCE = 100_000, 400, 50
MOST_MS = 20.0
"""Of processor time, which other programs stretch less."""
AS_BY_HAND = 1.5
"""Papers of feeds cost at most this much more than papers that are added by hand."""
ROUNDS = 15


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory, real_papers: Sequence[PaperRecord]) -> Iterator[Library]:
    """Two feeds that have brought 100,000 papers in 250 days, one in ten of them still new to the user."""
    folder: Path = tmp_path_factory.mktemp("fed")
    with Library.open(folder / "library") as library:
        feeds = [library.feeds.add(f"arxiv:cs.{name}", "arxiv", name).id for name in ("LG", "IR")]
        records = varied(real_papers, MANY)
        for number in range(MANY // A_DAY):
            papers = list(islice(records, A_DAY))
            day = (date(2025, 1, 1) + timedelta(days=number)).isoformat()
            entries = [Entry(replace(record, keywords=()), day, showing=Showing(upvotes=number)) for record in papers]
            taken = library.feeds.take(feeds[number % 2], entries)
            library.feeds.take(feeds[1 - number % 2], entries[:20])
            library.feeds.mark_seen(taken.new[A_DAY // 10 :])
        yield library


def milliseconds(call: Callable[[], object]) -> float:
    """The median over some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def test_taking_fifty_papers(fed: Library, real_papers: Sequence[PaperRecord], report: Callable[[str], None]) -> None:
    feed, day = fed.feeds.get("arxiv:cs.LG").id, "2026-01-05"
    more = (
        replace(record, title=f"{record.title} again", arxiv_id=f"9901.{number:05}", keywords=())
        for number, record in enumerate(varied(real_papers, 2 * AT_ONCE * ROUNDS))
    )
    pages = iter([list(islice(more, AT_ONCE)) for _ in range(2 * ROUNDS)])
    by_hand = milliseconds(lambda: fed.papers.add(next(pages), source="bibtex"))
    new = milliseconds(lambda: fed.feeds.take(feed, [Entry(record, day) for record in next(pages)]))
    assert len(fed.feeds.of_day(day)) == AT_ONCE * ROUNDS
    papers = fed.papers.get_many(fed.feeds.of_day(day)[:AT_ONCE])
    known = [Entry(PaperRecord(title=paper.title, arxiv_id=paper.arxiv_id), day) for paper in papers]
    again = milliseconds(lambda: fed.feeds.take(feed, known))
    report(
        f"{AT_ONCE} papers of a feed into {MANY:,}: {new:.1f} ms new, {again:.1f} ms known, {by_hand:.1f} ms by hand"
        " (processor time)"
    )
    assert new <= AS_BY_HAND * by_hand and again <= MOST_MS


def test_reading_days_and_counts(fed: Library, report: Callable[[str], None]) -> None:
    feeds, feed = fed.feeds, fed.feeds.get("arxiv:cs.LG").id
    day = feeds.newest_day() or ""
    reads: dict[str, Callable[[], object]] = {
        "a day": lambda: feeds.of_day(day),
        "a day of a feed": lambda: feeds.of_day(day, feed),
        "14 days": lambda: feeds.days(limit=14),
        "14 days of a feed": lambda: feeds.days(feed, limit=14),
        "newest day": feeds.newest_day,
        "all feeds": feeds.all,
        "unread": feeds.unread,
        "a page of papers": lambda: feeds.shown(feeds.of_day(day)[:100]),
        "by trend": lambda: feeds.in_order(feeds.of_day(day), "trending"),
    }
    taken = {name: milliseconds(read) for name, read in reads.items()}
    report("feeds at 100,000 papers: " + ", ".join(f"{name} {time:.1f} ms" for name, time in taken.items()))
    assert max(taken.values()) <= MOST_MS
