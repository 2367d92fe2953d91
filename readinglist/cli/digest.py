"""The command that makes a digest, and sends it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readinglist.cli.output import print_json, talk
from readinglist.cli.ranked_output import shown_json
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import InputError

if TYPE_CHECKING:
    from readinglist.exchange.digest import Digest
    from readinglist.library.feed_records import Shown

FORMATS = ("html", "md", "eml", "atom")  # as exchange.digest_forms.FORMS, which is loaded only for a digest
UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def since_of(text: str, now: datetime.datetime) -> datetime.datetime:
    """The time that `7d`, `24h`, `2w` or a date means; InputError for what is none, or lies ahead."""
    wrong = InputError(f"“{text}” is no span of time. Write 7d, 24h, 2w, or a date like {now.date().isoformat()}.")
    try:
        if span := re.fullmatch(r"([0-9]{1,4})([hdw])", text.strip().lower()):
            return now - datetime.timedelta(**{UNITS[span[2]]: int(span[1])})
        day = datetime.date.fromisoformat(text.strip())
        since = datetime.datetime.combine(day, datetime.time(), now.tzinfo)
    except (ValueError, OverflowError):
        raise wrong from None
    if since > now:
        raise InputError(f"{text} is still to come; a digest tells of what came.")
    return since


def digest_json(digest: Digest, shown: Mapping[int, Shown]) -> dict[str, Any]:
    """A digest with its sections; `shown` is what feeds say of its papers."""
    return {
        "since": digest.since.isoformat(timespec="seconds"),
        "until": digest.until.isoformat(timespec="seconds"),
        "arrived": digest.arrived,
        "sections": [
            {
                "kind": section.kind,
                "title": section.title,
                "note": section.note or None,
                "papers": [
                    shown_json(item.paper, shown.get(item.paper.id))
                    | {"reasons": [{"kind": section.kind, "text": reason} for reason in item.reasons]}
                    for item in section.items
                ],
            }
            for section in digest.sections
        ],
    }


@click.command("digest", cls=Command)
@click.option("--since", default="7d", show_default=True, metavar="TIME", help="From when on: 7d, 24h, 2w or a date.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How it is written; by the ending of -o, else md.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="Write it there.")
@click.option("--send", is_flag=True, help="Send it by mail, as Settings say.")
@with_state
def digest_command(state: State, since: str, form: str | None, output: Path | None, send: bool) -> None:
    """Put together what came, what is watched for, and what was left lying."""
    digests = state.program.digests
    now = datetime.datetime.now().astimezone()
    start = since_of(since, now)
    if send:
        state.program.mail.account()  # what is not set yet is told before anything is done
    digest = digests.make(start, now)
    if send:
        talk(f"Sent to {digests.send(digest).to}.")
    if output is not None:
        _write(digest, form, output)
    if state.json:
        shown = state.program.library.feeds.shown([item.paper.id for item in digest.items])
        print_json(digest_json(digest, shown))
    elif output is None and not send:
        from readinglist.exchange.digest_forms import digest_as

        click.echo(digest_as(digest, form or "md"), nl=False)


def _write(digest: Digest, form: str | None, path: Path) -> None:
    from readinglist.exchange.digest_forms import BY_ENDING, digest_as
    from readinglist.jobs.digests import write

    write(path, digest_as(digest, form or BY_ENDING.get(path.suffix.lower(), "md")))
