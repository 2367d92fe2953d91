"""Jobs that failed for good, gathered by reason, for somebody to look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.library.database import Database
from readinglist.library.job_rows import SELECT, job_of
from readinglist.library.jobs import CANCELLED, VISIBLE
from readinglist.library.records import Job

GIVEN_UP = "cancelled"
"""The cause, here, of what the user cancelled, whatever kind it was of."""


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failed jobs of one kind and cause (one of CAUSES, or empty); GIVEN_UP has no kind."""

    kind: str
    cause: str
    count: int = 0


REASON = f"iif(error = '{CANCELLED}', '', kind) AS of_kind, iif(error = '{CANCELLED}', '{GIVEN_UP}', cause) AS why"
FAILED = f"state = 'failed' AND {VISIBLE}"


class Failures:
    """Looks at the jobs of visible papers that failed. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def groups(self) -> Sequence[FailureGroup]:
        """Each reason with its number of jobs, the most frequent first."""
        rows = self._database.read().execute(
            f"SELECT {REASON}, count(*) FROM jobs JOIN papers ON papers.id = jobs.paper_id WHERE {FAILED}"
            " GROUP BY of_kind, why ORDER BY why = ?, count(*) DESC, of_kind, why",
            (GIVEN_UP,),
        )
        return [FailureGroup(*row) for row in rows.fetchall()]

    def list(self, group: FailureGroup, limit: int = -1) -> Sequence[Job]:
        """The jobs of a group, the oldest first."""
        condition, values = "error IS NOT ? AND kind = ? AND cause = ?", [CANCELLED, group.kind, group.cause]
        if group.cause == GIVEN_UP:
            condition, values = "error = ?", [CANCELLED]
        rows = self._database.read().execute(
            f"{SELECT} WHERE {FAILED} AND {condition} ORDER BY jobs.id LIMIT ?", (*values, limit)
        )
        return [job_of(row) for row in rows.fetchall()]

    def forget(self, jobs: Iterable[int]) -> None:
        """The user knows: drop these from the list. What is not failed any more stays."""
        with self._database.write() as tx:
            papers = tx.db.execute(
                "DELETE FROM jobs WHERE id IN (SELECT value FROM json_each(?)) AND state = 'failed' RETURNING paper_id",
                (json.dumps(list(jobs)),),
            ).fetchall()
            tx.touch([row[0] for row in papers], jobs=bool(papers))
