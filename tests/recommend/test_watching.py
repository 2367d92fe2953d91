"""New papers are offered to questions and tags that they come near, tagged by rules, and held against the shelf."""

from __future__ import annotations

import datetime
import threading

import numpy as np
import pytest

from readinglist.errors import InputError, QueryError
from readinglist.library import Library
from readinglist.library.feed_records import Entry
from readinglist.library.records import PaperRecord, Status
from readinglist.recommend.following import Following
from readinglist.recommend.recommender import Recommender
from readinglist.recommend.rules import tag_arrived, would_catch
from readinglist.recommend.shelf import Shelf
from readinglist.recommend.watching import FEWEST, LEAST, Watching, least_cosine
from readinglist.search import Embedder, index_papers
from readinglist.search.vectors import PaperVectors
from tests.search.papers import PAPERS

TODAY = datetime.datetime.now(datetime.UTC).date().isoformat()
BREAD = "Sourdough bread rises by wild yeast. We measure how flour, water and time change its crumb."

BAKING = tuple(
    PaperRecord(title=title, abstract=abstract)
    for title, abstract in (
        ("On Sourdough", BREAD),
        ("Yeast and Time", "How long dough must rest before it is baked, for wheat and rye flour."),
        ("The Crumb of Rye Bread", "Rye flour binds more water than wheat, which makes bread dense and moist."),
        ("Steam in the Oven", "Steam keeps the crust of bread soft while it rises in the oven."),
        ("Salt in Dough", "Salt slows the yeast and makes gluten stronger, so that bread rises later and higher."),
        ("Whole Grain Loaves", "Bran cuts the gluten of wheat dough; longer kneading makes whole grain bread rise."),
    )
)


def shown(library: Library, *records: PaperRecord) -> tuple[int, ...]:
    """The papers as a feed brings them."""
    feeds = library.feeds.all() or [library.feeds.add("hf-daily", "daily", "Daily Papers")]
    return library.feeds.take(feeds[0].id, [Entry(record, TODAY) for record in records]).new


def watching_of(library: Library, embedder: Embedder) -> Watching:
    """Looks by vectors of its own."""
    return Watching(library, embedder, PaperVectors(library.index.answers))


def named(library: Library, papers: list[int]) -> set[str]:
    return {row.title.split(":")[0] for row in library.papers.rows(papers)}


def test_a_question_is_offered_what_comes_near_it_and_once(library: Library, embedder: Embedder) -> None:
    papers = shown(library, *PAPERS, PaperRecord(title="On Sourdough", abstract=BREAD))
    index_papers(library, embedder, papers)
    watch = library.deciding.watch_question("making a model forget what it was trained on")
    watching = watching_of(library, embedder)
    assert watching.look() > 0
    offers = library.deciding.offers(watch.id)
    assert "Machine Unlearning" in named(library, [offer.paper for offer in offers])
    assert not named(library, [offer.paper for offer in offers]) & {"On Sourdough", "ColBERT", "SPLADE"}
    assert all(offer.reason.startswith("it says: “") for offer in offers)
    assert watching.look() == 0
    library.deciding.decide([offers[0].paper], "dismiss")
    assert offers[0].paper not in [offer.paper for offer in library.deciding.offers(watch.id)]
    assert watching.look() == 0, "what was decided is not offered again"


def test_papers_without_a_vector_wait_until_they_have_one(library: Library, embedder: Embedder) -> None:
    watch = library.deciding.watch_question("how bread rises")
    papers = shown(library, PaperRecord(title="On Sourdough", abstract=BREAD))
    watching = watching_of(library, embedder)
    assert watching.look() == 0
    index_papers(library, embedder, papers)
    assert watching.look() == 1
    assert [offer.paper for offer in library.deciding.offers(watch.id)] == list(papers)


