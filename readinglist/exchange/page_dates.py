"""Dates as pages write them: `Sep 3`, `Wednesday, 3 September 2025`, `2025-09-03`."""

from __future__ import annotations

import datetime
import re

from readinglist.dates import DAYS, MONTHS

_MONTHS = [month.lower() for month in MONTHS]
_WEEKDAYS = [day.lower() for day in DAYS]

_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?,?\s+)?"
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}{_YEAR}",
        rf"{_WEEKDAY}{_DAY}\.?\s+(?:of\s+)?{_MONTH}{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?:T[\d:.]+Z?)?",
        r"(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>1?\d)\s?月\s?(?P<day>[0-3]?\d)\s?日",
    )
)


def parse_day(text: str, today: datetime.date) -> datetime.date | None:
    """The day that a text names; without a year the latest such day that is not in the future."""
    text = text.strip().strip("()[]")
    word = text.lower()
    if word in {"today", "yesterday"}:
        return today - datetime.timedelta(days=word == "yesterday")
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _day(found, text, today)
    return None


def _day(found: re.Match[str], text: str, today: datetime.date) -> datetime.date | None:
    month = _month(found["month"], text)
    if month is None:
        return None
    if found["year"]:
        return _date(int(found["year"]), month, int(found["day"]))
    weekday = (found.groupdict().get("weekday") or "").lower()
    days = [_date(year, month, int(found["day"])) for year in range(today.year, today.year - 29, -1)]
    past = [day for day in days if day is not None and day <= today]
    fitting = [day for day in past[:12] if weekday and _WEEKDAYS[day.weekday()].startswith(weekday)]
    return next(iter(fitting or past), None)


def _month(name: str, text: str) -> int | None:
    if name.isdigit():
        return int(name) if 1 <= int(name) <= 12 else None
    # The word must be a month's name or a beginning of it: `Marvel 3` is no date.
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if word.startswith(name.lower())]
    known = [number for number, month in enumerate(_MONTHS, 1) if words and (month.startswith(words[0]))]
    if not known and words and words[0] == "sept":
        known = [9]
    return known[0] if known else None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
