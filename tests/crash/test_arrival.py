"""kill -9 of `readinglist work` while papers arrive from local services: nothing wrong or lost, all gets there."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from readinglist.library.hosts import Hosts
from tests.crash.points import COOLED, POINTS, Point, named
from tests.crash.trial import Trial

ROUNDS = 100
SEED = 20260214
NEW = 4
"""Papers that the user adds before each round: so that each has something to look up and to fetch."""


@pytest.mark.crash
def test_killed_a_hundred_times(tmp_path: Path) -> None:
    begun, resumed = time.monotonic(), 0
    with Trial(tmp_path, ROUNDS * NEW, seed=SEED, latency=0.05) as trial:
        _say(f"seed {SEED}, {ROUNDS} rounds")
        for number in range(1, ROUNDS + 1):
            trial.misbehave(trial.add(NEW))
            point = POINTS[number // 2 % len(POINTS)]
            moment = _kill_at(trial, point) if number % 2 else trial.kill_some_time()
            known, published = trial.check()
            resumed += trial.resumed
            _say(
                f"{time.monotonic() - begun:4.0f} s, round {number}: {moment}."
                f" Of {len(trial.added)} papers {known} are known, {published} have their PDF"
            )
        assert resumed, "bytes that had come before a kill are not asked for again"
        trial.finish()
        trial.choose(with_model=True)
        trial.hurry()
        left = trial.finish()["left"]
        assert left == []
        trial.check_finished()
        _say(f"All is there after {time.monotonic() - begun:.0f} s; {resumed} downloads were resumed.")


HURTING = (
    "the look-up's transaction is through",
    "some bytes are there",
    "the part is on the disk",
    "after the rename",
    "the publishing transaction is through",
)


def test_killed_where_it_would_hurt_most(tmp_path: Path) -> None:
    with Trial(tmp_path, len(HURTING) * 2, seed=SEED, latency=0.01) as trial:
        resumed = 0
        for name in HURTING:
            trial.add(2)
            trial.kill_at(named(name))
            trial.check()
            resumed += trial.resumed
        trial.finish()
        assert resumed + trial.resumed, "bytes that had come before a kill are not asked for again"
        assert trial.check() == (len(trial.added), len(trial.added))
        assert list((trial.folder / "documents" / ".partial").iterdir()) == []


def test_what_is_known_of_hosts_outlives_the_process_but_its_turns_do_not(tmp_path: Path) -> None:
    with Trial(tmp_path, 2, seed=SEED, latency=0.0) as trial:
        trial.add(2)
        pid = trial.kill_at(named("with a host's turn in hand"))
        assert ("arxiv", pid) in trial.turns()
        assert trial.calls("arxiv") == []

        trial.services.order(misbehave="status", with_={"code": 429, "retry_after": 2}, service="arxiv_pdf", times=1)
        pid = trial.kill_at(COOLED)
        (refused,) = trial.calls("arxiv_pdf")
        assert refused["status"] == 429
        assert ("arxiv", pid) in trial.turns()

        trial.finish()
        assert min(call["time"] for call in trial.calls("arxiv_pdf")) >= refused["answered"] + 2
        assert trial.check() == (2, 2)
        assert "arxiv" not in [group for group, _ in trial.turns()]


def test_a_long_cool_down_leaves_other_services_to_be_asked(tmp_path: Path) -> None:
    with Trial(tmp_path, 2, seed=SEED, latency=0.0) as trial:
        trial.add(2)
        trial.services.order(misbehave="status", with_={"code": 429}, service="arxiv", times=1)
        trial.kill_at(COOLED)
        hosts = Hosts(trial.folder)
        cooling = hosts.cooling("arxiv")
        hosts.close()
        assert cooling is not None
        assert (cooling[1], 50 < cooling[0] - time.time() <= 60) == (1, True)
        worker = trial.start()
        assert trial.services.order(wait="huggingface", calls=2)["reached"]
        worker.kill()
        worker.communicate()
        assert worker.returncode == -signal.SIGKILL
        assert (trial.calls("arxiv"), trial.calls("arxiv_pdf")) == ([], [])


def _kill_at(trial: Trial, point: Point) -> str:
    nth = trial.chance.randint(1, point.most)
    trial.kill_at(point, nth)
    return point.name + (f" for the {nth}. time" if nth > 1 else "")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
