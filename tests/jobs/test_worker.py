"""What a worker does when its handler, the model or the disk lets it down."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from readinglist.jobs.worker import BACK_OFF, MORE_TRIES, Hands, UnavailableError, Worker
from readinglist.library import Library
from tests.jobs.conftest import SECONDS, Start, Steps, complete


class Patient:
    """Handles jobs by the title of their papers: `bug` raises, `wait` holds until told, others are done."""

    kind = "embed"
    batch = 10

    def __init__(self, library: Library) -> None:
        self._library = library
        self.unavailable: UnavailableError | None = None
        self.holding = threading.Event()
        self.cancelled = threading.Event()

    def prepare(self) -> None:
        raise RuntimeError("a bug before the first job must not end the thread")

    def work(self, hands: Hands) -> None:
        if self.unavailable is not None:
            raise self.unavailable
        for job in hands.jobs:
            if job.title == "bug":
                raise ValueError("a bug of ours")
            if job.title == "wait":
                self.holding.set()
                while not hands.cancelled(job):
                    self.cancelled.wait(0.01)
                self.cancelled.set()
                return
            with self._library.write() as tx:
                assert self._library.jobs.finish(tx, job)
            hands.done(job)


def add(library: Library, *titles: str) -> None:
    library.papers.add([complete(title) for title in titles], source="user")


def test_one_bad_job_does_not_hold_up_the_others(library: Library, start: Start, steps: Steps) -> None:
    add(library, "a", "bug", "c")
    start(Patient(library))
    steps.wait("later")
    steps.wait("done", 2)
    (left,) = library.jobs.list()
    assert (left.title, left.state, left.attempts) == ("bug", "waiting", 1)
    assert left.not_before is not None
    assert left.error is not None and "inside the program" in left.error


def test_after_several_tries_it_has_failed(library: Library, start: Start, steps: Steps) -> None:
    add(library, "bug")
    worker = start(Patient(library))
    for turn in range(len(BACK_OFF)):
        steps.wait("later", turn + 1)
        with library.write() as tx:  # time flies
            tx.db.execute("UPDATE jobs SET not_before = NULL")
        worker.wake()
    steps.wait("failed")
    (left,) = library.jobs.list()
    assert (left.state, left.attempts) == ("failed", len(BACK_OFF) + 1)


class Unanswered(Patient):
    """Handles jobs that need a service that keeps silent."""

    def prepare(self) -> None:
        pass

    def work(self, hands: Hands) -> None:
        for job in hands.jobs:
            hands.fail(job, "It is asked again later.", for_good=False, cause="unavailable")


def test_a_service_that_keeps_silent_is_asked_for_a_day(library: Library, start: Start, steps: Steps) -> None:
    add(library, "a")
    worker, waited = start(Unanswered(library)), timedelta()
    for turn in range(1, len(BACK_OFF) + MORE_TRIES + 1):
        steps.wait("later", turn)
        (job,) = library.jobs.list()
        assert (job.state, job.attempts) == ("waiting", turn)
        assert job.not_before is not None
        waited += datetime.fromisoformat(job.not_before) - datetime.now(UTC)
        with library.write() as tx:  # time flies
            tx.db.execute("UPDATE jobs SET not_before = NULL")
        worker.wake()
    steps.wait("failed")
    assert timedelta(days=1) <= waited <= timedelta(days=1.5)


def test_what_cannot_be_done_for_now_costs_no_attempt(library: Library, start: Start, steps: Steps) -> None:
    add(library, "a", "b")
    handler = Patient(library)
    handler.unavailable = UnavailableError("The model is away.", timedelta(minutes=10))
    worker = start(handler)
    steps.wait("later", 2)
    worker.stop()
    worker.join(SECONDS)
    assert {(job.state, job.attempts, job.error) for job in library.jobs.list()} == {
        ("waiting", 0, "The model is away.")
    }
    assert all(job.not_before for job in library.jobs.list())


def test_stopping_gives_back_what_is_in_hand(library: Library, start: Start) -> None:
    add(library, "wait", "b")
    handler = Patient(library)
    worker = start(handler)
    assert handler.holding.wait(SECONDS)
    worker.stop()
    worker.join(SECONDS)
    assert handler.cancelled.is_set()
    assert [(job.state, job.attempts) for job in library.jobs.list()] == [("waiting", 0)] * 2


def test_pausing_one_job_reaches_the_handler(library: Library, start: Start) -> None:
    add(library, "wait")
    handler = Patient(library)
    start(handler)
    assert handler.holding.wait(SECONDS)
    library.jobs.pause([job.id for job in library.jobs.list()])
    assert handler.cancelled.wait(SECONDS)
    assert [job.state for job in library.jobs.list()] == ["paused"]


def test_resting_and_going_on(library: Library, start: Start, steps: Steps) -> None:
    worker = start(Patient(library))
    worker.rest(True)
    add(library, "a")
    worker.wake()
    assert steps.all == [], "nothing is begun while it rests"
    worker.rest(False)
    steps.wait("done")
    assert len(steps.of("started")) == 1
    assert library.jobs.list() == []


def test_a_disk_that_fails_for_a_while_is_outlived(library: Library, start: Start, steps: Steps) -> None:
    """The library's folder goes away under a worker and comes back, as a disk that is unplugged does."""
    away = library.folder.with_name("away")
    library.folder.rename(away)
    worker: Worker = start(Patient(library))
    away.rename(library.folder)
    add(library, "a")
    worker.wake()
    steps.wait("done")
