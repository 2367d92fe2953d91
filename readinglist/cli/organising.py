"""Commands that change papers: tags, note, status, star, and what is known about them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from readinglist.cli.output import many, paper_json, print_json, print_papers, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import InputError
from readinglist.library.records import Person, Status

F = TypeVar("F", bound=Callable[..., Any])
STATUSES = [str(status) for status in Status]


def papers_argument(function: F) -> F:
    """Decorate a command that takes one PAPER or several."""
    return click.argument("papers", metavar="PAPER...", nargs=-1, required=True)(function)


def find_all(state: State, names: Sequence[str]) -> list[int]:
    """The papers that were named, each once."""
    return list(dict.fromkeys(state.program.library.papers.find(name) for name in names))


def show_changed(state: State, ids: Sequence[int], sentence: str) -> None:
    """Print the papers that a command has changed."""
    papers = state.program.library.papers.get_many(ids)
    if state.json:
        print_json([paper_json(paper) for paper in papers])
    else:
        print_papers(papers)
        talk(sentence)


@click.command("tag", cls=Command)
@papers_argument
@click.option("--add", "new", metavar="T", multiple=True, help="Give the papers this tag (`a/b` is nested).")
@click.option("--remove", "old", metavar="T", multiple=True, help="Take this tag off the papers.")
@with_state
def tag_command(state: State, papers: tuple[str, ...], new: tuple[str, ...], old: tuple[str, ...]) -> None:
    """Add tags to papers or take them off; without either option, show them."""
    ids, library = find_all(state, papers), state.program.library
    if not new and not old:
        show_changed(state, ids, "Nothing changed: --add and --remove say which tags.")
        return
    with library.change(f"Tag {many(len(ids), 'paper')}"):
        if new:
            library.tags.add(ids, new)
        if old:
            library.tags.remove(ids, old)
    show_changed(state, ids, f"Changed the tags of {many(len(ids), 'paper')}.")


@click.command("note", cls=Command)
@click.argument("paper")
@click.argument("source", metavar="[-]", required=False)
@click.option("--text", metavar="T", help="Replace the note.")
@click.option("--append", metavar="T", help="Add a line to the note.")
@with_state
def note_command(state: State, paper: str, source: str | None, text: str | None, append: str | None) -> None:
    """Show the note of a paper, or write it: from --text, --append, or standard input (-)."""
    if source not in (None, "-"):
        raise click.UsageError(f"{source!r} makes no sense here: give the text with --text, or `-` to read it.")
    if sum(given is not None for given in (source, text, append)) > 1:
        raise click.UsageError("Choose one of --text, --append and -.")
    library = state.program.library
    number = library.papers.find(paper)
    if source == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if text is None and append is None:
        if state.json:
            print_json([paper_json(library.papers.get(number))])
        else:
            click.echo(library.notes.get(number))
        return
    with library.change("Edit note"):
        if append is not None:
            before = library.notes.get(number)
            text = before + ("\n" if before and not before.endswith("\n") else "") + append
        assert text is not None
        library.notes.set(number, text)
    show_changed(state, [number], "The note is kept.")


@click.command("status", cls=Command)
@click.argument("words", metavar="PAPER... STATUS", nargs=-1, required=True)
@with_state
def status_command(state: State, words: tuple[str, ...]) -> None:
    """Say where papers stand: inbox, to-read, reading, read or dismissed."""
    *papers, status = words
    if status not in STATUSES:
        problem = f"{status!r} is not a status" if papers else "The status is missing"
        raise click.UsageError(f"{problem}. Put one behind the papers: {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.")
    if not papers:
        raise click.UsageError(f"Say which papers are {status}: put them before the status.")
    ids = find_all(state, papers)
    state.program.library.papers.set_status(ids, Status(status))
    show_changed(state, ids, f"{many(len(ids), 'paper')} now {status}.")


@click.command("star", cls=Command)
@papers_argument
@click.option("--off", is_flag=True, help="Take the star away.")
@with_state
def star_command(state: State, papers: tuple[str, ...], off: bool) -> None:
    """Star papers."""
    ids = find_all(state, papers)
    state.program.library.papers.star(ids, not off)
    show_changed(state, ids, f"{many(len(ids), 'paper')} {'no longer starred' if off else 'starred'}.")


@click.command("edit", cls=Command)
@click.argument("paper")
@click.option("--title", metavar="T")
@click.option("--author", "authors", metavar="A", multiple=True, help="Once for each author, in order.")
@click.option("--year", metavar="Y")
@click.option("--venue", metavar="V")
@click.option("--abstract", metavar="T")
@click.option("--doi", metavar="D")
@click.option("--arxiv", metavar="A")
@with_state
def edit_command(state: State, /, paper: str, authors: tuple[str, ...], year: str | None, **given: str | None) -> None:
    """Correct what is known about a paper; an empty value takes it away."""
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if "arxiv" in fields:
        fields["arxiv_id"] = fields.pop("arxiv")
    if authors:
        fields["authors"] = tuple(Person.from_name(name) for name in authors if name.strip())
    if year is not None:
        fields["year"] = _year(year)
    if not fields:
        raise click.UsageError("Say what to change: --title, --author, --year, --venue, --abstract, --doi or --arxiv.")
    papers = state.program.library.papers
    number = papers.find(paper)
    papers.edit(number, **fields)
    show_changed(state, [number], "Changed.")


def _year(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return int(text)
    except ValueError:
        raise InputError(f"{text} is not a year. Give one between 1000 and 2200.") from None
