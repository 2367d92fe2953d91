"""Daily Papers JSON that somebody pasted or saved, as records."""

from __future__ import annotations

import datetime

from readinglist.daily_papers import read_daily_papers
from readinglist.exchange.parsed import Parsed


def read_daily_json(text: str, *, date: datetime.date | None = None, source: str = "Daily Papers JSON") -> Parsed:
    """The records of an answer; `date` is the day that was asked for, if known. InputError if it is no such answer."""
    papers, failures = read_daily_papers(text, date=date, source=source)
    return Parsed(tuple(paper.record for paper in papers), failures, "daily-json")
