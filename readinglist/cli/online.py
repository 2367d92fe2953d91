"""What an online search brings, as lines or JSON."""

from __future__ import annotations

from typing import Any

import click

from readinglist.cli.output import fit, print_json, screen_width, talk
from readinglist.cli.state import State
from readinglist.errors import ReadingListError
from readinglist.library.feed_records import Entry, Showing


def show_online(state: State, text: str, limit: int) -> None:
    """Search Hugging Face's papers; ReadingListError if that cannot be done now."""
    program = state.program
    if program.offline:
        raise ReadingListError("An online search needs the network, and the program is told to keep off it.")
    entries = program.sources.search_online(text)[:limit]
    known = program.library.papers.known([entry.record for entry in entries])
    if state.json:
        print_json([_entry_json(entry, paper) for entry, paper in zip(entries, known, strict=True)])
        return
    width = screen_width()
    for entry, paper in zip(entries, known, strict=True):
        record, mark = entry.record, f"{paper:>5}" if paper else "     "
        people = ", ".join(person.family for person in record.authors[:2])
        click.echo(
            fit(f"{mark}  {record.arxiv_id or '':<12}  {record.year or '':>4}  {record.title}  ({people})", width)
        )
    talk("Add one with `readinglist add ID`." if entries else "Nothing found.")


def _entry_json(entry: Entry, paper: int | None) -> dict[str, Any]:
    """As papers are printed, as far as it is known; `id` is that of the library's paper, None if it has none."""
    record, showing = entry.record, entry.showing or Showing()
    return {
        "id": paper,
        "title": record.title or None,
        "authors": [person.name for person in record.authors],
        "year": record.year,
        "abstract": record.abstract or None,
        "arxiv_id": record.arxiv_id,
        "url": entry.link or None,
        "upvotes": showing.upvotes,
        "comments": showing.comments,
    }
