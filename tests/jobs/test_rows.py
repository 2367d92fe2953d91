"""Job rows: who may have one when, and what becomes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readinglist.library import Library
from readinglist.library.database import stamp
from readinglist.library.records import Changes, Job
from tests.jobs.conftest import complete

CLAIM_AND_WAIT = """
import sys
from pathlib import Path
from readinglist.library import Library
library = Library.open(Path(sys.argv[1]))
print(len(library.jobs.claim(["embed"], limit=int(sys.argv[2]))), flush=True)
sys.stdin.read()
"""


def add(library: Library, *titles: str) -> list[int]:
    """Papers, each of which gets an `embed` job and no other."""
    return list(library.papers.add([complete(title) for title in titles], source="user").added)


def soon(**delta: float) -> str:
    return stamp(datetime.now(UTC) + timedelta(**delta))


@contextmanager
def another_process(library: Library, claims: int) -> Iterator[subprocess.Popen[str]]:
    """A process that has claimed so many embed jobs and does not finish them."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIM_AND_WAIT, str(library.folder), str(claims)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{claims}\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def states(library: Library) -> list[tuple[int, str]]:
    return [(job.paper, job.state) for job in library.jobs.list()]


def test_adding_a_paper_asks_for_its_vector(library: Library) -> None:
    (paper,) = add(library, "On Computable Numbers")
    (job,) = library.jobs.list()
    assert (job.kind, job.paper, job.document, job.state, job.title) == (
        "embed",
        paper,
        None,
        "waiting",
        "On Computable Numbers",
    )
    assert library.jobs.counts() == {("embed", "waiting"): 1}


def test_a_job_is_claimed_once_and_gone_when_finished(library: Library) -> None:
    add(library, "One", "Two", "Three")
    claimed = library.jobs.claim(["embed"], limit=2)
    assert [job.title for job in claimed] == ["One", "Two"]
    assert [job.title for job in library.jobs.claim(["embed"], limit=2)] == ["Three"]
    assert library.jobs.claim(["embed"]) == []
    with library.write() as tx:
        assert all(library.jobs.finish(tx, job) for job in claimed)
    assert [job.title for job in library.jobs.list()] == ["Three"]


def test_kinds_are_kept_apart(library: Library) -> None:
    (paper,) = add(library, "One")
    with library.write() as tx:
        library.jobs.enqueue(tx, "look-up", paper)
    assert [job.kind for job in library.jobs.claim(["look-up"], limit=9)] == ["look-up"]
    assert [job.kind for job in library.jobs.claim(["embed"], limit=9)] == ["embed"]


def test_asking_twice_makes_one_job(library: Library) -> None:
    (paper,) = add(library, "One")
    with library.write() as tx:
        library.jobs.enqueue(tx, "embed", paper)
        library.jobs.enqueue(tx, "embed", paper)
    assert len(library.jobs.list()) == 1


def test_asked_for_again_while_it_runs_it_is_done_again(library: Library) -> None:
    (paper,) = add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    library.papers.edit(paper, title="One, corrected")
    assert library.jobs.claim(["embed"]) == [], "it runs still"
    with library.write() as tx:
        assert library.jobs.finish(tx, job)
    (again,) = library.jobs.claim(["embed"])
    assert (again.id, again.title) == (job.id, "One, corrected")
    with library.write() as tx:
        library.jobs.finish(tx, again)
    assert library.jobs.list() == []


def test_failing_with_and_without_another_try(library: Library) -> None:
    add(library, "One", "Two")
    one, two = library.jobs.claim(["embed"], limit=2)
    library.jobs.fail(one, "no room", soon(hours=1))
    library.jobs.fail(two, "broken")
    later, failed = library.jobs.list()[1], library.jobs.list()[0]
    assert (failed.state, failed.error, failed.attempts) == ("failed", "broken", 1)
    assert (later.state, later.error, later.attempts) == ("waiting", "no room", 1)
    assert library.jobs.claim(["embed"]) == [], "one has failed and the other must wait"
    library.jobs.retry([later.id, failed.id])
    assert {job.attempts for job in library.jobs.claim(["embed"], limit=2)} == {0}


