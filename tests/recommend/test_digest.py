"""A digest holds what came in its time, each paper once and with its reason, and brings up what was left lying."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta

from readinglist.errors import ModelError
from readinglist.exchange.digest import Digest
from readinglist.library import Library
from readinglist.library.feed_records import Entry, Ranked, Showing
from readinglist.library.records import PaperRecord, Person, Status
from readinglist.recommend.digest import MOST_WAITING, gather
from readinglist.recommend.recommender import Ranking
from readinglist.search import Embedder, Searcher, index_papers
from tests.search.papers import PAPERS

NOW = datetime.now(UTC).replace(microsecond=0)
WEEK = timedelta(days=7)


def day(back: int) -> str:
    return (NOW - timedelta(days=back)).date().isoformat()


def entry(number: int, back: int = 1, kind: str = "new", **showing: int) -> Entry:
    record = PaperRecord(
        title=f"Lichens, Part {number}", authors=(Person("Byron", "Ada"),), arxiv_id=f"2509.{number:05}"
    )
    return Entry(record, day(back), kind, showing=Showing(**showing) if showing else None)  # type: ignore[arg-type]


def titles(digest: Digest) -> dict[str, list[str]]:
    """Of each section, `title: reasons`."""
    return {
        section.kind: [
            f"{item.paper.title.removeprefix('Lichens, ')}: {', '.join(item.reasons)}" for item in section.items
        ]
        for section in digest.sections
    }


def week(library: Library) -> Digest:
    return gather(library, NOW - WEEK, NOW + timedelta(minutes=1))


def test_what_trends_among_what_came_and_is_undecided(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    papers = library.feeds.take(
        feed,
        [
            entry(1, upvotes=3),
            entry(2, upvotes=40, comments=2),
            entry(3, upvotes=5, trending=1),
            entry(4, back=30, upvotes=900),
            entry(5, kind="replace", upvotes=800),
            entry(6, upvotes=700),
        ],
    ).new
    library.papers.set_status([papers[-1]], Status.DISMISSED)
    digest = week(library)
    assert titles(digest) == {
        "trending": [
            "Part 3: number 1 of what is trending",
            "Part 2: 40 upvotes in this time",
            "Part 1: 3 upvotes in this time",
        ]
    }
    assert digest.arrived == 4
    (second,) = (item for item in digest.items if item.paper.id == papers[1])
    assert (second.upvotes, second.comments, second.seen) == (40, 2, ("Daily Papers",))


def test_where_only_days_of_long_ago_were_fetched_those_are_told_of(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    library.feeds.take(feed, [entry(1, back=100, upvotes=3), entry(2, back=90, upvotes=40)])
    soon = datetime.now(UTC) + timedelta(minutes=1)
    digest = gather(library, soon - WEEK, soon)
    assert [item.paper.arxiv_id for item in digest.items] == ["2509.00002", "2509.00001"]
    assert digest.arrived == 2
    assert titles(gather(library, soon, soon + WEEK)) == {}
    library.feeds.take(feed, [entry(3, upvotes=1)])
    assert gather(library, soon - WEEK, soon).arrived == 1, "what is new goes first"


def test_an_author_who_is_followed_is_named_wherever_the_paper_stands(library: Library) -> None:
    daily = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    papers = library.feeds.take(daily, [entry(1, upvotes=2), entry(2)]).new
    author = library.feeds.add("author:Ada Byron", "author", "Ada Byron").id
    library.feeds.see(author, papers, day(1))
    assert titles(week(library)) == {
        "trending": ["Part 1: 2 upvotes in this time, by Ada Byron"],
        "author": ["Part 2: by Ada Byron"],
    }


def test_what_is_watched_stands_under_its_question_or_says_so_elsewhere(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    papers = library.feeds.take(feed, [entry(1, upvotes=2), entry(2), entry(3)]).new
    watch = library.deciding.watch_question("How old are lichens?")
    library.deciding.offer(watch.id, [(papers[0], 0.9, "near in meaning"), (papers[1], 0.8, "says “old”")])
    digest = week(library)
    assert titles(digest) == {
        "trending": ["Part 1: 2 upvotes in this time, near in meaning"],
        "watched": ["Part 2: says “old”"],
    }
    assert digest.sections[1].title == "“How old are lichens?”"
    library.deciding.decide([papers[1]], "save")
    assert "watched" not in titles(week(library))


def test_the_best_ranked_lead_and_what_is_hidden_stays_so(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    _, two, three, old = library.feeds.take(
        feed, [entry(n, upvotes=5) for n in (1, 2, 3)] + [entry(4, back=30, upvotes=9)]
    ).new

    def rank(most: int | None) -> Ranking:
        places = [Ranked(old, 3.0), Ranked(two, 2.0, (("words", "about *slow* stones"), ("near", "near “A*”")))]
        return Ranking(tuple(places), "So far by popularity.", frozenset([three]))

    digest = gather(library, NOW - WEEK, NOW + timedelta(minutes=1), rank)
    assert titles(digest) == {
        "for-you": ["Part 2: about slow stones, near “A*”"],
        "trending": ["Part 1: 5 upvotes in this time"],
    }
    assert digest.sections[0].note == "So far by popularity."

    def no_model(most: int | None) -> Ranking:
        raise ModelError("There is no model.")

    assert [len(section.items) for section in gather(library, NOW - WEEK, NOW, no_model).sections] == [3]


def test_two_digests_on_end_tell_of_nothing_twice(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    library.feeds.take(feed, [entry(1, back=0, upvotes=2)])
    soon = datetime.now(UTC) + timedelta(seconds=2)
    assert "trending" in titles(gather(library, soon - WEEK, soon))
    assert titles(gather(library, soon, soon + timedelta(days=1))) == {}


def test_old_papers_are_brought_up_in_turn_and_due_ones_first(library: Library) -> None:
    added = library.papers.add([PaperRecord(title=f"Lichens, Part {n}") for n in range(9)], source="bibtex").added
    library.papers.add([PaperRecord(title="Yesterday's")], source="bibtex")
    with sqlite3.connect(library.folder / "library.db") as db:
        long_ago = f"{NOW - timedelta(days=90):%Y-%m-%dT%H:%M:%S}.000Z"
        db.execute("UPDATE papers SET added_at = ? WHERE title LIKE 'Lichens%'", (long_ago,))
        db.execute("UPDATE status_changes SET at = ? WHERE paper_id <= 9", (long_ago,))
    db.close()
    due = date.today() + timedelta(days=2)
    library.queue.set_by([added[4]], due)
    seen = []
    for number in range(3):
        (waiting,) = gather(library, NOW - WEEK + number * WEEK, NOW + number * WEEK).sections
        assert waiting.kind == "waiting" and len(waiting.items) == MOST_WAITING
        assert waiting.note.startswith("10 papers wait to be read, the oldest since ")
        assert waiting.items[0].paper.id == added[4] and "to be read by " in waiting.items[0].reasons[0]
        seen += [item.paper.id for item in waiting.items[1:]]
        assert all(item.reasons[0].startswith("waits since ") for item in waiting.items[1:])
    assert len(set(seen)) > 4
    assert "Yesterday's" not in str(titles(week(library)))


def test_a_paper_near_to_what_was_read_today_is_brought_up_before_others(library: Library, embedder: Embedder) -> None:
    one, two, *others = library.papers.add(PAPERS[:6], source="test").added
    index_papers(library, embedder, [one, two, *others])
    with library.write() as tx:
        tx.db.execute("UPDATE status_changes SET at = '2021-12-05T12:00:00.000Z'")
    library.papers.set_status([one], Status.READING)
    now = datetime.now().astimezone() + timedelta(seconds=1)
    (section,) = gather(library, now - WEEK, now, None, Searcher(library, embedder)).sections
    first = section.items[0]
    assert first.paper.id == two
    assert first.reasons[0].startswith("near “ColBERT: ") and first.reasons[0].endswith("which you read today")
    assert first.reasons[1].startswith("both about ") and "*" not in first.reasons[1]


def test_nothing_gives_an_empty_digest(library: Library) -> None:
    assert week(library).sections == ()
