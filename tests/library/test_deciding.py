"""Deciding about what feeds show: papers, their like, rules and watches; each a step that can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from readinglist.errors import InputError, NotFoundError
from readinglist.library import Library
from readinglist.library.deciding import later_until
from readinglist.library.decision_records import Rule
from readinglist.library.feed_records import Entry
from readinglist.library.query import And, Has, IdIs, Not
from readinglist.library.records import PaperRecord, Status

DAY = "2025-09-03"


def papers(library: Library, count: int) -> list[int]:
    """So many papers of a feed's day."""
    entries = [
        Entry(PaperRecord(title=f"Mosses of the North, Part {number}", arxiv_id=f"2509.{number:05}"), DAY)
        for number in range(count)
    ]
    return list(library.feeds.take(library.feeds.add("arxiv:q-bio", "arxiv", "q-bio").id, entries).new)


def test_what_is_put_off_comes_back_tomorrow_at_four() -> None:
    noon = datetime(2025, 9, 3, 12).astimezone()
    back = datetime.fromisoformat(later_until(noon)).astimezone()
    assert (back.date(), back.hour, back.minute) == ((noon + timedelta(days=1)).date(), 4, 0)


def test_decisions_on_several_papers_are_one_step(library: Library) -> None:
    one, two, three = papers(library, 3)
    library.deciding.decide([one, two, one], "save")
    assert [paper.status for paper in library.papers.get_many([one, two, three])] == ["to-read", "to-read", "inbox"]
    assert not library.papers.get(one).unread
    assert {job.paper for job in library.jobs.list() if job.kind == "look-up"} == {one, two}
    library.deciding.decide([three, two], "dismiss")
    assert library.feeds.undecided() == [] and library.feeds.of_day(DAY) == [one, two, three]
    assert library.history.undo() == "Dismiss 2 papers"
    assert library.papers.get(two).status is Status.TO_READ
    assert library.history.undo() == "Save 2 papers"
    assert library.feeds.undecided() == [one, two, three] and library.papers.get(one).unread
    with pytest.raises(NotFoundError):
        library.deciding.decide([one, 99], "save")
    assert library.papers.get(one).status is Status.INBOX
    library.papers.set_status([one], Status.READ)
    library.deciding.decide([one], "save")
    assert library.papers.get(one).status is Status.READ, "who has read it need not read it again"


def test_later_is_out_of_sight_and_still_undecided(library: Library) -> None:
    one, two = papers(library, 2)
    library.deciding.decide([one], "later")
    assert library.papers.get(one).status is Status.INBOX
    assert library.feeds.undecided() == library.feeds.undecided(1) == [two]
    assert [(day.papers, day.undecided, day.unread) for day in library.feeds.days()] == [(2, 1, 1)]
    assert library.feeds.unread() == library.feeds.get("arxiv:q-bio").unread == 1
    assert library.feeds.shown([one])[one].later_until == library.deciding.later()[one] == later_until()
    assert library.feeds.of_day(DAY) == [one, two], "the day still has it"
    library.deciding.back([one])
    assert library.feeds.undecided() == [one, two]
    library.history.undo()
    assert set(library.deciding.later()) == {one}
    library.deciding.decide([one], "dismiss")
    assert library.deciding.later() == {}
    library.deciding.decide([one], "later", moment=datetime.now(UTC) - timedelta(days=3))
    assert library.papers.get(one).status is Status.INBOX and library.deciding.later() == {}, "that was days ago"
    assert library.feeds.undecided() == [one, two]
    library.deciding.decide([two], "save")
    with pytest.raises(InputError, match="decided already"):
        library.deciding.decide([two], "later")


def test_wishes_about_the_like_of_a_paper(library: Library) -> None:
    one, two = papers(library, 2)
    library.deciding.wish([one, two], "more")
    library.deciding.wish([one], "mute", until="2125-01-01T00:00:00.000Z")
    library.deciding.wish([two], "less", until="2025-01-01T00:00:00.000Z")
    assert [(wish.paper, wish.kind) for wish in library.deciding.wishes()] == [(one, "mute")], "the other has ended"
    library.history.undo()
    library.history.undo()
    assert {(wish.paper, wish.kind) for wish in library.deciding.wishes()} == {(one, "more"), (two, "more")}
    library.deciding.unwish([one])
    assert [wish.paper for wish in library.deciding.wishes()] == [two]
    with pytest.raises(InputError):
        library.deciding.wish([one], "perhaps")


def test_rules_and_what_they_would_have_caught(library: Library) -> None:
    one, two, three = papers(library, 3)
    rule = library.deciding.add_rule(" moss  -lichen ", "tag", "bryology")
    assert library.deciding.rules() == [Rule(rule.id, "moss -lichen", "tag", "bryology")]
    library.deciding.change_rule(rule.id, "moss", "mute", "bryology")
    assert library.deciding.rules() == [Rule(rule.id, "moss", "mute")]
    for words, action, tag in (("", "mute", ""), ("moss", "burn", ""), ("moss", "tag", " ")):
        with pytest.raises(InputError):
            library.deciding.add_rule(words, action, tag)
    library.deciding.remove_rule(rule.id)
    with pytest.raises(NotFoundError):
        library.deciding.remove_rule(rule.id)
    assert library.history.undo() == "Remove a rule" and library.deciding.rules()
    library.papers.set_status([one], Status.DISMISSED)
    library.papers.trash([two])
    arxiv = And((Has("arxiv"), Not(IdIs("2509.00009"))))
    assert library.deciding.caught(arxiv, DAY) == [one, three]
    assert library.deciding.caught(arxiv, "2025-09-04") == []
    assert library.deciding.matching(Not(IdIs("2509.00000")), [three, one]) == [three]


def test_watches_and_their_offers(library: Library) -> None:
    one, two = papers(library, 2)
    question = library.deciding.watch_question("How fast do mosses grow?")
    with pytest.raises(InputError, match="already"):
        library.deciding.watch_question("how fast do  mosses grow?")
    with pytest.raises(NotFoundError):
        library.deciding.watch_tag("moss")
    library.tags.add([one], ["moss"])
    tag = library.deciding.watch_tag("Moss")
    assert [watch.name for watch in library.deciding.watches()] == ["How fast do mosses grow?", "moss"]
    assert library.deciding.offer(question.id, [(one, 0.4, "near"), (two, 0.9, "nearer")]) == [one, two]
    assert library.deciding.offer(question.id, [(one, 0.5, "again")]) == []
    library.deciding.offer(tag.id, [(two, 0.7, "alike")])
    assert [watch.open for watch in library.deciding.watches()] == [2, 1]
    assert [offer.paper for offer in library.deciding.offers(question.id)] == [two, one]
    assert [offer.reason for offer in library.deciding.offers_of([two])[two]] == ["nearer", "alike"]
    library.deciding.decide([two], "save")
    assert [(offer.watch, offer.paper) for offer in library.deciding.offers()] == [(question.id, one)]
    library.deciding.unwatch(question.id)
    library.tags.delete("moss")
    assert library.deciding.watches() == []
    library.history.undo()
    library.history.undo()
    assert [watch.name for watch in library.deciding.watches()] == ["How fast do mosses grow?", "moss"]
