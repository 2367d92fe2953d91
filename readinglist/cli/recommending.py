"""Commands that rank undecided papers for the user."""

from __future__ import annotations

import click

from readinglist.cli.output import print_json, talk
from readinglist.cli.ranked_output import print_ranked, shown_json
from readinglist.cli.state import Command, State, with_state

LIMIT = click.IntRange(min=1)


@click.command("for-you", cls=Command)
@click.option("--limit", type=LIMIT, metavar="N", help="At most so many.")
@click.option("--why-not", metavar="PAPER", help="Say why this paper is hidden, or stands where it stands.")
@with_state
def for_you_command(state: State, limit: int | None, why_not: str | None) -> None:
    """Rank the papers that wait for a decision by what you saved, read, starred, annotated and dismissed."""
    library, recommender = state.program.library, state.program.recommender
    if why_not is not None:
        told = recommender.why_not(library.papers.find(why_not))
        if state.json:
            print_json([{"kind": kind, "text": text} for kind, text in told])
        else:
            click.echo("\n".join(text for _, text in told))
        return
    if library.counts().inbox:
        recommender.warm()  # it imports while we read the library
    ranking = recommender.rank(limit=limit)
    ids = [place.paper for place in ranking.ranked]
    found = list(zip(library.papers.get_many(ids), ranking.ranked, strict=True))
    if state.json:
        shown = library.feeds.shown(ids)
        print_json([shown_json(paper, shown.get(paper.id), place) for paper, place in found])
    else:
        print_ranked(found)
        if not found:
            talk("No paper waits for a decision. `readinglist feeds update` brings new ones.")
    if ranking.note and found:
        talk(ranking.note)
