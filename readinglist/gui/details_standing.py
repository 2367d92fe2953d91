"""Where a paper stands on its way into the library, in words: looked up, fetched, or why not; no widgets."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readinglist.gui.details_links import links
from readinglist.gui.details_words import amount, moment
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import Choice, Job, Paper

KINDS = ("look-up", "refresh", "download")
OFFERS = {
    "page": "Open its page",
    "look-up": "Look up again",
    "find-pdf": "Try again",
    "go-on": "Go on",
    "edit": "Edit details",
    "contact": "Give an e-mail…",
    "network": "Network settings…",
}
"""What a paper that got stuck offers, and the words of the button."""
UNPAYWALL = "Unpaywall, which knows most free copies, wants an e-mail address before it answers."


@dataclass(frozen=True, slots=True)
class Standing:
    """What was read of the work on one paper; `paused` and `offline` are the program's own switches."""

    paper: int
    jobs: tuple[Job, ...] = ()
    choices: tuple[Choice, ...] = ()
    new_fields: tuple[str, ...] = ()
    """Fields of which the choice of kind `refresh` says something else than the paper."""
    paused: bool = False
    offline: bool = False
    contact: bool = False
    """The user has given an e-mail address."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What to show: `head`, what explains it, progress where something runs, and what can be done."""

    icon: str
    head: str
    more: str = ""
    running: bool = False
    fraction: float | None = None
    offers: tuple[str, ...] = ()
    """Keys of OFFERS."""


def stand_of(paper: Paper, standing: Standing, now: datetime.datetime | None = None) -> Stand | None:
    """What to say of a paper; None where there is nothing to say. What goes on is said before what has failed."""
    jobs = [job for job in standing.jobs if job.kind in KINDS]
    jobs.sort(key=lambda job: (job.state == "failed", KINDS.index(job.kind)))
    for job in jobs:
        found = _stand(paper, job, standing, now)
        if found is not None:
            return found
    return None


def fetching_of(paper: Paper, standing: Standing, now: datetime.datetime | None = None) -> Stand | None:
    """What to say where the files are listed: of the download alone, with all that is known of why it failed."""
    job = next((job for job in standing.jobs if job.kind == "download"), None)
    found = _stand(paper, job, standing, now) if job is not None else None
    if job is None or found is None or job.state != "failed":
        return found
    return replace(found, more=_reason(job), offers=())


def _stand(paper: Paper, job: Job, standing: Standing, now: datetime.datetime | None) -> Stand | None:
    download = job.kind == "download"
    if download and paper.documents:
        return None
    match job.state:
        case "running" if download:
            return Stand("download", "Fetching the PDF", amount(job.bytes_done, job.bytes_total), True, job.progress)
        case "running":
            return Stand("search", "Looking it up again" if job.kind == "refresh" else "Looking it up", running=True)
        case "waiting":
            return Stand("clock", _wait(job), _why(paper, job, standing, now))
        case "paused":
            here = amount(job.bytes_done, job.bytes_total) if download else ""
            head = "Fetching its PDF is paused" if download else "Looking it up is paused"
            return Stand("pause", head, f"{here} is here" if here else "", offers=("go-on",))
        case _:
            return _failed_download(paper, job, standing) if download else _failed_look_up(paper, job, standing)


def _wait(job: Job) -> str:
    match job.kind:
        case "download":
            return "Waits for its PDF to be fetched"
        case "refresh":
            return "Waits to be looked up again"
        case _:
            return "Waits to be looked up"


def _why(paper: Paper, job: Job, standing: Standing, now: datetime.datetime | None) -> str:
    if standing.paused:
        return "Background work is paused."
    if standing.offline:
        return "The program works offline."
    later = job.not_before if job.not_before and job.not_before > _stamp(now) else ""
    if job.error:
        # Who asks us to wait says until when.
        when = "" if not later or job.cause in ("cooling", "busy", "offline") else f" Tries again {_at(later, now)}."
        return job.error + when
    if not paper.title:
        return "Title, people and abstract arrive by themselves."
    return ""


def _failed_look_up(paper: Paper, job: Job, standing: Standing) -> Stand | None:
    if job.cause == "choice" and any(choice.kind == "same-title" for choice in standing.choices):
        return None  # the choice itself says so
    heads = {"not-found": "Not found", "choice": "Which paper is it?"}
    usual = "Not looked up again" if job.kind == "refresh" else "Not looked up"
    offers = ("look-up", "edit")
    return Stand("info", heads.get(job.cause, usual), _reason(job), offers=offers)


def _failed_download(paper: Paper, job: Job, standing: Standing) -> Stand:
    page = ("page",) if links(paper) else ()
    match job.cause:
        case "no-pdf":
            lacking = bool(paper.doi) and not standing.contact
            more = "You can download it from its page and attach it." if page else "Attach it if you have it."
            contact = ("contact",) if lacking else ()
            words = f"{UNPAYWALL} {more}" if lacking else more
            return Stand("info", "No free PDF was found", words, offers=(*contact, *page, "find-pdf"))
        case "quota" | "too-large":
            return Stand("info", "The PDF was not fetched", _reason(job), offers=("network", *page, "find-pdf"))
        case _:
            return Stand("info", "The PDF was not fetched", _reason(job), offers=(*page, "find-pdf"))


def _reason(job: Job) -> str:
    return "You cancelled it." if job.error == CANCELLED else job.error or "The reason is not known."


def _at(stamp: str, now: datetime.datetime | None) -> str:
    said = moment(stamp, now)
    return said if " " in said else f"at {said}"


def _stamp(now: datetime.datetime | None) -> str:
    at = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def listed(words: Sequence[str]) -> str:
    """`title, authors and year`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
