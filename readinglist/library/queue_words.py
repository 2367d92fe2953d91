"""How long papers have waited and when they are due, in words; and days as people write them."""

from __future__ import annotations

import datetime

from readinglist.dates import DAYS, MONTHS, day_and_month
from readinglist.errors import InputError
from readinglist.library.queue import Pile

NO_DAY = ("none", "never", "off")


def day_of(text: str, today: datetime.date) -> datetime.date | None:
    """The day that a text means: `2026-12-24`, `today`, `tomorrow`, `friday`, `3d`, `2w`; None for `none`. InputError.

    A weekday is the next of that name, a week from today if it is today.
    """
    word = " ".join(text.split()).lower()
    if word in NO_DAY:
        return None
    if word in ("today", "tomorrow"):
        return today + datetime.timedelta(days=word == "tomorrow")
    for number, name in enumerate(DAYS):
        if len(word) >= 3 and name.lower().startswith(word):
            return today + datetime.timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if word[:-1].isascii() and word[:-1].isdigit() and len(word) <= 4 and word[-1] in "dw":
        return today + datetime.timedelta(days=int(word[:-1]) * (7 if word[-1] == "w" else 1))
    try:
        return datetime.date.fromisoformat(word)
    except ValueError:
        raise InputError(
            f"“{text}” is not a day. Write it like {today.isoformat()}, or tomorrow, friday, 3d, 2w; none takes it off."
        ) from None


def days_until(day: str, today: datetime.date) -> int:
    """How many days away an ISO date is; below 0 if it is past."""
    return (datetime.date.fromisoformat(day) - today).days


def due_in_words(day: str, today: datetime.date) -> str:
    """`to be read by Friday`, by today, by 24 December; `was to be read by Monday`."""
    away = days_until(day, today)
    return f"{'was to be read' if away < 0 else 'to be read'} by {day_in_words(day, today)}"


def day_in_words(day: str, today: datetime.date) -> str:
    """`today`, `tomorrow`, `Friday` within a week, `24 December`, `24 December 2027`."""
    away, date = days_until(day, today), datetime.date.fromisoformat(day)
    if away in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[away + 1]
    if 1 < away < 7:
        return DAYS[date.weekday()]
    return f"{day_and_month(date)}{'' if date.year == today.year else f' {date.year}'}"


def since_in_words(since: str, now: datetime.datetime) -> str:
    """The month of a moment (ISO 8601, UTC), with the year if it is another."""
    moment = datetime.datetime.fromisoformat(since).astimezone(now.tzinfo)
    return f"{MONTHS[moment.month - 1]}{'' if moment.year == now.year else f' {moment.year}'}"


def age_in_words(since: str, now: datetime.datetime) -> str:
    """`4 months`, `3 weeks`, `2 days`, `1 year`: how long ago a moment (ISO 8601, UTC) is; `today` within a day."""
    days = (now - datetime.datetime.fromisoformat(since)).days
    for length, name in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        if days >= 2 * length or (days >= length and name in ("year", "day")):
            count = days // length
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "today"


def pile_in_words(pile: Pile, now: datetime.datetime) -> str:
    """How old the pile is, and whether it grows: `23 papers, oldest 4 months; 3 more than a month ago`."""
    if not pile.papers:
        return "Nothing waits to be read"
    text = _papers(pile.papers)
    if pile.oldest is not None and (age := age_in_words(pile.oldest, now)) != "today":
        text += f", oldest {age}"
    grown = pile.papers - pile.a_month_ago
    if grown and pile.a_month_ago:
        text += f"; {abs(grown):,} {'more' if grown > 0 else 'fewer'} than a month ago"
    return text


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"