def test_a_thread_looks_at_what_comes(library: Library, embedder: Embedder) -> None:
    watch = library.deciding.watch_question("how bread rises")
    papers = shown(library, PaperRecord(title="On Sourdough", abstract=BREAD))
    index_papers(library, embedder, papers)
    told = threading.Semaphore(0)
    library.subscribe(lambda changes: told.release() if changes.feeds else None)

    def wait_for(*wanted: int) -> None:
        while {offer.paper for offer in library.deciding.offers(watch.id)} != set(wanted):
            assert told.acquire(timeout=60)

    recommender = Recommender(library)
    following = Following(library, recommender, watching=watching_of(library, embedder))
    try:
        wait_for(*papers)
        more = shown(library, PaperRecord(title="The Rise of Bread", abstract=BREAD + " Bread rises well."))
        index_papers(library, embedder, more)
        with library.write() as tx:
            library.jobs.enqueue(tx, "embed", more[0])  # as work does when it begins and ends
        wait_for(*papers, *more)
    finally:
        following.stop()
        recommender.close()


def test_a_tag_is_offered_what_would_belong_to_it(library: Library, embedder: Embedder) -> None:
    tagged = library.papers.add(BAKING[:FEWEST], source="test", tags=["kitchen"]).added
    rest = library.papers.add(PAPERS[1:], source="test").added
    new = shown(library, BAKING[-1], PAPERS[0])
    index_papers(library, embedder, [*tagged, *rest, *new])
    watch = library.deciding.watch_tag("kitchen")
    watching_of(library, embedder).look()
    offers = library.deciding.offers(watch.id)
    assert [offer.paper for offer in offers] == [new[0]]
    assert offers[0].reason.endswith("which has the tag")


def test_a_question_is_watched_once_and_says_something(library: Library) -> None:
    library.deciding.watch_question("How do mosses  drink?")
    for question in ("how do mosses drink?", "  "):
        with pytest.raises(InputError):
            library.deciding.watch_question(question)


def test_what_counts_as_near_depends_on_the_others() -> None:
    crowd = np.random.default_rng(1).normal(0.2, 0.08, 5_000)
    assert least_cosine(crowd) > 0.45, "of a field that all speak of, only what stands out"
    assert least_cosine(np.append(crowd, [0.9, 0.9, 0.9])) == pytest.approx(0.9 * 0.62, abs=0.01)
    assert least_cosine(np.zeros(0)) >= LEAST
    subject = np.linspace(-0.05, 0.63, 397)
    assert (subject >= least_cosine(subject)).any(), "where many answer, none stands out"


def test_rules_tag_what_arrives_and_can_be_tried(library: Library) -> None:
    library.feeds.add("hf-daily", "daily", "Daily Papers")
    library.deciding.add_rule("title:sourdough", "tag", "kitchen")
    library.deciding.add_rule("title:colbert", "mute")
    steps = library.history.next_undo()
    bread, colbert = shown(library, PaperRecord(title="On Sourdough", abstract=BREAD), PAPERS[0])
    tag_arrived(library, [bread, colbert])
    assert library.papers.get(bread).tags == ("kitchen",)
    assert library.papers.get(colbert).tags == ()
    assert library.history.next_undo() == steps, "a rule's work is no step of the user's"
    assert would_catch(library, "title:colbert") == [colbert]
    with pytest.raises(QueryError):
        would_catch(library, 'title:"colbert')


def test_the_shelf_names_the_closest_papers_and_what_is_nearly_the_same(library: Library, embedder: Embedder) -> None:
    shelf = library.papers.add(PAPERS[:6], source="test", status=Status.READ).added
    twin = PaperRecord(title=PAPERS[4].title + " (Extended)", abstract=PAPERS[4].abstract)
    new = shown(library, twin, PAPERS[5 + 1], PaperRecord(title="On Sourdough", abstract=BREAD))
    index_papers(library, embedder, [*shelf, *new])
    found = Shelf(library, PaperVectors(library.index.answers)).nearest(new)
    assert found[new[0]][0].paper == shelf[4] and found[new[0]][0].same
    assert not any(one.same for one in found[new[1]])
    assert found[new[2]] == []
    assert all(len(near) <= 3 for near in found.values())
