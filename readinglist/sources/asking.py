"""Questions to services, with their three ways to end: it knows, it says that it does not know, it is silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from readinglist.http_client import CallCancelledError, HttpError, NotThereError
from readinglist.sources.answers import Silent
from readinglist.sources.errors import SourceError

T = TypeVar("T")
_KNOWS_NOT = frozenset((400, 404, 410, 422))
"""Statuses by which services say of an id that it is none of theirs, or none at all."""


@dataclass(slots=True)
class Questions:
    """Asks one service after the other, and keeps in mind who was asked and who was silent."""

    asked: dict[str, None] = field(default_factory=dict)
    silent: list[Silent] = field(default_factory=list)

    def ask(self, source: str, question: Callable[[], T | None]) -> T | None:
        """What the service says, None if it does not know or is silent; only CallCancelledError is raised."""
        self.asked[source] = None
        try:
            return question()
        except CallCancelledError:
            raise
        except HttpError as error:
            if not isinstance(error, NotThereError) and error.status not in _KNOWS_NOT:
                self.silent.append(Silent(source, str(error), error.until, error))
        except SourceError as error:
            self.silent.append(Silent(source, str(error)))
        return None
