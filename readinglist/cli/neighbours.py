"""The command that tells what lies next door to a page of a PDF."""

from __future__ import annotations

from typing import Any

import click

from readinglist.cli.output import fit, print_json, screen_width, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import InputError
from readinglist.library.records import Neighbour


def neighbour_json(passage: Neighbour) -> dict[str, Any]:
    """A passage of a document, or of a note: then `document` and `page` are null."""
    return {
        "paper": passage.paper,
        "title": passage.title or None,
        "document": passage.document,
        "page": passage.page,
        "quote": passage.quote,
        "text": passage.text,
        "score": round(passage.score, 4),
    }


@click.command("next-door", cls=Command)
@click.argument("paper")
@click.option("--page", type=click.IntRange(min=1), metavar="N", required=True, help="Counted from 1.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", default=6, show_default=True, help="At most so many.")
@with_state
def next_door_command(state: State, paper: str, page: int, limit: int) -> None:
    """Find the passages of your other PDFs and notes that are closest in meaning to a page of a paper's PDF."""
    library = state.program.library
    number = library.papers.find(paper)
    read = [(document, library.index.pages(document.id)) for document in library.papers.get(number).documents]
    texts = [(document, pages) for document, pages in read if pages is not None]
    if not texts:
        why = "has not been read yet; `readinglist work` does it" if read else "has no PDF"
        raise InputError(f"Paper {number} {why}.")
    document, pages = next(((one, some) for one, some in texts if len(some) >= page), texts[0])
    if page > len(pages):
        raise InputError(f"The PDF of paper {number} has no page {page}; it has {len(pages)}.")
    found = state.program.searcher.next_door(document.id, page, pages[page - 1], limit=limit)
    if state.json:
        print_json([neighbour_json(passage) for passage in found])
        return
    width = screen_width()
    for passage in found:
        where = "note" if passage.page is None else f"p. {passage.page}"
        click.echo(f"{passage.paper:>5}  {fit(f'{passage.title}, {where}', width and width - 7)}")
        click.echo(f"       {fit(passage.quote, width and width - 7)}")
    if not found:
        talk("Nothing of yours comes near this page.")
