"""The lists of Daily Papers: of a day, a week or a month, and what is trending."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.services.messages import Reply, as_json

MOST_ROWS = 100
Row = Mapping[str, Any]


class DailyLists:
    """What `/api/daily_papers` answers, over the days that are given: by date, a list of rows as JSON."""

    def __init__(self, days: Mapping[str, bytes], today: Callable[[], datetime.date]) -> None:
        self.days = dict(days)
        self._today = today

    def __call__(self, query: Mapping[str, str], headers: tuple[tuple[str, str], ...]) -> Reply:
        page, limit = query.get("p", "0"), query.get("limit", str(MOST_ROWS))
        if not page.isdecimal() or not limit.isdecimal() or not 1 <= int(limit) <= MOST_ROWS:
            return as_json({"error": "Invalid query"}, 400, headers=headers)
        try:
            rows = self._rows(query)
        except ValueError as error:
            return as_json({"error": str(error)}, 400, headers=headers)
        start = int(page) * int(limit)
        return as_json(rows[start : start + int(limit)], headers=headers)

    def _rows(self, query: Mapping[str, str]) -> list[Row]:
        if "date" in query:
            day = datetime.date.fromisoformat(query["date"])
            if day > self._today():
                raise ValueError("date must not be in the future")
            return self._of(day.isoformat())
        days = sorted(self.days, reverse=True)
        if "week" in query:
            year, _, week = query["week"].partition("-W")
            days = [day for day in days if _week(day) == (int(year), int(week))]
        elif "month" in query:
            days = [day for day in days if day.startswith(query["month"] + "-")]
        if query.get("sort") == "trending":
            newest = [row for day in days[:7] for row in self._of(day)]
            return sorted(newest, key=lambda row: -int(row["paper"].get("upvotes") or 0))
        return [row for day in days for row in self._of(day)]

    def _of(self, day: str) -> list[Row]:
        rows: list[Row] = json.loads(self.days.get(day, b"[]"))
        return rows


def _week(day: str) -> tuple[int, int]:
    year, week, _ = datetime.date.fromisoformat(day).isocalendar()
    return year, week
