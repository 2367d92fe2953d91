"""Commands for the queue: what to read next, in which order, by when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import click

from readinglist.cli.organising import find_all
from readinglist.cli.output import Shape, columns, many, paper_line, print_json, screen_width, talk
from readinglist.cli.ranked_output import print_ranked, shown_json
from readinglist.cli.state import Command, State, with_state
from readinglist.library.queue import Where
from readinglist.library.queue_words import day_in_words, day_of, pile_in_words

LIMIT = click.IntRange(min=1)


@click.command("next", cls=Command)
@click.option("--minutes", type=click.IntRange(min=1), metavar="N", help="Only what can be read in this time.")
@click.option("--limit", type=LIMIT, metavar="N", default=5, show_default=True, help="At most so many.")
@with_state
def next_command(state: State, minutes: int | None, limit: int) -> None:
    """Say which of the papers to read to take up next, and why."""
    from readinglist.recommend.next_read import pick

    library = state.program.library
    picks = pick(library, state.program.searcher, minutes, limit=limit)
    papers = library.papers.get_many([ranked.paper for ranked in picks.ranked])
    found = list(zip(papers, picks.ranked, strict=True))
    if state.json:
        shown = library.feeds.shown([paper.id for paper in papers])
        print_json(
            [
                shown_json(paper, shown.get(paper.id), ranked) | _times(paper.id, picks.minutes, picks.by)
                for paper, ranked in found
            ]
        )
    else:
        print_ranked(found)
    if picks.note:
        talk(picks.note)


@click.command("queue", cls=Command)
@click.argument("papers", metavar="[PAPER...]", nargs=-1)
@click.option("--first", "where", flag_value="first", help="Before all others.")
@click.option("--last", "where", flag_value="last", help="Behind all others.")
@click.option("--before", metavar="PAPER", help="Before this one.")
@click.option(
    "--by", "by", metavar="DATE", help="Read by this day: 2026-12-24, tomorrow, friday, 2w; none takes it off."
)
@with_state
def queue_command(
    state: State, papers: tuple[str, ...], where: Where | None, before: str | None, by: str | None
) -> None:
    """Put papers on the queue of what to read, move them in it, or say by when; without a paper, show it."""
    library = state.program.library
    if where and before is not None:
        raise click.UsageError("Choose one of --first, --last and --before.")
    if not papers:
        if where or before is not None or by is not None:
            raise click.UsageError("Say which papers: put them behind `queue`.")
        _show(state, library.queue.order())
        if not state.json:
            now = datetime.datetime.now().astimezone()
            talk(pile_in_words(library.queue.pile(now), now))
        return
    ids = find_all(state, papers)
    ahead = None if before is None else library.papers.find(before)
    day = None if by is None else day_of(by, datetime.date.today())
    with library.change(f"Queue {many(len(ids), 'paper')}"):
        library.queue.put(ids, where, before=ahead)
        if by is not None:
            library.queue.set_by(ids, day)
    _show(state, ids)
    if not state.json:
        due = f", to be read by {day_in_words(day.isoformat(), datetime.date.today())}" if day else ""
        talk(f"{many(len(ids), 'paper')} on the queue of {len(library.queue.order())}{due}.")


def _show(state: State, ids: Sequence[int]) -> None:
    library = state.program.library
    papers = library.papers.get_many(ids)
    waiting, pace = library.queue.waiting(), library.queue.pace()
    places = {each.paper: place for place, each in enumerate(waiting, 1)}
    lengths = {each.paper: pace.minutes_left(each.pages, each.furthest) for each in waiting}
    days = {each.paper: each.by for each in waiting if each.by is not None}
    if state.json:
        shown = library.feeds.shown(ids)
        print_json(
            [
                shown_json(paper, shown.get(paper.id))
                | {"place": places.get(paper.id)}
                | _times(paper.id, lengths, days)
                for paper in papers
            ]
        )
        return
    shape, width, today = Shape.of(papers), screen_width(), datetime.date.today()
    for paper in papers:
        length, day = lengths.get(paper.id), days.get(paper.id)
        extra = [f"{length} min"] if length is not None else []
        extra += [f"by {day_in_words(day, today)}"] if day else []
        more = f"  {', '.join(extra)}" if extra else ""
        place = f"{places.get(paper.id, ''):>4}."
        room = Shape(width and width - columns(more) - columns(place), shape.people, shape.status)
        click.echo(f"{place}{paper_line(paper, room)}{click.style(more, dim=True)}")


def _times(paper: int, minutes: Any, days: Any) -> dict[str, Any]:
    """How long a paper takes and by when it is to be read, null where that is not known."""
    return {"minutes": (minutes or {}).get(paper), "by": (days or {}).get(paper)}
