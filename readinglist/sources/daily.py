"""Hugging Face's Daily Papers: the list of a day, what is trending, and its search."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from readinglist.daily_papers import DailyPaper, read_daily_papers
from readinglist.errors import InputError
from readinglist.http_client import HttpClient, RefusedError
from readinglist.library.cleaning import clean
from readinglist.library.feed_records import Entry, Showing
from readinglist.sources.errors import SourceError
from readinglist.sources.html_text import safe_address
from readinglist.sources.hugging_face import LONGEST_QUESTION, PAPERS, tidy

LISTS = "https://huggingface.co/api/daily_papers"
PAGE = 100
"""Rows of one answer, the most there are."""
MOST_PAGES = 30
MOST_RESULTS = 120
Cancelled = Callable[[], bool]


def ask_day(client: HttpClient, day: datetime.date, cancelled: Cancelled) -> tuple[Entry, ...] | None:
    """The papers of a feed day in its order; None if that day is not open yet. HttpError or SourceError."""
    try:
        papers = _all_pages(client, day, cancelled)
    except RefusedError as error:
        if error.status == 400:  # its clock, not ours, says which days there are
            return None
        raise
    return tuple(_entry(paper, day) for paper in papers)


def ask_trending(client: HttpClient, today: datetime.date, cancelled: Cancelled) -> tuple[Entry, ...]:
    """The papers that are trending now, the first one first, each with its own feed day."""
    body = client.get(LISTS, params={"sort": "trending", "limit": 50}, cancelled=cancelled).body
    entries = _dated(_read(body, None), today)
    placed = ((entry, entry.showing or Showing()) for entry in entries)
    return tuple(
        replace(entry, showing=replace(showing, trending=place)) for place, (entry, showing) in enumerate(placed, 1)
    )


def search(client: HttpClient, text: str, cancelled: Cancelled) -> tuple[Entry, ...]:
    """What its search brings for a question of the user's, the best first."""
    question = " ".join(text.split())
    if len(question) > LONGEST_QUESTION:
        question = question[: LONGEST_QUESTION + 1].rpartition(" ")[0] or question[:LONGEST_QUESTION]
    if not question:
        return ()
    body = client.get(f"{PAPERS}search", params={"q": question, "limit": MOST_RESULTS}, cancelled=cancelled).body
    return _dated(_read(body, None), datetime.datetime.now(datetime.UTC).date())


def read_day(body: bytes, day: datetime.date) -> tuple[Entry, ...]:
    """The entries of one answer for a day; SourceError if it is none."""
    return tuple(_entry(paper, day) for paper in _read(body, day))


def _all_pages(client: HttpClient, day: datetime.date, cancelled: Cancelled) -> list[DailyPaper]:
    """All pages of a day; it ends with one that is not full, or that brings nothing new."""
    found: dict[str, DailyPaper] = {}
    for page in range(MOST_PAGES):
        asked: dict[str, str | int] = {"date": day.isoformat(), "p": page, "limit": PAGE}
        papers = _read(client.get(LISTS, params=asked, cancelled=cancelled).body, day)
        before = len(found)
        for paper in papers:
            found.setdefault(paper.record.arxiv_id or paper.record.title, paper)
        if len(papers) < PAGE or len(found) == before:
            break
    return list(found.values())


def _read(body: bytes, day: datetime.date | None) -> tuple[DailyPaper, ...]:
    try:
        papers, failures = read_daily_papers(body.decode("utf-8-sig"), date=day)
    except (InputError, ValueError) as error:
        raise SourceError.broken("Hugging Face") from error
    if failures and not papers:
        raise SourceError.strange("Hugging Face")
    return papers


def _dated(papers: tuple[DailyPaper, ...], else_: datetime.date) -> tuple[Entry, ...]:
    return tuple(_entry(paper, paper.record.feed_date or else_) for paper in papers)


def _entry(paper: DailyPaper, day: datetime.date) -> Entry:
    record = replace(tidy(paper.record), feed_date=day)
    link = f"https://huggingface.co/papers/{record.arxiv_id}" if record.arxiv_id else ""
    return Entry(record, day.isoformat(), link=link, showing=_showing(paper))


def _showing(paper: DailyPaper) -> Showing:
    return Showing(
        upvotes=max(0, paper.upvotes),
        comments=max(0, paper.comments),
        submitted_by=clean(paper.submitted_by)[:200],
        organisation=clean(paper.organisation)[:200],
        summary=clean(paper.ai_summary)[:5_000],
        keywords=tuple(clean(word)[:100] for word in paper.ai_keywords[:30] if clean(word).strip()),
        code=safe_address(paper.github) if paper.github else "",
        stars=max(0, paper.github_stars),
        project=safe_address(paper.project_page) if paper.project_page else "",
        thumbnail=safe_address(paper.thumbnail) if paper.thumbnail else "",
    )
