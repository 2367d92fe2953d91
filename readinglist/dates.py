"""Days and times in words: in English, whatever language the system speaks, for a window makes strftime speak that."""

from __future__ import annotations

from datetime import date, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_and_month(day: date) -> str:
    """`3 May`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def clock_time(moment: datetime) -> str:
    """That moment in the words of a clock on the user's wall: `14:20`, or `3 May, 14:20` if it is not today."""
    there = moment.astimezone()
    today = datetime.now().astimezone().date()
    return f"{there:%H:%M}" if there.date() == today else f"{day_and_month(there)}, {there:%H:%M}"
