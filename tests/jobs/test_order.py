"""What the user says of the work of the network: asked for, first, last; and why something waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from readinglist.library import Library
from readinglist.library.database import stamp
from readinglist.library.records import CAUSES, Changes, PaperRecord
from tests.jobs.conftest import complete

LATER = stamp(datetime.now(UTC) + timedelta(days=1))


def add(library: Library, *ids: str) -> list[int]:
    """Papers that ask for a look-up each."""
    return list(library.papers.add([PaperRecord(arxiv_id=number) for number in ids], source="pasted").added)


def claimed(library: Library, kind: str = "look-up") -> list[int]:
    return [job.paper for job in library.jobs.claim([kind], limit=9)]


def test_asked_for_goes_before_what_follows_by_itself(library: Library) -> None:
    one, two, three = add(library, "2001.00001", "2001.00002", "2001.00003")
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", [three])
    jobs = {job.paper: job for job in library.jobs.list() if job.kind == "look-up"}
    assert [jobs[paper].asked for paper in (one, two, three)] == [False, False, True]
    assert claimed(library) == [three, one, two]


def test_asking_makes_what_rests_go_on(library: Library) -> None:
    papers = add(library, "2001.00001", "2001.00002", "2001.00003")
    one, two, three = library.jobs.claim(["look-up"], limit=3)
    library.jobs.fail(one, "No source knows it.", cause="not-found")
    library.jobs.fail(two, "arXiv asked us to wait.", LATER, cause="cooling")
    library.jobs.pause([three.id])
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", papers)
    jobs = [job for job in library.jobs.list() if job.kind == "look-up"]
    assert {(job.state, job.error, job.cause, job.not_before, job.attempts) for job in jobs} == {
        ("waiting", None, "", None, 0)
    }
    assert claimed(library) == papers


def test_asking_for_what_is_there_no_more_makes_it_new(library: Library) -> None:
    (paper,) = library.papers.add([complete("One")], source="user").added
    with library.write() as tx:
        library.jobs.ask(tx, "refresh", [paper])
    assert claimed(library, "refresh") == [paper]


def test_first_and_last(library: Library) -> None:
    one, two, three, four = add(library, "2001.00001", "2001.00002", "2001.00003", "2001.00004")
    jobs = {job.paper: job.id for job in library.jobs.list()}
    library.jobs.first([jobs[three]])
    library.jobs.first([jobs[four], jobs[two]])
    assert [job.paper for job in library.jobs.list(states=["waiting"])] == [four, two, three, one]
    library.jobs.last([jobs[four]])
    assert claimed(library) == [two, three, one, four]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_is_kept_and_goes_with_its_reason(library: Library, cause: str) -> None:
    add(library, "2001.00001")
    (job,) = library.jobs.claim(["look-up"])
    library.jobs.fail(job, "So it is.", LATER, cause=cause)
    (group,) = library.jobs.groups()
    assert (group.error, group.cause) == ("So it is.", cause)
    library.jobs.retry([job.id])
    (again,) = library.jobs.list()
    assert (again.error, again.cause) == (None, "")


def test_only_what_waits_for_this_cause_need_not_wait(library: Library) -> None:
    add(library, "2001.00001", "2001.00002", "2001.00003")
    one, two, three = library.jobs.claim(["look-up"], limit=3)
    library.jobs.release(one, reason="There is no network.", not_before=LATER, cause="offline")
    library.jobs.release(two, reason="arXiv asked us to wait.", not_before=LATER, cause="cooling")
    library.jobs.fail(three, "No source knows it.", cause="not-found")
    assert {job.attempts for job in library.jobs.list(states=["waiting"])} == {0}, "waiting costs nothing"
    assert claimed(library) == []
    library.jobs.hurry("offline")
    assert claimed(library) == [one.paper]


def test_bytes_are_seen_by_others_and_stay_while_it_rests(library: Library) -> None:
    (paper,) = add(library, "2001.00001")
    (job,) = library.jobs.claim(["look-up"])
    library.jobs.progress(job, 0.25, 250, 1000)
    library.jobs.pause([job.id])
    with Library.open(library.folder) as other:
        (seen,) = other.jobs.of(paper)
        assert (seen.state, seen.progress, seen.bytes_done, seen.bytes_total) == ("paused", None, 250, 1000)


def test_a_line_of_the_list_says_where_its_paper_stands(library: Library) -> None:
    (paper,) = add(library, "2001.00001")

    def waits() -> str:
        return library.papers.rows([paper])[0].waits

    assert waits() == "waiting for look-up"
    (job,) = library.jobs.claim(["look-up"])
    assert waits() == "looking up"
    library.jobs.fail(job, "arXiv asked us to wait.", LATER, cause="cooling")
    assert waits() == "waiting for look-up"
    library.jobs.retry([job.id])
    (job,) = library.jobs.claim(["look-up"])
    library.jobs.fail(job, "Choose one.", cause="choice")
    assert waits() == "which paper is it?"
    with library.write() as tx:
        library.jobs.ask(tx, "download", [paper])
    assert waits() == "waiting for its PDF", "what goes on is said before what has failed"
    (job,) = library.jobs.claim(["download"])
    assert waits() == "fetching the PDF"
    library.jobs.fail(job, "Nobody has one.", cause="no-pdf")
    with library.write() as tx:
        tx.db.execute("DELETE FROM jobs WHERE kind = 'look-up'")
    assert waits() == "no PDF found"


def test_the_list_hears_of_what_the_user_says_of_a_paper(library: Library) -> None:
    (paper,) = library.papers.add([PaperRecord(title="Quiet Rivers")], source="typed").added
    (job,) = [job for job in library.jobs.of(paper) if job.kind == "look-up"]
    heard: list[Changes] = []
    library.subscribe(heard.append)
    library.jobs.pause([job.id])
    assert paper in heard[-1].papers
    row = library.papers.rows([paper])[0]
    assert (row.waits, row.stuck) == ("look-up paused", "")
    library.jobs.resume([job.id])
    library.jobs.cancel([job.id])
    row = library.papers.rows([paper])[0]
    assert (row.waits, row.stuck) == ("not looked up", "look-up")
