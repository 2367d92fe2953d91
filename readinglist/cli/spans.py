"""Days as they are written on the command line: `2025-09-03`, a week `2025-W36`, a month `2025-09`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import click


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; `text` is how they were written."""

    first: date
    last: date
    text: str


def read_span(text: str) -> Span:
    """The days that a day, an ISO week or a month means; a usage error for anything else."""
    try:
        return Span(*_ends(text.strip()), text.strip())
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day (2025-09-03), week (2025-W36) or month (2025-09).") from None


def _ends(text: str) -> tuple[date, date]:
    if week := re.fullmatch(r"(\d{4})-W(\d{1,2})", text, re.IGNORECASE | re.ASCII):
        first = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return first, first + timedelta(days=6)
    if month := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
        first = date(int(month[1]), int(month[2]), 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    day = date.fromisoformat(text)
    return day, day
