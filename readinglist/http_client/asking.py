"""Small answers: taken whole, unpacked, and only if they are of the kind that was asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from readinglist.http_client.answers import NOTHING_KNOWN, Answer, Known
from readinglist.http_client.calls import Call, Calls
from readinglist.http_client.errors import (
    ForbiddenAddressError,
    HttpError,
    NotThereError,
    RefusedError,
    TooLargeError,
    WrongContentError,
)
from readinglist.http_client.hosts import words
from readinglist.http_client.reply import Reply
from readinglist.http_client.trouble import Kind, Trouble
from readinglist.http_client.urls import host_of, site_of

WEB_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: where, of which kind, how much at the most."""

    url: str
    accept: str
    max_bytes: int
    whole: float
    """Seconds that one try may take."""
    known: Known = NOTHING_KNOWN


def ask(calls: Calls, question: Question, cancelled: Callable[[], bool]) -> Answer:
    """The answer to one question, tried several times; HttpError."""
    conditions = question.known.headers
    call = Call(
        question.url,
        {"Accept": question.accept, "Accept-Encoding": "gzip, deflate", **conditions},
        cancelled,
        whole=question.whole,
        most=2 * question.max_bytes + 1024 * 1024,
        also=frozenset((304,)) if conditions else frozenset(),
    )
    return calls.attempts(question.url, lambda: _once(calls, call, question.accept, question.max_bytes), cancelled)


def _once(calls: Calls, call: Call, accept: str, max_bytes: int) -> Answer:
    try:
        with calls.open(call) as reply:
            if reply.status == 304:
                calls.good(call.hosts[-1], reply.headers)
                return Answer(304, reply.url, reply.headers, "", b"")
            body = _whole(reply, words(call.hosts[-1]), max_bytes)
            if reply.status == 206:
                raise Trouble(Kind.CUT, "a part that nobody asked for")
            if _is_web_page(reply.content_type, body) and "html" not in accept and accept != "*/*":
                raise WrongContentError(
                    f"{words(call.hosts[-1])} sent a web page instead of data.",
                    host=call.hosts[-1],
                    status=reply.status,
                )
            calls.good(call.hosts[-1], reply.headers)
            return Answer(reply.status, reply.url, reply.headers, reply.content_type, body)
    except (ForbiddenAddressError, NotThereError, RefusedError, WrongContentError) as error:
        _suspect(calls, call, error)
        raise


def _suspect(calls: Calls, call: Call, error: HttpError) -> None:
    """See whether a service that we know answered as a hotel's log-in page would: if so, nothing is final.

    Such a page shows itself, sends us to another site, or to an address inside the hotel.
    """
    host = host_of(call.url)
    if words(host) != host and (is_astray(call) or isinstance(error, ForbiddenAddressError | WrongContentError)):
        error.final = False
        calls.network.suspected(host)


def is_astray(call: Call) -> bool:
    """Whether the call was sent to another site than the one that was asked."""
    return any(site_of(other) != site_of(host_of(call.url)) for other in call.hosts)


def _whole(reply: Reply, who: str, max_bytes: int) -> bytes:
    too_large = f"{who} sends more than {max_bytes // 1_000_000} MB, which is more than is taken of such a thing."
    if not reply.encoding and (reply.length or 0) > max_bytes:
        raise TooLargeError(too_large)
    body = io.BytesIO()  # hands its bytes out without a second copy of them
    for piece in reply.pieces(who):
        if body.tell() + len(piece) > max_bytes:
            raise TooLargeError(too_large)
        body.write(piece)
    return body.getvalue()


def _is_web_page(content_type: str, body: bytes) -> bool:
    return content_type in WEB_PAGES or looks_like_web_page(body)


def looks_like_web_page(first: bytes) -> bool:
    """Whether those first bytes are HTML, whatever their host calls them."""
    start = first[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
