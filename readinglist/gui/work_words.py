"""What is said of jobs that run, wait or are paused, in plain words; no widgets."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from readinglist.gui.details_words import amount, moment, number, things
from readinglist.gui.job_speeds import left_words, rate_words
from readinglist.library.records import Job

if TYPE_CHECKING:
    from readinglist.gui.work_panel_reading import Work

NETWORK_KINDS = ("look-up", "refresh", "download")
HEADS = {"running": "Running", "failed": "Could not be done", "waiting": "Waiting", "paused": "Paused"}
NOUNS = {
    "look-up": ("paper to look up", "papers to look up"),
    "refresh": ("paper to look up again", "papers to look up again"),
    "download": ("PDF to download", "PDFs to download"),
    "ocr": ("scan to recognise", "scans to recognise"),
    "extract": ("PDF to read", "PDFs to read"),
    "embed": ("text to embed", "texts to embed"),
}
LOCAL = {"extract": "Reading PDFs", "embed": "Indexing for meaning", "ocr": "Recognising scans"}
"""Kinds that need no network, and what is said of many of them."""
CUT_OFF = {
    "offline": "Waits until you go online",
    "no network": "No network; goes on by itself",
    "portal": "Waits until you have signed in to this network",
}
ASKED_LATER = " It is asked again later."
SEPARATOR = "  ·  "


def kind_words(job: Job) -> str:
    """What is done, or to be done."""
    running = job.state == "running"
    match job.kind:
        case "look-up":
            return "Looking up" if running else "Look-up"
        case "refresh":
            return "Looking up again" if running else "Look-up of what is new"
        case "download":
            return "Downloading" if running else "Download"
        case "ocr":
            return "Recognising the text" if running else "Recognising the text of a scan"
        case "extract":
            return "Reading the PDF"
        case "embed":
            return "Embedding the PDF" if job.document else "Embedding title and abstract"
        case _:
            return job.kind


def running_words(job: Job, work: Work, rate: float | None = None) -> str:
    """What a job does now and how far it is: `Downloading  ·  1.2 of 3.4 MB  ·  820 kB/s  ·  3 s left`."""
    if job.kind == "download" and not work.bytes_of(job)[0]:
        return "Asking for the PDF"
    return SEPARATOR.join(part for part in (kind_words(job), progress_words(job, work, rate)) if part)


def progress_words(job: Job, work: Work, rate: float | None = None) -> str:
    """How far a running job is: `1.2 of 3.4 MB  ·  820 kB/s  ·  3 s left`, or `25%`."""
    done, total = work.bytes_of(job)
    if done:
        said = (amount(done, total), rate_words(rate or 0.0), left_words(done, total, rate))
        return SEPARATOR.join(part for part in said if part)
    share = work.share_of(job)
    return f"{share:.0%}" if share else ""


def resting_words(job: Job, work: Work) -> str:
    """What a job that waits or is paused is about, and why it does not run."""
    return SEPARATOR.join(part for part in (kind_words(job), state_words(job, work)) if part)


def state_words(job: Job, work: Work, now: datetime.datetime | None = None) -> str:
    """How it stands with a job that waits or is paused, and why; empty where there is nothing to say."""
    if job.state == "paused":
        here = amount(job.bytes_done, job.bytes_total)
        return f"Paused{SEPARATOR}{here} is here" if here else "Paused"
    if job.kind not in work.able:
        return "Waits: this version of the program cannot do it yet"
    if work.paused:
        return "All work is paused"
    if job.kind in NETWORK_KINDS and work.network in CUT_OFF:
        return CUT_OFF[work.network]
    if job.not_before and job.not_before > stamp(now):
        return _later_words(job, job.not_before, now)
    if job.cause == "busy":
        return _bare(job)
    place = work.places.get(job.id)
    return place_words(place) if place else _bare(job)


def _later_words(job: Job, until: str, now: datetime.datetime | None) -> str:
    if job.cause in ("cooling", "busy"):  # the reason says until when, or it is but a moment
        return _bare(job)
    if job.cause == "offline":
        return CUT_OFF["no network"]
    at = clock_words(until, now)
    return f"{_bare(job)}; tries again {at}" if job.error else f"Begins {at}"


def _bare(job: Job) -> str:
    """The reason as part of a line, not a sentence among others."""
    said = (job.error or "").removesuffix(ASKED_LATER).removesuffix(".")
    return "W" + said.removeprefix("It w") if said.startswith("It waits ") else said


def place_words(place: int) -> str:
    """`Next in line`, `2nd in line`."""
    if place == 1:
        return "Next in line"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{number(place)}{ending} in line"


def head_words(state: str, work: Work) -> str:
    """What stands over the jobs of a state: `Could not be done: 2`."""
    total = work.total(state)
    cancelled = work.cancelled if state == "failed" else 0
    parts = [f"{HEADS[state]}: {number(total - cancelled)}"] if total > cancelled else []
    return ", ".join(parts + ([f"Cancelled: {number(cancelled)}"] if cancelled else []))


def summary(work: Work) -> str:
    """One sentence about all of it."""
    going, waiting = work.total("running"), work.total("waiting")
    failed = work.total("failed") - work.cancelled
    if not any(work.total(state) for state in HEADS):
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
    return ", ".join(
        things(count, *NOUNS.get(kind, (kind, kind)))
        for (kind, state), count in sorted(counts.items(), key=lambda entry: -entry[1])
        if state == "waiting"
    )


def status_words(
    counts: Mapping[tuple[str, str], int], *, paused: bool, network: str, most: Mapping[str, int], rate: float = 0.0
) -> str:
    """All of it in a few words for the status bar: `Downloading 3 of 40 · 2.1 MB/s`; empty for nothing.

    `most`: how many jobs of each kind there were at most since the last time there were none.
    """
    running = {kind: count for (kind, state), count in counts.items() if state == "running" and count}
    left = Counter[str]()
    for (kind, state), count in counts.items():
        left[kind] += count if state in ("waiting", "running") else 0
    local = sum(left[kind] for kind in LOCAL)
    distant = sum(left[kind] for kind in NETWORK_KINDS)
    failed = sum(count for (_, state), count in counts.items() if state == "failed")
    if paused and (local or distant):
        return f"Paused, {number(local + distant)} to go"
    if downloads := running.get("download", 0):
        whole = max(most.get("download", 0), left["download"])
        which = f" {number(whole - left['download'] + downloads)} of {number(whole)}" if whole > 1 else ""
        return " · ".join(part for part in (f"Downloading{which}", rate_words(rate)) if part)
    if running.get("look-up") or running.get("refresh"):
        return f"Looking up, {number(left['look-up'] + left['refresh'])} to go"
    if local:
        kind = max(LOCAL, key=lambda kind: (running.get(kind, 0), left[kind]))
        return f"{LOCAL[kind]}, {number(local)} to go"
    if distant:
        waits = "wait" if distant > 1 else "waits"
        return f"{things(distant, 'paper')} {waits}" + (" for the network" if network in CUT_OFF else "")
    return f"{number(failed)} could not be done" if failed else ""


def clock_words(time: str, now: datetime.datetime | None = None) -> str:
    """`at 14:20`, `yesterday 10:42`."""
    said = moment(time, now)
    return said if " " in said else f"at {said}"


def stamp(now: datetime.datetime | None = None) -> str:
    """A moment as the rows have it, for comparing."""
    at = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
