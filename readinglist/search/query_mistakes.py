"""What is wrong with a query whose writer has paused, and may still go on."""

from __future__ import annotations

import re
from datetime import datetime

from readinglist.errors import QueryError
from readinglist.search.query_language import CHOICES, parse
from readinglist.search.query_tokens import FIELDS, OPENING_QUOTES

_LAST_FIELD = re.compile(r'(?:^|[\s(-])([A-Za-z_]+):([^\s"“”„«»()]*)$')
_YEAR_SO_FAR = re.compile(r"(?:[<>=]{0,2}|\d{4}(?:\.{1,2}|-|–))\d{0,3}|[<>=]{0,2}\d{4}\.")
_ADDED_SO_FAR = re.compile(r"[<>=]{0,2}[\d.-]*")
_NUMBER_SO_FAR = re.compile(r"[<>=]{0,2}\d*\.{0,2}\d*")
_DAYS = ("today", "yesterday")


def mistake_in_pause(text: str, *, now: datetime | None = None) -> QueryError | None:
    """What more letters at the end cannot mend, None if there is nothing.

    `tag:`, `year:20`, `status:re`, `"an open quotation` and `snow OR` are on their way; `foo:bar`, `year:abc` and a
    parenthesis without its partner are mistakes.
    """
    try:
        parse(text, now=now)
    except QueryError as error:
        return None if _goes_on(text, error) else error
    return None


def _goes_on(text: str, error: QueryError) -> bool:
    """Whether this mistake is only that the text ends here."""
    rest = text[error.position :]
    if rest.strip() in {"OR", "NOT"} or rest[:1] in tuple(OPENING_QUOTES):
        return True
    last = _LAST_FIELD.search(text)
    if last is None or error.position < last.start(1):
        return False
    name, value = last[1].lower(), last[2].lower()
    if name not in FIELDS:
        return False
    if name == "year":
        return _YEAR_SO_FAR.fullmatch(value) is not None
    if name == "upvotes":
        return _NUMBER_SO_FAR.fullmatch(value) is not None
    if name in ("added", "seen"):
        return _ADDED_SO_FAR.fullmatch(value) is not None or any(day.startswith(value) for day in _DAYS)
    return not value or any(choice.startswith(value) for choice in CHOICES.get(name, ()))
