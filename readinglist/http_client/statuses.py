"""What an HTTP status that is no success means for the caller."""

from __future__ import annotations

from readinglist.http_client.errors import HttpError, NotThereError, RefusedError, UnavailableError
from readinglist.http_client.hosts import words
from readinglist.http_client.trouble import Kind, Trouble


def judge(status: int, host: str) -> HttpError | Trouble:
    """The error for that status; Trouble where the same call may do better in a moment."""
    who = words(host)
    if status in (404, 410):
        return NotThereError(f"{who} knows nothing of it.", host=host, status=status)
    if status == 407:
        return UnavailableError("Your proxy wants a name and a password. Look at it in the settings.", host=host)
    if status in (401, 402, 403, 451):
        return RefusedError(f"{who} does not give it away freely.", host=host, status=status)
    if status in (408, 425) or status >= 500:
        return Trouble(Kind.STATUS, f"status {status}")
    return RefusedError(f"{who} does not accept the question (status {status}).", host=host, status=status)