def test_waiting_ends_by_itself(library: Library) -> None:
    add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    library.jobs.fail(job, "no room", soon(milliseconds=-1))
    assert [again.attempts for again in library.jobs.claim(["embed"])] == [1]


def test_what_failed_is_out_of_date_when_it_was_asked_for_again(library: Library) -> None:
    (paper,) = add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    library.papers.edit(paper, title="Another")
    library.jobs.fail(job, "broken")
    assert states(library) == [(paper, "waiting")]


def test_released_jobs_cost_nothing(library: Library) -> None:
    add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    library.jobs.release(job)
    (again,) = library.jobs.claim(["embed"])
    assert (again.attempts, again.error) == (0, None)


@pytest.mark.parametrize("what", ["trashed", "undone"])
def test_jobs_of_papers_that_are_away_rest(library: Library, what: str) -> None:
    (paper,) = add(library, "One")
    if what == "trashed":
        library.papers.trash([paper])
    else:
        library.history.undo()
    assert library.jobs.claim(["embed"]) == []
    assert library.jobs.list() == []
    assert not library.jobs.any_before(["embed"], soon(days=1))
    if what == "trashed":
        library.papers.restore([paper])
    else:
        library.history.redo()
    assert [job.paper for job in library.jobs.claim(["embed"])] == [paper]


def test_a_job_whose_paper_is_trashed_meanwhile_is_not_held(library: Library) -> None:
    (paper,) = add(library, "One")
    jobs = library.jobs.claim(["embed"])
    assert library.jobs.held(jobs) == {jobs[0].id}
    library.papers.trash([paper])
    assert library.jobs.held(jobs) == set()


def test_pause_and_resume(library: Library) -> None:
    add(library, "Waits", "Runs")
    (running,) = library.jobs.claim(["embed"])
    ids = [job.id for job in library.jobs.list()]
    library.jobs.pause(ids)
    assert {job.state for job in library.jobs.list()} == {"paused"}
    assert library.jobs.held([running]) == set()
    with library.write() as tx:
        assert not library.jobs.finish(tx, running), "its result is not wanted now"
    assert library.jobs.claim(["embed"]) == []
    library.jobs.resume(ids)
    assert len(library.jobs.claim(["embed"], limit=5)) == 2


def test_cancel_and_think_better_of_it(library: Library) -> None:
    add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    library.jobs.cancel([job.id])
    with library.write() as tx:
        assert not library.jobs.finish(tx, job)
    (cancelled,) = library.jobs.list()
    assert (cancelled.state, cancelled.error) == ("failed", "Cancelled.")
    library.jobs.retry([job.id])
    assert len(library.jobs.claim(["embed"])) == 1


def test_progress_is_seen_by_others(library: Library) -> None:
    add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    library.jobs.progress(job, 0.25)
    with Library.open(library.folder) as other:
        assert [job.progress for job in other.jobs.list()] == [0.25]
    library.jobs.release(job)
    assert [job.progress for job in library.jobs.list()] == [None]


def test_listeners_hear_of_jobs(library: Library) -> None:
    add(library, "One")
    heard: list[Changes] = []
    unsubscribe = library.subscribe(heard.append)
    (job,) = library.jobs.claim(["embed"])
    library.jobs.fail(job, "broken")
    library.jobs.retry([job.id])
    unsubscribe()
    assert [changes.jobs for changes in heard] == [True, True, True]


def test_a_living_process_keeps_its_jobs(library: Library) -> None:
    add(library, "One", "Two")
    with another_process(library, 1):
        assert [job.title for job in library.jobs.claim(["embed"], limit=9)] == ["Two"]


