"""A look at XML of strangers before anybody reads it: traps are refused, and what it says of its pace is heard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from readinglist.sources.errors import SourceError

DEEPEST = 200
"""Elements within elements; real feeds have a dozen."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a feed says that it changes."""

    minutes: int = 0
    """What it wants to be left alone for; 0 where it does not say."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, in UTC, in which nothing comes."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week, Monday being 0."""


STEADY = Pace()


def check(body: bytes, who: str) -> Pace:
    """What the feed says of its pace; SourceError for a trap. XML that is broken is left to who can read it."""
    from xml.sax import SAXException
    from xml.sax.handler import ContentHandler

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    heard: dict[str, list[str]] = {}

    class Listener(ContentHandler):
        def __init__(self) -> None:
            super().__init__()
            self._names: list[str] = []
            self._words: list[str] = []

        def startElement(self, name: str, attrs: Any) -> None:
            self._names.append(name.lower())
            self._words = []
            if len(self._names) > DEEPEST:
                raise SourceError(f"{who} sent XML that is nested without an end, and it was not read.")

        def characters(self, content: str) -> None:
            if len(self._names) <= 4:
                self._words.append(content)

        def endElement(self, name: str) -> None:
            name = self._names.pop()
            if name in ("ttl", "hour", "day") or name.endswith(":updateperiod") or name.endswith(":updatefrequency"):
                heard.setdefault(name.rpartition(":")[2], []).append("".join(self._words).strip().lower()[:40])

    try:
        parseString(body, Listener(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise _trap(who) from error
    except (SAXException, ValueError, LookupError) as error:
        # Whoever reads it all the same must not meet the trap that stands behind the mistake.
        if b"<!ENTITY" in body.replace(b"\0", b"").upper():
            raise _trap(who) from error
    return _pace(heard)


def _trap(who: str) -> SourceError:
    return SourceError(f"{who} sent XML that defines entities of its own, which is a known trap. It was not read.")


def _pace(heard: dict[str, list[str]]) -> Pace:
    minutes = _number(heard.get("ttl", [""])[0])
    period = _PERIODS.get(heard.get("updateperiod", [""])[0], 0)
    if period:
        minutes = max(minutes, period // max(1, _number(heard.get("updatefrequency", ["1"])[0])))
    hours = {_number(hour) % 24 for hour in heard.get("hour", ()) if hour.isdecimal()}
    days = {DAYS.index(day) for day in heard.get("day", ()) if day in DAYS}
    # A feed that skips every hour means none of it.
    return Pace(
        min(minutes, 1440),
        frozenset(hours) if len(hours) < 24 else frozenset(),
        frozenset(days) if len(days) < 7 else frozenset(),
    )


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
