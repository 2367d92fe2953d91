"""The queue of papers to read: its order, its days, and how it grows."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import InputError, NotFoundError
from readinglist.library import Library
from readinglist.library.query import StatusIs
from readinglist.library.queue_words import pile_in_words
from readinglist.library.reading_pace import Pace
from readinglist.library.reading_places import ReadingPlace
from readinglist.library.records import PaperRecord, Sort, Status

FRIDAY = datetime.date(2026, 11, 27)


def add(library: Library, *titles: str, status: Status | None = None) -> list[int]:
    records = [PaperRecord(title=title) for title in titles]
    return list(library.papers.add(records, source="bibtex", status=status).added)


def document(library: Library, paper: int, pages: int) -> int:
    with library.change("Attach") as tx:
        made = library.documents.add(tx, paper, f"{paper}.pdf", f"{paper:064}", "a.pdf")
    with library.write() as tx:
        library.documents.set_result(tx, made, "read", pages)
    return made


def test_what_is_saved_comes_last_and_the_users_order_goes_before_that(library: Library) -> None:
    one, two, three = add(library, "One", "Two", "Three")
    (four,) = add(library, "Four")
    assert library.queue.order() == [one, two, three, four]
    library.queue.put([three], "first")
    library.queue.put([one], "last")
    (five,) = add(library, "Five")
    assert library.queue.order() == [three, two, four, one, five], "what comes later stands behind the last"
    library.queue.put([five, one], before=two)
    assert library.queue.order() == [three, five, one, two, four]
    assert library.papers.select(StatusIs("to-read"), Sort.QUEUE) == library.queue.order()
    library.history.undo()
    assert library.queue.order() == [three, two, four, one, five]


def test_putting_something_on_the_queue_says_that_it_is_to_be_read(library: Library) -> None:
    (new,) = add(library, "Shown by a feed", status=Status.INBOX)
    (old,) = add(library, "There already")
    library.queue.put([old, new])
    assert library.queue.order() == [old, new]
    assert library.papers.get(new).status == Status.TO_READ
    library.history.undo()
    assert library.papers.get(new).status == Status.INBOX
    assert library.queue.order() == [old]


def test_a_paper_that_was_read_leaves_its_place_and_its_day(library: Library) -> None:
    one, two = add(library, "One", "Two")
    library.queue.put([two], "first")
    library.queue.set_by([two], FRIDAY)
    assert library.papers.rows([two])[0].by == "2026-11-27"
    library.papers.set_status([two], Status.READING)
    library.papers.set_status([two], Status.TO_READ)
    assert library.queue.by_dates([one, two]) == {two: "2026-11-27"}, "begun and put off again it is where it was"
    library.papers.set_status([two], Status.READ)
    assert library.queue.order() == [one]
    library.papers.set_status([two], Status.TO_READ)
    assert library.queue.order() == [one, two]
    assert library.queue.by_dates([one, two]) == {}
    library.history.undo()
    library.history.undo()
    assert library.queue.by_dates([two]) == {two: "2026-11-27"}


def test_a_day_can_be_taken_off_again_and_undone(library: Library) -> None:
    one, two = add(library, "One", "Two")
    library.queue.set_by([one], FRIDAY)
    assert library.queue.order() == [one, two], "a day alone moves nothing"
    library.queue.set_by([one], None)
    assert library.queue.by_dates([one]) == {}
    library.history.undo()
    assert library.queue.by_dates([one]) == {one: "2026-11-27"}


def test_what_cannot_be_queued_is_refused_and_nothing_changes(library: Library) -> None:
    one, gone = add(library, "One", "Gone")
    (read,) = add(library, "Read", status=Status.READ)
    library.papers.trash([gone])
    label = library.history.next_undo()
    for wrong, error in (([one, gone], InputError), ([one, 99], NotFoundError)):
        with pytest.raises(error):
            library.queue.put(wrong, "first")
    with pytest.raises(InputError, match="not to be read"):
        library.queue.put([one], before=read)
    assert library.history.next_undo() == label


def test_deleting_a_paper_for_good_leaves_no_step_that_cannot_be_undone(library: Library) -> None:
    one, two = add(library, "One", "Two")
    library.papers.star([one])
    library.queue.put([two], before=one)
    library.papers.trash([two])
    library.papers.delete_from_trash([two])
    library.papers.star([one], False)
    assert library.history.undo() == "Unstar 1 paper"
    assert library.queue.order() == [one]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 8)), min_size=1, max_size=60))
def test_any_moves_end_in_the_order_that_a_list_would_have(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("library")) as library:
        # An import saves all at one moment: what is alike has to make room.
        papers = add(library, *(f"Paper {number}" for number in range(8)))
        expected = list(papers)
        for which, target in moves:
            paper = papers[which]
            if target == 8:
                library.queue.put([paper], "last")
                expected = [*(one for one in expected if one != paper), paper]
            elif papers[target] != paper:
                library.queue.put([paper], before=papers[target])
                expected.remove(paper)
                expected.insert(expected.index(papers[target]), paper)
            assert library.queue.order() == expected


def test_a_hundred_moves_to_one_spot_stay_apart(library: Library) -> None:
    papers = add(library, "One", "Two", "Three", "Four")
    for number in range(100):
        library.queue.put([papers[number % 2]], before=papers[2])
    assert library.queue.order() == [papers[0], papers[1], papers[2], papers[3]]


def test_length_follows_the_pages_and_the_pace_of_the_reader(library: Library) -> None:
    (paper, long) = add(library, "Ten pages", "Not read by the program yet")
    document(library, paper, 10)
    assert [row.minutes for row in library.papers.rows([paper, long])] == [20, None]
    (read,) = add(library, "Read before", status=Status.READ)
    made = document(library, read, 30)
    library.reading_places.keep(made, ReadingPlace(30, furthest=30, pages=30), 30 * 60.0)
    assert library.queue.pace() == Pace((20 * 120 + 30 * 60) / 50, 30)
    assert library.papers.rows([paper])[0].minutes == 14
    (begun,) = library.documents.of(paper)
    library.reading_places.keep(begun.id, ReadingPlace(5, furthest=5, pages=10), 1.0)
    assert library.papers.rows([paper])[0].minutes == 7, "the rest; a glance of a second is no reading"
    assert library.queue.waiting()[0].furthest == 5


def test_the_pile_says_how_old_it_is_and_whether_it_grows(library: Library) -> None:
    now = datetime.datetime.now().astimezone()
    assert pile_in_words(library.queue.pile(now), now) == "Nothing waits to be read"
    one, two, three, four = add(library, "One", "Two", "Three", "Four")
    assert pile_in_words(library.queue.pile(now), now) == "4 papers"
    long_ago = now - datetime.timedelta(days=130)
    with library.write() as tx:
        stamp = long_ago.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
        tx.db.execute("UPDATE status_changes SET at = ? WHERE paper_id IN (?, ?)", (stamp, one, three))
    library.queue.set_by([two], now.date())
    pile = library.queue.pile(now)
    assert (pile.papers, pile.due, pile.a_month_ago) == (4, 1, 2)
    assert pile_in_words(pile, now) == "4 papers, oldest 4 months; 2 more than a month ago"
    library.papers.set_status([two, three, four], Status.READ)
    pile = library.queue.pile(now)
    assert (pile.papers, pile.due, pile.a_month_ago) == (1, 0, 2), "what was read since was on the pile then"
    assert pile_in_words(pile, now) == "1 paper, oldest 4 months; 1 fewer than a month ago"
