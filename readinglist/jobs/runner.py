"""All background work of one process: its workers, who pauses them, and when there is nothing left to do."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from readinglist.documents import DocumentStore, Reader, Recogniser
from readinglist.http_client import HttpClient, Network
from readinglist.jobs.download import DownloadHandler
from readinglist.jobs.embed import EmbedHandler
from readinglist.jobs.extract import ExtractHandler
from readinglist.jobs.feed_schedule import FeedSchedule
from readinglist.jobs.feeds import FeedUpdater
from readinglist.jobs.look_up import LookUpHandler
from readinglist.jobs.ocr import OcrHandler
from readinglist.jobs.worker import Handler, Step, Worker
from readinglist.library import Library
from readinglist.library.database import stamp
from readinglist.library.records import Changes, Job
from readinglist.search import Embedder
from readinglist.settings import Settings
from readinglist.sources import Sources

AT_ONCE = timedelta(seconds=10)
"""What may run within this time is waited for by `run_until_done`; arXiv wants 3 s between calls."""
SOON = timedelta(minutes=2)
"""Work that may run within this time is waited for by `run_until_idle`."""
LOOK_SECONDS = 0.5
"""How often those who wait here look whether they are to end."""
STOP_SECONDS = 1.0
DOWNLOAD_THREADS = 3
READING_THREADS = 2
"""One file is read at a time; the second thread keeps the child busy while the first stores what it got."""
Listener = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Left:
    """Jobs of one kind that were not done: their state, how many, when the first may run, and why."""

    kind: str
    state: str
    count: int
    not_before: str | None
    reason: str


class Runner:
    """Does the library's jobs on threads of its own, the heavy part in child processes. Any thread may call it."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        reader: Reader,
        *,
        offline: bool = False,
        sources: Sources | None = None,
        client: HttpClient | None = None,
        store: DocumentStore | None = None,
        settings: Callable[[], Settings] = Settings,
        recogniser: Recogniser | None = None,
        updater: FeedUpdater | None = None,
    ) -> None:
        """Without sources, client, store, recogniser or updater it does no work that needs them."""
        self._library = library
        self._embedder = embedder
        self._reader = reader
        self._client = client
        self._recogniser = recogniser
        self._offline = offline
        extract, embed = ExtractHandler(library, reader), EmbedHandler(library, embedder)
        ocr = () if recogniser is None else (OcrHandler(library, recogniser, settings),)
        handlers: Sequence[Handler] = (*[extract] * READING_THREADS, embed, *ocr)
        self._workers = [Worker(library, handler, self._tell) for handler in handlers]
        self._distant: Sequence[Handler] = ()
        if sources is not None and client is not None and store is not None:
            look_ups = [LookUpHandler(library, sources, kind) for kind in ("look-up", "refresh")]
            download = DownloadHandler(library, sources, client, store, settings)
            self._distant = (*look_ups, *[download] * DOWNLOAD_THREADS)
        self._workers += [Worker(library, one, self._tell, barred=lambda: self._offline) for one in self._distant]
        self.feeds = None if updater is None else FeedSchedule(library, updater, barred=self._is_cut_off)
        """Asks feeds when their time has come, from `follow_feeds` on."""
        self._listeners: list[Listener] = []
        self._latest: dict[int, Step] = {}
        self._news = threading.Event()
        self._ends: Sequence[Callable[[], object]] = ()
        self.paused = False
        """Whether everything rests (`pause_all`)."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of jobs that this program can do."""
        return tuple(dict.fromkeys(worker.kind for worker in self._workers))

    @property
    def offline(self) -> bool:
        """The user's switch: whether nothing may go to the network."""
        return self._offline

    @offline.setter
    def offline(self, offline: bool) -> None:
        self._offline = offline
        if self._client is not None:
            self._client.network.look()
        self._wake()

    @property
    def network(self) -> Network | None:
        """What is known of the network; None in a runner that never goes there."""
        return self._client.network if self._client is not None else None

    def start(self) -> None:
        """Begin to work; once only."""
        if not self._ends:
            ends = [self._library.subscribe(self._on_changes)]
            if self._client is not None:
                ends.append(self._client.network.listen(self._on_network))
            self._ends = ends
            for worker in self._workers:
                worker.start()

    def follow_feeds(self) -> None:
        """Ask feeds by their schedule from now on, in a runner that was started: for who stays a while."""
        if self.feeds is not None and self._ends and self.feeds.ident is None:
            self.feeds.start()

    def stop(self) -> None:
        """Give back what is in hand and end the threads; after a second their child processes are ended too.

        For good: a runner that was stopped does not start again.
        """
        if not self._ends:
            return
        for end in self._ends:
            end()
        threads: Sequence[Worker | FeedSchedule] = (*self._workers, *([self.feeds] if self.feeds is not None else ()))
        for worker in threads:
            worker.stop()
        deadline = time.monotonic() + STOP_SECONDS
        # The system may have had no more threads for us.
        started = [worker for worker in threads if worker.ident is not None]
        for worker in started:
            worker.join(max(0.0, deadline - time.monotonic()))
        if any(worker.is_alive() for worker in started):
            if self._client is not None:
                self._client.close()
            self._reader.close()
            self._embedder.close()
            if self._recogniser is not None:
                self._recogniser.close()
            for worker in started:
                worker.join()

    def pause_all(self) -> None:
        """Do nothing until `resume_all`; what is in hand is given back within a second."""
        self._rest(True)

    def resume_all(self) -> None:
        """Go on."""
        self._rest(False)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each step, on the worker's thread; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def fraction(self, job: int) -> float | None:
        """How far a job of this process is, 0 to 1, fresher than the row says; None if it is not running here."""
        step = self._latest.get(job)
        return None if step is None else step.fraction

    def latest(self, job: int) -> Step | None:
        """The last word on a job that runs in this process: how far it is, in bytes too."""
        return self._latest.get(job)

    def under_way(self) -> tuple[Step, ...]:
        """The last word on each job that this process has in hand and has told anything of."""
        jobs = {job for worker in self._workers for job in worker.in_hand}
        return tuple(step for job in sorted(jobs) if (step := self._latest.get(job)) is not None)

    def run_until_idle(
        self, on_step: Listener | None = None, *, stopped: Callable[[], bool] = lambda: False
    ) -> tuple[Left, ...]:
        """Work until no job can run within the next two minutes, or `stopped()`; what is left and why.

        Shorter waits are waited for, and so are jobs that another process has in hand. `stopped` is asked twice a
        second on this thread.
        """
        with self._working(on_step):
            for worker in self._workers:
                while not stopped() and not worker.prepared.wait(LOOK_SECONDS):
                    pass
            while not stopped() and self._soon():
                self._wait()
        return self.left()

    def run_until_done(
        self,
        kind: str,
        papers: Sequence[int],
        on_step: Listener | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Work until no job of that kind for one of these papers can run within the next seconds: a person waits."""
        with self._working(on_step):
            while not stopped() and any(
                self._can_run(job) for paper in papers for job in self._library.jobs.of(paper) if job.kind == kind
            ):
                self._wait()

    def run_until_stopped(self, on_step: Listener | None = None, *, stopped: Callable[[], bool]) -> None:
        """Work until `stopped()`, which is asked twice a second on this thread."""
        with self._working(on_step):
            while not stopped():
                self._wait()

    def left(self) -> tuple[Left, ...]:
        """The jobs that there are now, kind by kind."""
        return tuple(
            Left(group.kind, group.state, group.count, group.not_before, self._why(group.kind, group.error or ""))
            for group in self._library.jobs.groups()
        )

    # -- inside -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _working(self, on_step: Listener | None) -> Iterator[None]:
        self.start()
        end = self.listen(on_step) if on_step is not None else None
        try:
            yield
        finally:
            if end is not None:
                end()

    def _wait(self) -> None:
        """Until there is news, or it is time to look."""
        self._news.wait(LOOK_SECONDS)
        self._news.clear()

    def _soon(self) -> bool:
        # In this order: what ends between the two looks has been told of by the time its worker is free.
        waiting = self._library.jobs.any_before(self._open_kinds(), stamp(datetime.now(UTC) + SOON))
        return waiting or any(worker.busy for worker in self._workers)

    def _open_kinds(self) -> Sequence[str]:
        """The kinds of which something can be done now; nobody knows when a network comes back."""
        distant = {handler.kind for handler in self._distant}
        cut_off = self._offline or (self.network is not None and self.network.state != "online")
        return [kind for kind in self.kinds if not (cut_off and kind in distant)]

    def _can_run(self, job: Job) -> bool:
        soon = job.state == "waiting" and (job.not_before or "") <= stamp(datetime.now(UTC) + AT_ONCE)
        return job.state == "running" or (soon and job.kind in self._open_kinds())

    def _why(self, kind: str, error: str) -> str:
        if kind not in self.kinds:
            return "this version of the program cannot do it yet"
        if self._offline and any(handler.kind == kind for handler in self._distant):
            return "the program is told to keep off the network"
        return error

    def _rest(self, resting: bool) -> None:
        self.paused = resting
        for worker in self._workers:
            worker.rest(resting)
        if self.feeds is not None:
            self.feeds.rest(resting)

    def _is_cut_off(self) -> bool:
        """Whether nothing can be had from the network now; when it may be tried again, that is a reason to try."""
        if self._offline or self.network is None:
            return True
        again = self.network.retry_at
        return self.network.state != "online" and again is not None and again > datetime.now(UTC)

    def _on_changes(self, changes: Changes) -> None:
        if self.feeds is not None and (changes.feeds or changes.everything):
            self.feeds.wake()
        if changes.jobs or changes.papers or changes.everything:
            self._wake()

    def _on_network(self, state: str) -> None:
        """The network is back, or gone: on the thread that noticed it."""
        if state == "online":
            self._library.jobs.hurry("offline")
        self._wake()

    def _wake(self) -> None:
        for worker in self._workers:
            worker.wake()
        if self.feeds is not None:
            self.feeds.wake()
        self._news.set()

    def _tell(self, step: Step) -> None:
        if step.what == "progress":
            self._latest[step.job.id] = step
        elif step.what != "started":
            self._latest.pop(step.job.id, None)
        for listener in tuple(self._listeners):
            listener(step)
