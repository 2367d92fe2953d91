"""All work of the network together: what goes in arrives, and what the network does to it is outlived."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, Reader
from readinglist.http_client import HttpClient
from readinglist.jobs import Runner
from readinglist.jobs.download import DownloadHandler
from readinglist.library import Library
from readinglist.library.query import Words
from readinglist.library.records import Job, PaperRecord, Person
from readinglist.search import Embedder
from readinglist.settings import Settings
from readinglist.sources import Sources
from tests.conftest import ROOT
from tests.http_client.servers import always, file, one_after_another, reply
from tests.jobs.conftest import SECONDS, Start, Steps
from tests.jobs.test_download import stops_after
from tests.jobs.world import Work, World

PACKING = Work("Sphere packing in dimension eight", arxiv_id="1603.04246")
LATTICES = Work("Universal optimality of two lattices and their friends", arxiv_id="1902.05438")
PDF = "arxiv_pdf/pdf/1603.04246"
LARGE = 3_000_000


@pytest.fixture
def runner(
    library: Library, store: DocumentStore, embedder: Embedder, reader: Reader, world: World, client: HttpClient
) -> Iterator[Runner]:
    world.works = [PACKING, LATTICES]
    runner = Runner(library, embedder, reader, sources=Sources(client), client=client, store=store)
    yield runner
    runner.stop()


def add(library: Library, *records: PaperRecord) -> list[int]:
    return list(library.papers.add(records, source="pasted").added)


def distant(library: Library) -> list[Job]:
    return [job for job in library.jobs.list() if job.kind in ("look-up", "refresh", "download")]


def test_ids_links_and_titles_go_in_and_papers_with_text_arrive(
    library: Library, world: World, runner: Runner, embedder: Embedder
) -> None:
    world.works.append(Work("A page of one's own about whales and krakens", arxiv_id="2002.00002"))
    world.routes["crossref/papers/own.pdf"] = file(world.pdf("2002.00002"))
    by_id, by_title = add(library, PaperRecord(arxiv_id="1603.04246"), PaperRecord(title=LATTICES.title))
    (by_link,) = add(library, PaperRecord(url=f"{world.server.url}/crossref/papers/own.pdf"))
    assert runner.run_until_idle() == ()
    for paper, work in ((by_id, PACKING), (by_title, LATTICES), (by_link, world.works[2])):
        found = library.papers.get(paper)
        assert (found.title, [person.name for person in found.authors]) == (work.title, ["Maryna Viazovska"])
        (document,) = found.documents
        assert (document.state, document.pages) == ("read", 2)
        assert document.path.read_bytes() == world.pdf(work.arxiv_id)
    assert set(library.papers.select(Words("krakens", field="text"))) == {by_id, by_title, by_link}
    assert library.index.missing(embedder.stamp).papers == ()
    assert list(library.partial_folder.iterdir()) == []


def test_without_a_network_all_wait_at_no_cost_and_go_on_when_it_is_back(
    library: Library, world: World, client: HttpClient, runner: Runner, steps: Steps
) -> None:
    client.network.lost()
    add(library, PaperRecord(arxiv_id="1603.04246"), PaperRecord(title=LATTICES.title))
    left = runner.run_until_idle(steps)
    assert world.server.seen == []
    assert [(group.kind, group.state, group.count) for group in left] == [("look-up", "waiting", 2)]
    assert "no network" in left[0].reason
    assert {(job.cause, job.attempts) for job in distant(library)} == {("offline", 0)}
    assert all(job.not_before for job in distant(library))
    client.network.say_online()
    assert runner.run_until_idle() == ()


def test_told_to_keep_off_the_network_its_work_stays_as_it_is(library: Library, world: World, runner: Runner) -> None:
    runner.offline = True
    add(library, PaperRecord(arxiv_id="1603.04246"))
    (group,) = runner.run_until_idle()
    assert (group.kind, group.state, group.not_before) == ("look-up", "waiting", None)
    assert "keep off the network" in group.reason
    assert [(job.error, job.cause, job.attempts) for job in distant(library)] == [(None, "", 0)]
    assert world.server.seen == []
    runner.offline = False
    assert runner.run_until_idle() == ()


def test_going_offline_in_the_middle_keeps_what_has_come(
    library: Library, world: World, runner: Runner, steps: Steps
) -> None:
    data, go_on = world.pdf("1603.04246", padding=LARGE), threading.Event()
    world.routes[PDF] = one_after_another(stops_after(LARGE // 2, file(data), go_on), file(data))
    (paper,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    runner.listen(steps)
    runner.start()
    step = steps.wait("progress")
    while step.job.kind != "download" or not step.bytes_done:
        step = steps.wait("progress", steps.of("progress").index(step) + 2)
    runner.offline = True
    (group,) = runner.run_until_idle()  # the host keeps silent meanwhile, or all of it might have come
    go_on.set()
    assert (group.kind, group.state) == ("download", "waiting")
    assert len(list(library.partial_folder.iterdir())) == 2
    runner.offline = False
    assert runner.run_until_idle() == ()
    (document,) = library.documents.of(paper)
    assert document.path.read_bytes() == data


def test_a_short_cool_down_is_waited_for(library: Library, world: World, runner: Runner, steps: Steps) -> None:
    world.routes[PDF] = one_after_another(reply(429, retry_after=1), file(world.pdf("1603.04246")))
    (paper,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    assert runner.run_until_idle(steps) == ()
    assert len(library.documents.of(paper)) == 1
    assert len(steps.of("later")) == 1


def test_one_kind_is_waited_for_and_the_rest_is_not(library: Library, world: World, runner: Runner) -> None:
    world.routes[PDF] = always(reply(429, retry_after=60))
    (paper,) = add(library, PaperRecord(arxiv_id="1603.04246"))
    runner.run_until_done("look-up", [paper])
    assert library.papers.get(paper).title == PACKING.title
    assert library.documents.of(paper) == []


FETCH = """
import sys, threading
from pathlib import Path
from readinglist.documents import DocumentStore
from readinglist.http_client import HttpClient
from readinglist.jobs.download import DownloadHandler
from readinglist.jobs.worker import Worker
from readinglist.library import Library
from readinglist.library.hosts import Hosts
from readinglist.settings import Settings
from readinglist.sources import Sources

