"""What the panel of running work shows, read on the read pool, and its words; no widgets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.gui.details_words import moment, number, things
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import Job

if TYPE_CHECKING:
    from readinglist.program import Program

STATES = ("running", "failed", "waiting", "paused")
HEADS = {"running": "Running", "failed": "Could not be done", "waiting": "Waiting", "paused": "Paused"}
FIRST = {"running": 10, "failed": 10, "waiting": 6, "paused": 6}
"""Jobs of each state that are shown before more are asked for."""
MORE = 50

ICONS = {"look-up": "search", "download": "download", "extract": "text", "embed": "related"}


@dataclass(frozen=True, slots=True)
class Work:
    """The jobs to show of each state, how many there are of each kind and state, and live progress by id."""

    jobs: Mapping[str, tuple[Job, ...]] = field(default_factory=dict)
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    fractions: Mapping[int, float] = field(default_factory=dict)
    able: frozenset[str] = frozenset(ICONS)
    """Kinds that this program can do now."""
    paused: bool = False
    """Whether everything rests."""
    cancelled: int = 0
    """How many of the failed the user gave up."""
    names: Mapping[int, str] = field(default_factory=dict)
    """What to call papers that have no title yet."""

    def total(self, state: str) -> int:
        """How many jobs of that state there are, shown or not."""
        return sum(count for (_, other), count in self.counts.items() if other == state)


def read_work(program: Program, most: Mapping[str, int]) -> Work:
    """Look at the jobs, at most so many of each state; some milliseconds for ten thousands."""
    library, runner = program.library, program.runner
    counts = library.jobs.counts()
    jobs = {
        state: tuple(library.jobs.list(states=[state], limit=most[state]))
        for state in STATES
        if any(other == state for _, other in counts)
    }
    cancelled = sum(library.jobs.cancelled().values())
    nameless = [job.paper for some in jobs.values() for job in some if not job.title]
    names = {row.id: row.title for row in library.papers.rows(nameless)}
    running = [job.id for job in jobs.get("running", ())]
    fractions = {number: share for number in running if (share := runner.fraction(number)) is not None}
    return Work(jobs, counts, fractions, frozenset(runner.kinds), runner.paused, cancelled, names)


def head_words(state: str, work: Work) -> str:
    """What stands over the jobs of a state: `Could not be done: 2`."""
    total = work.total(state)
    cancelled = work.cancelled if state == "failed" else 0
    parts = [f"{HEADS[state]}: {number(total - cancelled)}"] if total > cancelled else []
    return ", ".join(parts + ([f"Cancelled: {number(cancelled)}"] if cancelled else []))


def kind_words(job: Job) -> str:
    """What is done, or to be done."""
    match job.kind:
        case "look-up":
            return "Look-up"
        case "download":
            return "Download of the PDF"
        case "extract":
            return "Reading the PDF"
        case "embed":
            return "Embedding the PDF" if job.document else "Embedding title and abstract"
        case _:
            return job.kind


def state_words(job: Job, work: Work, now: datetime.datetime | None = None) -> str:
    """How it stands with a job, with the reason in plain words; empty where there is nothing to say."""
    if job.state == "failed":
        return job.error or "The reason is not known"
    if job.state == "running":
        share = work.fractions.get(job.id, job.progress)
        return f"{share:.0%}" if share else ""
    if job.state == "paused":
        return "Paused"
    if job.kind not in work.able:
        return "Waits: this version of the program cannot do it yet"
    later = job.not_before and job.not_before > _stamp(now)
    if later and job.not_before:
        return (
            f"Tries again {_at(moment(job.not_before, now))}: {job.error}"
            if job.error
            else (f"Begins {_at(moment(job.not_before, now))}")
        )
    return job.error or ""


def summary(work: Work) -> str:
    """One sentence about all of it."""
    going, waiting = work.total("running"), work.total("waiting")
    failed = work.total("failed") - work.cancelled
    if not any(work.total(state) for state in STATES):
        return "Nothing to do. New papers and files are worked on here as they come in."
    left = things(going + waiting, "piece") + " of work to go" if going or waiting else "Nothing is under way"
    if work.paused and (going or waiting):
        # What runs is finished first, or belongs to another process of this library.
        rests = f"Nothing new is begun, {number(going)} still running" if going else "Everything rests"
        left = f"{rests}, {left}"
    left += f", {things(failed, 'failure')}" if failed else ""
    return left + (f", {number(work.cancelled)} cancelled" if work.cancelled else "")


def waiting_words(counts: Mapping[tuple[str, str], int]) -> str:
    """`19,000 abstracts to embed, 12 PDFs to read`."""
    nouns = {
        "look-up": ("paper to look up", "papers to look up"),
        "download": ("PDF to download", "PDFs to download"),
        "extract": ("PDF to read", "PDFs to read"),
        "embed": ("text to embed", "texts to embed"),
    }
    return ", ".join(
        things(count, *nouns.get(kind, (kind, kind)))
        for (kind, state), count in sorted(counts.items(), key=lambda entry: -entry[1])
        if state == "waiting"
    )


def may(job: Job) -> Sequence[str]:
    """What the user may do with a job: pause, resume, retry, cancel."""
    match job.state:
        case "running":
            return ("pause", "cancel")
        case "waiting":
            return ("retry", "pause", "cancel") if job.not_before else ("pause", "cancel")
        case "paused":
            return ("resume", "cancel")
        case _:
            return ("retry",)


def is_cancelled(job: Job) -> bool:
    """Given up by the user, not by us."""
    return job.state == "failed" and job.error == CANCELLED


def _at(said: str) -> str:
    return f"at {said}" if said[0].isdigit() and ":" in said and " " not in said else said


def _stamp(now: datetime.datetime | None) -> str:
    at = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
