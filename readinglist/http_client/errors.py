"""What a call can end in besides an answer: one class for each thing that the caller would do about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from readinglist.errors import ReadingListError


class HttpError(ReadingListError):
    """A call that brought nothing; the text is a sentence for the user.

    `host` is the host that was asked ("" if none was), `status` its HTTP status (0 if it gave none), `final` whether
    asking again is of no use, `until` (in UTC) from when on asking again makes sense, None if nobody knows.
    """

    finality: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        host: str = "",
        status: int = 0,
        until: datetime | None = None,
        final: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.host = host
        self.status = status
        self.until = until
        self.final = self.finality if final is None else final


class NotThereError(HttpError):
    """The host says that there is no such thing (404, 410)."""

    finality = True


class RefusedError(HttpError):
    """The host will not give it to us (401, 403 and the like), or the address is none that may be called."""

    finality = True


class ForbiddenAddressError(HttpError):
    """The address leads into the user's own machine or network, where no paper has any business to send us."""

    finality = True


class TooLargeError(HttpError):
    """More bytes than we take of such a thing."""

    finality = True


class WrongContentError(HttpError):
    """An answer of another kind than asked for: a web page instead of a PDF. Worth a few more tries, not many."""


class UnavailableError(HttpError):
    """The host is out of reach, cuts the line, takes too long or is in trouble itself, after all tries of this call."""


class CoolingError(HttpError):
    """The host has asked us to wait until `until`; nothing was sent."""


class BusyError(HttpError):
    """It is the turn of other calls to this host until about `until`; nothing was sent."""


class NoNetworkError(HttpError):
    """There is no network: switched off, not there, or a hotel's log-in page in front of it."""


class CallCancelledError(HttpError):
    """The caller's `cancelled` said so, or the client was closed."""


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as errors carry them in `until`."""
    return datetime.fromtimestamp(seconds, UTC)
