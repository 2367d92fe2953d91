"""Rows of the table of jobs as values."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from readinglist.library.records import Job

SELECT = """SELECT jobs.id, jobs.kind, jobs.paper_id, jobs.document_id, jobs.state, jobs.attempts, jobs.not_before,
    jobs.error, jobs.progress, jobs.generation, papers.title, jobs.asked, jobs.rank, jobs.cause, jobs.bytes_done,
    jobs.bytes_total FROM jobs JOIN papers ON papers.id = jobs.paper_id"""


@dataclass(frozen=True, slots=True)
class JobGroup:
    """Jobs that are alike; `not_before` is the earliest of theirs, None if one may run now."""

    kind: str
    state: str
    error: str | None
    count: int
    not_before: str | None
    cause: str = ""


def job_of(row: sqlite3.Row, *, state: str | None = None) -> Job:
    """The job in a row of SELECT."""
    return Job(
        id=row["id"],
        kind=row["kind"],
        paper=row["paper_id"],
        document=row["document_id"],
        state=state or row["state"],
        attempts=row["attempts"],
        not_before=row["not_before"],
        error=row["error"],
        progress=row["progress"],
        generation=row["generation"],
        title=row["title"],
        asked=bool(row["asked"]),
        rank=row["rank"],
        cause=row["cause"],
        bytes_done=row["bytes_done"],
        bytes_total=row["bytes_total"],
    )
