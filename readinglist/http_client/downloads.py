"""Files: fetched piece by piece into a part, from where an earlier call was cut, and looked at as they come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from readinglist.http_client.answers import Arrival
from readinglist.http_client.asking import is_astray, looks_like_web_page
from readinglist.http_client.calls import Call, Calls
from readinglist.http_client.errors import (
    CallCancelledError,
    ForbiddenAddressError,
    TooLargeError,
    UnavailableError,
    WrongContentError,
)
from readinglist.http_client.hosts import words
from readinglist.http_client.partial import HEAD, Note, Part, discard_part
from readinglist.http_client.reply import Reply
from readinglist.http_client.trouble import Kind, Trouble
from readinglist.http_client.urls import host_of

PROGRESS = 256 * 1024
"""A try that brought so many bytes more than any before does not count as failed."""
TELL_EVERY = 0.1
"""Seconds between two words on progress."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched, and what of it is taken."""

    url: str
    accept: str
    expect: bytes
    """Stands within the first 1024 bytes of every such file; b"" for any file at all."""
    max_bytes: int
    on_progress: Callable[[int, int | None], object]
    cancelled: Callable[[], bool]

    def check(self) -> None:
        if self.cancelled():
            raise CallCancelledError("The download was ended.")


def fetch(calls: Calls, wish: Wish, path: Path) -> Arrival:
    """Fetch into that part, tried several times; HttpError or LibraryError. See HttpClient.download."""
    try:
        with Part.opened(path, wish.url, wish.check) as part:
            return calls.attempts(
                wish.url, lambda: _once(calls, wish, part), wish.cancelled, progress=lambda: part.size // PROGRESS
            )
    except (TooLargeError, WrongContentError):
        discard_part(path)
        raise


def _once(calls: Calls, wish: Wish, part: Part) -> Arrival:
    headers = {"Accept": wish.accept, "Accept-Encoding": "identity"}
    goes_on = part.size > 0 and bool(part.note.validator)
    if goes_on:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.note.validator}
    call = Call(
        wish.url,
        headers,
        wish.cancelled,
        most=2 * wish.max_bytes + 1024 * 1024,
        also=frozenset({416} if goes_on else ()),
    )
    try:
        with calls.open(call) as reply:
            if not _is_there_already(reply, part):
                _begin(reply, wish, part)
                _copy(reply, wish, part, call, calls)
            calls.good(call.hosts[-1], reply.headers)
    except (ForbiddenAddressError, WrongContentError) as error:
        _suspect(calls, call, error)
        raise
    part.finish()  # the disk takes its time: others may have their turn at the host meanwhile
    return Arrival(part.path, part.size, part.sha256, reply.url, reply.content_type)


def _suspect(calls: Calls, call: Call, error: ForbiddenAddressError | WrongContentError) -> None:
    """UnavailableError if a service that we know answered as a hotel's log-in page would: its file is not given up.

    A web page of its own says nothing: services show captchas, and say so when there is no PDF.
    """
    host = host_of(call.url)
    if words(host) != host and (isinstance(error, ForbiddenAddressError) or is_astray(call)):
        calls.network.suspected(host)
        raise UnavailableError(
            f"{words(host)} answers as a log-in page of this network would. It is asked again later.", host=host
        ) from error


def _is_there_already(reply: Reply, part: Part) -> bool:
    """Whether the host, asked for what follows, says that nothing does."""
    if reply.status != 416:
        return False
    whole = reply.range[1] if reply.range[1] is not None else part.note.total
    reply.discard()
    if whole != part.size or _differs(reply, part):
        part.restart()
        raise Trouble(Kind.CUT, "another file than before")
    return True


def _begin(reply: Reply, wish: Wish, part: Part) -> None:
    """See what the answer brings, and make the part ready for its first byte."""
    first, total = 0, None if reply.encoding else reply.length
    if reply.status == 206:
        first, total = reply.range[0] or 0, reply.range[1]
        if not part.size or reply.range[0] != part.size or _differs(reply, part) or reply.encoding:
            part.restart()
            raise Trouble(Kind.CUT, "a part that nobody asked for")
    elif reply.status not in (200, 203):
        raise WrongContentError("There is no file in the answer.", status=reply.status)
    else:
        part.restart()
    if (total or first) > wish.max_bytes:
        raise TooLargeError(
            f"The file is larger than {wish.max_bytes // 1_000_000} MB, which is the most that is taken."
        )
    if reply.status != 206:
        etag = reply.headers.get("etag", "")
        note = Note(
            wish.url,
            "" if etag.startswith("W/") else etag,  # a weak one does not promise the same bytes
            reply.headers.get("last-modified", ""),
            total,
        )
        part.remember(Note(wish.url, total=total) if reply.encoding else note)
    elif total is not None and total != part.note.total:
        part.restart()
        raise Trouble(Kind.CUT, "a file of another size than before")


def _differs(reply: Reply, part: Part) -> bool:
    """Whether the answer is about another version than the one that the part is of."""
    etag = reply.headers.get("etag", "")
    return bool(etag and part.note.etag) and etag != part.note.etag


def _copy(reply: Reply, wish: Wish, part: Part, call: Call, calls: Calls) -> None:
    who, total, told = words(call.hosts[-1]), part.note.total, time.monotonic()
    held = b""  # the first bytes of a new file reach the disk only once they have been looked at
    looked = part.size >= HEAD
    wish.on_progress(part.size, total)
    for piece in reply.pieces(who):
        wish.check()
        if part.size + len(held) + len(piece) > wish.max_bytes:
            raise TooLargeError(f"{who} sends more than {wish.max_bytes // 1_000_000} MB, the most that is taken.")
        if not looked:
            held += piece
            if len(part.head) + len(held) < HEAD and not looks_like_web_page(part.head + held):
                continue
            _look(part.head + held, wish, call)
            looked, piece, held = True, held, b""
        part.write(piece)
        if (now := time.monotonic()) - told >= TELL_EVERY:
            told = now
            wish.on_progress(part.size, total)
    if not looked:
        _look(part.head + held, wish, call)
        part.write(held)
    if total is not None and part.size != total:
        raise Trouble(Kind.CUT, f"{part.size} bytes instead of {total}")
    wish.on_progress(part.size, total)


def _look(first: bytes, wish: Wish, call: Call) -> None:
    """WrongContentError unless the file begins as one of its kind does."""
    if wish.expect and wish.expect in first[:HEAD]:
        return
    if not wish.expect and first:
        return
    who, host = words(call.hosts[-1]), call.hosts[-1]
    wanted = "a PDF" if wish.accept == "application/pdf" else "the file"
    if not first:
        raise WrongContentError(f"{who} sent an empty file instead of {wanted}.", host=host)
    if looks_like_web_page(first):
        raise WrongContentError(f"{who} sent a web page instead of {wanted}.", host=host)
    raise WrongContentError(f"{who} sent something else instead of {wanted}.", host=host)
