"""How results look: one JSON value, or lines for a person's eyes."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from readinglist.library.records import MARK_END, MARK_START, Failure, Hit, Job, Paper, Reason, SmartList, Tag

PLAIN_MARK = "**"


def print_json(value: Any) -> None:
    """The one JSON value of a command."""
    spoken = (sys.stdout.encoding or "").lower().replace("-", "")
    click.echo(json.dumps(value, indent=2, ensure_ascii=spoken != "utf8"))


def talk(sentence: str) -> None:
    """Say something to the person at the terminal; data goes elsewhere."""
    click.echo(sentence, err=True)


# ------------------------------------------------------------------------------------------------------ as JSON


def paper_json(paper: Paper) -> dict[str, Any]:
    """A paper as every command prints it."""
    return {
        "id": paper.id,
        "citation_key": paper.citation_key or None,
        "title": paper.title or None,
        "authors": [person.name for person in paper.authors],
        "year": paper.year,
        "venue": paper.venue or None,
        "abstract": paper.abstract or None,
        "arxiv_id": paper.arxiv_id,
        "arxiv_version": paper.arxiv_version,
        "doi": paper.doi,
        "url": paper.url,
        "status": str(paper.status),
        "starred": paper.starred,
        "tags": list(paper.tags),
        "note": paper.note or None,
        "documents": [
            {"path": str(document.path.absolute()), "sha256": document.sha256, "pages": document.pages}
            for document in paper.documents
        ],
        "feed_date": paper.feed_date,
        "added": paper.added,
        "updated": paper.updated,
    }


def hit_json(paper: Paper, hit: Hit, *, snippet: bool) -> dict[str, Any]:
    """A found paper: itself, its score, and why."""
    found = paper_json(paper) | {
        "score": hit.score,
        "reasons": [{"kind": reason.kind, "text": _marked(reason.text)} for reason in hit.reasons],
    }
    if snippet:
        found["snippet"] = _marked(hit.snippet)
    return found


def failure_json(failure: Failure) -> dict[str, Any]:
    """A source that could not be used."""
    return {"source": failure.source, "line": failure.line, "error": failure.error}


def job_json(job: Job) -> dict[str, Any]:
    """A piece of background work."""
    return {
        "id": job.id,
        "kind": job.kind,
        "paper": job.paper,
        "state": job.state,
        "attempts": job.attempts,
        "not_before": job.not_before,
        "error": job.error,
        "progress": job.progress,
    }


def tag_json(tag: Tag) -> dict[str, Any]:
    """A tag with its colour and how many papers carry it."""
    return {"name": tag.name, "colour": tag.colour, "count": tag.count}


def list_json(saved: SmartList) -> dict[str, Any]:
    """A smart list."""
    return {"name": saved.name, "query": saved.query}


def _marked(text: str) -> str:
    return text.replace(MARK_START, PLAIN_MARK).replace(MARK_END, PLAIN_MARK)


# ------------------------------------------------------------------------------------------------- for a person


def print_papers(papers: Sequence[Paper]) -> None:
    """One line each: id, year, status, people, title, tags. Cut to the terminal's width, whole in a pipe."""
    shape = Shape.of(papers)
    for paper in papers:
        click.echo(paper_line(paper, shape))


def print_hits(found: Sequence[tuple[Paper, Hit]]) -> None:
    """Found papers, each with the place that matched and the reasons below it."""
    shape = Shape.of([paper for paper, _ in found])
    room = shape.width and shape.width - len(INDENT)
    for paper, hit in found:
        click.echo(paper_line(paper, shape))
        if hit.snippet:
            click.echo(INDENT + _lit(fit(_flat(hit.snippet), room)))
        if hit.reasons:
            click.echo(INDENT + _lit(click.style(fit(_reasons(hit.reasons), room), dim=True)))


INDENT = " " * 8
WIDEST_TAG = 40
"""Columns for the name of a tag: keywords of a bibliography can be whole sentences."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide the columns of a list of papers are; `width` is the terminal's, None in a pipe."""

    width: int | None
    people: int
    status: int

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> Shape:
        """As wide as these papers need, within reason."""
        return cls(
            screen_width(),
            min(24, max((columns(people(paper)) for paper in papers), default=0)),
            max((len(paper.status) for paper in papers), default=0),
        )


def paper_line(paper: Paper, shape: Shape) -> str:
    """A paper as one line."""
    star = "★" if paper.starred else " "
    names = pad(people(paper), shape.people) + "  " if shape.people else ""
    head = f"{paper.id:>5} {star} {paper.year or '':>4}  {paper.status:<{shape.status}}  {names}"
    tags = "  " + " ".join(f"#{tag}" for tag in paper.tags) if paper.tags else ""
    title = paper.title or name_without_title(paper)
    if shape.width is not None:
        room = max(10, shape.width - columns(head))
        tags = tags if columns(tags) < room // 2 else ""
        title = fit(title, room - columns(tags))
    return f"{head}{click.style(title, bold=paper.unread)}{click.style(tags, fg='cyan')}"


def name_without_title(paper: Paper) -> str:
    """What to call a paper of which no more is known than an id or a link."""
    ids = {
        "arXiv": paper.arxiv_id,
        "DOI": paper.doi,
        "OpenReview": paper.openreview_id,
        "PubMed": paper.pmid,
        "ISBN": paper.isbn,
    }
    name = next((f"{kind} {value}" for kind, value in ids.items() if value), paper.url or "no title yet")
    return f"{name} (waiting for look-up)" if paper.waits_for_lookup else name


