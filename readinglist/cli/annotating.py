"""Commands about annotations: show them, make one, and write them into a copy of a PDF."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.output import fit, many, print_json, screen_width, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import DocumentError, InputError, NeedsPasswordError
from readinglist.library.annotation_records import COLOURS, Annotation, Mark
from readinglist.library.annotation_sql import Filter
from readinglist.library.records import Document

if TYPE_CHECKING:
    from readinglist.documents import PageServer

COLOUR = click.Choice(COLOURS)
PASSWORD = click.option("--password", metavar="TEXT", help="What opens the PDF, if it is locked.")


def annotation_json(annotation: Annotation) -> dict[str, Any]:
    """An annotation as every command prints it."""
    return {
        "id": annotation.id,
        "paper": annotation.paper,
        "page": annotation.page,
        "kind": annotation.kind,
        "quote": annotation.quote or None,
        "comment": annotation.comment or None,
        "colour": annotation.colour,
        "tags": list(annotation.tags),
        "author": annotation.author or None,
        "origin": annotation.origin,
        "created": annotation.created,
        "modified": annotation.modified,
    }


@click.command("annotations", cls=Command)
@click.argument("paper", required=False)
@click.option("--tag", metavar="T", help="Only those with this tag, or one nested in it.")
@click.option("--colour", type=COLOUR, help="Only those of this colour.")
@click.option("--format", "form", type=click.Choice(["json", "markdown"]), help="Print JSON, or Markdown.")
@with_state
def annotations_command(state: State, paper: str | None, tag: str | None, colour: str | None, form: str | None) -> None:
    """List the annotations of a paper, or of all papers, in the order of their pages."""
    if state.json and form == "markdown":
        raise click.UsageError("Choose one of --json and --format markdown.")
    library = state.program.library
    number = None if paper is None else library.papers.find(paper)
    found = library.annotations.select(Filter(paper=number, tag=tag, colour=colour))
    if state.json or form == "json":
        print_json([annotation_json(each) for each in found])
    elif form == "markdown":
        _print_markdown(state, found)
    else:
        _print(state, found)
        if not found:
            talk("No annotations.")


@click.command("annotate", cls=Command)
@click.argument("paper")
@click.option("--page", type=click.IntRange(min=1), metavar="N", required=True, help="Counted from 1.")
@click.option("--quote", metavar="TEXT", required=True, help="The words to mark, as they stand on the page.")
@click.option("--colour", type=COLOUR, default=COLOURS[0], show_default=True)
@click.option("--underline", is_flag=True, help="Underline the words instead of highlighting them.")
@click.option("--comment", metavar="TEXT", default="", help="What to say about them, in Markdown.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="Give it this tag (`a/b` is nested).")
@PASSWORD
@with_state
def annotate_command(
    state: State,
    /,
    paper: str,
    page: int,
    quote: str,
    colour: str,
    underline: bool,
    comment: str,
    tags: tuple[str, ...],
    password: str | None,
) -> None:
    """Highlight or underline words on a page of a paper's PDF."""
    library = state.program.library
    number = library.papers.find(paper)
    if not quote.strip():
        raise click.BadParameter("it is empty; give the words to mark.", param_hint="--quote")
    kind = "underline" if underline else "highlight"
    document, mark = _located(state, documents_of(state, number), page, quote, kind, password)
    made = library.annotations.add(
        document.id, mark, comment=comment, colour=colour, tags=tags, author=state.program.settings.author
    )
    annotation = library.annotations.get(made)
    if state.json:
        print_json(annotation_json(annotation))
    else:
        _print(state, [annotation])
        talk(f"{'Underlined' if underline else 'Highlighted'} on page {page}.")


@click.command("annotated-pdf", cls=Command)
@click.argument("paper")
@click.option("-o", "target", metavar="PATH", type=click.Path(path_type=Path), required=True, help="Where to write it.")
@PASSWORD
@with_state
def annotated_pdf_command(state: State, paper: str, target: Path, password: str | None) -> None:
    """Write a copy of a paper's PDF that has its annotations in it, for any other program."""
    from readinglist.documents import for_pdf

    if target.is_dir():
        raise InputError(f"{target} is a folder. Name the file to write, as in {target / 'paper.pdf'}.")
    if not target.absolute().parent.is_dir():
        raise InputError(f"There is no folder {target.parent}. Make it first, or write somewhere else.")
    library = state.program.library
    number = library.papers.find(paper)
    documents = documents_of(state, number)
    marked = [document for document in documents if library.annotations.on(document.id)]
    document = (marked or documents)[0]
    annotations = library.annotations.on(document.id)
    with _serving(document, password) as server:
        without = [key for _, key in library.annotations.left_out(document.id)]
        server.write_annotated_copy(target, for_pdf(annotations), without)
    if state.json:
        print_json({"path": str(target.absolute()), "annotations": len(annotations)})
    else:
        talk(f"Wrote {target} with {many(len(annotations), 'annotation')}.")


def documents_of(state: State, paper: int) -> list[Document]:
    """The files of a paper; InputError if it has none."""
    library = state.program.library
    found = library.documents.of(paper)
    if not found:
        raise InputError(
            f"{library.papers.named(paper)} has no PDF yet. `readinglist attach` gives it one, `readinglist fetch`"
            " looks for one."
        )
    return found


def _located(
    state: State, documents: Sequence[Document], page: int, quote: str, kind: str, password: str | None
) -> tuple[Document, Mark]:
    """The first of a paper's files that has the words on that page; InputError if none has."""
    problem: DocumentError | None = None
    for document in documents:
        try:
            with _serving(document, password) as server:
                server.know_words(state.program.library.recognised.of(document.id))
                quads = server.locate(page, quote)
                if quads:
                    return document, Mark(page, kind, quads, server.quote(page, quads))
        except DocumentError as error:
            problem = problem or error
    if problem is not None:
        raise problem
    raise InputError(f"These words are not on page {page}. Copy them from the page; pages count from 1.")


@contextlib.contextmanager
def _serving(document: Document, password: str | None) -> Iterator[PageServer]:
    """The document's pages; what is wrong with the file is told as a sentence."""
    from readinglist.documents import PageServer

    server = PageServer(document.path, password)
    try:
        yield server
    except NeedsPasswordError as error:
        if password is None:
            said = f"{document.original_name} is locked. Give the password that opens it with --password."
        else:
            said = f"{document.original_name} does not open with this password. Give another one with --password."
        raise NeedsPasswordError(said) from error
    except DocumentError as error:
        raise DocumentError(f"{document.original_name} {error}.") from error
    finally:
        server.close()


def _print(state: State, annotations: Sequence[Annotation]) -> None:
    """One line each, and its comment below it; under the title of their paper."""
    width = screen_width()
    for paper, of_paper in groupby(annotations, key=lambda each: each.paper):
        click.secho(fit(state.program.library.papers.named(paper).strip("“”"), width), bold=True)
        for each in of_paper:
            tags = "  " + " ".join(f"#{tag}" for tag in each.tags) if each.tags else ""
            words = each.quote or f"({each.kind})"
            click.echo(fit(f"{each.id:>6}  p. {each.page:<4} {each.colour:<6}  {words}{tags}", width))
            for line in each.comment.splitlines():
                click.echo(fit(f"{'':>14}{line}", width))


def _print_markdown(state: State, annotations: Sequence[Annotation]) -> None:
    from readinglist.exchange import annotations_markdown

    papers = state.program.library.papers
    groups = [(papers.get(paper), list(each)) for paper, each in groupby(annotations, key=lambda each: each.paper)]
    click.echo(annotations_markdown(groups), nl=False)
