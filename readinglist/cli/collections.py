"""Commands over the library's tags and smart lists."""

from __future__ import annotations

import click

from readinglist.cli.output import list_json, print_json, print_tags, tag_json, talk
from readinglist.cli.state import FreeTextCommand, Showing, State, with_state


def _show_tags(state: State) -> None:
    tags = state.program.library.tags.all()
    if state.json:
        print_json([tag_json(tag) for tag in tags])
    else:
        print_tags(tags)


@click.group("tags", cls=Showing)
@click.pass_context
@with_state
def tags_command(state: State, context: click.Context) -> None:
    """Show all tags with their colours and how many papers carry them, or change one everywhere."""
    if context.invoked_subcommand is None:
        _show_tags(state)


@tags_command.command("rename")
@click.argument("old")
@click.argument("new")
@with_state
def rename(state: State, old: str, new: str) -> None:
    """Give a tag, and those nested in it, another name."""
    if state.program.library.tags.rename(old, new):
        talk(f"The tag {old} is now called {new}.")
    else:
        talk(f"Nothing changed: the tag is called {old} already.")
    _show_tags(state)


@tags_command.command("merge")
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@with_state
def merge(state: State, source: str, target: str) -> None:
    """Tag everything that carries A with B, and drop A."""
    state.program.library.tags.merge(source, target)
    talk(f"What was tagged {source} is now tagged {target}.")
    _show_tags(state)


@tags_command.command("delete")
@click.argument("name", metavar="T")
@with_state
def delete(state: State, name: str) -> None:
    """Delete a tag; the papers stay."""
    state.program.library.tags.delete(name)
    talk(f"The tag {name} is gone.")
    _show_tags(state)


def _show_lists(state: State) -> None:
    lists = state.program.library.lists.all()
    if state.json:
        print_json([list_json(saved) for saved in lists])
    else:
        for saved in lists:
            click.echo(f"{saved.name}  {click.style(saved.query, dim=True)}")


@click.group("lists", cls=Showing)
@click.pass_context
@with_state
def lists_command(state: State, context: click.Context) -> None:
    """Show the smart lists, or change them. A smart list is a saved query."""
    if context.invoked_subcommand is None:
        _show_lists(state)


@lists_command.command("add", cls=FreeTextCommand)
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@with_state
def add(state: State, name: str, query: tuple[str, ...]) -> None:
    """Save a query under a name; a smart list that has this name already gets the new query (`undo` takes it back)."""
    from readinglist.cli.finding import pointing_into
    from readinglist.search import parse

    text = " ".join(query)
    with pointing_into(text):
        parse(text)  # a query with a mistake is refused now, not each time it is used
    before = state.program.library.lists.save(name, text)
    if before is None:
        talk(f"Saved the smart list {name}.")
    else:
        talk(f"Replaced the query of the smart list {before.name}, which was: {before.query}")
    _show_lists(state)


@lists_command.command("remove")
@click.argument("name")
@with_state
def remove(state: State, name: str) -> None:
    """Remove a smart list; its papers stay."""
    state.program.library.lists.remove(name)
    talk(f"The smart list {name} is gone.")
    _show_lists(state)
