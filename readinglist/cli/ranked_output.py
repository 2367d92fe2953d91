"""How papers of feeds and rankings look: as JSON, or as lines for a person's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from readinglist.cli.output import INDENT, Shape, fit, paper_json, paper_line
from readinglist.library.feed_records import Ranked, Showing, Shown
from readinglist.library.records import Paper


def shown_json(paper: Paper, shown: Shown | None, place: Ranked | None = None) -> dict[str, Any]:
    """A paper with what feeds say of it: their addresses in the order in which they showed it, upvotes, comments.

    Its place in a ranking follows, score and reasons; null and empty where there is none.
    """
    showing = Showing() if shown is None else shown.showing
    sightings = () if shown is None else shown.sightings
    return paper_json(paper) | {
        "feeds": list(dict.fromkeys(sighting.feed for sighting in sightings)),
        "upvotes": showing.upvotes,
        "comments": showing.comments,
        "score": None if place is None else place.score,
        "reasons": [] if place is None else [{"kind": kind, "text": text} for kind, text in place.reasons],
    }


def print_ranked(found: Sequence[tuple[Paper, Ranked]]) -> None:
    """A line for each paper, with the reasons below it."""
    shape = Shape.of([paper for paper, _ in found])
    room = shape.width and shape.width - len(INDENT)
    for paper, place in found:
        click.echo(paper_line(paper, shape))
        if place.reasons:
            reasons = "; ".join(text for _, text in place.reasons)
            click.echo(INDENT + click.style(fit(reasons, room), dim=True))
