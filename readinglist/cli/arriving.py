"""Commands that bring what is missing of papers from the network: what is known about them, and their PDFs."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

import click

from readinglist.cli.organising import find_all, papers_argument
from readinglist.cli.output import many, paper_json, print_json, print_papers, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.cli.work import Ticker
from readinglist.errors import NotFoundError, ReadingListError

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.library.records import Choice, Job

LONGEST_VALUE = 300
"""Characters of a field that are shown of a difference; an abstract has five times as many."""


class NotDone(NamedTuple):
    """The jobs that are not done."""

    jobs: Sequence[Job]
    told: Set[tuple[int, str]]
    """Ids of jobs and reasons that were said while it went on, so that nothing is said twice."""


@click.command("lookup", cls=Command)
@papers_argument
@click.option("--refresh", is_flag=True, help="Ask again, and take what is new where you have not edited.")
@with_state
def lookup_command(state: State, papers: tuple[str, ...], refresh: bool) -> int:
    """Ask arXiv, Crossref and their like what is known about papers, now."""
    ids, kind = find_all(state, papers), "refresh" if refresh else "look-up"
    left = _work_off(state, kind, ids)
    library = state.program.library
    if refresh:
        for paper in _present(library, ids):
            for choice in library.choices.of(paper):
                if choice.kind == "refresh":
                    _take(library, choice)
    else:
        for paper in _present(library, ids):
            _say_choices(library, paper)
    return _show(state, ids, left, f"Looked up {many(len(ids) - len(left.jobs), 'paper')}.")


@click.command("fetch", cls=Command)
@papers_argument
@with_state
def fetch_command(state: State, papers: tuple[str, ...]) -> int:
    """Download the PDFs of papers, now."""
    ids = find_all(state, papers)
    library = state.program.library
    there = [paper.id for paper in library.papers.get_many(ids) if paper.documents]
    left = _work_off(state, "download", [paper for paper in ids if paper not in there])
    if there:
        talk(f"{many(len(there), 'paper')} had a PDF already.")
    return _show(state, ids, left, f"Fetched {many(len(ids) - len(there) - len(left.jobs), 'PDF')}.")


def _work_off(state: State, kind: str, ids: Sequence[int]) -> NotDone:
    """Have this done before all else and wait for it."""
    if not ids:
        return NotDone((), frozenset())
    program = state.program
    if program.offline:
        raise ReadingListError(
            "This needs the network, and the program is told to keep off it. Leave out --offline,"
            " or switch “Work offline” off in the settings."
        )
    library, runner, ticker = program.library, program.runner, Ticker()
    with library.write() as tx:
        library.jobs.ask(tx, kind, ids)
    interrupts = state.interrupts
    with interrupts.held_back():
        try:
            runner.run_until_done(kind, ids, ticker.on_step, stopped=lambda: interrupts.came)
        finally:
            runner.stop()
            ticker.close()
    jobs = [job for paper in _present(library, ids) for job in library.jobs.of(paper) if job.kind == kind]
    return NotDone(jobs, ticker.told)


def _present(library: Library, ids: Collection[int]) -> Iterator[int]:
    """The papers as they are now: two of them may have become one."""
    seen: set[int] = set()
    for paper in ids:
        with contextlib.suppress(NotFoundError):
            found = library.papers.find(str(paper))
            if found not in seen:
                seen.add(found)
                yield found


def _take(library: Library, choice: Choice) -> None:
    """Take what is new where the user has not edited, and say so line by line."""
    found = library.papers.differences(choice.paper, choice.record)
    name = library.papers.get(choice.paper).citation_key
    for difference in found:
        verb = "kept, for you wrote it" if difference.by_user else "taken"
        talk(f"{name}: {difference.field}: {_short(difference.ours)} -> {_short(difference.theirs)} ({verb})")
    wanted = [difference.field for difference in found if not difference.by_user]
    library.papers.accept(choice.paper, choice.record, choice.source, wanted=wanted)


def _say_choices(library: Library, paper: int) -> None:
    choices = [choice for choice in library.choices.of(paper) if choice.kind == "same-title"]
    if choices:
        talk(f"Paper {paper} may be one of these; `edit {paper} --doi` or `--arxiv` says which:")
    for choice in choices:
        record = choice.record
        people = ", ".join(person.family for person in record.authors[:3])
        named = record.arxiv_id or record.doi or record.pmid or record.url or ""
        talk(f"    {named}  {record.title} ({people}, {record.year or 'no year'}; says {choice.source})")


def _short(text: str) -> str:
    text = " ".join(text.split()) or "nothing"
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _show(state: State, ids: Sequence[int], left: NotDone, sentence: str) -> int:
    """Print the papers as they are now; the exit code, 1 if anything could not be done."""
    library = state.program.library
    papers = library.papers.get_many(list(_present(library, ids)))
    if state.json:
        print_json([paper_json(paper) for paper in papers])
    else:
        print_papers(papers)
    if not left.jobs:
        talk(sentence)
        return 0
    for job in left.jobs:
        reason = job.error or "It waits."
        when = f"It will be tried again at {job.not_before}, by `work` or the window." if job.not_before else ""
        if said := " ".join(part for part in ("" if (job.id, reason) in left.told else reason, when) if part):
            talk(f"{job.title or 'paper ' + str(job.paper)}: {said}")
    return 1
