"""Fetching PDFs: whole or not at all, from where it was cut, and a plain word where there is none."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore
from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.jobs.download import WRONG_TRIES, DownloadHandler
from readinglist.jobs.worker import Worker
from readinglist.library import Library
from readinglist.library.records import Job, PaperRecord, Person
from readinglist.settings import Settings
from readinglist.sources import Sources
from tests.http_client.servers import Request, Route, always, cut_after, file, one_after_another, reply
from tests.jobs.conftest import SECONDS, Start, Steps
from tests.jobs.world import Work, World
from tests.pdfs import write_pdf

PACKING = Work("Sphere packing in dimension eight", arxiv_id="1603.04246")
BREAD = Work("The chemistry of bread and of its crust", ("Julia Child",), doi="10.1000/bread")
PDF = "arxiv_pdf/pdf/1603.04246"
LARGE = 3_000_000


class Trial:
    """A library beside a world, and workers that fetch."""

    def __init__(self, library: Library, world: World, client: HttpClient, start: Start) -> None:
        self.library, self.world, self.client, self._start = library, world, client, start
        self.settings = Settings(contact="reader@example.org")
        self.store = DocumentStore(library)

    def start(self) -> Worker:
        sources = Sources(self.client, contact=lambda: self.settings.contact)
        return self._start(DownloadHandler(self.library, sources, self.client, self.store, lambda: self.settings))

    def add(self, **fields: object) -> int:
        """A paper of which all is known, so that its PDF is asked for at once."""
        record = PaperRecord(
            title=PACKING.title, authors=(Person("Viazovska", "Maryna"),), year=2016, arxiv_id="1603.04246"
        )
        (paper,) = self.library.papers.add([replace(record, **fields)], source="user").added  # type: ignore[arg-type]
        return paper

    def job(self, paper: int) -> Job | None:
        return next((job for job in self.library.jobs.of(paper) if job.kind == "download"), None)

    def failed(self, paper: int) -> tuple[str, str, str]:
        """State, cause and reason of a download that did not come through; nothing of it is published."""
        job = self.job(paper)
        assert job is not None
        assert self.published() == []
        return job.state, job.cause, job.error or ""

    def published(self) -> list[str]:
        return sorted(path.name for path in self.library.documents_folder.glob("*.pdf"))

    def parts(self) -> list[str]:
        return sorted(path.name for path in self.library.partial_folder.iterdir())

    def assert_whole(self, paper: int, data: bytes) -> None:
        (document,) = self.library.documents.of(paper)
        assert document.path.read_bytes() == data
        assert document.sha256 == hashlib.sha256(data).hexdigest()
        assert self.job(paper) is None
        assert [job.kind for job in self.library.jobs.of(paper) if job.document] == ["extract"]
        assert self.parts() == []


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, [PACKING, BREAD])
    yield world
    world.server.close()


@pytest.fixture
def trial(library: Library, world: World, client: HttpClient, start: Start) -> Trial:
    return Trial(library, world, client, start)


def stops_after(count: int, route: Route, go_on: threading.Event) -> Route:
    """Sends head and so many bytes, and the rest when it is let go on."""

    def stop(request: Request, line: socket.socket) -> None:
        answer = route(request, line)
        assert answer is not None
        cut = answer.index(b"\r\n\r\n") + 4 + count
        line.sendall(answer[:cut])
        go_on.wait(SECONDS)
        line.sendall(answer[cut:])

    return stop


def test_the_pdf_arrives_under_a_name_that_a_person_can_read(trial: Trial, steps: Steps) -> None:
    paper = trial.add()
    trial.start()
    steps.wait("done")
    trial.assert_whole(paper, trial.world.pdf("1603.04246"))
    assert trial.published() == ["Viazovska 2016 - Sphere packing in dimension eight.pdf"]
    (document,) = trial.library.documents.of(paper)
    assert document.original_name == trial.published()[0]


def test_progress_is_told_in_bytes(trial: Trial, steps: Steps) -> None:
    data = trial.world.pdf("1603.04246", padding=LARGE)
    go_on = threading.Event()
    trial.world.routes[PDF] = stops_after(LARGE // 2, file(data), go_on)
    paper = trial.add()
    trial.start()
    step = steps.wait("progress")
    assert (step.bytes_done, step.bytes_total) == (0, len(data))
    go_on.set()
    steps.wait("done")
    last = steps.of("progress")[-1]
    assert (last.bytes_done, last.fraction) == (len(data), 1.0)
    trial.assert_whole(paper, data)


def test_a_line_that_is_cut_is_gone_on_with(trial: Trial, steps: Steps) -> None:
    data = trial.world.pdf("1603.04246", padding=LARGE)
    trial.world.routes[PDF] = one_after_another(cut_after(LARGE // 2, file(data)), file(data))
    paper = trial.add()
    trial.start()
    steps.wait("later")
    job = trial.job(paper)
    assert job is not None and (job.state, job.cause, job.attempts) == ("waiting", "unavailable", 1)
    assert len(trial.parts()) == 2
    trial.library.jobs.retry([job.id])
    steps.wait("done")
    trial.assert_whole(paper, data)
    assert [request.headers.get("range") for request in trial.world.server.seen][-1] is not None


def test_paused_and_resumed(trial: Trial, steps: Steps) -> None:
    data = trial.world.pdf("1603.04246", padding=LARGE)
    go_on = threading.Event()
    trial.world.routes[PDF] = one_after_another(stops_after(LARGE // 2, file(data), go_on), file(data))
    paper = trial.add()
    worker = trial.start()
    job = steps.wait("progress").job
    trial.library.jobs.pause([job.id])
    go_on.set()
    other = trial.add(title=BREAD.title, arxiv_id=None, doi=BREAD.doi)
    steps.wait("failed")  # the worker is free: Crossref names no copy of this
    assert trial.job(other) is not None
    assert len(trial.parts()) == 2, "what is there waits to be gone on with"
    assert trial.store.collect_garbage() == 0
    trial.library.jobs.resume([job.id])
    worker.wake()
    steps.wait("done")
    trial.assert_whole(paper, data)


def test_what_was_cancelled_keeps_its_part_until_its_job_is_gone(trial: Trial, steps: Steps) -> None:
    data = trial.world.pdf("1603.04246", padding=LARGE)
    go_on = threading.Event()
    trial.world.routes[PDF] = stops_after(LARGE // 2, file(data), go_on)
    paper = trial.add()
    worker = trial.start()
    job = steps.wait("progress").job
    trial.library.jobs.cancel([job.id])
    go_on.set()
    worker.stop()
    worker.join(SECONDS)
    assert trial.failed(paper)[2] == "Cancelled."
    assert trial.store.collect_garbage() == 0
    assert len(trial.parts()) == 2
    trial.library.papers.trash([paper])
    trial.library.papers.empty_trash()
    assert trial.store.collect_garbage() == 2
    assert trial.parts() == []


def lying(length: int) -> Callable[[bytes], Route]:
    return lambda data: always(reply(200, data, content_type="application/pdf", content_length=len(data) + length))


@pytest.mark.parametrize(
    ("route", "cause"),
    [
        (always(reply(500)), "unavailable"),
        (always(reply(429, retry_after=3600)), "cooling"),
        (always(reply(200, b"<html>Prove that you are human", content_type="text/html")), "wrong-content"),
        (always(reply(200, b"<html>Prove that you are human", content_type="application/pdf")), "wrong-content"),
        (always(reply(200, b"", content_type="application/pdf")), "wrong-content"),
        (always(reply(200, b"%PDF-1.4 and no more", content_length=5000)), "unavailable"),
    ],
)
def test_what_may_pass_is_tried_again_and_nothing_wrong_is_published(
    trial: Trial, steps: Steps, route: Route, cause: str
) -> None:
    trial.world.routes[PDF] = route
    paper = trial.add()
    trial.start()
    steps.wait("later")
    state, found, reason = trial.failed(paper)
    assert (state, found) == ("waiting", cause)
    assert "arXiv" in reason
    job = trial.job(paper)
    assert job is not None and job.attempts == (0 if cause == "cooling" else 1)
    del trial.world.routes[PDF]
    if cause != "cooling":
        trial.library.jobs.retry([job.id])
        steps.wait("done")
        trial.assert_whole(paper, trial.world.pdf("1603.04246"))


def test_a_web_page_instead_of_a_pdf_is_believed_after_a_few_tries(trial: Trial, steps: Steps) -> None:
    trial.world.routes[PDF] = always(reply(200, b"<!doctype html>", content_type="text/html"))
    paper = trial.add()
    worker = trial.start()
    for turn in range(1, WRONG_TRIES):
        steps.wait("later", turn)
        with trial.library.write() as tx:  # time flies
            tx.db.execute("UPDATE jobs SET not_before = NULL")
        worker.wake()
    steps.wait("failed")
    assert trial.failed(paper)[:2] == ("failed", "wrong-content")


@pytest.mark.parametrize(
    ("route", "cause", "words"),
    [
        (always(reply(404)), "no-pdf", "arXiv"),
        (always(reply(403)), "refused", "arXiv"),
        (always(reply(302, location="ftp://example.org/paper.pdf")), "refused", ""),
        (always(reply(200, b"%PDF-1.4", content_length=2_000_000_000)), "too-large", "300 MB"),
    ],
)
def test_what_will_not_pass_has_failed_for_good(
    trial: Trial, steps: Steps, route: Route, cause: str, words: str
) -> None:
    trial.world.routes[PDF] = route
    paper = trial.add()
    trial.start()
    steps.wait("failed")
    state, found, reason = trial.failed(paper)
    assert (state, found) == ("failed", cause)
    assert words in reason
    assert trial.parts() == []


def test_an_endless_file_is_cut_at_the_largest_size(trial: Trial, steps: Steps) -> None:
    trial.settings = replace(trial.settings, largest_pdf_megabytes=1)

    def endless(request: Request, line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4\n")
        while True:
            line.sendall(b"%" * 65536)

    trial.world.routes[PDF] = endless
    paper = trial.add()
    trial.start()
    steps.wait("failed")
    assert trial.failed(paper)[1] == "too-large"
    assert trial.parts() == []


def test_a_redirect_into_the_users_own_network_is_refused(
    library: Library, world: World, start: Start, steps: Steps
) -> None:
    """The stand-ins for services may be called; where they lead may not."""
    environ = {name: value for name, value in world.environ.items() if name != "READINGLIST_ALLOW_LOCAL"}
    client = HttpClient(MemoryHosts(), environ=environ, retry_waits=())
    trial = Trial(library, world, client, start)
    world.routes[PDF] = always(reply(302, location=f"{world.server.url}/crossref/private.pdf"))
    trial.add()
    trial.start()
    steps.wait("later")
    (job,) = (job for job in library.jobs.list() if job.kind == "download")
    assert (job.state, job.cause) == ("waiting", "unavailable"), "that arXiv leads there is a hotel's doing"
    assert world.calls("crossref") == []
    client.close()


def test_an_open_copy_is_fetched_where_arxiv_has_none(trial: Trial, steps: Steps) -> None:
    url = f"{trial.world.server.url}/huggingface/copy.pdf"
    trial.world.works[1] = replace(BREAD, open_pdf=url)
    data = write_pdf(trial.library.folder / "copy.pdf", "Bread, openly").read_bytes()
    trial.world.routes["huggingface/copy.pdf"] = file(data)
    trial.world.routes[PDF] = always(reply(404))
    paper = trial.add(doi=BREAD.doi)
    trial.start()
    steps.wait("done")
    trial.assert_whole(paper, data)


def test_where_nobody_names_a_copy_it_is_said_what_would_help(trial: Trial, steps: Steps) -> None:
    trial.settings = Settings()
    paper = trial.add(arxiv_id=None, doi=BREAD.doi)
    trial.start()
    steps.wait("failed")
    state, cause, reason = trial.failed(paper)
    assert (state, cause) == ("failed", "no-pdf")
    assert "No free copy" in reason
    assert "e-mail" in reason
    assert "https://doi.org/10.1000/bread" in reason
    assert trial.library.papers.rows([paper])[0].waits == "no PDF found"


def test_a_link_to_a_pdf_is_fetched(trial: Trial, steps: Steps, world: World) -> None:
    data = write_pdf(trial.library.folder / "own.pdf", "A page of one's own").read_bytes()
    world.routes["crossref/papers/own.pdf"] = file(data)
    paper = trial.add(arxiv_id=None, openreview_id="abc", url=f"{world.server.url}/crossref/papers/own.pdf")
    trial.start()
    steps.wait("done")
    trial.assert_whole(paper, data)


def test_the_same_bytes_are_kept_once(trial: Trial, steps: Steps, tmp_path: Path) -> None:
    copy = tmp_path / "mine.pdf"
    copy.write_bytes(trial.world.pdf("1603.04246"))
    taken = trial.store.take(copy)
    trial.library.papers.edit(taken.paper_id, title="Something else altogether")
    paper = trial.add()
    trial.start()
    step = steps.wait("failed")
    assert "in the library already, as a document of “Something else altogether”" in step.text
    assert len(trial.published()) == 1
    assert trial.parts() == []
    assert trial.library.documents.of(paper) == []


def test_a_paper_that_got_a_file_meanwhile_needs_no_other(trial: Trial, steps: Steps, tmp_path: Path) -> None:
    paper = trial.add()
    trial.store.take(write_pdf(tmp_path / "mine.pdf", "Mine"), paper)
    trial.start()
    steps.wait("spared")
    assert trial.job(paper) is None
    assert trial.world.server.seen == []


def test_switched_off_only_what_was_asked_for_is_fetched(trial: Trial, steps: Steps) -> None:
    trial.settings = replace(trial.settings, download_automatically=False)
    paper = trial.add()
    trial.start()
    steps.wait("spared")
    assert trial.job(paper) is None
    assert trial.world.server.seen == []
    with trial.library.write() as tx:
        trial.library.jobs.ask(tx, "download", [paper])
    steps.wait("done")
    trial.assert_whole(paper, trial.world.pdf("1603.04246"))


def test_the_folder_has_its_quota(trial: Trial, steps: Steps) -> None:
    trial.settings = replace(trial.settings, folder_megabytes=1)
    data = trial.world.pdf("1603.04246", padding=LARGE)
    trial.world.routes[PDF] = file(data)
    paper = trial.add()
    trial.start()
    steps.wait("failed")
    state, cause, reason = trial.failed(paper)
    assert (state, cause) == ("failed", "quota")
    assert "1 MB" in reason
    trial.settings = replace(trial.settings, folder_megabytes=10)
    job = trial.job(paper)
    assert job is not None
    trial.library.jobs.retry([job.id])
    steps.wait("done")
    trial.assert_whole(paper, data)


def test_a_crash_between_name_and_row_leaves_no_second_file(trial: Trial, steps: Steps) -> None:
    """What a process that was killed had renamed already is taken up under the same name."""
    data = trial.world.pdf("1603.04246")
    left = trial.library.documents_folder / "Viazovska 2016 - Sphere packing in dimension eight.pdf"
    left.write_bytes(data)
    paper = trial.add()
    trial.start()
    steps.wait("done")
    trial.assert_whole(paper, data)
    assert trial.published() == [left.name]


def test_a_file_of_that_name_that_is_another_one_is_left_alone(trial: Trial, steps: Steps) -> None:
    left = trial.library.documents_folder / "Viazovska 2016 - Sphere packing in dimension eight.pdf"
    left.write_bytes(b"%PDF-1.4 put here by hand")
    paper = trial.add()
    trial.start()
    steps.wait("done")
    trial.assert_whole(paper, trial.world.pdf("1603.04246"))
    assert left.read_bytes() == b"%PDF-1.4 put here by hand"
    assert len(trial.published()) == 2


def test_where_the_transaction_fails_the_part_is_there_again(trial: Trial, tmp_path: Path) -> None:
    paper = trial.add()
    part = tmp_path / "library" / "documents" / ".partial" / "some.part"
    part.write_bytes(trial.world.pdf("1603.04246"))

    class PowerCutError(Exception):
        pass

    def cut(tx: object) -> bool:
        raise PowerCutError

    with pytest.raises(PowerCutError):
        trial.store.publish_part(part, "0" * 64, paper, "https://arxiv.org/pdf/1603.04246", finish=cut)
    assert part.exists()
    assert trial.published() == []
    assert trial.store.publish_part(part, "0" * 64, paper, "https://x.org/a", finish=lambda tx: False).document is None
    assert part.exists(), "not wanted any more: it waits"


def trickles(route: Route, go_on: threading.Event) -> Route:
    """Sends a few bytes now and then, and the rest when it is let go on."""

    def trickle(request: Request, line: socket.socket) -> None:
        answer = route(request, line)
        assert answer is not None
        sent = 0
        while not go_on.wait(0.1):
            line.sendall(answer[sent : sent + 80])
            sent += 80
        line.sendall(answer[sent:])

    return trickle


def test_a_slow_host_does_not_hold_up_the_others(
    library: Library, world: World, client: HttpClient, start: Start, steps: Steps
) -> None:
    """Three threads, ten papers at a host that has one turn and does not end, and one at a host with nothing to do."""
    trial = Trial(library, world, client, start)
    go_on = threading.Event()
    for number in range(10):
        world.works.append(Work(f"Slow paper {number}", arxiv_id=f"1603.0000{number}"))
        trial.add(title=f"Slow paper {number}", arxiv_id=f"1603.0000{number}")
    world.routes["arxiv_pdf"] = trickles(file(world.pdf("1603.00000", padding=LARGE)), go_on)
    world.works.append(replace(BREAD, open_pdf=f"{world.server.url}/publisher/bread.pdf"))
    world.works.remove(BREAD)
    world.routes["publisher"] = file(world.pdf("bread"))
    bread = trial.add(title=BREAD.title, arxiv_id="", doi=BREAD.doi)
    for _ in range(3):
        trial.start()
    try:
        assert steps.wait("done").job.paper == bread
        assert len(world.calls("arxiv_pdf")) == 1, "the slow one goes on"
    finally:
        go_on.set()
