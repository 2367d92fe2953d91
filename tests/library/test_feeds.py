"""Feeds: what they show becomes papers of the inbox, once, with where and when they were seen."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.errors import InputError, NotFoundError, ReadingListError
from readinglist.library import Library
from readinglist.library.feed_records import DayCount, Entry, Showing, Taken
from readinglist.library.query import IdIs, StatusIs
from readinglist.library.records import Changes, PaperRecord, Person, Status

TITLE = "Lichens as Clocks of Slow Landscapes"
ADA = Person("Byron", "Ada")


def entry(number: int, day: str = "2025-09-03", **also: object) -> Entry:
    """The paper of that number as Daily Papers or arXiv shows it."""
    record = PaperRecord(
        title=f"{TITLE}, Part {number}",
        authors=(ADA,),
        year=2025,
        abstract="They grow.",
        arxiv_id=f"2509.{number:05}",
        keywords=("cs.IR",),
    )
    return Entry(record, day, **also)  # type: ignore[arg-type]


def daily(library: Library) -> int:
    return library.feeds.add("hf-daily", "daily", "Daily Papers").id


def listings(library: Library) -> int:
    return library.feeds.add("arxiv:cs.IR", "arxiv", "cs.IR").id


def test_a_feed_comes_goes_and_comes_back_and_undo_takes_each_step_back(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers")
    assert (feed.address, feed.papers, feed.last_answer, feed.error) == ("hf-daily", 0, None, None)
    with pytest.raises(InputError, match="follow Daily Papers already"):
        library.feeds.add("HF-daily", "daily", "Again")
    library.feeds.rename("hf-daily", "Daily")
    library.feeds.set("hf-daily", every_minutes=30, keep_days=90)
    assert [(found.title, found.every_minutes, found.keep_days) for found in library.feeds.all()] == [("Daily", 30, 90)]
    library.feeds.take(feed.id, [entry(1)])
    library.feeds.remove("hf-daily")
    assert library.feeds.all() == [] and library.feeds.newest_day() is None
    with pytest.raises(NotFoundError):
        library.feeds.get("hf-daily")
    assert library.feeds.add("hf-daily", "daily", "Daily Papers").title == "Daily", "it comes back as it was"
    assert library.feeds.newest_day() == "2025-09-03"
    for _ in range(5):
        library.history.undo()
    assert library.feeds.all() == []


def test_papers_enter_the_inbox_unread_and_nobody_is_asked_for_more_until_one_is_saved(library: Library) -> None:
    taken = library.feeds.take(daily(library), [entry(1), entry(2)], asked_days=["2025-09-03"])
    assert len(taken.new) == 2 and taken.known == ()
    first, second = library.papers.get_many(taken.new)
    assert (first.status, first.unread, first.tags, first.feed_date) == (Status.INBOX, True, (), "2025-09-03")
    assert {job.kind for job in library.jobs.list()} == {"embed"}
    (mine,) = library.papers.add([PaperRecord(title="Slow Clocks", year=1990)], source="typed").added
    assert next(job.paper for job in library.jobs.list() if job.kind == "embed") == mine, "it need not wait for those"
    assert list(library.feeds.days_asked(1)) == ["2025-09-03"] and library.feeds.days_asked(1)["2025-09-03"][1] == 2
    library.history.undo()
    assert library.history.next_undo() == "Follow Daily Papers", "what feeds bring is no step of the user's"
    library.papers.set_status([second.id], Status.TO_READ)
    assert [job.paper for job in library.jobs.list() if job.kind == "download"] == [second.id]


def test_one_paper_of_many_feeds_says_where_it_was_seen(library: Library) -> None:
    (paper,) = library.feeds.take(daily(library), [entry(1)]).new
    arxiv, journal = listings(library), library.feeds.add("https://example.org/toc", "rss", "Journal").id
    taken = library.feeds.take(
        arxiv, [entry(1, "2025-09-02", kind="cross"), entry(1, "2025-09-05", kind="replace"), entry(2)]
    )
    assert taken.known == (paper,) and len(taken.new) == 1
    published = PaperRecord(title=f"{TITLE}, Part 1", authors=(ADA,), year=2026, doi="10.1234/lichens.1")
    assert library.feeds.take(journal, [Entry(published, "2026-01-07", link="https://example.org/1")]).known == (paper,)
    assert library.papers.get(paper).doi == "10.1234/lichens.1"
    seen = library.feeds.shown([paper, 99])[paper].sightings
    assert [(sighting.feed, sighting.day, sighting.kind) for sighting in seen] == [
        ("arxiv:cs.IR", "2025-09-02", "cross"),
        ("hf-daily", "2025-09-03", "new"),
        ("arxiv:cs.IR", "2025-09-05", "replace"),
        ("https://example.org/toc", "2026-01-07", "new"),
    ]


def test_what_was_decided_stays_decided(library: Library) -> None:
    feed = daily(library)
    away, trashed = library.feeds.take(feed, [entry(1), entry(2)]).new
    library.papers.set_status([away], Status.DISMISSED)
    library.papers.trash([trashed])
    assert library.feeds.take(listings(library), [entry(1), entry(2)]).new == ()
    assert library.papers.get(away).status is Status.DISMISSED and library.papers.get(trashed).trashed
    assert library.feeds.of_day("2025-09-03") == [away], "whatever was decided, but the Trash"
    assert library.feeds.undecided() == []
    library.papers.empty_trash()
    again = library.feeds.take(feed, [entry(1), entry(2)])
    assert again.new == () and again.known == (away,), "what was thrown away for good does not come back by itself"


def test_entries_without_identifiers_are_known_by_their_link_and_alike_titles_are_several(library: Library) -> None:
    feed = library.feeds.add("https://example.org/blog", "rss", "Blog").id

    def posted(number: int) -> Entry:
        record = PaperRecord(title="This week in machine learning research", year=2025)
        return Entry(record, f"2025-09-{number:02}", link=f"https://example.org/{number}")

    assert len(library.feeds.take(feed, [posted(1), posted(8)]).new) == 2
    again = library.feeds.take(feed, [posted(8), posted(15)])
    assert len(again.new) == 1 and len(again.known) == 1
    assert library.feeds.take(feed, [Entry(PaperRecord(abstract="Of nothing."), "2025-09-22")]) == Taken()


def test_numbers_are_the_newest_and_the_curve_has_a_point_a_day(library: Library) -> None:
    feed = daily(library)
    full = Showing(upvotes=12, comments=2, trending=1, submitted_by="ada", summary="They grow.", keywords=("lichen",))
    first, second = library.feeds.take(feed, [entry(1, showing=full), entry(2, showing=Showing(3, 0, trending=2))]).new
    library.feeds.take(feed, [entry(1, showing=Showing(upvotes=15, comments=3))])
    shown = library.feeds.shown([first])[first]
    assert (shown.showing.upvotes, shown.showing.submitted_by, shown.showing.keywords) == (15, "ada", ("lichen",))
    assert [point[1:] for point in shown.curve] == [(15, 3)]
    assert shown.showing.trending == 1, "only another list of trending papers ends that"
    library.feeds.take(feed, [entry(2, showing=Showing(4, 0, trending=1))])
    found = library.feeds.shown([first, second])
    assert (found[first].showing.trending, found[second].showing.trending) == (None, 1)


def test_days_are_counted_and_marked_as_seen(library: Library) -> None:
    feed = daily(library)
    one, two, three = library.feeds.take(feed, [entry(1), entry(2), entry(3, "2025-09-04")]).new
    other = listings(library)
    library.feeds.take(other, [entry(4, kind="replace"), entry(2)])
    (four,) = set(library.feeds.of_day("2025-09-03", other)) - {two}
    assert library.feeds.of_day("2025-09-03") == [one, two, four], "as they were shown, replaced ones last"
    library.papers.set_status([one], Status.READ)
    assert library.feeds.days() == [DayCount("2025-09-04", 1, 1, 1), DayCount("2025-09-03", 3, 2, 2)]
    assert library.feeds.days(other) == [DayCount("2025-09-03", 2, 2, 2)]
    assert library.feeds.days(limit=1) == library.feeds.days(since="2025-09-04") != library.feeds.days()
    assert (library.feeds.newest_day(), library.feeds.newest_day(other)) == ("2025-09-04", "2025-09-03")
    assert [(found.papers, found.unread) for found in library.feeds.all()] == [(3, 2), (2, 2)]
    assert library.feeds.unread() == 3
    assert library.feeds.mark_seen("2025-09-03") == 2
    assert library.feeds.unread() == 1 and library.papers.get(two).status is Status.INBOX
    library.history.undo()
    assert library.feeds.unread() == 3
    assert library.feeds.undecided(feed) == [three, two]
    assert set(library.feeds.undecided()) == {two, three, four} == set(library.papers.select(StatusIs(Status.INBOX)))


def test_a_feed_is_due_for_one_at_a_time_and_its_health_is_told(library: Library) -> None:
    feed = daily(library)
    library.feeds.add("query:lichen", "query", "Lichens")  # nobody is asked for those
    moment = datetime(2025, 9, 3, 12, tzinfo=UTC)
    due = library.feeds.due(moment)
    assert due is not None and due.id == feed
    assert library.feeds.due(moment) is None and not library.feeds.claim(feed), "it is in somebody's hands"
    heard: list[Changes] = []
    unsubscribe = library.subscribe(heard.append)
    library.feeds.failed(feed, "It asked us to wait.", "cooling", "2025-09-03T12:20:00.000Z")
    assert heard[-1].feeds
    unsubscribe()
    assert library.feeds.due(moment) is None
    told = library.feeds.get("hf-daily")
    assert (told.error, told.cause, told.failures, told.last_answer) == ("It asked us to wait.", "cooling", 1, None)
    assert library.feeds.due(moment + timedelta(minutes=20)) is not None
    library.feeds.answered(feed, etag='"a"', url="https://example.org/feed", next_at="2025-09-03T13:20:00.000Z")
    told = library.feeds.get("hf-daily")
    assert (told.error, told.failures, told.etag, told.url) == (None, 0, '"a"', "https://example.org/feed")
    assert told.last_answer is not None and library.feeds.claim(feed)
    library.feeds.release(feed)
    assert library.feeds.claim(feed)


def test_two_papers_that_become_one_were_seen_where_both_were(library: Library) -> None:
    feed, arxiv = daily(library), listings(library)
    one, two = library.feeds.take(feed, [entry(1, showing=Showing(upvotes=3)), entry(2)]).new
    library.feeds.take(arxiv, [entry(2, "2025-09-04", showing=Showing(upvotes=8))])
    library.deciding.wish([two], "more")
    library.papers.merge(one, two)
    shown = library.feeds.shown([one])[one]
    assert [(seen.feed, seen.day) for seen in shown.sightings] == [
        ("hf-daily", "2025-09-03"),
        ("arxiv:cs.IR", "2025-09-04"),
    ]
    assert shown.showing.upvotes == 8
    assert [wish.paper for wish in library.deciding.wishes()] == [one]
    assert library.feeds.of_day("2025-09-03") == library.feeds.of_day("2025-09-04") == [one]
    assert [(found.papers, found.unread) for found in library.feeds.all()] == [(1, 1), (1, 1)]
    library.history.undo()
    assert library.feeds.of_day("2025-09-04") == [one, two] and library.feeds.shown([two])[two].showing.upvotes == 8
    assert [wish.paper for wish in library.deciding.wishes()] == [two]


def test_an_entry_that_names_two_papers_shows_that_they_are_one(library: Library) -> None:
    (mine,) = library.papers.add([PaperRecord(title=f"{TITLE}, Part 1", doi="10.1234/a")], source="bibtex").added
    (other,) = library.papers.add([PaperRecord(arxiv_id="2509.00001")], source="pasted").added
    both = PaperRecord(title=f"{TITLE}, Part 1", arxiv_id="2509.00001", doi="10.1234/a")
    assert library.feeds.take(daily(library), [Entry(both, "2025-09-03")]).known == (mine,)
    assert library.papers.select(IdIs("2509.00001")) == library.feeds.of_day("2025-09-03") == [mine]
    assert other not in library.feeds.shown([mine, other])


def test_what_nobody_decided_about_is_dropped_in_time_and_not_shown_as_new_again(library: Library) -> None:
    feed, arxiv = daily(library), listings(library)
    blog = library.feeds.add("https://example.org/blog", "rss", "Blog").id
    post = Entry(
        PaperRecord(title="This week in machine learning research"), "2025-09-03", link="https://example.org/1"
    )
    (posted,) = library.feeds.take(blog, [post]).new
    names = ("dropped", "starred", "tagged", "saved", "noted", "wished", "seen later", "daily")
    entries = [entry(number) for number in range(len(names))]
    papers = dict(zip(names, library.feeds.take(arxiv, entries).new, strict=True))
    library.papers.star([papers["starred"]])
    library.tags.add([papers["tagged"]], ["lichen"])
    library.deciding.decide([papers["saved"]], "save")
    library.notes.set(papers["noted"], "Ask Ada.")
    library.deciding.wish([papers["wished"]], "more")
    library.feeds.take(arxiv, [entry(6, "2026-08-01", kind="replace")])
    library.feeds.take(feed, [entry(7)])
    (asked_for,) = library.papers.add([PaperRecord(arxiv_id="2509.99999")], source="pasted", by_feed=True).added
    library.feeds.take(arxiv, [entry(99999)])
    assert library.feeds.mark_seen("2025-09-03") == 9
    assert library.feeds.drop_old(datetime(2026, 9, 4, tzinfo=UTC)) == 0, "all of them came today"
    with library.write() as tx:
        tx.db.execute("UPDATE sightings SET seen_at = day || 'T08:00:00.000Z'")
    assert library.feeds.drop_old(datetime(2026, 9, 3, tzinfo=UTC)) == 0
    assert library.feeds.drop_old(datetime(2026, 9, 4, tzinfo=UTC)) == 2
    left = {paper.id for paper in library.papers.get_many([*papers.values(), posted, asked_for])}
    assert left == {*papers.values(), asked_for} - {papers["dropped"]}
    assert library.history.next_undo() != "Mark 2025-09-03 as seen", "that step cannot be taken back any more"
    next_week = Entry(PaperRecord(title=post.record.title), "2026-09-10", link="https://example.org/2")
    taken = library.feeds.take(blog, [entry(0, "2026-09-05"), post, next_week])
    assert len(taken.new) == 1 and taken.known == (), "only the post of another week is new"
    library.feeds.set("arxiv:cs.IR", every_minutes=None, keep_days=0)
    assert library.feeds.drop_old(datetime(2036, 9, 4, tzinfo=UTC)) == 1, "the post; for ever is for ever"
    (back,) = library.papers.add([entry(0).record], source="pasted").added
    assert library.feeds.take(arxiv, [entry(0, "2036-09-05")]).known == (back,), "the user has asked for it"


def test_counts_are_those_of_the_papers_whatever_happens_to_them(library: Library) -> None:
    feed, arxiv = daily(library), listings(library)
    one, two, three, four = library.feeds.take(feed, [entry(number) for number in range(1, 5)]).new

    def counted() -> list[tuple[int, int]]:
        return [(found.papers, found.unread) for found in library.feeds.all()]

    library.feeds.take(arxiv, [entry(1), entry(2), entry(1, "2025-09-08", kind="replace"), entry(5)])
    assert counted() == [(4, 4), (3, 3)]
    library.papers.opened(one)
    library.papers.set_status([two], Status.DISMISSED)
    assert counted() == [(4, 2), (3, 1)]
    library.papers.trash([three])
    assert counted() == [(4, 1), (3, 1)]
    library.history.undo()
    library.history.undo()
    library.papers.set_unread([one], True)
    assert counted() == [(4, 4), (3, 3)]
    library.deciding.decide([two], "later")
    assert counted() == [(4, 3), (3, 2)]
    library.papers.trash([one, four])
    library.papers.empty_trash()
    assert counted() == [(2, 1), (2, 1)]
    library.papers.merge(three, two)
    assert counted() == [(1, 0), (2, 1)], "put off with the one that went into it"


def test_the_papers_of_a_pasted_page_are_of_that_day_too(library: Library) -> None:
    feed = daily(library)
    pasted = replace(entry(1).record, feed_date=date(2025, 9, 2), keywords=())
    (paper,) = library.papers.add([pasted], source="daily-papers", by_feed=True).added
    assert library.feeds.of_day("2025-09-02", feed) == [paper]
    assert library.feeds.take(feed, [entry(1, "2025-09-02"), entry(2, "2025-09-02")]).known == (paper,)
    assert [found.papers for found in library.feeds.all()] == [2]
    library.history.undo()
    assert [(found.papers, found.unread) for found in library.feeds.all()] == [(1, 1)]
    assert paper not in library.feeds.of_day("2025-09-02")


ACTS = st.lists(
    st.tuples(st.sampled_from(["take", "save", "dismiss", "open", "trash", "restore", "merge", "drop", "undo", "redo"]),
              st.integers(0, 5), st.integers(0, 2)),
    min_size=4, max_size=14,
)  # fmt: skip


@given(ACTS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_triggers_count_what_counting_would(tmp_path_factory: pytest.TempPathFactory, acts: list[Any]) -> None:
    """Law: after anything that may happen to papers, each feed's numbers are those of its papers."""
    with Library.open(tmp_path_factory.mktemp("law") / "library") as library:
        feeds = [daily(library), listings(library), library.feeds.add("https://example.org", "rss", "Blog").id]
        library.feeds.take(feeds[0], [entry(number) for number in range(6)])
        for act, number, feed in acts:
            there = [paper for paper in (number + 1, (number + 1) % 6 + 1) if library.papers.get_many([paper])]
            with contextlib.suppress(ReadingListError):
                match act:
                    case "take":
                        library.feeds.take(feeds[feed], [entry(number, f"2025-09-0{feed + 1}"), entry(number)])
                    case "save" | "dismiss":
                        library.deciding.decide(there[:1], act)
                    case "open":
                        library.papers.set_unread(there[:1], bool(feed))
                    case "trash":
                        library.papers.trash(there[:1])
                    case "restore":
                        library.papers.restore(there)
                    case "merge" if len(there) == 2:
                        library.papers.merge(*there)
                    case "drop":
                        library.papers.empty_trash()
                    case "undo":
                        library.history.undo()
                    case "redo":
                        library.history.redo()
        for found in library.feeds.all():
            papers = [
                paper for paper in library.papers.get_many(range(1, 20))
                if found.address in {seen.feed for seen in library.feeds.shown([paper.id])[paper.id].sightings}
            ]  # fmt: skip
            waiting = [paper for paper in papers if paper.unread and not paper.trashed and paper.status == "inbox"]
            assert (found.papers, found.unread) == (len(papers), len(waiting))


def test_undoing_a_follow_keeps_what_the_feed_showed_meanwhile(library: Library) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    (paper,) = library.feeds.take(feed, [entry(1)]).new
    assert library.history.undo() is not None
    assert library.feeds.all() == []
    (late,) = library.feeds.take(feed, [entry(2)]).new  # an answer was under way
    library.history.redo()
    assert [feed.papers for feed in library.feeds.all()] == [2]
    assert [one.feed for one in library.feeds.shown([paper])[paper].sightings] == ["hf-daily"]
    assert late in library.feeds.undecided(feed)
