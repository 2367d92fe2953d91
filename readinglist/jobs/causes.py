"""What errors of the network mean for jobs: which wait, which try again, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from readinglist.http_client import (
    BusyError,
    CoolingError,
    ForbiddenAddressError,
    HttpError,
    NoNetworkError,
    NotThereError,
    RefusedError,
    TooLargeError,
    WrongContentError,
)
from readinglist.jobs.worker import UnavailableError

DISTANT = ("look-up", "refresh", "download")
"""The kinds of jobs that need the network."""
FIRST_WAIT = timedelta(seconds=15)
"""Until it is tried again, where nobody says when."""

_CAUSES: tuple[tuple[type[HttpError], str], ...] = (
    (NoNetworkError, "offline"),
    (CoolingError, "cooling"),
    (BusyError, "busy"),
    (NotThereError, "no-pdf"),
    (RefusedError, "refused"),
    (ForbiddenAddressError, "refused"),
    (TooLargeError, "too-large"),
    (WrongContentError, "wrong-content"),
)


def cause_of(error: HttpError | None) -> str:
    """One of CAUSES (library.records); what makes no sense is as good as no answer."""
    return next((cause for kind, cause in _CAUSES if isinstance(error, kind)), "unavailable")


def no_network(error: NoNetworkError) -> UnavailableError:
    """What stops all work of the network, until the network is back or may be tried again."""
    until = error.until or datetime.now(UTC) + FIRST_WAIT
    wait = max(until - datetime.now(UTC), timedelta(seconds=1))
    return UnavailableError(str(error), wait, cause="offline", kinds=DISTANT)


def raise_if_cut_off(errors: Iterable[HttpError | None]) -> None:
    """UnavailableError if one of these says that there is no network."""
    for error in errors:
        if isinstance(error, NoNetworkError):
            raise no_network(error) from error


def soonest(untils: Iterable[datetime | None]) -> datetime:
    """The first of these moments; a little later than now if none is known."""
    return min((until for until in untils if until), default=datetime.now(UTC) + FIRST_WAIT)
