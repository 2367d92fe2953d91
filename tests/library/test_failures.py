"""What failed for good, gathered by reason."""

from __future__ import annotations

from collections.abc import Sequence

from readinglist.library import Library
from readinglist.library.failures import GIVEN_UP, FailureGroup
from readinglist.library.records import Changes, PaperRecord


def fail(library: Library, count: int, reason: str, cause: str, *, kind: str = "download") -> Sequence[int]:
    """Make papers whose jobs of that kind have failed; the ids of the papers."""
    found = library.papers.add(
        [PaperRecord(title=f"{cause}{n}", arxiv_id=f"2401.{n:05}") for n in range(count)], source="pasted"
    )
    with library.write() as tx:
        tx.db.execute("DELETE FROM jobs")
        for paper in found.added:
            library.jobs.enqueue(tx, kind, paper)
    for job in library.jobs.claim([kind], limit=count):
        library.jobs.fail(job, reason, cause=cause)
    return found.added


def test_failures_are_gathered_by_kind_and_cause_whatever_the_words(library: Library) -> None:
    papers = library.papers.add([PaperRecord(title=f"Paper {n}") for n in range(6)], source="pasted").added
    with library.write() as tx:
        tx.db.execute("DELETE FROM jobs")
        for paper in papers:
            library.jobs.enqueue(tx, "download", paper)
    jobs = library.jobs.claim(["download"], limit=6)
    for number, job in enumerate(jobs[:3]):
        library.jobs.fail(job, f"Nobody gives {number} away.", cause="no-pdf")
    library.jobs.fail(jobs[3], "It is too large.", cause="too-large")
    library.jobs.cancel([jobs[4].id])
    library.jobs.release(jobs[5])
    assert library.failures.groups() == [
        FailureGroup("download", "no-pdf", 3),
        FailureGroup("download", "too-large", 1),
        FailureGroup("", GIVEN_UP, 1),
    ]
    none, large, given_up = library.failures.groups()
    assert [job.paper for job in library.failures.list(none)] == list(papers[:3])
    assert [job.error for job in library.failures.list(none, limit=1)] == ["Nobody gives 0 away."]
    assert [job.error for job in library.failures.list(large)] == ["It is too large."]
    assert [job.paper for job in library.failures.list(given_up)] == [papers[4]]
    library.papers.trash(papers[:3])
    assert library.failures.groups()[0] == large, "papers in the Trash are nobody's concern"


def test_what_was_cancelled_while_it_waited_for_a_host_is_no_failure_of_that_host(library: Library) -> None:
    (paper,) = library.papers.add([PaperRecord(title="Slow", arxiv_id="2401.00001")], source="pasted").added
    with library.write() as tx:
        tx.db.execute("DELETE FROM jobs")
        library.jobs.enqueue(tx, "download", paper)
    (job,) = library.jobs.claim(["download"])
    library.jobs.release(job, reason="arXiv asked us to wait.", cause="cooling")
    library.jobs.cancel([job.id])
    assert library.failures.groups() == [FailureGroup("", GIVEN_UP, 1)]


def test_what_is_forgotten_is_gone_and_says_so(library: Library) -> None:
    papers = fail(library, 3, "No.", "no-pdf")
    heard: list[Changes] = []
    library.subscribe(heard.append)
    first, second, third = library.jobs.list(states=["failed"])
    library.jobs.retry([second.id])
    heard.clear()
    library.failures.forget([first.id, second.id])
    assert [job.id for job in library.jobs.list()] == [third.id, second.id]
    assert [(change.papers, change.jobs) for change in heard] == [(frozenset({papers[0]}), True)]
