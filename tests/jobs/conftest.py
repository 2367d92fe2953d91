"""Workers on a real library, with real child processes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, Reader
from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.jobs import Step
from readinglist.jobs.worker import Handler, Worker
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person
from tests.jobs.world import World

SECONDS = 60.0
"""How long anything may take here before the test gives up."""


class Steps:
    """What workers say, to be waited for."""

    def __init__(self) -> None:
        self.all: list[Step] = []
        self._news = threading.Condition()

    def __call__(self, step: Step) -> None:
        with self._news:
            self.all.append(step)
            self._news.notify_all()

    def wait(self, what: str, count: int = 1) -> Step:
        """Wait until there were `count` steps of that sort, and return the last of them."""
        with self._news:
            found = self._news.wait_for(lambda: len(self.of(what)) >= count, SECONDS)
            assert found, f"no {what} in {[(step.what, step.job.kind, step.text) for step in self.all]}"
            return self.of(what)[count - 1]

    def of(self, what: str) -> list[Step]:
        return [step for step in self.all if step.what == what]


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def store(library: Library) -> DocumentStore:
    return DocumentStore(library)


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Services that know nothing yet: a test says what."""
    world = World(tmp_path)
    yield world
    world.server.close()


@pytest.fixture
def client(world: World) -> Iterator[HttpClient]:
    """Goes to that world, and tries each call once."""
    client = HttpClient(MemoryHosts(), environ=world.environ, retry_waits=(), timeouts=(5.0, 2.0))
    yield client
    client.close()


Start = Callable[[Handler], Worker]


@pytest.fixture
def start(library: Library, steps: Steps) -> Iterator[Start]:
    """Start workers; they are stopped after the test."""
    workers: list[Worker] = []

    def begin(handler: Handler) -> Worker:
        worker = Worker(library, handler, steps)
        workers.append(worker)
        worker.start()
        return worker

    yield begin
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.join(SECONDS)
        assert not worker.is_alive()


def document_of(library: Library, paper: int) -> tuple[str, int | None, str | None]:
    """State, pages and reason of a paper's only document."""
    (document,) = library.documents.of(paper)
    return document.state, document.pages, document.reason


def garbage(path: Path) -> Path:
    """A file that calls itself a PDF and is none."""
    path.write_bytes(b"This is a letter, not a PDF.\n" * 50)
    return path


def complete(title: str, abstract: str = "") -> PaperRecord:
    """A paper of which nothing is missing and no PDF is to be had, so that neither is asked for."""
    identifier = title.replace(" ", "")
    return PaperRecord(title=title, abstract=abstract, authors=(Person("Turing", "Alan"),), openreview_id=identifier)
