"""A thread that does the jobs of one kind, one batch after another."""

from __future__ import annotations

import contextlib
import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from readinglist.errors import ReadingListError
from readinglist.library import Library
from readinglist.library.database import Transaction, stamp
from readinglist.library.records import Job

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
"""How often an idle worker looks for jobs that another process has made."""
LOOK_SECONDS = 0.5
"""How often a busy worker looks whether its jobs were cancelled or paused."""
TELL_SECONDS = 2.0
"""How often progress is written for other processes to see."""

BACK_OFF = (timedelta(seconds=20), timedelta(seconds=90), timedelta(minutes=15), timedelta(hours=2))
"""How long a job waits after its first, second, ... failure that may pass; after the last it has failed for good."""
MORE_TRIES = 11
"""How often it waits the last of these once more where a service did not answer: a whole day in all."""
SPREAD = 0.2
"""By how much more at the most, so that what failed together does not come back together."""


class CancelledError(Exception):
    """The jobs in hand are not wanted any more: paused, cancelled, or the program ends."""


class UnavailableError(Exception):
    """No job of this kind, or of these kinds, can run for now, and the message is why; it costs them no attempt."""

    def __init__(self, reason: str, wait: timedelta, *, cause: str = "", kinds: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.wait = wait
        self.cause = cause
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Step:
    """News of one job: `what` is started, progress, done, spared (nothing to do), failed, or later (tried again)."""

    job: Job
    what: str
    fraction: float | None = None
    text: str = ""
    bytes_done: int | None = None
    bytes_total: int | None = None


class Handler(Protocol):
    """How the jobs of one kind are done."""

    kind: str
    batch: int
    """How many jobs are taken at a time."""

    def prepare(self) -> None:
        """Called once, before the first job, on the worker's thread."""

    def work(self, hands: Hands) -> None:
        """Do the jobs, ending each with `finish` or `fail`; what is left over goes back. Raises what goes wrong."""


class Hands:
    """The jobs that a worker holds. For the handler, on the worker's thread."""

    def __init__(
        self, library: Library, jobs: Sequence[Job], stopped: Callable[[], bool], tell: Callable[[Step], None]
    ):
        self.library = library
        self.jobs = list(jobs)
        self._stopped = stopped
        self._tell = tell
        self._looked = self._told = time.monotonic()
        self._held = {job.id for job in jobs}

    def cancelled(self, job: Job | None = None) -> bool:
        """Whether this job, or all of them, need not be done any more. Cheap enough to ask often."""
        if self._stopped():
            return True
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self._held = self.library.jobs.held(self.jobs)
            self._looked = time.monotonic()
        return not self._held if job is None else job.id not in self._held

    def progress(
        self, fraction: float | None, *jobs: Job, bytes_done: int | None = None, bytes_total: int | None = None
    ) -> None:
        """Say how far these jobs are, 0 to 1 where that is known. Cheap enough to say often."""
        for job in jobs:
            self._tell(Step(job, "progress", fraction, bytes_done=bytes_done, bytes_total=bytes_total))
        if time.monotonic() - self._told > TELL_SECONDS:
            self._told = time.monotonic()
            with self.library.write():
                for job in jobs:
                    self.library.jobs.progress(job, fraction, bytes_done, bytes_total)

    def done(self, job: Job, text: str = "") -> None:
        """Tell those who listen that the transaction with the result is through."""
        self._tell(Step(job, "done", 1.0, text))

    def spared(self, job: Job, text: str) -> None:
        """Tell those who listen that there was nothing to do, and why."""
        self._tell(Step(job, "spared", 1.0, text))

    def later(self, job: Job, reason: str, until: datetime, cause: str) -> None:
        """It cannot be done before that time, through no fault of its own: it costs no attempt."""
        self.library.jobs.release(job, reason=reason, not_before=stamp(until), cause=cause)
        self._tell(Step(job, "later", text=reason))

    def fail(
        self,
        job: Job,
        reason: str,
        *,
        for_good: bool,
        cause: str = "",
        until: datetime | None = None,
        along: Callable[[Transaction], None] | None = None,
    ) -> None:
        """It did not work; unless for good, it is tried again after a while (not before `until`), a few times.

        What failed for the cause `unavailable` is tried for a day.

        `along` writes in the same transaction what else is to be known of it; not if the job was not held any more.
        """
        retry_at = None
        waits = BACK_OFF + BACK_OFF[-1:] * (MORE_TRIES if cause == "unavailable" else 0)
        if not for_good and job.attempts < len(waits):
            at = datetime.now(UTC) + waits[job.attempts] * random.uniform(1, 1 + SPREAD)
            retry_at = stamp(max(at, until or at))
        with self.library.write() as tx:
            kept = self.library.jobs.fail(job, reason, retry_at, cause=cause)
            if kept and along is not None:
                along(tx)
        if kept:
            self._tell(Step(job, "later" if retry_at else "failed", text=reason))


class Worker(threading.Thread):
    """Claims jobs of its handler's kind and has them done, until it is stopped."""

    def __init__(
        self,
        library: Library,
        handler: Handler,
        tell: Callable[[Step], None],
        *,
        barred: Callable[[], bool] = lambda: False,
    ) -> None:
        """`barred`: whether, for now, nothing of its kind is to be done; what it then has in hand it gives back."""
        super().__init__(name=f"jobs: {handler.kind}", daemon=True)
        self._library = library
        self._handler = handler
        self._tell = tell
        self._barred = barred
        self._wake = threading.Event()
        self.prepared = threading.Event()
        """Set once it has asked for the work that nobody else asks for."""
        self._ending = False
        self._resting = False
        self._owed: list[Job] = []  # taken and not yet ended or given back

    @property
    def kind(self) -> str:
        """The kind of jobs that it does."""
        return self._handler.kind

    @property
    def busy(self) -> bool:
        """Whether it has jobs in hand, or has not told yet what became of them."""
        return bool(self._owed)

    @property
    def in_hand(self) -> tuple[int, ...]:
        """The ids of those jobs."""
        return tuple(job.id for job in self._owed)

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def rest(self, resting: bool) -> None:
        """Give back what is in hand and take nothing more, or go on."""
        self._resting = resting
        self._wake.set()

    def stop(self) -> None:
        """End soon; join to wait for it."""
        self._ending = True
        self._wake.set()

    def run(self) -> None:
        """The thread's life."""
        try:
            self._prepare()
            self.prepared.set()
            while not self._ending:
                self._wake.clear()
                if self._idle() or not self._one_batch():
                    self._wake.wait(None if self._resting else POLL_SECONDS)
        finally:
            with contextlib.suppress(ReadingListError):
                self._give_back()
            self._library.forget_thread()

    def _prepare(self) -> None:
        try:
            self._handler.prepare()
        except ReadingListError as error:
            log.warning("%s jobs: %s", self.kind, error)
        except Exception:  # a bug of ours must not end the thread: the jobs that there are can be done
            log.exception("%s jobs cannot be prepared", self.kind)

    def _idle(self) -> bool:
        return self._ending or self._resting or self._barred()

    def _one_batch(self) -> bool:
        """Claim and do; whether there was anything."""
        try:
            self._give_back()
            jobs = self._library.jobs.claim([self.kind], limit=self._handler.batch)
            if not jobs:
                return False
            self._owed = list(jobs)
            if self._idle():  # told to rest or stop since we looked
                self._give_back()
                return False
            for job in jobs:
                self._tell(Step(job, "started"))
            self._do(jobs)
            self._give_back()
        except ReadingListError as error:  # the disk is full or gone: look again after a while
            log.warning("%s jobs cannot go on: %s", self.kind, error)
            return False
        except Exception:  # a bug of ours, or a file of the library that breaks under us: never the end of the thread
            log.exception("%s jobs cannot go on", self.kind)
            return False
        return True

    def _give_back(self) -> None:
        """Whatever the handler has not ended goes back at no cost; what could not be given back before as well."""
        if self._owed:
            self._library.jobs.release(*self._owed)
            self._owed = []

    def _do(self, jobs: Sequence[Job]) -> None:
        hands = Hands(self._library, jobs, self._idle, self._tell)
        try:
            self._handler.work(hands)
        except CancelledError:
            pass
        except UnavailableError as error:
            log.log(logging.INFO if error.cause else logging.WARNING, "%s jobs wait: %s", self.kind, error)
            held = self._library.jobs.held(jobs)
            self._library.jobs.release(*jobs)
            until = stamp(datetime.now(UTC) + error.wait)
            self._library.jobs.postpone(error.kinds or [self.kind], str(error), until, cause=error.cause)
            for job in jobs:
                if job.id in held:
                    self._tell(Step(job, "later", text=str(error)))
        except ReadingListError:
            raise
        except Exception:  # a bug of ours
            log.exception("%d %s jobs failed", len(jobs), self.kind)
            held = self._library.jobs.held(jobs)
            left = [job for job in jobs if job.id in held]
            if len(jobs) > 1:  # one of them may be the cause: let the others through
                for job in left:
                    self._do([job])
            elif left:
                hands.fail(left[0], "Something went wrong inside the program; its log says more.", for_good=False)
