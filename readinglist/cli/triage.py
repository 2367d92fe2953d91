"""Commands for going through what feeds brought: a day's papers, and what is decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import click

from readinglist.cli.organising import find_all
from readinglist.cli.output import INDENT, Shape, fit, many, paper_line, print_json, talk
from readinglist.cli.ranked_output import shown_json
from readinglist.cli.spans import Span, read_span
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import ModelError
from readinglist.library.decision_records import Decision
from readinglist.library.feed_records import Ranked, Shown
from readinglist.library.records import Paper

if TYPE_CHECKING:
    from readinglist.library.feeds import Feeds

SORTS = ("for-you", "upvotes", "trending", "new")
DECISIONS = [str(decision) for decision in Decision]
Placed: TypeAlias = tuple[int, Ranked | None]
"""A paper, and its place in the ranking where that is known."""
DONE = {"save": "to be read", "dismiss": "dismissed", "later": "put off until tomorrow"}


@click.command("today", cls=Command)
@click.option(
    "--date",
    "span",
    type=read_span,
    metavar="DATE",
    help="Another day than the newest, 2025-09-03; or all of a week, 2025-W36, or a month, 2025-09.",
)
@click.option("--sort", type=click.Choice(SORTS), default="for-you", show_default=True)
@click.option("--unread", is_flag=True, help="Only those that nobody has looked at.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@with_state
def today_command(state: State, span: Span | None, sort: str, unread: bool, limit: int | None) -> None:
    """Show what the feeds brought on their newest day, or another: all of it, whatever you decided."""
    feeds = state.program.library.feeds
    day = feeds.newest_day() if span is None else span.text
    ids = _of(feeds, span) if span is not None else feeds.of_day(day) if day else []
    papers = {paper.id: paper for paper in state.program.library.papers.get_many(ids)}
    ids = [paper for paper in ids if paper in papers and (papers[paper].unread or not unread)]
    ranked, note = _sorted(state, ids, sort)
    found = [(papers[paper], place) for paper, place in ranked[:limit]]
    shown = feeds.shown([paper.id for paper, _ in found])
    if state.json:
        print_json([shown_json(paper, shown.get(paper.id), place) for paper, place in found])
        return
    _print(found, shown)
    if note and found:
        talk(note)
    talk(_summary(state, day, len(found), len(ranked), unread))


def _of(feeds: Feeds, span: Span) -> list[int]:
    """The papers of those days, the newest day first, each once."""
    first, last = span.first.isoformat(), span.last.isoformat()
    if first == last:
        return feeds.of_day(first)
    days = [day.day for day in feeds.days(since=first) if day.day <= last]
    return list(dict.fromkeys(paper for day in days for paper in feeds.of_day(day)))


def _sorted(state: State, ids: Sequence[int], sort: str) -> tuple[list[Placed], str]:
    """The papers in the order that was asked for, and what to say about it; those not ranked yet come last.

    Where they are ordered otherwise each has its place in the ranking that is known already.
    """
    feeds, recommender = state.program.library.feeds, state.program.recommender
    if sort != "for-you" or not ids:
        known = recommender.known(ids)
        return [(paper, known.get(paper)) for paper in feeds.in_order(ids, sort)], ""
    try:
        ranking = recommender.rank(ids)
    except ModelError as error:
        return [(paper, None) for paper in feeds.in_order(ids, "upvotes")], f"Ordered by upvotes. {error}"
    there = {place.paper for place in ranking.ranked}
    rest = [(paper, None) for paper in feeds.in_order(ids, "upvotes") if paper not in there]
    return [*((place.paper, place) for place in ranking.ranked), *rest], ranking.note


def _print(found: Sequence[tuple[Paper, Ranked | None]], shown: dict[int, Shown]) -> None:
    """Two or three lines each: the paper, where it was seen with its upvotes, and the reasons for its place."""
    shape = Shape.of([paper for paper, _ in found])
    room = shape.width and shape.width - len(INDENT)
    for paper, place in found:
        click.echo(paper_line(paper, shape))
        if paper.id in shown:
            click.echo(INDENT + fit(_seen(shown[paper.id]), room))
        if place is not None and place.reasons:
            click.echo(INDENT + click.style(fit("; ".join(text for _, text in place.reasons), room), dim=True))


def _seen(shown: Shown) -> str:
    """`▲ 12  Daily Papers, cs.IR (cross)`."""
    kinds: dict[str, list[str]] = {}
    for sighting in shown.sightings:
        kinds.setdefault(sighting.title, [])
        if sighting.kind != "new" and sighting.kind not in kinds[sighting.title]:
            kinds[sighting.title].append(sighting.kind)
    where = ", ".join(title + (f" ({', '.join(told)})" if told else "") for title, told in kinds.items())
    return f"▲ {shown.showing.upvotes}  {where}" if shown.showing.upvotes else where


def _summary(state: State, day: str | None, shown: int, count: int, unread: bool) -> str:
    feeds = state.program.library.feeds
    if day is None:
        if feeds.all():
            return "The feeds have brought nothing yet. `readinglist feeds update` asks them."
        return "You follow no feed yet. Begin with `readinglist feeds add hf-daily` and `readinglist feeds update`."
    if not count:
        return f"Nothing unread on {day}." if unread else f"No papers on {day}."
    cut = f"{shown:,} of " if shown < count else ""
    return f"{cut}{many(count, 'unread paper' if unread else 'paper')} of {day}."


@click.command("decide", cls=Command)
@click.argument("words", metavar="PAPER... save|dismiss|later", nargs=-1, required=True)
@with_state
def decide_command(state: State, words: tuple[str, ...]) -> None:
    """Decide about papers: save them to be read, dismiss them, or put them off until tomorrow."""
    *papers, decision = words
    if decision not in DECISIONS:
        problem = f"{decision!r} is not a decision" if papers else "The decision is missing"
        raise click.UsageError(f"{problem}. Put one behind the papers: save, dismiss or later.")
    if not papers:
        raise click.UsageError(f"Say which papers to {decision}: put them before the decision.")
    ids, library = find_all(state, papers), state.program.library
    library.deciding.decide(ids, decision)
    found, shown = library.papers.get_many(ids), library.feeds.shown(ids)
    if state.json:
        print_json([shown_json(paper, shown.get(paper.id)) for paper in found])
        return
    _print([(paper, None) for paper in found], shown)
    talk(f"{many(len(ids), 'paper')} {DONE[decision]}.")