def test_a_killed_process_frees_its_jobs_at_once_and_at_no_cost(library: Library) -> None:
    add(library, "One", "Two", "Three")
    with another_process(library, 2) as process:
        process.kill()
        process.wait()
        claimed = library.jobs.claim(["embed"], limit=9)
    assert [(job.title, job.attempts) for job in claimed] == [("One", 0), ("Two", 0), ("Three", 0)]


def test_a_job_lost_to_another_process_cannot_be_finished(library: Library) -> None:
    """The lease names us, so that what is no longer ours stays untouched."""
    add(library, "One")
    (job,) = library.jobs.claim(["embed"])
    with library.write() as tx:
        tx.db.execute("UPDATE jobs SET lease_pid = ?", (os.getppid(),))
    library.jobs.fail(job, "broken")
    library.jobs.release(job)
    assert library.jobs.held([job]) == set()
    with library.write() as tx:
        assert not library.jobs.finish(tx, job)
    assert [job.state for job in library.jobs.list()] == ["running"]


def test_papers_come_before_documents(library: Library) -> None:
    one, two = add(library, "One", "Two")
    with library.write() as tx:
        document = library.documents.add(tx, one, "one.pdf", "0" * 64, "one.pdf")
        tx.db.execute("DELETE FROM jobs WHERE paper_id = ?", (one,))
        library.jobs.enqueue(tx, "embed", one, document)
        tx.db.execute("UPDATE jobs SET id = id + 1000 WHERE paper_id = ?", (two,))
    assert [job.paper for job in library.jobs.claim(["embed"], limit=9)] == [two]
    assert [(job.paper, job.document) for job in library.jobs.claim(["embed"], limit=9)] == [(one, document)]


def test_postponing_says_when_and_why(library: Library) -> None:
    add(library, "One", "Two")
    until = soon(minutes=10)
    library.jobs.postpone(["embed"], "The model is missing.", until)
    (group,) = library.jobs.groups()
    assert (group.kind, group.state, group.count, group.not_before, group.error) == (
        "embed",
        "waiting",
        2,
        until,
        "The model is missing.",
    )
    assert not library.jobs.any_before(["embed"], soon(minutes=2))
    assert library.jobs.any_before(["embed"], soon(minutes=11))


def test_claiming_from_a_long_queue_is_quick(library: Library) -> None:
    """A claim holds the write lock, so it must not look at the whole queue."""
    (paper,) = add(library, "One")
    with library.write() as tx:
        tx.db.execute("DELETE FROM jobs")
        tx.db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            " INSERT INTO papers(present, title, status, added_at) SELECT 0, 'Paper ' || i, 'to-read', '2026' FROM n"
        )
        tx.db.execute("UPDATE papers SET present = 1 WHERE id <> ?", (paper,))
    plan = library.read().execute(
        "EXPLAIN QUERY PLAN SELECT jobs.id FROM jobs JOIN papers ON papers.id = jobs.paper_id"
        " WHERE state = 'waiting' AND kind IN ('embed') ORDER BY rank DESC, jobs.id LIMIT 5"
    )
    assert not any("TEMP B-TREE" in row["detail"] for row in plan.fetchall())
    claimed: list[Job] = []
    for _ in range(3):
        claimed += library.jobs.claim(["embed"], limit=200)
    assert len({job.id for job in claimed}) == 600


def test_two_processes_never_share_a_job(library: Library, tmp_path: Path) -> None:
    add(library, *(f"Paper {number}" for number in range(40)))
    code = (
        "import sys; from pathlib import Path; from readinglist.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    got = []\n"
        "    print('ready', flush=True); sys.stdin.readline()\n"
        "    while jobs := library.jobs.claim(['embed'], limit=3):\n"
        "        got += [job.id for job in jobs]\n"
        "        with library.write() as tx:\n"
        "            assert all(library.jobs.finish(tx, job) for job in jobs)\n"
        "    print(*got)\n"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(library.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    done = [int(number) for worker in workers for number in worker.communicate("\n")[0].split()]
    assert len(done) == len(set(done)) == 40
    assert library.jobs.list() == []
