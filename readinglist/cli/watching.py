"""Commands for what is watched for among new papers, and for the rules they go through."""

from __future__ import annotations

from typing import Any

import click

from readinglist.cli.output import INDENT, Shape, fit, many, paper_line, print_json, talk
from readinglist.cli.ranked_output import shown_json
from readinglist.cli.state import Showing, State, with_state
from readinglist.errors import NotFoundError
from readinglist.library.decision_records import ACTIONS, Rule, Watch
from readinglist.library.feed_records import Ranked


def watch_json(watch: Watch) -> dict[str, Any]:
    """A watch as every command prints it."""
    return {"id": watch.id, "question": watch.question or None, "tag": watch.tag or None, "open": watch.open}


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as every command prints it."""
    return {"id": rule.id, "words": rule.words, "action": rule.action, "tag": rule.tag or None}


@click.group("watch", cls=Showing)
@click.pass_context
@with_state
def watch_command(state: State, context: click.Context) -> None:
    """Show what is watched for among new papers and what was found, or change it.

    A question in plain words is held against the meaning of each new paper, offline.
    """
    if context.invoked_subcommand is None:
        _show(state)


@watch_command.command("list")
@with_state
def list_watches(state: State) -> None:
    """Show what is watched for, each with the undecided papers that came near."""
    _show(state)


@watch_command.command("add")
@click.argument("question")
@with_state
def add(state: State, question: str) -> None:
    """Watch for answers to a question in plain words."""
    _tell(state, state.program.library.deciding.watch_question(question))


@watch_command.command("tag")
@click.argument("tag")
@with_state
def tag(state: State, tag: str) -> None:
    """Watch for papers that would belong to a tag; it needs five papers to go by."""
    _tell(state, state.program.library.deciding.watch_tag(tag))


@watch_command.command("remove")
@click.argument("watch", metavar="QUESTION|TAG|ID")
@with_state
def remove(state: State, watch: str) -> None:
    """Watch for it no longer; the papers stay."""
    deciding = state.program.library.deciding
    wanted = watch.strip().casefold()
    found = [one for one in deciding.watches() if wanted in (one.name.casefold(), str(one.id))]
    if not found:
        raise NotFoundError(f"“{watch}” is not watched. `readinglist watch` lists what is.")
    deciding.unwatch(found[0].id)
    if state.json:
        print_json(watch_json(found[0]))
    else:
        talk(f"“{found[0].name}” is not watched any more.")


@click.group("rules", cls=Showing)
@click.pass_context
@with_state
def rules_command(state: State, context: click.Context) -> None:
    """Show the rules that new papers go through, or change them."""
    if context.invoked_subcommand is not None:
        return
    rules = state.program.library.deciding.rules()
    if state.json:
        print_json([rule_json(rule) for rule in rules])
        return
    for rule in rules:
        click.echo(f"{rule.id:>5}  {rule.action}{f' {rule.tag}' if rule.tag else ''}  {rule.words}")
    if not rules:
        talk("No rules yet. `readinglist rules add mute QUERY` hides what a query finds; see also boost and tag.")


@rules_command.command("add")
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("query")
@click.option("--tag", default="", help="The tag that papers get, for `tag`.")
@click.option("--try", "only_try", is_flag=True, help="Make no rule; show what it would have caught in the last month.")
@with_state
def add_rule(state: State, action: str, query: str, tag: str, only_try: bool) -> None:
    """Boost, mute or tag new papers that a query finds."""
    from readinglist.recommend.rules import would_catch

    library = state.program.library
    caught = would_catch(library, query)
    if only_try:
        papers = library.papers.get_many(caught)
        if state.json:
            shown = library.feeds.shown(caught)
            print_json([shown_json(paper, shown.get(paper.id)) for paper in papers])
            return
        shape = Shape.of(papers)
        for paper in papers:
            click.echo(paper_line(paper, shape))
        talk(f"{many(len(papers), 'paper')} of the last month.")
        return
    rule = library.deciding.add_rule(query, action, tag)
    if state.json:
        print_json(rule_json(rule))
    else:
        talk(f"Rule {rule.id} is made; it would have caught {many(len(caught), 'paper')} of the last month.")


@rules_command.command("remove")
@click.argument("rule", type=int)
@with_state
def remove_rule(state: State, rule: int) -> None:
    """Remove a rule; what it did stays."""
    state.program.library.deciding.remove_rule(rule)
    talk(f"Rule {rule} is removed.") if not state.json else print_json({"id": rule})


def _show(state: State) -> None:
    library = state.program.library
    state.program.watching.look()
    watches = library.deciding.watches()
    offers = {watch.id: library.deciding.offers(watch.id) for watch in watches}
    ids = [offer.paper for found in offers.values() for offer in found]
    papers = {paper.id: paper for paper in library.papers.get_many(list(dict.fromkeys(ids)))}
    if state.json:
        shown = library.feeds.shown(list(papers))
        print_json(
            [
                watch_json(watch)
                | {
                    "papers": [
                        shown_json(
                            papers[offer.paper],
                            shown.get(offer.paper),
                            Ranked(offer.paper, offer.score, (("watch", offer.reason),)),
                        )
                        for offer in offers[watch.id]
                        if offer.paper in papers
                    ]
                }
                for watch in watches
            ]
        )
        return
    shape = Shape.of(list(papers.values()))
    room = shape.width and shape.width - len(INDENT)
    for watch in watches:
        click.echo(f"{watch.name}{' (tag)' if watch.tag else ''}: {many(len(offers[watch.id]), 'paper')}")
        for offer in offers[watch.id]:
            if offer.paper in papers:
                click.echo(paper_line(papers[offer.paper], shape))
                click.echo(INDENT + click.style(fit(offer.reason, room), dim=True))
    if not watches:
        talk('Nothing is watched yet. `readinglist watch add "retrieval that needs no model at query time"` begins.')


def _tell(state: State, watch: Watch) -> None:
    state.program.watching.look()
    now = next(one for one in state.program.library.deciding.watches() if one.id == watch.id)
    if state.json:
        print_json(watch_json(now))
    else:
        talk(f"Watching for “{now.name}”; {many(now.open, 'undecided paper')} came near already.")