def people(paper: Paper) -> str:
    """The family names of the first two authors and how many more there are."""
    names = [person.family or person.given for person in paper.authors]
    more = f" +{len(names) - 2}" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more


def print_paper(paper: Paper) -> None:
    """Everything about one paper."""
    width = min(screen_width() or 100, 100)
    click.secho(paper.title or name_without_title(paper), bold=True)
    arxiv = paper.arxiv_id and paper.arxiv_id + (f"v{paper.arxiv_version}" if paper.arxiv_version else "")
    facts = {
        "id": str(paper.id),
        "key": paper.citation_key,
        "authors": "; ".join(person.name for person in paper.authors),
        "published": " ".join(str(part) for part in (paper.date or paper.year, paper.venue) if part),
        "arXiv": arxiv,
        "DOI": paper.doi,
        "PubMed": paper.pmid,
        "OpenReview": paper.openreview_id,
        "ISBN": paper.isbn,
        "link": paper.url,
        "status": str(paper.status) + (", starred" if paper.starred else "") + (", in the Trash" * paper.trashed),
        "tags": " ".join(f"#{tag}" for tag in paper.tags),
        "feed": paper.feed_date,
        "added": paper.added,
    }
    for name, fact in facts.items():
        if fact:
            click.echo(click.style(f"{name:>10}  ", dim=True) + fact)
    for document in paper.documents:
        state = document.reason or (f"{document.pages} pages" if document.pages is not None else document.state)
        click.echo(click.style(f"{'file':>10}  ", dim=True) + f"{document.path} ({state})")
    for text in (paper.abstract, paper.note):
        if text:
            click.echo()
            click.echo(click.wrap_text(text, width, preserve_paragraphs=True) if text is paper.abstract else text)


def print_jobs(jobs: Iterable[Job], names: Mapping[int, str]) -> None:
    """One line each: id, kind, state, paper, why it waits or failed. `names`: of papers without a title."""
    width = screen_width()
    for job in jobs:
        state = f"{job.progress:.0%}" if job.state == "running" and job.progress is not None else job.state
        when = f" not before {job.not_before}" if job.not_before else ""
        if job.bytes_done:
            when = f" {amount(job.bytes_done, job.bytes_total)}{when}"
        name = job.title or names.get(job.paper, "(no title yet)")
        line = f"{job.id:>6}  {job.kind:<8}  {state:<8}  {job.paper:>5} {name}"
        click.echo(fit(line + when, width))
        if job.error:
            click.echo(INDENT + click.style(job.error, dim=True))


def amount(done: int, total: int | None) -> str:
    """How much of a file is there: `1.2 of 3.4 MB`, `120 of 640 kB`, `3.4 MB`."""
    small = (total or done) < 999_500
    here, whole = (f"{max(round(count / 1000), 1)}" if small else f"{count / 1e6:.1f}" for count in (done, total or 0))
    return f"{f'{here} of {whole}' if total else here} {'kB' if small else 'MB'}"


def print_tags(tags: Sequence[Tag]) -> None:
    """Name, colour and count of each tag; a name that is wider than the column is cut on a screen, whole in a pipe."""
    name_width = min(WIDEST_TAG, max((columns(tag.name) for tag in tags), default=0))
    on_screen = screen_width() is not None
    for tag in tags:
        whole = columns(tag.name) > name_width and not on_screen
        name = tag.name if whole else pad(tag.name, name_width)
        click.echo(f"{name}  {tag.colour:<6}  {tag.count:>6}")


def candidates_text(candidates: Sequence[tuple[int, str]]) -> str:
    """Papers to choose from, a line each."""
    width = screen_width(sys.stderr)
    return "\n".join(fit(f"{number:>7}  {title}", width) for number, title in candidates)


def many(count: int, one: str, several: str | None = None) -> str:
    """`1 paper`, `3 papers`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


# -------------------------------------------------------------------------------------------------------- widths


def screen_width(stream: Any = None) -> int | None:
    """Columns of the terminal; None when the output goes into a file or pipe."""
    stream = stream or sys.stdout
    return shutil.get_terminal_size((100, 24)).columns if stream.isatty() else None


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese characters two, combining marks none."""
    return sum(_column(character) for character in text)


def fit(text: str, width: int | None) -> str:
    """The text cut to so many columns, with an ellipsis if anything is missing."""
    if width is None or columns(text) <= width:
        return text
    used, kept = 0, 0
    for kept, character in enumerate(text):  # noqa: B007  (how many fit is what we want to know)
        used += _column(character)
        if used > width - 1:
            break
    return text[:kept].rstrip() + "…"


def pad(text: str, width: int) -> str:
    """The text cut or filled to exactly so many columns."""
    text = fit(text, width)
    return text + " " * (width - columns(text))


def _column(character: str) -> int:
    if unicodedata.combining(character) or character in (MARK_START, MARK_END, "\u200b", "\u200d", "\ufe0f"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _flat(text: str) -> str:
    return " ".join(text.split())


def _reasons(reasons: Sequence[Reason]) -> str:
    return "; ".join(reason.text for reason in reasons)


def _lit(text: str) -> str:
    """Marks become bold on a terminal and asterisks elsewhere."""
    if not sys.stdout.isatty():
        return _marked(text)
    # A snippet that was cut may have lost its last mark: the line ends plain all the same.
    return text.replace(MARK_START, "\x1b[1m").replace(MARK_END, "\x1b[22m") + "\x1b[0m"
