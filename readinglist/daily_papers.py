"""What Hugging Face answers about papers: daily_papers, search, and /api/papers/{id}, in all their shapes."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readinglist.errors import InputError
from readinglist.identifiers import parse_arxiv_id
from readinglist.library.records import Failure, PaperRecord, Person
from readinglist.plain_text import plain_latex

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DailyPaper:
    """A paper of the feed: the record, and what the feed knows besides. Empty where it says nothing."""

    record: PaperRecord
    upvotes: int = 0
    comments: int = 0
    submitted_by: str = ""
    organisation: str = ""
    ai_summary: str = ""
    ai_keywords: tuple[str, ...] = ()
    github: str = ""
    github_stars: int = 0
    project_page: str = ""
    thumbnail: str = ""
    media: tuple[str, ...] = ()


def read_daily_papers(
    text: str, *, date: datetime.date | None = None, source: str = "Daily Papers JSON"
) -> tuple[tuple[DailyPaper, ...], tuple[Failure, ...]]:
    """All that an answer says about its papers, and the rows that say nothing; InputError if it is no such answer."""
    papers: list[DailyPaper] = []
    failures: list[Failure] = []
    for number, row in enumerate(_rows(text), 1):
        paper = _paper(row, date) if isinstance(row, dict) else None
        if paper:
            papers.append(paper)
        else:
            failures.append(Failure(source, f"Row {number} holds no paper: it has neither an id nor a title."))
    return tuple(papers), tuple(failures)


def is_daily_papers(text: str) -> bool:
    """Whether a text is such an answer."""
    if not text.lstrip().startswith(("[", "{")):
        return False
    try:
        rows = _rows(text)
    except InputError:
        return False
    return any(isinstance(row, dict) and _paper(row, None) for row in rows)


def _rows(text: str) -> list[Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"This is not valid JSON{place}. Copy or download the answer once more.") from error
    if isinstance(answer, dict):
        for name in ("dailyPapers", "papers", "results"):
            if isinstance(answer.get(name), list):
                return list(answer[name])
        if isinstance(answer.get("error"), str):
            raise InputError(f"Hugging Face answered with an error: {answer['error']}")
        return [answer]
    if not isinstance(answer, list):
        raise InputError("This JSON is no list of papers.")
    return answer


def _paper(row: Json, date: datetime.date | None) -> DailyPaper | None:
    nested = row.get("paper")
    inner: Json = nested if isinstance(nested, dict) else row
    levels = (inner, row)  # each field from whichever level has it
    known = parse_arxiv_id(_text(levels, "id"))
    title = _clean(_text(levels, "title"))
    if not known and not (title and (inner is not row or "summary" in row)):
        return None
    published = _day(inner.get("publishedAt"))
    record = PaperRecord(
        title=title,
        authors=_authors(inner.get("authors")),
        year=published.year if published else None,
        date=published.isoformat() if published else None,
        abstract=_paragraphs(_text(levels, "summary")),
        arxiv_id=known[0] if known else None,
        arxiv_version=known[1] if known else None,
        feed_date=date or _feed_day(row, inner),
    )
    return DailyPaper(
        record,
        upvotes=_number(levels, "upvotes"),
        comments=_number(levels, "numComments"),
        submitted_by=_name(levels, "submittedOnDailyBy", "submittedBy"),
        organisation=_name(levels, "organization", "submitterOrganization"),
        ai_summary=_clean(_text(levels, "ai_summary")),
        ai_keywords=_strings(inner.get("ai_keywords")),
        github=_text(levels, "githubRepo"),
        github_stars=_number(levels, "githubStars"),
        project_page=_text(levels, "projectPage"),
        thumbnail=_text(levels, "thumbnail") or _text(levels, "mediaUrl"),
        media=_strings(inner.get("mediaUrls")) or _strings(row.get("mediaUrls")),
    )


def _feed_day(row: Json, inner: Json) -> datetime.date | None:
    """The day it was submitted; rows that do not know (2024) carry the feed's time in their top-level publishedAt."""
    submitted = _day(inner.get("submittedOnDailyAt")) or _day(row.get("submittedOnDailyAt"))
    return submitted or (_day(row.get("publishedAt")) if inner is not row else None)


def _day(value: object) -> datetime.date | None:
    """The day in UTC of a time like `2025-09-03T01:36:44.468Z`."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.datetime.fromisoformat(value)
        return (time.astimezone(datetime.UTC) if time.tzinfo else time).date()
    except (ValueError, OverflowError):  # no time, or one before the year 1 in UTC
        return None


def _authors(value: object) -> tuple[Person, ...]:
    """Names in their order; an author who hid is left out."""
    rows = value if isinstance(value, list) else []
    names = [row.get("name") if isinstance(row, dict) and not row.get("hidden") else row for row in rows]
    return tuple(Person.from_name(_clean(name)) for name in names if isinstance(name, str) and name.strip())


def _text(levels: tuple[Json, ...], name: str) -> str:
    return next(
        (level[name] for level in levels if isinstance(level.get(name), str) and level[name].strip()), ""
    ).strip()


def _number(levels: tuple[Json, ...], name: str) -> int:
    numbers = (level.get(name) for level in levels)
    return next((number for number in numbers if isinstance(number, int) and not isinstance(number, bool)), 0)


def _name(levels: tuple[Json, ...], *names: str) -> str:
    people = (level.get(name) for name in names for level in levels)
    for person in people:
        if isinstance(person, dict):
            for key in ("fullname", "name", "user"):
                if isinstance(person.get(key), str) and person[key].strip():
                    return _clean(person[key])
    return ""


def _strings(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _clean(text: str) -> str:
    return " ".join(plain_latex(" ".join(text.split())).split())


def _paragraphs(text: str) -> str:
    """Lines that a program broke are one paragraph again; blank lines stay."""
    return "\n\n".join(_clean(paragraph) for paragraph in re.split(r"\n[ \t]*\n", text) if paragraph.strip())
