"""Commands for the background work."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.output import fit, job_json, many, print_jobs, print_json, screen_width, talk
from readinglist.cli.state import Command, State, with_state

if TYPE_CHECKING:
    from readinglist.jobs import Left, Step

DONE = {"extract": ("read", "PDF"), "embed": ("embedded", "text")}
SCREEN_SECONDS, PIPE_SECONDS = 0.2, 10.0


@click.command("work", cls=Command)
@click.option("--until-idle", is_flag=True, help="End when nothing can run within the next two minutes.")
@with_state
def work_command(state: State, until_idle: bool) -> None:
    """Do the background work: read PDFs, embed texts. Runs until it is stopped (Ctrl+C)."""
    runner, ticker = state.program.runner, Ticker()
    with _terminate_like_interrupt():
        try:
            state.program.look_after()
            if until_idle:
                talk("Working until nothing is left.")
                runner.run_until_idle(ticker.on_step)
            else:
                with contextlib.suppress(KeyboardInterrupt):  # the way in which it is meant to end
                    talk("Working until you stop it with Ctrl+C.")
                    runner.run_until_stopped(ticker.on_step)
        finally:
            runner.stop()
            ticker.close()
    left = runner.left()
    if state.json:
        print_json({"done": dict(ticker.done), "failed": ticker.failed, "left": [_left_json(group) for group in left]})
        return
    talk(_sum(ticker))
    for sentence in left_sentences(left):
        talk(sentence)


@click.command("jobs", cls=Command)
@click.option("--retry-failed", is_flag=True, help="Let what failed be tried again.")
@with_state
def jobs_command(state: State, retry_failed: bool) -> None:
    """Show the background work that waits, runs, rests or has failed."""
    jobs = state.program.library.jobs
    if retry_failed:
        failed = [job.id for job in jobs.list(states=["failed"])]
        jobs.retry(failed)
        talk(f"{many(len(failed), 'job')} will be tried again.")
    found = jobs.list()
    if state.json:
        print_json([job_json(job) for job in found])
        return
    print_jobs(found)
    if not found:
        talk("There is no work left.")


class Ticker:
    """Says on standard error what happens, often enough to be believed and seldom enough to be read."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.failed = 0
        self._lock = threading.Lock()
        self._shown = time.monotonic()
        self._on_screen = sys.stderr.isatty()
        self._line = False

    def on_step(self, step: Step) -> None:
        """Take news from a worker, on its thread."""
        with self._lock:
            if step.what == "done":
                self.done[step.job.kind] += 1
            elif step.what in ("failed", "later"):
                self.failed += step.what == "failed"
                self._say(f"{step.job.title or 'paper ' + str(step.job.paper)}: {step.text}")
            if time.monotonic() - self._shown > (SCREEN_SECONDS if self._on_screen else PIPE_SECONDS):
                self._shown = time.monotonic()
                self._show(step)

    def close(self) -> None:
        """End the line that is being rewritten."""
        with self._lock:
            self._wipe()

    def _show(self, step: Step) -> None:
        part = f" ({step.fraction:.0%})" if step.what == "progress" and step.fraction is not None else ""
        text = f"{_sum(self)} Now: {step.job.kind} {step.job.title}{part}"
        if self._on_screen:
            self._wipe()
            click.echo(fit(text, (screen_width(sys.stderr) or 80) - 1), nl=False, err=True)
            self._line = True
        else:
            talk(text)

    def _say(self, text: str) -> None:
        self._wipe()
        talk(text)

    def _wipe(self) -> None:
        if self._line:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._line = False


def _sum(ticker: Ticker) -> str:
    parts = [f"{verb} {many(ticker.done[kind], noun)}" for kind, (verb, noun) in DONE.items() if ticker.done[kind]]
    failed = f"; {many(ticker.failed, 'job')} failed" if ticker.failed else ""
    text = (", ".join(parts) or "did nothing new") + failed + "."
    return text[0].upper() + text[1:]


def left_sentences(left: Sequence[Left]) -> Iterator[str]:
    """What is left to do and when it may be done."""
    for group in left:
        when = f", not before {group.not_before}" if group.not_before else ""
        why = f": {group.reason}" if group.reason else ""
        yield f"Left: {many(group.count, group.kind + ' job')} {group.state}{when}{why}"


def _left_json(group: Left) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "state": group.state,
        "count": group.count,
        "not_before": group.not_before,
        "reason": group.reason or None,
    }


@contextlib.contextmanager
def _terminate_like_interrupt() -> Iterator[None]:
    """A service that ends us does so by SIGTERM: give back what is in hand then too."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
