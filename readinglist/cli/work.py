"""Commands for the background work."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.output import fit, job_json, many, print_jobs, print_json, screen_width, talk
from readinglist.cli.state import Command, State, with_state

if TYPE_CHECKING:
    from readinglist.jobs import Left, Step

DONE = {
    "look-up": ("looked up", "paper"),
    "download": ("fetched", "PDF"),
    "ocr": ("recognised", "PDF"),
    "extract": ("read", "PDF"),
    "embed": ("embedded", "text"),
}
DOING = {"ocr": "Recognising", "extract": "Reading", "look-up": "Looking up", "download": "Downloading"}
SCREEN_SECONDS, PIPE_SECONDS = 0.2, 10.0


@click.command("work", cls=Command)
@click.option("--until-idle", is_flag=True, help="End when nothing can run within the next two minutes.")
@with_state
def work_command(state: State, until_idle: bool) -> None:
    """Do the background work: read PDFs, embed texts. Runs until it is stopped (Ctrl+C)."""
    runner, ticker, interrupts = state.program.runner, Ticker(), state.interrupts
    # Without --until-idle an interrupt is the way in which it is meant to end.
    with contextlib.nullcontext() if until_idle else contextlib.suppress(KeyboardInterrupt), interrupts.held_back():
        try:
            state.program.look_after()
            if until_idle:
                talk("Working until nothing is left.")
                runner.run_until_idle(ticker.on_step, stopped=lambda: interrupts.came)
                if not interrupts.came:
                    state.program.watching.look()
            else:
                talk("Working until you stop it with Ctrl+C.")
                runner.start()
                runner.follow_feeds()
                runner.run_until_stopped(ticker.on_step, stopped=lambda: interrupts.came)
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
    nameless = {row.id: row.title for row in state.program.library.papers.rows([j.paper for j in found if not j.title])}
    print_jobs(found, nameless)
    if not found:
        talk("There is no work left.")


class Ticker:
    """Says on standard error what happens, often enough to be believed and seldom enough to be read."""

    def __init__(self, *, seconds: float | None = None) -> None:
        """`seconds`: how long to be silent between two lines; else as suits the terminal or pipe."""
        self.done: Counter[str] = Counter()
        self.failed = 0
        self._lock = threading.Lock()
        self._shown = time.monotonic()
        self._on_screen = sys.stderr.isatty()
        self._seconds = seconds or (SCREEN_SECONDS if self._on_screen else PIPE_SECONDS)
        self._line = False
        self._together: set[int] = set()
        """Jobs of papers that are embedded in one go."""
        self._gathering = True
        self._said: set[str] = set()
        """Reasons to wait that were told."""
        self.told: set[tuple[int, str]] = set()
        """Ids of jobs, each with the reason that was told of it."""

    def on_step(self, step: Step) -> None:
        """Take news from a worker, on its thread."""
        with self._lock:
            self._gather(step)
            if step.what == "done":
                self.done[step.job.kind] += 1
            elif step.what in ("failed", "later"):
                self.failed += step.what == "failed"
                self._say_once(step)
            if time.monotonic() - self._shown > self._seconds:
                self._shown = time.monotonic()
                self._show(step)

    def close(self) -> None:
        """End the line that is being rewritten."""
        with self._lock:
            self._wipe()

    def _show(self, step: Step) -> None:
        some = bool(self.done or self.failed)
        parts = [_sum(self)] if some or step.what not in ("started", "progress") else []
        text = " ".join([*parts, *self._now(step)])
        if self._on_screen:
            self._wipe()
            click.echo(fit(text, (screen_width(sys.stderr) or 80) - 1), nl=False, err=True)
            self._line = True
        else:
            talk(text)

    def _gather(self, step: Step) -> None:
        """Papers are embedded many at a time: all of them are started before the first goes on."""
        if step.job.kind != "embed" or step.job.document is not None:
            return
        starts = step.what == "started"
        if starts and not self._gathering:
            self._together.clear()
        if starts:
            self._together.add(step.job.id)
        self._gathering = starts

    def _now(self, step: Step) -> Sequence[str]:
        """What is going on, as a sentence; nothing when the step has ended."""
        if step.what not in ("started", "progress"):
            return ()
        name = f"“{step.job.title}”" if step.job.title else f"paper {step.job.paper}"
        if step.job.kind == "embed" and step.job.document is not None:
            doing = f"Embedding the pages of {name}"
        elif step.job.kind == "embed":
            count = len(self._together)
            doing = f"Embedding {name if count == 1 else many(count, 'text')}"
        else:
            doing = f"{DOING.get(step.job.kind, step.job.kind)} {name}"
        return (f"{doing}, {step.fraction:.0%}" if step.fraction else doing,)

    def _say_once(self, step: Step) -> None:
        """Forty papers that wait for one host wait for one reason: said of the first of them."""
        if step.what == "later" and step.text in self._said:
            return
        self._said.add(step.text)
        self.told.add((step.job.id, step.text))
        self._say(f"{step.job.title or 'paper ' + str(step.job.paper)}: {step.text}")

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
