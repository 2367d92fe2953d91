"""Looking up: what is known arrives, what is not sure is asked, and who keeps silent is asked again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.http_client import HttpClient
from readinglist.jobs.look_up import LookUpHandler
from readinglist.library import Library
from readinglist.library.records import Job, PaperRecord, Person
from readinglist.sources import Sources
from tests.http_client.servers import CutError, Request, always, one_after_another, reply
from tests.jobs.conftest import SECONDS, Start, Steps
from tests.jobs.world import Work, World

PACKING = Work("Sphere packing in dimension eight", arxiv_id="1603.04246")
LATTICES = Work("Universal optimality of two lattices and their friends", arxiv_id="1902.05438")
BREAD = Work("The chemistry of bread and of its crust", ("Julia Child",), doi="10.1000/bread")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, [PACKING, LATTICES, BREAD])
    yield world
    world.server.close()


@pytest.fixture
def look_up(library: Library, client: HttpClient, start: Start) -> None:
    """Workers that look up what comes in."""
    for kind in ("look-up", "refresh"):
        start(LookUpHandler(library, Sources(client), kind))


def add(library: Library, *records: PaperRecord, source: str = "pasted") -> list[int]:
    return list(library.papers.add(records, source=source).added)


def job_of(library: Library, paper: int, kind: str = "look-up") -> Job | None:
    return next((job for job in library.jobs.of(paper) if job.kind == kind), None)


def titles(library: Library, *papers: int) -> list[str]:
    return [paper.title for paper in library.papers.get_many(papers)]


@pytest.mark.usefixtures("look_up")
def test_ids_are_looked_up_together_and_their_pdfs_are_asked_for(library: Library, world: World, steps: Steps) -> None:
    one, two, three = add(
        library,
        PaperRecord(arxiv_id="1603.04246"),
        PaperRecord(arxiv_id="1902.05438"),
        PaperRecord(doi="10.1000/bread"),
    )
    steps.wait("done", 3)
    assert titles(library, one, two, three) == [PACKING.title, LATTICES.title, BREAD.title]
    assert library.papers.get(one).authors == (Person("Viazovska", "Maryna"),)
    assert library.papers.provenance(one)["title"][0] == "arxiv"
    assert library.papers.provenance(three)["authors"][0] == "crossref"
    assert len(world.calls("arxiv")) == 1
    assert [job_of(library, paper) for paper in (one, two, three)] == [None] * 3
    assert library.jobs.papers("download") == {one, two, three}


@pytest.mark.usefixtures("look_up")
def test_a_bare_title_is_taken_where_it_is_surely_the_paper(library: Library, steps: Steps) -> None:
    (paper,) = add(library, PaperRecord(title="Sphere Packing in Dimension Eight"), source="typed")
    steps.wait("done")
    assert library.papers.get(paper).arxiv_id == "1603.04246"
    assert library.jobs.papers("download") == {paper}


@pytest.mark.usefixtures("look_up")
def test_what_the_user_wrote_stays(library: Library, steps: Steps) -> None:
    (paper,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    library.papers.edit(paper, title="The E8 paper")
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", [paper])
    steps.wait("done")
    found = library.papers.get(paper)
    assert (found.title, found.authors[0].family) == ("The E8 paper", "Viazovska")


@pytest.mark.usefixtures("look_up")
def test_two_rows_of_one_paper_become_one_and_nothing_is_lost(library: Library, steps: Steps) -> None:
    (titled,) = add(library, PaperRecord(title="The packing thing"), source="typed")
    steps.wait("failed")
    (bare,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    library.notes.set(bare, "Ask about dimension 24.")
    library.tags.add([bare], ["geometry"])
    steps.wait("done")
    library.papers.edit(titled, title=PACKING.title)
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", [titled])
    steps.wait("done", 2)
    assert titles(library, titled, bare) == [PACKING.title]
    kept = library.papers.get(titled)
    assert (kept.note, kept.tags, kept.arxiv_id) == ("Ask about dimension 24.", ("geometry",), "1603.04246")


@pytest.mark.usefixtures("look_up")
def test_what_nobody_knows_is_said_and_its_pdf_is_tried_all_the_same(library: Library, steps: Steps) -> None:
    nameless, titled = add(library, PaperRecord(arxiv_id="2405.99999"), PaperRecord(title="No such paper anywhere"))
    steps.wait("failed", 2)
    job = job_of(library, nameless)
    assert job is not None and (job.state, job.cause) == ("failed", "not-found")
    assert job.error == (
        "arXiv, Hugging Face and DataCite do not know arXiv 2405.99999. Check it, or fill in title and authors"
        " yourself."
    )
    job = job_of(library, titled)
    assert job is not None and job.cause == "not-found"
    assert job.error is not None and "Hugging Face, arXiv and Crossref do not know a paper of exactly" in job.error
    assert library.jobs.papers("download") == {nameless}


@pytest.mark.usefixtures("look_up")
def test_what_may_be_the_paper_is_for_the_user_to_choose(library: Library, world: World, steps: Steps) -> None:
    world.works += [
        Work("Notes on lattices", ("Henry Cohn",), arxiv_id="2001.00001", abstract="About spheres."),
        Work("Notes on lattices", ("Abhinav Kumar",), arxiv_id="2001.00002", abstract="About codes."),
    ]
    (paper,) = add(library, PaperRecord(title="Notes on lattices"), source="typed")
    steps.wait("failed")
    job = job_of(library, paper)
    assert job is not None and job.cause == "choice"
    assert {choice.record.arxiv_id for choice in library.choices.of(paper)} == {"2001.00001", "2001.00002"}
    assert library.papers.get(paper).authors == (), "left alone"
    assert library.papers.rows([paper])[0].waits == "which paper is it?"
    choice = library.choices.of(paper)[1]
    library.papers.accept(paper, choice.record, choice.source)
    assert job_of(library, paper) is None
    assert library.jobs.papers("download") == {paper}


@pytest.mark.usefixtures("look_up")
def test_a_link_alone_goes_on_to_its_pdf(library: Library, world: World, steps: Steps) -> None:
    (paper,) = add(library, PaperRecord(url="https://example.org/paper.pdf"))
    steps.wait("done")
    assert world.server.seen == []
    assert [job.kind for job in library.jobs.of(paper)] == ["download"]


@pytest.mark.usefixtures("look_up")
def test_nothing_to_ask_by_is_said(library: Library, steps: Steps) -> None:
    (paper,) = add(library, PaperRecord(isbn="9780262033848"))
    step = steps.wait("failed")
    assert step.job.paper == paper
    assert "Add its title" in step.text


def test_what_the_user_completed_meanwhile_is_asked_of_nobody(
    library: Library, world: World, client: HttpClient, start: Start, steps: Steps
) -> None:
    (paper,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    library.papers.edit(paper, title="The E8 paper", authors=(Person("Viazovska", "Maryna"),))
    start(LookUpHandler(library, Sources(client)))
    steps.wait("spared")
    assert world.server.seen == []
    assert library.jobs.papers("download") == {paper}


@pytest.mark.usefixtures("look_up")
def test_a_source_that_cools_down_makes_it_wait_and_costs_nothing(library: Library, world: World, steps: Steps) -> None:
    world.routes["crossref"] = always(reply(429, b"slow down", retry_after=7200))
    (paper,) = add(library, PaperRecord(doi="10.1000/bread"))
    step = steps.wait("later")
    job = job_of(library, paper)
    assert job is not None and (job.state, job.cause, job.attempts) == ("waiting", "cooling", 0)
    assert job.not_before is not None
    assert "Crossref" in step.text and "wait until" in step.text
    assert steps.of("failed") == [], "DataCite does not know it, but that is not all of them"


@pytest.mark.usefixtures("look_up")
@pytest.mark.parametrize("fault", ["500", "cut", "nonsense"])
def test_a_source_in_trouble_is_asked_again_a_few_times(
    library: Library, world: World, steps: Steps, fault: str
) -> None:
    def cut(request: Request, line: object) -> bytes:
        raise CutError

    trouble = {"500": always(reply(500)), "cut": cut, "nonsense": always(reply(200, b'{"message"'))}[fault]
    good = {**world.routes}
    world.routes["crossref"] = trouble
    (paper,) = add(library, PaperRecord(doi="10.1000/bread"))
    steps.wait("later")
    job = job_of(library, paper)
    assert job is not None and (job.state, job.cause, job.attempts) == ("waiting", "unavailable", 1)
    world.routes = good
    library.jobs.retry([job.id])
    steps.wait("done")
    assert titles(library, paper) == [BREAD.title]


@pytest.mark.usefixtures("look_up")
def test_arxiv_down_is_made_up_for_by_others(library: Library, world: World, steps: Steps) -> None:
    world.routes["arxiv"] = always(reply(503))
    world.routes["huggingface"] = one_after_another(
        reply(
            200,
            b'{"id": "1603.04246", "title": "Sphere packing in dimension eight", "summary": "We prove.",'
            b' "authors": [{"name": "Maryna Viazovska", "hidden": false}], "publishedAt": "2016-03-14T00:00:00Z"}',
            content_type="application/json",
        )
    )
    (paper,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    steps.wait("done")
    assert library.papers.provenance(paper)["title"][0] == "huggingface"


@pytest.mark.usefixtures("look_up")
def test_refresh_offers_what_is_new_and_changes_nothing(library: Library, world: World, steps: Steps) -> None:
    record = PaperRecord(title="Sphere packing", authors=(Person("Viazovska", "Maryna"),), arxiv_id="1603.04246")
    (paper,) = add(library, record, source="user")
    with library.write() as tx:
        library.jobs.ask(tx, "refresh", [paper])
    step = steps.wait("done")
    assert step.text.startswith("arXiv says something else: title")
    assert titles(library, paper) == ["Sphere packing"]
    (choice,) = library.choices.of(paper)
    assert (choice.kind, choice.record.title) == ("refresh", PACKING.title)
    wanted = [difference.field for difference in library.papers.differences(paper, choice.record)]
    library.papers.accept(paper, choice.record, choice.source, wanted=wanted)
    with library.write() as tx:
        library.jobs.ask(tx, "refresh", [paper])
    assert steps.wait("done", 2).text == "arXiv says nothing new."
    assert library.choices.of(paper) == []


@pytest.mark.usefixtures("look_up")
def test_what_the_user_asks_for_does_not_wait_for_a_hundred_others(
    library: Library, world: World, steps: Steps
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(request: Request, line: object) -> bytes:
        asked.set()
        go_on.wait(SECONDS)
        return reply(200, b"[]")

    world.routes["huggingface"] = slow
    others = add(library, *(PaperRecord(title=f"One of several papers, number {n}") for n in range(5)))
    assert asked.wait(SECONDS)
    (urgent,) = add(library, PaperRecord(title=PACKING.title), source="typed")
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", [urgent])
    go_on.set()
    steps.wait("done")
    assert [step.job.paper for step in steps.all if step.what in ("done", "failed")][:2] == [others[0], urgent]
    steps.wait("failed", 5)
