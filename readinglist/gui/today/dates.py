"""How days of feeds are called."""

from __future__ import annotations

import datetime

from readinglist.gui.paper_delegate import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_of(day: str) -> datetime.date:
    """The date of a day as feeds have it; the first of all days for what is none."""
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        return datetime.date.min


def short(day: str) -> str:
    """`Sep 3`."""
    date = date_of(day)
    return f"{MONTHS[date.month]} {date.day}"


def long(day: str, today: datetime.date) -> str:
    """`Wednesday, Sep 3`, and the year where it is not this one."""
    date = date_of(day)
    year = "" if date.year == today.year else f" {date.year}"
    return f"{WEEKDAYS[date.weekday()]}, {short(day)}{year}"


def before(day: str, days: int) -> str:
    """The day so many days before (after, if negative)."""
    return (date_of(day) - datetime.timedelta(days=days)).isoformat()
