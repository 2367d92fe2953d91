"""What is said of work, rates and failures: pure words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.gui.job_speeds import WINDOW, JobSpeeds, left_words, rate_words
from readinglist.gui.network_words import NETWORK, banner_words
from readinglist.gui.work_failures import NO_COPY, head_words, reason_words, remedy_of, same_words
from readinglist.gui.work_line import DEEDS
from readinglist.gui.work_panel_reading import FIRST, Failed, Work, may, places_of, running_first
from readinglist.gui.work_services import health_words, summary_words
from readinglist.gui.work_words import (
    kind_words,
    place_words,
    progress_words,
    running_words,
    state_words,
    status_words,
    summary,
    waiting_words,
)
from readinglist.http_client import Health
from readinglist.jobs import Step
from readinglist.library.failures import GIVEN_UP, FailureGroup
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import CAUSES, Job

NOW = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)
AFTER, BEFORE = "2026-03-04T13:30:00.000Z", "2026-03-04T11:00:00.000Z"


def job(kind: str = "embed", state: str = "waiting", **more: Any) -> Job:
    given = {"attempts": 0, "not_before": None, "error": None, "progress": None, "generation": 0, "title": ""}
    return Job(more.pop("id", 1), kind, 1, None, state, **{**given, **more})


# ----------------------------------------------------------------------------------------------------- why it waits


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (job(), ""),
        (job("transcribe"), "Waits: this version of the program cannot do it yet"),
        (job(error="The model is missing."), "The model is missing"),
        (job(not_before=BEFORE, error="busy"), "busy"),
        (job(state="paused"), "Paused"),
        (job("download", "paused", bytes_done=1_200_000, bytes_total=3_400_000), "Paused  ·  1.2 of 3.4 MB is here"),
        (
            job("download", not_before=AFTER, cause="cooling", error="arXiv asked us to wait until 14:20."),
            "arXiv asked us to wait until 14:20",
        ),
        (
            job("download", not_before=AFTER, cause="busy", error="It waits for its turn at arXiv."),
            "Waits for its turn at arXiv",
        ),
        (job("download", not_before=AFTER, cause="offline", error="No."), "No network; goes on by itself"),
    ],
)
def test_why_a_job_waits(given: Job, words: str) -> None:
    assert state_words(given, Work(able=frozenset({"embed", "extract", "download"})), NOW) == words


def test_a_later_try_says_why_and_when() -> None:
    error = "arXiv cannot be reached. It is asked again later."
    said = state_words(job("download", not_before=AFTER, cause="unavailable", error=error), Work(), NOW)
    assert said.startswith("arXiv cannot be reached; tries again at ")
    assert "later" not in said


def test_what_keeps_everything_waiting_is_said_first() -> None:
    waiting = job("download", not_before=AFTER, error="x")
    assert state_words(waiting, Work(paused=True), NOW) == "All work is paused"
    assert state_words(waiting, Work(network="offline"), NOW) == "Waits until you go online"
    assert state_words(waiting, Work(network="no network"), NOW) == "No network; goes on by itself"
    assert state_words(waiting, Work(network="portal"), NOW) == "Waits until you have signed in to this network"
    assert state_words(job("extract"), Work(network="offline"), NOW) == "", "reading a PDF needs no network"


def test_places_are_counted_for_each_kind_among_those_that_may_run() -> None:
    line = [
        job("download", id=1),
        job("embed", id=2),
        job("download", id=3, not_before=AFTER),
        job("download", id=4, not_before=BEFORE),
    ]
    places = places_of(line, "2026-03-04T12:00:00.000Z")
    assert places == {1: 1, 2: 1, 4: 2}
    work = Work(places=places)
    assert [state_words(one, work, NOW) for one in (line[0], line[3])] == ["Next in line", "2nd in line"]
    assert [place_words(place) for place in (3, 4, 11, 12, 13, 21, 112, 1000)] == [
        *("3rd in line", "4th in line", "11th in line", "12th in line", "13th in line"),
        *("21st in line", "112th in line", "1,000th in line"),
    ]


# ------------------------------------------------------------------------------------------------------------ sums


def test_sums_are_sentences() -> None:
    counts = {("embed", "waiting"): 19000, ("extract", "waiting"): 1, ("embed", "running"): 16, ("embed", "failed"): 1}
    assert summary(Work(counts=counts)) == "19,017 pieces of work to go, 1 failure"
    assert summary(Work(counts=counts, paused=True)).startswith("Nothing new is begun, 16 still running, 19,017 ")
    del counts["embed", "running"]
    assert summary(Work(counts=counts, paused=True)).startswith("Everything rests, ")
    given_up = (Failed(FailureGroup("", GIVEN_UP, 2)),)
    assert summary(Work(counts={("embed", "failed"): 2}, failed=given_up)) == "Nothing is under way, 2 cancelled"
    assert waiting_words(counts) == "19,000 texts to embed, 1 PDF to read"
    assert kind_words(job("extract")) == "Reading the PDF"
    assert kind_words(job("look-up", "running")) == "Looking up"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, ""),
        ({("download", "running"): 3, ("download", "waiting"): 35}, "Downloading 5 of 40 · 2.1 MB/s"),
        ({("look-up", "running"): 30, ("download", "waiting"): 5}, "Looking up, 30 to go"),
        ({("extract", "running"): 1, ("embed", "waiting"): 5}, "Reading PDFs, 6 to go"),
        ({("download", "waiting"): 5, ("embed", "running"): 2}, "Indexing for meaning, 2 to go"),
        ({("download", "waiting"): 5}, "5 papers wait"),
        ({("download", "failed"): 2}, "2 could not be done"),
    ],
)
def test_the_status_bar_says_it_in_a_few_words(counts: dict[tuple[str, str], int], words: str) -> None:
    most = {"download": 40}
    assert status_words(counts, paused=False, network="online", most=most, rate=2_100_000) == words


def test_the_status_bar_says_what_everything_waits_for() -> None:
    counts = {("download", "waiting"): 40}
    assert status_words(counts, paused=True, network="online", most={}) == "Paused, 40 to go"
    assert status_words(counts, paused=False, network="portal", most={}) == "40 papers wait for the network"
    one = {("download", "running"): 1}
    assert status_words(one, paused=False, network="online", most={"download": 1}) == "Downloading"


def test_what_may_be_done() -> None:
    assert may(job(state="running")) == ("pause", "cancel")
    assert may(job(state="failed")) == ("retry", "forget")
    assert may(job(state="paused")) == ("resume", "cancel")
    assert may(job(not_before=AFTER)) == ("retry", "pause", "cancel", "first", "last")


# ----------------------------------------------------------------------------------------------------------- speeds


def test_progress_has_bytes_rate_and_time_left() -> None:
    running = job("download", "running", bytes_done=1, bytes_total=2)
    step = Step(running, "progress", 0.35, bytes_done=1_200_000, bytes_total=3_400_000)
    assert progress_words(running, Work(steps={1: step}), 820_000) == "1.2 of 3.4 MB  ·  820 kB/s  ·  3 s left"
    stored = job("download", "running", bytes_done=2_000_000, bytes_total=None)
    assert progress_words(stored, Work()) == "2.0 MB", "of another process only the row is known"
    assert progress_words(job("embed", "running", progress=0.25), Work()) == "25%"
    assert running_words(job("download", "running"), Work()) == "Asking for the PDF"
    assert running_words(stored, Work(), 100_000) == "Downloading  ·  2.0 MB  ·  100 kB/s"


def test_running_jobs_that_come_by_the_hundred_leave_room_for_downloads() -> None:
    jobs = [*(job("embed", "running", id=n) for n in range(100)), job("download", "running", id=500)]
    assert [one.id for one in running_first(jobs, FIRST["running"])] == [500, 0, 1]
    assert [one.id for one in running_first(jobs, 56)] == [500, *range(55)]


def test_a_rate_is_smooth_and_follows() -> None:
    speeds = JobSpeeds()
    speeds.look(1, 5_000_000, 0.0)  # a resumed one: what was here already is no speed
    assert speeds.of(1) is None
    for tick in range(1, 41):
        speeds.look(1, 5_000_000 + 250_000 * tick, tick / 4)
    assert speeds.of(1) == pytest.approx(1_000_000)
    for tick in range(41, 41 + 4 * int(WINDOW) + 2):  # it stalls
        speeds.look(1, 15_000_000, tick / 4)
    assert speeds.of(1) == 0
    speeds.look(1, 100, 20.0)
    assert speeds.of(1) is None, "begun anew from another host"
    speeds.look(2, 0, 20.0)
    speeds.look(2, 1000, 21.0)
    assert speeds.total() == 1000
    speeds.keep([1])
    assert speeds.total() == 0


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 10**9)), max_size=30))
def test_no_rate_is_below_zero(looks: list[tuple[float, int]]) -> None:
    speeds, now = JobSpeeds(), 0.0
    for seconds, done in looks:
        now += seconds
        speeds.look(1, done, now)
        assert (speeds.of(1) or 0) >= 0


def test_rates_and_times_in_words() -> None:
    rates = (0, 99, 400, 820_000, 999_499, 999_500, 2_140_000)
    assert [rate_words(rate) for rate in rates] == ["", "", "1 kB/s", "820 kB/s", "999 kB/s", "1.0 MB/s", "2.1 MB/s"]
    assert left_words(0, 59_400, 1000) == "59 s left"
    assert left_words(0, 90_000, 1000) == "2 min left"
    assert left_words(0, 7_200_000, 1000) == "2 h left"
    assert left_words(10, None, 1000) == left_words(10, 20, None) == left_words(30, 20, 1000) == ""


# --------------------------------------------------------------------------------------------------------- failures


def test_each_reason_has_words_and_something_to_do() -> None:
    for kind in ("look-up", "refresh", "download", "extract", "embed"):
        for cause in ("", *CAUSES):
            remedy = remedy_of(FailureGroup(kind, cause, 1), contact=True)
            assert remedy.head
            assert remedy.for_one
            assert {*remedy.for_all, *remedy.for_one} <= DEEDS.keys()


def test_without_an_address_the_first_thing_to_do_is_to_give_one() -> None:
    group = FailureGroup("download", "no-pdf", 12)
    assert remedy_of(group, contact=False).for_all[0] == "contact"
    assert remedy_of(group, contact=True) == NO_COPY
    assert head_words(group, NO_COPY) == "No free copy of the PDF is known (12 papers)"


def test_a_reason_that_all_share_is_said_once() -> None:
    alike = [job(error="The model is missing.") for _ in range(3)]
    assert same_words(alike) == "The model is missing."
    assert same_words([*alike, job(error="Another.")]) == ""
    assert same_words(alike[:1]) == ""
    assert reason_words(job(error=CANCELLED)) == "You cancelled it"
    long = "Elsevier does not give it away freely. You can add the file yourself; its page is https://doi.org/10.1/x"
    assert reason_words(job(error=long)) == "Elsevier does not give it away freely."


# ---------------------------------------------------------------------------------------------------- network, hosts


def test_each_state_of_the_network_has_words() -> None:
    assert {state: said.text for state, said in NETWORK.items()} == {
        "online": "Online",
        "offline": "Offline",
        "no network": "No network",
        "portal": "Sign in to this network",
    }
    assert "The next try is at " in banner_words("no network", datetime.datetime.now(datetime.UTC))
    assert "next try" not in banner_words("portal", datetime.datetime.now(datetime.UTC))


def test_the_services_in_a_line() -> None:
    today = datetime.datetime.now(datetime.UTC)
    fine = Health("huggingface.co", "Hugging Face", "fine", since=today)
    cooling = Health("arxiv", "arXiv", "cooling", until=today)
    silent = Health("api.crossref.org", "Crossref", "silent", since=today, reason="Crossref is in trouble.")
    unasked = Health("api.unpaywall.org", "Unpaywall")
    clock = f"{today.astimezone():%H:%M}"
    assert health_words(cooling, contact=True) == f"asked us to wait until {clock}"
    assert health_words(silent, contact=True) == f"does not answer since {clock}"
    assert health_words(fine, contact=True) == f"fine, answered at {clock}"
    assert health_words(unasked, contact=True) == "not asked yet"
    assert health_words(unasked, contact=False) == "wants an e-mail address before it answers"
    assert summary_words([unasked]) == "Services: none asked yet"
    assert summary_words([fine, unasked]) == "Services: all fine"
    assert summary_words([cooling, fine]) == f"Services: arXiv asked us to wait until {clock}"
    assert summary_words([cooling, silent]).endswith(", and 1 other")
