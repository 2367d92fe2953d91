"""Times and counts as a person says them; no widgets."""

from __future__ import annotations

import datetime

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def moment(stamp: str, now: datetime.datetime | None = None) -> str:
    """An ISO 8601 time in UTC as `10:42`, `yesterday 10:42`, `3 Sep 10:42` or `3 Sep 2024`, in local time."""
    try:
        at = datetime.datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    today = (now or datetime.datetime.now(datetime.UTC)).astimezone().date()
    clock = f"{at:%H:%M}"
    if at.date() == today:
        return clock
    if at.date() == today - datetime.timedelta(days=1):
        return f"yesterday {clock}"
    day = f"{at.day} {MONTHS[at.month - 1]}"
    return f"{day} {clock}" if at.year == today.year else f"{day} {at.year}"


def day(date: str) -> str:
    """A publication's date as far as it is known: `24 May 2024`, `May 2024` or `2024`."""
    parts = date.split("-")
    try:
        if len(parts) >= 2:
            month = MONTHS[int(parts[1]) - 1]
            return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"
    except (ValueError, IndexError):
        pass
    return date


def number(count: int) -> str:
    """`12,480`."""
    return f"{count:,}"


def papers(count: int) -> str:
    """`1 paper`, `3 papers`."""
    return things(count, "paper")


def things(count: int, noun: str, plural: str | None = None) -> str:
    """`1 file`, `2 files`, `3 copies`."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def amount(done: int | None, total: int | None) -> str:
    """`3.2 of 12.4 MB`, `120 of 640 kB`, `3.2 MB` where nobody knows how much it will be; empty before any byte."""
    if not done:
        return ""
    small = (total or done) < 999_500
    said = " of ".join(_kilobytes(count) if small else _megabytes(count) for count in (done, total) if count)
    return f"{said} {'kB' if small else 'MB'}"


def _kilobytes(count: int) -> str:
    return f"{max(round(count / 1000), 1)}"


def _megabytes(count: int) -> str:
    megabytes = count / 1_000_000
    return f"{megabytes:.1f}" if megabytes < 100 else f"{megabytes:,.0f}"
