"""Commands about feeds: which there are, how they are, and what is new in them."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.output import fit, many, pad, print_json, screen_width, talk
from readinglist.cli.spans import Span, read_span
from readinglist.cli.state import Command, Showing, State, with_state
from readinglist.dates import clock_time
from readinglist.errors import InputError, NotFoundError, ReadingListError

if TYPE_CHECKING:
    from readinglist.jobs.feeds import Progress, Updated
    from readinglist.library import Library
    from readinglist.library.feed_records import Feed

SCREEN_SECONDS, PIPE_SECONDS = 0.2, 10.0
WIDEST = 32
"""Columns for a feed's address and for its name."""


def feed_json(feed: Feed) -> dict[str, Any]:
    """A feed as every command prints it."""
    return {
        "feed": feed.address,
        "title": feed.title,
        "papers": feed.papers,
        "unread": feed.unread,
        "last_answer": feed.last_answer,
        "error": feed.error,
        "next": feed.next_at,
    }


def show_feeds(state: State) -> None:
    """All feeds with their health."""
    feeds = state.program.library.feeds.all()
    if state.json:
        print_json([feed_json(feed) for feed in feeds])
        return
    width = screen_width()
    for feed in feeds:
        head = f"{pad(feed.address, WIDEST)}  {pad(feed.title, WIDEST)}"
        counts = f"  {feed.papers:>7,} papers  {feed.unread:>7,} unread  "
        answered = f"answered {_clock(feed.last_answer)}" if feed.last_answer else "not asked yet"
        click.echo(fit(head + counts + (answered if feed.goes_out else "gathers from the others"), width))
        if feed.error:
            again = f" Asked again {_clock(feed.next_at)}." if feed.next_at else ""
            click.echo(fit(f"    {feed.error}{again}", width))
    if not feeds:
        talk("You follow no feed yet. Begin with `readinglist feeds add hf-daily`, or arxiv:cs.LG, or a URL.")


@click.group("feeds", cls=Showing)
@click.pass_context
@with_state
def feeds_command(state: State, context: click.Context) -> None:
    """Show the feeds that you follow and how they are, or change and update them.

    FEED is hf-daily, arxiv:cs.IR (or several, arxiv:cs.IR+cs.LG), arxiv-query:QUERY, author:NAME, query:QUERY, or the
    URL of an RSS or Atom feed or of a page that names one.
    """
    if context.invoked_subcommand is None:
        show_feeds(state)


@feeds_command.command("list")
@with_state
def list_feeds(state: State) -> None:
    """Show the feeds that you follow: papers, unread ones, when each answered last, and what went wrong."""
    show_feeds(state)


@feeds_command.command("add")
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@with_state
def add(state: State, feeds: tuple[str, ...]) -> None:
    """Follow feeds; their papers come with the next update."""
    from readinglist.sources.feed_addresses import read_address

    library = state.program.library
    for wanted in [read_address(text) for text in feeds]:
        _look_into(wanted.kind, wanted.rest)
        followed = {feed.address.lower(): feed for feed in library.feeds.all()}
        if wanted.address.lower() in followed:
            talk(f"You follow {followed[wanted.address.lower()].title} already.")
        else:
            talk(f"Following {library.feeds.add(wanted.address, wanted.kind, wanted.title).title}.")
    show_feeds(state)


@feeds_command.command("remove")
@click.argument("feed")
@with_state
def remove(state: State, feed: str) -> None:
    """Follow a feed no longer; its papers stay (`undo` takes it back)."""
    library = state.program.library
    found = find_feed(library, feed)
    library.feeds.remove(found.address)
    talk(f"You follow {found.title} no longer. Its papers stay.")
    show_feeds(state)


@feeds_command.command("rename")
@click.argument("feed")
@click.argument("title")
@with_state
def rename(state: State, feed: str, title: str) -> None:
    """Call a feed otherwise."""
    library = state.program.library
    library.feeds.rename(find_feed(library, feed).address, title)
    show_feeds(state)


@feeds_command.command("set")
@click.argument("feed")
@click.option(
    "--every", type=click.IntRange(0, 100_000), metavar="MINUTES", help="Between two askings; 0: as suits it."
)
@click.option(
    "--keep", type=click.IntRange(-1, 36_500), metavar="DAYS", help="For undecided papers; 0: ever, -1: usual."
)
@with_state
def set_(state: State, feed: str, every: int | None, keep: int | None) -> None:
    """How often a feed is asked while the program runs, and how long its undecided papers are kept."""
    library = state.program.library
    found = find_feed(library, feed)
    minutes = found.every_minutes if every is None else (every or None)
    days = found.keep_days if keep is None else (keep if keep >= 0 else None)
    library.feeds.set(found.address, every_minutes=minutes, keep_days=days)
    show_feeds(state)


