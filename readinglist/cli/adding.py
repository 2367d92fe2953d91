"""Commands that bring papers and files in."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from readinglist.cli.organising import show_changed
from readinglist.cli.output import failure_json, many, paper_json, print_json, print_papers, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.library.records import Failure, Status


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    try:
        return None if value is None else datetime.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it as 2026-01-31.") from None


@click.command("add", cls=Command)
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option("--title", metavar="TEXT", help="A paper of which you only know the title.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="Tag what is added.")
@click.option("--status", type=click.Choice([str(status) for status in Status]))
@click.option("--date", callback=_day, metavar="YYYY-MM-DD", help="The day on which a feed showed what is added.")
@with_state
def add_command(
    state: State,
    sources: tuple[str, ...],
    title: str | None,
    tags: tuple[str, ...],
    status: str | None,
    date: datetime.date | None,
) -> int:
    """Add papers: a file, a folder, a link, an id, or - for standard input; several are fine."""
    if bool(sources) == (title is not None):
        raise click.UsageError("Give a SOURCE, or --title with a text" + (", not both." if sources else "."))
    if title is not None and date is not None:
        raise click.UsageError("--date is the day on which a feed showed a paper and does not go with --title.")
    from readinglist.intake import Piped

    wanted = Status(status) if status else None
    intake = state.program.intake
    if title is not None:
        taken = intake.title(title, tags=tags, status=wanted)
    else:
        given = [Piped(sys.stdin.buffer.read()) if source == "-" else source for source in sources]
        taken = intake.sources(given, tags=tags, status=wanted, date=date)
    papers = state.program.library.papers
    added, merged = papers.get_many(taken.added), papers.get_many(taken.merged)
    if state.json:
        print_json(
            {
                "added": [paper_json(paper) for paper in added],
                "merged": [paper_json(paper) for paper in merged],
                "failed": [failure_json(failure) for failure in taken.failures],
            }
        )
    else:
        print_papers(added)
        talk(f"Added {many(len(added), 'paper')}.")
        if merged:
            print_papers(merged)
            talk(f"{many(len(merged), 'paper')} there already; what was new about them is kept.")
            _tell_back(len(taken.from_trash), "in the Trash")
            _tell_back(len(taken.from_dismissed), "dismissed")
    if taken.passed_over:
        talk(f"Passed over {many(taken.passed_over, 'file')} of other kinds{_bibliographies(taken.bibliographies)}.")
    for failure in taken.failures:
        talk(f"readinglist: {failure_text(failure)}")
    return 1 if taken.failures else 0


@click.command("attach", cls=Command)
@click.argument("paper")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_state
def attach_command(state: State, paper: str, files: tuple[Path, ...]) -> int:
    """Make PDF files documents of a paper; the originals stay where they are."""
    number = state.program.library.papers.find(paper)
    taken = state.program.intake.attach(number, files)
    attached = len(files) - len(taken.failures)
    if attached:
        show_changed(state, [number], f"Attached {many(attached, 'file')}.")
    else:
        state.show_json([])
    for failure in taken.failures:
        talk(f"readinglist: {failure_text(failure)}")
    return 1 if taken.failures else 0


def _bibliographies(count: int) -> str:
    if not count:
        return ""
    what = "a bibliography: name it to add it" if count == 1 else "bibliographies: name them to add them"
    return f" ({count:,} of them {what})"


def _tell_back(count: int, where: str) -> None:
    if count:
        talk(f"{count} {'was' if count == 1 else 'were'} {where} and {'is' if count == 1 else 'are'} back.")


def failure_text(failure: Failure) -> str:
    """Where it was and what is wrong with it."""
    place = f"{failure.source}, line {failure.line}" if failure.line is not None else failure.source
    named_within = not place.strip() or place in failure.error
    return failure.error if named_within else f"{place}: {failure.error}"
