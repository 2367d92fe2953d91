"""Commands that find papers and show them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click

from readinglist.cli.output import (
    hit_json,
    many,
    paper_json,
    print_hits,
    print_json,
    print_paper,
    print_papers,
    talk,
)
from readinglist.cli.state import Command, FreeTextCommand, State, with_state
from readinglist.errors import InputError, ModelError, QueryError
from readinglist.library.query import Everything
from readinglist.library.records import Hit, Sort

LIMIT = click.IntRange(min=1)


@click.command("list", cls=FreeTextCommand)
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice([str(sort) for sort in Sort]), default="added", show_default=True)
@click.option("--limit", type=LIMIT, metavar="N", help="At most so many.")
@with_state
def list_command(state: State, query: tuple[str, ...], sort: str, limit: int | None) -> None:
    """List papers; all words of QUERY must occur."""
    from readinglist.search import parse

    library = state.program.library
    library.index.catch_up()
    text = " ".join(query)
    if query and not text.strip():
        talk("The query is empty, so this is everything.")
    with pointing_into(text):
        asked = parse(text)
    ids = library.papers.select(asked, Sort(sort), limit=limit)
    papers = library.papers.get_many(ids)
    if state.json:
        print_json([paper_json(paper) for paper in papers])
    else:
        print_papers(papers)
        if not papers:
            talk(
                "No papers." if text.strip() else "The library is empty. `readinglist add` takes files, links and ids."
            )


@click.command("show", cls=Command)
@click.argument("paper")
@with_state
def show_command(state: State, paper: str) -> None:
    """Show everything about one paper."""
    papers = state.program.library.papers
    found = papers.get(papers.find(paper))
    if state.json:
        print_json(paper_json(found))
    else:
        print_paper(found)


@click.command("search", cls=FreeTextCommand)
@click.argument("query", nargs=-1, required=True)
@click.option("--by", type=click.Choice(["words", "meaning", "both"]), default="both", show_default=True)
@click.option("--limit", type=LIMIT, metavar="N", default=20, show_default=True, help="At most so many.")
@click.option("--online", is_flag=True, help="Search Hugging Face's papers instead of the library.")
@with_state
def search_command(state: State, query: tuple[str, ...], by: str, limit: int, online: bool) -> None:
    """Search by words, by meaning, or by both; best first."""
    text = " ".join(query)
    if not text.strip():
        raise InputError("The query is empty. Say what to search for; `readinglist list` shows everything.")
    if online:
        from readinglist.cli.online import show_online

        show_online(state, text, limit)
        return
    searcher = state.program.searcher
    with pointing_into(text):
        if by == "words":
            hits = searcher.words(text, limit=limit)
        elif by == "meaning":
            hits = searcher.meaning(text, limit=limit)
        else:
            try:
                hits = searcher.both(text, limit=limit)
            except ModelError as error:
                talk(f"Searched by words only. {error}")
                hits = searcher.words(text, limit=limit)
    _show(state, hits, snippet=True)
    if not state.json:
        if by != "words":
            _tell_without_vector(state)
        _tell_without_text(state)


@click.command("related", cls=Command)
@click.argument("papers", metavar="PAPER...", nargs=-1, required=True)
@click.option("--limit", type=LIMIT, metavar="N", default=10, show_default=True, help="At most so many.")
@with_state
def related_command(state: State, papers: tuple[str, ...], limit: int) -> None:
    """Find the papers that are most like these, and say why."""
    library = state.program.library
    ids = [library.papers.find(paper) for paper in papers]
    _show(state, state.program.searcher.related(ids, limit=limit), snippet=False)
    if not state.json:
        if not any(paper.title or paper.abstract for paper in library.papers.get_many(ids)):
            talk("Nothing can be compared before a title or an abstract is known.")
        _tell_without_vector(state)


def _show(state: State, hits: list[Hit], *, snippet: bool) -> None:
    papers = state.program.library.papers.get_many([hit.paper for hit in hits])
    found = list(zip(papers, hits, strict=True))
    if state.json:
        print_json([hit_json(paper, hit, snippet=snippet) for paper, hit in found])
        return
    print_hits(found)
    if not found:
        talk("Nothing found.")


def _tell_without_vector(state: State) -> None:
    """How many papers `work` could make findable; it can do nothing for one that has no title yet."""
    library = state.program.library
    missing = library.index.missing(library.index.answers.fullest_model() or "").papers
    count = len(set(missing).intersection(library.papers.select(Everything())))
    if count:
        talk(f"{many(count, 'paper')} cannot be found by meaning before `readinglist work` has run.")


def _tell_without_text(state: State) -> None:
    """Which PDFs are not searched: those that `work` can read, and those that it could not. Of empty ones nothing."""
    library = state.program.library
    jobs = library.jobs.counts()
    lost = library.index.missing("").unread_documents  # was read once; the index has been made anew since
    waiting = jobs.get(("extract", "waiting"), 0) + jobs.get(("extract", "running"), 0)
    waiting = min(max(waiting, len(lost)), state.program.searcher.unsearchable().without_text)
    failed = jobs.get(("extract", "failed"), 0)
    if waiting:
        talk(f"The text of {many(waiting, 'PDF')} cannot be searched before `readinglist work` has run.")
    if failed:
        talk(f"{many(failed, 'PDF')} could not be read, and `readinglist jobs` says why.")


@contextlib.contextmanager
def pointing_into(query: str) -> Iterator[None]:
    """Tell a mistake in this query where it stands."""
    try:
        yield
    except QueryError as error:
        error.query = query
        raise
