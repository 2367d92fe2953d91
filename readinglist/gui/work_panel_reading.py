"""What the panel of running work shows, read on the read pool; no widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.gui.details_links import links
from readinglist.gui.work_words import NETWORK_KINDS, stamp
from readinglist.library.failures import GIVEN_UP, FailureGroup
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import Job

if TYPE_CHECKING:
    from datetime import datetime

    from readinglist.http_client import Health
    from readinglist.jobs import Step
    from readinglist.program import Program

STATES = ("running", "failed", "waiting", "paused")
FIRST = {"running": 6, "failed": 6, "waiting": 6, "paused": 6}
"""Jobs of each state (of the failed: of each reason) that are shown before more are asked for."""
MORE, MOST = 50, 200
"""How many more are shown each time, and at the most: nobody reads on, and each line costs the window time."""
FEW = 3
"""Failures of one reason that are shown without being asked for."""

RUNNING = 500
"""Jobs that run at once, of which the panel shows the first: look-ups and texts to embed are taken by the hundred."""
FEW_OF_MANY = 2
"""Of those, how many are shown before more are asked for."""
ORDER = ("download", "look-up", "refresh", "extract", "ocr", "embed")
"""Kinds of running jobs, those that one waits for first."""

ICONS = {
    "look-up": "search",
    "refresh": "search",
    "download": "download",
    "extract": "text",
    "ocr": "eye",
    "embed": "related",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What the panel wants to see: jobs of each state at most, and reasons that the user opened or closed."""

    most: Mapping[str, int]
    opened: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    more: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Of those reasons, jobs to show at most."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The jobs of one reason; `jobs` are empty while it is closed."""

    group: FailureGroup
    opened: bool = False
    jobs: tuple[Job, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other reasons."""
        return self.group.kind, self.group.cause


@dataclass(frozen=True, slots=True)
class Work:
    """The jobs to show of each state, how many there are of each kind and state, and what is known around them."""

    jobs: Mapping[str, tuple[Job, ...]] = field(default_factory=dict)
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    steps: Mapping[int, Step] = field(default_factory=dict)
    """The last word on jobs that run in this process, by id."""
    able: frozenset[str] = frozenset(ICONS)
    """Kinds that this program can do now."""
    paused: bool = False
    """Whether everything rests."""
    failed: tuple[Failed, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    """What to call papers that have no title yet."""
    pages: frozenset[int] = frozenset()
    """The papers, of failed jobs that are shown, that have a page in the web."""
    places: Mapping[int, int] = field(default_factory=dict)
    """Of jobs that are due: the place in the line of their kind."""
    network: str = "online"
    retry_at: datetime | None = None
    health: tuple[Health, ...] = ()
    contact: bool = False
    """The user has given an e-mail address."""

    def total(self, state: str) -> int:
        """How many jobs of that state there are, shown or not."""
        return sum(count for (_, other), count in self.counts.items() if other == state)

    @property
    def cancelled(self) -> int:
        """How many of the failed the user gave up."""
        return sum(failed.group.count for failed in self.failed if failed.group.cause == GIVEN_UP)

    @property
    def wants_network(self) -> bool:
        """Whether anything that is to be done needs the network."""
        return any(kind in NETWORK_KINDS and state in ("waiting", "running") for kind, state in self.counts)

    def name_of(self, job: Job) -> str:
        """The title of its paper, or what stands for it."""
        return job.title or self.names.get(job.paper, "A paper without a title yet")

    def share_of(self, job: Job) -> float | None:
        """How far it is, 0 to 1; None if nobody knows."""
        step = self.steps.get(job.id)
        return job.progress if step is None or step.fraction is None else step.fraction

    def bytes_of(self, job: Job) -> tuple[int | None, int | None]:
        """How many bytes of it are here, and how many it will be."""
        step = self.steps.get(job.id)
        if step is None or step.bytes_done is None:
            return job.bytes_done, job.bytes_total
        return step.bytes_done, step.bytes_total


def read_work(program: Program, asking: Asking) -> Work:
    """Look at the jobs; some milliseconds for ten thousands."""
    library, runner = program.library, program.runner
    counts = library.jobs.counts()
    jobs = {
        state: tuple(library.jobs.list(states=[state], limit=asking.most[state]))
        for state in STATES
        if state in ("waiting", "paused") and any(other == state for _, other in counts)
    }
    if any(state == "running" for _, state in counts):
        jobs["running"] = running_first(library.jobs.list(states=["running"], limit=RUNNING), asking.most["running"])
    failed = _read_failed(program, asking) if any(state == "failed" for _, state in counts) else ()
    shown = [job for some in (*jobs.values(), *(one.jobs for one in failed)) for job in some]
    papers = library.papers.get_many([job.paper for one in failed for job in one.jobs])
    network = runner.network
    return Work(
        jobs,
        counts,
        live_steps(program, jobs.get("running", ())),
        frozenset(runner.kinds),
        runner.paused,
        failed,
        {row.id: row.title for row in library.papers.rows([job.paper for job in shown if not job.title])},
        frozenset(paper.id for paper in papers if links(paper)),
        places_of(jobs.get("waiting", ())),
        network.state if network is not None else "online",
        network.retry_at if network is not None else None,
        program.client.health(),
        bool(program.settings.contact),
    )


def running_first(jobs: Sequence[Job], most: int) -> tuple[Job, ...]:
    """At most so many of the jobs that run: downloads first, and few of what is taken by the hundred at a time."""
    of_kind = Counter[str]()
    few: list[Job] = []
    rest: list[Job] = []
    for job in sorted(jobs, key=lambda job: ORDER.index(job.kind) if job.kind in ORDER else len(ORDER)):
        of_kind[job.kind] += 1
        by_hundreds = job.kind in ("look-up", "refresh", "embed") and of_kind[job.kind] > FEW_OF_MANY
        (rest if by_hundreds else few).append(job)
    return tuple(few[:most] if most <= FIRST["running"] else (few + rest)[:most])


def live_steps(program: Program, jobs: Sequence[Job]) -> Mapping[int, Step]:
    """The last word on those of these jobs that run in this process; cheap."""
    runner = program.runner
    return {job.id: step for job in jobs if (step := runner.latest(job.id)) is not None}


def _read_failed(program: Program, asking: Asking) -> tuple[Failed, ...]:
    failures = program.library.failures
    found = []
    for group in failures.groups():
        key = (group.kind, group.cause)
        few = group.count <= FEW and group.cause != GIVEN_UP
        opened = asking.opened.get(key, few)
        most = asking.more.get(key, asking.most["failed"])
        found.append(Failed(group, opened, tuple(failures.list(group, most)) if opened else ()))
    return tuple(found)


def places_of(waiting: Sequence[Job], now: str = "") -> dict[int, int]:
    """The place of each job that may run now among those of its kind; `waiting` is the head of the whole line."""
    before: dict[str, int] = {}
    places = {}
    for job in waiting:
        if not job.not_before or job.not_before <= (now or stamp()):
            places[job.id] = before[job.kind] = before.get(job.kind, 0) + 1
    return places


def may(job: Job) -> Sequence[str]:
    """What the user may do with a job that has not failed: keys of DEEDS."""
    match job.state:
        case "running":
            return ("pause", "cancel")
        case "waiting":
            return (*(("retry",) if job.not_before else ()), "pause", "cancel", "first", "last")
        case "paused":
            return ("resume", "cancel")
        case _:
            return ("retry", "forget")


def is_cancelled(job: Job) -> bool:
    """Given up by the user, not by us."""
    return job.state == "failed" and job.error == CANCELLED


def all_of(program: Program, state: str) -> list[int]:
    """The ids of all jobs of that state, shown or not; those that the user gave up only if there are no others."""
    jobs = program.library.jobs.list(states=[state])
    return [job.id for job in jobs if not is_cancelled(job)] or [job.id for job in jobs]
