"""The command about what a paper cites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.annotating import documents_of
from readinglist.cli.output import fit, many, print_json, screen_width, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import DocumentError

if TYPE_CHECKING:
    from readinglist.documents import Reference

HERE = "✓"


def reference_json(reference: Reference, paper: int | None) -> dict[str, Any]:
    """An entry of a reference list; `paper` is the one of the library that it names."""
    number = reference.number
    return {
        "number": int(number) if number.isascii() and number.isdigit() else number or None,
        "text": reference.text,
        "title": reference.title or None,
        "year": reference.year,
        "doi": reference.doi,
        "arxiv_id": reference.arxiv_id,
        "paper": paper,
    }


@click.command("references", cls=Command)
@click.argument("paper")
@with_state
def references_command(state: State, paper: str) -> None:
    """List what a paper cites, as its PDF says, and which of it is in the library."""
    from readinglist.documents.cited import papers_of

    library = state.program.library
    number = library.papers.find(paper)
    found = _references(state, number)
    papers = papers_of(library.papers, found)
    if state.json:
        print_json([reference_json(each, here) for each, here in zip(found, papers, strict=True)])
        return
    width = screen_width()
    for each, here in zip(found, papers, strict=True):
        where = f"{HERE}{here}" if here is not None else ""
        click.echo(fit(f"{each.number:>6}  {where:>7}  {' '.join(each.text.split())}", width))
    if found:
        talk(f"{many(len(found), 'reference')}, {sum(here is not None for here in papers)} in the library ({HERE}).")
    else:
        talk("No list of references was found in it.")


def _references(state: State, paper: int) -> Sequence[Reference]:
    """Those of the first of the paper's files that has any; DocumentError where none can be read."""
    problem: DocumentError | None = None
    read = False
    for document in documents_of(state, paper):
        try:
            found = state.program.reader.references(
                document.path, recognised=state.program.library.recognised.of(document.id)
            )
        except DocumentError as error:
            problem = problem or DocumentError(f"{document.original_name} {error}.")
            continue
        read = True
        if found:
            return found
    if problem is not None and not read:
        raise problem
    return ()