library = Library.open(Path(sys.argv[1]))
client = HttpClient(Hosts(library.folder))
def tell(step):
    if step.bytes_done:
        print("now", flush=True)
Worker(library, DownloadHandler(library, Sources(client), client, DocumentStore(library), Settings), tell).start()
threading.Event().wait()
"""


def test_killed_in_the_middle_it_goes_on_at_no_cost(
    library: Library, store: DocumentStore, world: World, client: HttpClient, start: Start, steps: Steps
) -> None:
    world.works = [PACKING]
    data, go_on = world.pdf("1603.04246", padding=LARGE), threading.Event()
    world.routes[PDF] = one_after_another(stops_after(LARGE // 2, file(data), go_on), file(data))
    record = PaperRecord(title=PACKING.title, authors=(Person("Viazovska", "Maryna"),), arxiv_id="1603.04246")
    (paper,) = add(library, record)
    process = subprocess.Popen(
        [sys.executable, "-c", FETCH, str(library.folder)],
        cwd=ROOT,
        env={**os.environ, **world.environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.kill()
    process.communicate()
    go_on.set()
    (job,) = distant(library)
    assert (job.state, job.attempts) == ("running", 0), "nobody has noticed yet"
    assert store.collect_garbage() == 0, "nor is what came in the way of anybody"
    start(DownloadHandler(library, Sources(client), client, store, Settings))
    steps.wait("done")
    (document,) = library.documents.of(paper)
    assert document.path.read_bytes() == data
    last = world.server.seen[-1].headers
    assert last.get("range", "bytes=0-") != "bytes=0-" and last["if-range"] == '"one"'
    assert steps.of("started")[0].job.attempts == 0


def test_a_program_that_stays_offline_loads_nothing_of_the_network(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from readinglist.program import Program
with Program(Path(sys.argv[1]), offline=True) as program:
    program.intake.text("1603.04246")
    program.runner.start()
    for worker in program.runner._workers:
        worker.prepared.wait()
    print([name for name in ("requests", "urllib3", "defusedxml", "feedparser") if name in sys.modules])
    print([(job.kind, job.state, job.error) for job in program.library.jobs.list()])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "library")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n[('look-up', 'waiting', None)]\n"


def test_a_program_goes_where_the_environment_leads_it(tmp_path: Path, world: World) -> None:
    """The program as a user starts it, two processes after each other on one library."""
    world.works = [PACKING]

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "readinglist", "--library", str(tmp_path / "library"), *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **world.environ},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("add", "https://arxiv.org/abs/1603.04246")
    run("work", "--until-idle")
    assert PACKING.title in run("list")
    with Library.open(tmp_path / "library") as library:
        (document,) = library.documents.of(1)
        assert document.path.name == "Viazovska 2016 - Sphere packing in dimension eight.pdf"
        assert document.state == "read"
        assert library.jobs.list() == []
    assert "readinglist" in world.server.seen[0].headers["user-agent"].lower()
