"""Days and ages in words."""

from __future__ import annotations

import datetime

import pytest

from readinglist.errors import InputError
from readinglist.library.queue_words import age_in_words, day_in_words, day_of, due_in_words, since_in_words

TUESDAY = datetime.date(2026, 11, 24)
NOW = datetime.datetime(2026, 11, 24, 18, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        ("today", "2026-11-24"),
        ("Tomorrow", "2026-11-25"),
        ("wed", "2026-11-25"),
        ("tuesday", "2026-12-01"),
        ("Monday", "2026-11-30"),
        ("3d", "2026-11-27"),
        ("2w", "2026-12-08"),
    ],
)
def test_days_as_people_write_them(text: str, day: str) -> None:
    assert day_of(text, TUESDAY) == datetime.date.fromisoformat(day)


def test_no_day_and_nonsense() -> None:
    assert day_of("none", TUESDAY) is None
    for text in ("", "soon", "2026-13-01", "24.12.", "w", "d", "99999d"):
        with pytest.raises(InputError, match="is not a day"):
            day_of(text, TUESDAY)


def test_days_are_told_as_one_says_them() -> None:
    said = [
        day_in_words(day, TUESDAY) for day in ("2026-11-24", "2026-11-25", "2026-11-30", "2026-12-01", "2027-01-02")
    ]
    assert said == ["today", "tomorrow", "Monday", "1 December", "2 January 2027"]
    assert due_in_words("2026-11-20", TUESDAY) == "was to be read by 20 November"
    assert since_in_words("2025-03-01T12:00:00.000Z", NOW) == "March 2025"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (59, "8 weeks"),
        (120, "4 months"),
        (800, "2 years"),
    ],
)
def test_ages(days: int, said: str) -> None:
    since = (NOW - datetime.timedelta(days=days, hours=1)).isoformat()
    assert age_in_words(since, NOW) == said