@feeds_command.command("update")
@click.argument("feed", required=False)
@click.option("--days", type=click.IntRange(1, 20_000), help="The last so many days, today included.")
@click.option(
    "--from",
    "first",
    type=read_span,
    metavar="DATE",
    help="From this day on, for feeds that have days; or a week, a month.",
)
@click.option(
    "--to",
    "last",
    type=read_span,
    metavar="DATE",
    help="Up to this day, included; or a week (2025-W36), a month (2025-09).",
)
@with_state
def update(state: State, feed: str | None, days: int | None, first: Span | None, last: Span | None) -> int:
    """Ask the feeds, or one of them, what is new. Waits where hosts ask for a little patience."""
    from_, to = _range(days, first, last)
    program = state.program
    library = program.library
    wanted = [find_feed(library, feed)] if feed else library.feeds.all()
    outside = [one for one in wanted if one.goes_out]
    if outside and program.offline:
        raise ReadingListError(
            "This needs the network, and the program is told to keep off it. Leave out --offline,"
            " or switch “Work offline” off in the settings."
        )
    interrupts, updated = state.interrupts, list[Any]()
    meter = Meter()
    with interrupts.held_back():
        for one in [*outside, *(one for one in wanted if one not in outside)]:
            if from_ is not None and one.goes_out and not one.has_days:
                talk(f"{one.title} has no days to choose from: it tells what is new now.")
            done = program.updater.update(
                one, from_=from_, to=to, on_progress=meter.on_progress, cancelled=lambda: interrupts.came
            )
            meter.close()
            updated.append(done)
            _say(done)
            if interrupts.came:
                break
        else:
            library.feeds.drop_old(datetime.now(UTC))
    return _sum_up(state, updated)


def find_feed(library: Library, text: str) -> Feed:
    """The feed that a text means, by its address or name; NotFoundError."""
    from readinglist.sources.feed_addresses import read_address

    feeds = library.feeds.all()
    names = [text.strip().lower()]
    with contextlib.suppress(InputError):  # it may be a name
        names.append(read_address(text).address.lower())
    for feed in feeds:
        if feed.address.lower() in names:
            return feed
    named = [feed for feed in feeds if feed.title.lower() == names[0]]
    if len(named) == 1:
        return named[0]
    raise NotFoundError(f"You follow no feed {text}. `readinglist feeds list` shows those that you follow.")


class Meter:
    """Says on standard error how far an update is, and why it waits."""

    def __init__(self) -> None:
        self._on_screen = sys.stderr.isatty()
        self._shown = time.monotonic()
        self._line = False
        self._said = ""

    def on_progress(self, progress: Progress) -> None:
        """Take news of an update."""
        if progress.waits and progress.waits != self._said:
            self._said = progress.waits
            self.close()
            talk(f"{progress.feed.title}: {progress.waits}")
        if time.monotonic() - self._shown < (SCREEN_SECONDS if self._on_screen else PIPE_SECONDS):
            return
        self._shown = time.monotonic()
        far = f"{progress.done} of {many(progress.total, 'day')}, " if progress.total > 1 else ""
        text = f"{progress.feed.title}: {far}{many(progress.new, 'new paper')}"
        if self._on_screen:
            self.close()
            click.echo(fit(text, (screen_width(sys.stderr) or 80) - 1), nl=False, err=True)
            self._line = True
        else:
            talk(text)

    def close(self) -> None:
        """End the line that is being rewritten."""
        if self._line:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._line = False


def _say(done: Updated) -> None:
    known = f", {many(len(done.known), 'known one')} seen again" if done.known else ""
    if done.new or done.known or not done.problems:
        talk(f"{done.feed.title}: {many(len(done.new), 'new paper')}{known}.")
    for problem in done.problems:
        talk(problem)


def _sum_up(state: State, updated: Sequence[Updated]) -> int:
    library = state.program.library
    if state.json:
        print_json(
            [
                feed_json(library.feeds.get(done.feed.address))
                | {"new": len(done.new), "problems": list(done.problems)}
                for done in updated
            ]
        )
    elif not updated:
        talk("You follow no feed yet. Begin with `readinglist feeds add hf-daily`.")
    return 1 if any(done.problems for done in updated) else 0


def _range(days: int | None, first: Span | None, last: Span | None) -> tuple[date | None, date | None]:
    today = datetime.now(UTC).date()
    if days is not None:
        if first or last:
            raise click.UsageError("Say either --days or --from and --to.")
        return today - timedelta(days=days - 1), today
    if last and not first:
        raise click.UsageError("--to needs a --from.")
    if first and last and first.first > last.last:
        raise click.UsageError("--from is after --to.")
    return first.first if first else None, last.last if last else None


def _look_into(kind: str, rest: str) -> None:
    """A query with a mistake is refused now, not each time something arrives."""
    if kind == "query":
        from readinglist.cli.finding import pointing_into
        from readinglist.search import parse

        with pointing_into(rest):
            parse(rest)


def _clock(stamp: str | None) -> str:
    """A time of the tables on the user's clock."""
    return clock_time(datetime.fromisoformat(stamp)) if stamp else "soon"


@feeds_command.command("import-opml")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_state
def import_opml(state: State, file: Path) -> None:
    """Follow all feeds that a file of another program lists."""
    from readinglist.jobs.feed_lists import follow_listed

    talk(f"Following {many(follow_listed(state.program.library, file), 'more feed')}.")
    show_feeds(state)


@feeds_command.command("export-opml", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_state
def export_opml(state: State, file: Path) -> None:
    """Write the feeds into a file that other programs read."""
    library = state.program.library
    if str(file) == "-":
        from readinglist.sources.opml import write_opml

        click.echo(write_opml((feed.address, feed.title) for feed in library.feeds.all()), nl=False)
        return
    from readinglist.jobs.feed_lists import write_list

    talk(f"Wrote {many(write_list(library, file), 'feed')} to {file}.")
    state.show_json([feed_json(feed) for feed in library.feeds.all()])
