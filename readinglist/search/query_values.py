"""The values of the fields year:, added:, seen: and upvotes:, read into query nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from readinglist.library.query import AddedBetween, Query, SeenBetween, UpvotesBetween, YearBetween

YEAR_FORMS = "Write a year as year:2020, year:2019..2022, year:>2020 or year:<=2020."
ADDED_FORMS = "Write a time as added:<7d, added:today, added:2026-01, added:2026-01..2026-03 or added:>2026-01-15."
UPVOTES_FORMS = "Write a number as upvotes:>20, upvotes:>=20, upvotes:<5 or upvotes:20..50."

_COMPARED = re.compile(r"(<=|>=|<|>|=)?(.+)", re.DOTALL)
_AGE = re.compile(r"(\d{1,5})(h|d|w|m|y)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_YEARS = re.compile(r"(\d{0,4})(?:\.\.|-|–)(\d{0,4})")
_NUMBERS = re.compile(r"(\d{0,9})\.\.(\d{0,9})")
_AGE_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}


def read_years(value: str) -> YearBetween:
    """`2020`, `2019..2022`, `2019..`, `>2020`, `<=2020`; ValueError with a sentence for the user."""
    if span := _YEARS.fullmatch(value):
        first, last = (int(end) if end else None for end in span.groups())
        if first is None and last is None:
            raise ValueError(YEAR_FORMS)
        if first is not None and last is not None and first > last:
            raise ValueError(f"The years run backwards: write year:{last}..{first}.")
        return YearBetween(first, last)
    compared = _COMPARED.fullmatch(value)
    if compared is None or not re.fullmatch(r"\d{1,4}", compared[2]):
        raise ValueError(YEAR_FORMS)
    operator, year = compared[1], int(compared[2])
    match operator:
        case ">":
            return YearBetween(year + 1, None)
        case ">=":
            return YearBetween(year, None)
        case "<":
            return YearBetween(None, year - 1)
        case "<=":
            return YearBetween(None, year)
        case _:
            return YearBetween(year, year)


def read_added(value: str, now: datetime) -> AddedBetween:
    """`<7d` (less than seven days ago), `>7d`, `today`, `yesterday`, `2026-01`, `2026-01..2026-03`, `>=2026-01-15`.

    Days, months and years are those of `now`'s time zone, of this computer's where it has none.
    ValueError with a sentence for the user.
    """
    value = value.lower()
    if ".." in value:
        first, _, last = value.partition("..")
        if not first and not last:
            raise ValueError(ADDED_FORMS)
        start = _span(first, now)[0] if first else None
        end = _span(last, now)[1] if last else None
        if start is not None and end is not None and start >= end:
            raise ValueError(f"The dates run backwards: write added:{last}..{first}.")
        return AddedBetween(start, end)
    compared = _COMPARED.fullmatch(value)
    if compared is None:
        raise ValueError(ADDED_FORMS)
    operator, rest = compared[1], compared[2]
    if age := _AGE.fullmatch(rest):
        moment = _before(now, int(age[1]) * _AGE_DAYS[age[2]])
        return AddedBetween(None, moment) if operator in {">", ">="} else AddedBetween(moment, None)
    start, end = _span(rest, now)
    match operator:
        case ">":
            return AddedBetween(end, None)
        case ">=":
            return AddedBetween(start, None)
        case "<":
            return AddedBetween(None, start)
        case "<=":
            return AddedBetween(None, end)
        case _:
            return AddedBetween(start, end)


def read_seen(value: str, now: datetime) -> SeenBetween:
    """As `read_added`, but for the days of feeds, which are those of UTC."""
    try:
        found = read_added(value, now.astimezone(UTC))
    except ValueError as error:
        raise ValueError(str(error).replace("added:", "seen:").replace("a time", "a day")) from None
    start, end = found.start, found.end
    last = None if end is None else (end - timedelta(microseconds=1)).date().isoformat()
    return SeenBetween(None if start is None else start.date().isoformat(), last)


def read_upvotes(value: str) -> UpvotesBetween:
    """`>20`, `>=20`, `20..50`, `20..`, `20`; ValueError with a sentence for the user."""
    if span := _NUMBERS.fullmatch(value):
        first, last = (int(end) if end else None for end in span.groups())
        if first is None and last is None:
            raise ValueError(UPVOTES_FORMS)
        if first is not None and last is not None and first > last:
            raise ValueError(f"The numbers run backwards: write upvotes:{last}..{first}.")
        return UpvotesBetween(first, last)
    compared = _COMPARED.fullmatch(value)
    if compared is None or not re.fullmatch(r"[0-9]{1,9}", compared[2]):
        raise ValueError(UPVOTES_FORMS)
    operator, number = compared[1], int(compared[2])
    match operator:
        case ">":
            return UpvotesBetween(number + 1, None)
        case ">=":
            return UpvotesBetween(number, None)
        case "<":
            return UpvotesBetween(None, number - 1)
        case "<=":
            return UpvotesBetween(None, number)
        case _:
            return UpvotesBetween(number, number)


def _before(now: datetime, days: float) -> datetime:
    try:
        return (now - timedelta(days=days)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(ADDED_FORMS) from None


def _span(text: str, now: datetime) -> tuple[datetime, datetime]:
    """The first moment of the day, month or year that `text` names, and the first moment behind it, in UTC."""
    zone = now.tzinfo
    if text in {"today", "yesterday"}:
        midnight = datetime(now.year, now.month, now.day)
        first = midnight if text == "today" else midnight - timedelta(days=1)
        return _utc(first, zone), _utc(first + timedelta(days=1), zone)
    parts = _DATE.fullmatch(text)
    if parts is None:
        raise ValueError(ADDED_FORMS)
    year, month, day = (int(part) if part else None for part in parts.groups())
    try:
        first = datetime(year or 0, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            behind = first + timedelta(days=1)
        elif month is not None:
            behind = datetime(first.year + month // 12, month % 12 + 1, 1)
        else:
            behind = datetime(first.year + 1, 1, 1)
        return _utc(first, zone), _utc(behind, zone)
    except (ValueError, OverflowError):
        raise ValueError(f"There is no date {text}. {ADDED_FORMS}") from None


def _utc(local: datetime, zone: tzinfo | None) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


READERS: Mapping[str, Callable[[str, datetime], Query]] = {
    "year": lambda value, now: read_years(value),
    "added": read_added,
    "seen": read_seen,
    "upvotes": lambda value, now: read_upvotes(value),
}
"""How the value of a field is read; ValueError with a sentence for the user."""
