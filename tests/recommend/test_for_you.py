"""For you: a real library, the real child process, papers of three subjects."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest

from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.records import PaperRecord, Person, Status
from readinglist.recommend.following import Following
from readinglist.recommend.recommender import Ranking, Recommender
from readinglist.search import Embedder, index_papers

SUBJECTS = {
    "retrieval": ("dense retrieval", "inverted indexes", "late interaction", "query expansion", "sparse retrievers"),
    "robots": ("robot grasping", "legged locomotion", "gripper control", "motion planning", "tactile sensing"),
    "proteins": ("protein folding", "amino acids", "binding affinity", "molecular docking", "enzyme design"),
}
SETTINGS = ("under noise", "at scale", "with little memory", "from few examples", "across languages", "in the wild")


def record(subject: str, number: int, author: str = "") -> PaperRecord:
    """A made-up paper: each pair of subject and number has words of its own and words of its subject."""
    words = SUBJECTS[subject]
    one, other = words[number % len(words)], words[(number * 2 + 1) % len(words)]
    return PaperRecord(
        title=f"{one.capitalize()} {SETTINGS[number % len(SETTINGS)]}, part {number}",
        abstract=f"Here {one} is joined with {other}. What {one} costs is measured, and {other} makes it cheaper.",
        authors=(Person.from_name(author),) if author else (),
    )


@pytest.fixture
def recommender(library: Library) -> Iterator[Recommender]:
    recommender = Recommender(library)
    yield recommender
    recommender.close()


def add(library: Library, subject: str, numbers: Sequence[int], status: Status, author: str = "") -> list[int]:
    records = [record(subject, number, author) for number in numbers]
    return list(library.papers.add(records, source="test", status=status).added)


def places(ranking: Ranking) -> list[int]:
    return [place.paper for place in ranking.ranked]


def said(ranking: Ranking, paper: int) -> dict[str, str]:
    (reasons,) = [place.reasons for place in ranking.ranked if place.paper == paper]
    return dict(reasons)


def test_what_was_saved_leads_and_says_why(library: Library, embedder: Embedder, recommender: Recommender) -> None:
    add(library, "retrieval", range(5), Status.READ, "Ada Byron")
    add(library, "robots", range(3), Status.DISMISSED)
    robots = add(library, "robots", range(3, 7), Status.INBOX)
    wanted = add(library, "retrieval", range(5, 9), Status.INBOX)
    (by_ada,) = add(library, "proteins", [1], Status.INBOX, "Ada Byron")
    for _ in range(2):  # by words alone at first, then by meaning too
        ranking = recommender.rank()
        assert set(places(ranking)) == {*robots, *wanted, by_ada}
        assert set(places(ranking)[:4]) == set(wanted)
        assert ranking.note == ""
        assert all(place.reasons for place in ranking.ranked)
        scores = [place.score for place in ranking.ranked]
        assert scores == sorted(scores, reverse=True)
        index_papers(library, embedder, places(ranking))
        index_papers(library, embedder, range(1, 9))
    best = said(ranking, places(ranking)[0])
    assert best["near"].startswith("close to “") and best["near"].endswith("which you read")
    assert best["words"].startswith("about *")
    assert said(ranking, by_ada)["author"] == "by Ada Byron, of whom you have 5 papers"
    assert recommender.rank(limit=2).ranked == ranking.ranked[:2]


def test_a_ranking_is_kept_until_something_is_decided(library: Library, recommender: Recommender) -> None:
    add(library, "retrieval", range(5), Status.TO_READ)
    papers = add(library, "proteins", range(6), Status.INBOX)
    first = recommender.rank()
    again = Recommender(library)
    try:
        assert again.is_current()
        assert again.rank() == first
        assert not again.running
        library.papers.star([papers[3]])
        assert not again.is_current()
        assert places(again.rank())[0] == papers[3]
        library.deciding.decide([papers[3]], "dismiss")
        assert set(places(again.rank())) == set(papers) - {papers[3]}
    finally:
        again.close()


def test_with_little_known_popular_papers_lead_and_wishes_work(library: Library, recommender: Recommender) -> None:
    feed = library.feeds.add("hf-daily", "daily", "Daily Papers")
    subjects = ["robots"] * 4 + ["proteins"] * 4
    entries = [
        Entry(record(subject, number), "2025-09-03", showing=Showing(upvotes=upvotes))
        for number, (subject, upvotes) in enumerate(zip(subjects, (3, 90, 0, 12, 5, 1, 40, 7), strict=True))
    ]
    taken = library.feeds.take(feed.id, entries).new
    ranking = recommender.rank()
    assert places(ranking)[:3] == [taken[1], taken[6], taken[3]]
    assert "Too little is known of what you want" in ranking.note
    assert said(ranking, taken[1]) == {"popular": "90 upvotes"}
    assert said(ranking, taken[2]) == {"popular": "new on 3 September"}
    quiet = Entry(record("robots", 9), "2026-03-01", showing=Showing())
    library.feeds.take(feed.id, [quiet])
    assert places(recommender.rank())[0] == taken[1], "what is new and nobody likes does not come first"
    library.deciding.wish([taken[7]], "more")
    library.deciding.wish([taken[1]], "less")
    changed = recommender.rank()
    assert places(changed).index(taken[6]) < places(changed).index(taken[1])
    assert "want more of" in said(changed, taken[5])["wish"]


def test_what_is_hidden_says_so(library: Library, recommender: Recommender) -> None:
    saved = add(library, "retrieval", range(6), Status.READ)
    one, other = add(library, "robots", (1, 6), Status.INBOX)
    add(library, "proteins", range(6), Status.INBOX)
    (paper,) = add(library, "retrieval", [8], Status.INBOX)
    library.deciding.decide([one], "later")
    library.deciding.add_rule("locomotion", "mute")
    library.deciding.add_rule("docking", "boost")
    shown = recommender.rank()
    assert one not in places(shown)
    assert recommender.why_not(one) == (("hidden", "you put it off until tomorrow"),)
    assert recommender.why_not(saved[0]) == (("status", "you decided on it: its status is read"),)
    assert other not in places(shown)
    assert recommender.why_not(other) == (("hidden", "a rule of yours mutes it"),)
    lifted = [place.paper for place in shown.ranked if ("rule", "a rule of yours lifts it") in place.reasons]
    assert lifted and places(shown)[1] in lifted
    told = recommender.why_not(places(shown)[-1])
    assert told[0] == ("place", f"it stands at place {len(shown.ranked)} of {len(shown.ranked)}")
    library.deciding.wish([saved[3]], "mute", until="2999-01-01T00:00:00.000Z")
    assert paper not in places(recommender.rank())
    assert recommender.why_not(paper)[0][1].startswith("it is like “Query expansion from few examples, part 3”, and")


def test_papers_of_a_day_are_ranked_whatever_was_decided(library: Library, recommender: Recommender) -> None:
    saved = add(library, "retrieval", range(6), Status.READ)
    dismissed = add(library, "robots", range(4), Status.DISMISSED)
    undecided = add(library, "proteins", range(3), Status.INBOX)
    ranking = recommender.rank([dismissed[0], undecided[1], saved[2]])
    assert places(ranking) == [saved[2], undecided[1], dismissed[0]]


def test_the_ranking_follows_decisions_in_the_background(library: Library, recommender: Recommender) -> None:
    add(library, "retrieval", range(6), Status.READ)
    papers = add(library, "proteins", range(4), Status.INBOX)
    recommender.rank()
    ranked = threading.Semaphore(0)
    following = Following(library, recommender, ranked.release)
    try:
        library.papers.star([papers[2]])
        assert ranked.acquire(timeout=60)
        assert recommender.is_current()
        assert places(recommender.rank())[0] == papers[2]
    finally:
        following.stop()
