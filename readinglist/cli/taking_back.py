"""Commands that remove papers, bring them back, and undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from readinglist.cli.organising import find_all, papers_argument, show_changed
from readinglist.cli.output import many, name_without_title, paper_json, print_json, print_papers, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import InputError


def _expect(state: State, ids: Sequence[int], *, in_trash: bool) -> None:
    """InputError, before anything is changed, for a paper that is already where it is to go."""
    for paper in state.program.library.papers.get_many(ids):
        if paper.trashed != in_trash:
            name = f"“{paper.title}”" if paper.title else f"{paper.id}, {name_without_title(paper)},"
            raise InputError(f"{name} is {'not in the Trash' if in_trash else 'in the Trash already'}.")


@click.command("remove", cls=Command)
@papers_argument
@with_state
def remove_command(state: State, papers: tuple[str, ...]) -> None:
    """Move papers to the Trash."""
    ids = find_all(state, papers)
    _expect(state, ids, in_trash=False)
    state.program.library.papers.trash(ids)
    show_changed(state, ids, f"Moved {many(len(ids), 'paper')} to the Trash; `readinglist undo` brings them back.")


@click.command("trash", cls=Command)
@click.option("--empty", is_flag=True, help="Delete what is in it, for good.")
@with_state
def trash_command(state: State, empty: bool) -> None:
    """Show what is in the Trash."""
    library = state.program.library
    papers = library.papers.get_many(library.papers.trashed())
    if empty:
        state.program.store.empty_trash()
    if state.json:
        print_json([paper_json(paper) for paper in papers])
        return
    print_papers(papers)
    if empty:
        talk(f"Deleted {many(len(papers), 'paper')} for good.")
    elif not papers:
        talk("The Trash is empty.")


@click.command("restore", cls=Command)
@papers_argument
@with_state
def restore_command(state: State, papers: tuple[str, ...]) -> None:
    """Bring papers back from the Trash."""
    ids = find_all(state, papers)
    _expect(state, ids, in_trash=True)
    state.program.library.papers.restore(ids)
    show_changed(state, ids, f"Brought back {many(len(ids), 'paper')}.")


@click.command("undo", cls=Command)
@with_state
def undo_command(state: State) -> None:
    """Take back the last change, made here or in the window."""
    _step(state, state.program.library.history.undo, "Undone", "There is nothing to undo.")


@click.command("redo", cls=Command)
@with_state
def redo_command(state: State) -> None:
    """Do again what was undone last."""
    _step(state, state.program.library.history.redo, "Done again", "There is nothing to redo.")


def _step(state: State, take: Callable[[], str | None], done: str, nothing: str) -> None:
    label = take()
    if state.json:
        print_json({"done": label})
    else:
        talk(nothing if label is None else f"{done}: {label}")
