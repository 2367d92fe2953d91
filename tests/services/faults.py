"""What services do to their callers. Each can be told to happen a few times, or until further notice."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from tests.services.messages import Reply, Request, part_asked_for
from tests.services.port import Line

RATE_EXCEEDED = b"Rate exceeded."
CAPTCHA = (
    b"<!DOCTYPE html><html><head><title>Security check</title></head>"
    b"<body><h1>Prove that you are human</h1><form method='post'></form></body></html>"
)
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """No fault: the answer as it should be."""

    def answer(self, request: Request, reply: Reply) -> Reply:
        """What is answered instead, before a part of it is taken by Range."""
        return reply

    def send(self, line: Line, reply: Reply) -> None:
        """How it is sent."""
        line.send(reply)


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """Waits before it answers, and sends no faster than told."""

    seconds: float = 0.0
    bytes_per_second: float = 0.0

    def send(self, line: Line, reply: Reply) -> None:
        line.wait(self.seconds)
        if self.bytes_per_second:
            line.connection.sendall(reply.head(len(reply.body)))
            line.send_slowly(reply.body, self.bytes_per_second)
        else:
            line.send(reply)


@dataclass(frozen=True, slots=True)
class Status(Fault):
    """Says only that; 429 in arXiv's words, and without Retry-After unless one is given (seconds or a date)."""

    code: int = 500
    retry_after: int | str = ""

    def answer(self, request: Request, reply: Reply) -> Reply:
        body = RATE_EXCEEDED if self.code == 429 else f"Error {self.code}".encode()
        waits = (("Retry-After", str(self.retry_after)),) if self.retry_after != "" else ()
        return Reply(body, self.code, "text/plain", waits)


@dataclass(frozen=True, slots=True)
class Cut(Fault):
    """Closes the connection after so many bytes of the body that it has promised."""

    after: int = 1000

    def send(self, line: Line, reply: Reply) -> None:
        line.connection.sendall(reply.head(len(reply.body)) + reply.body[: self.after])
        line.close()


@dataclass(frozen=True, slots=True)
class Html(Fault):
    """A captcha's page, with status 200."""

    def answer(self, request: Request, reply: Reply) -> Reply:
        return Reply(CAPTCHA, type="text/html; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Empty(Fault):
    """Status 200, the right type, and nothing."""

    def answer(self, request: Request, reply: Reply) -> Reply:
        return replace(reply, body=b"", etag="")


@dataclass(frozen=True, slots=True)
class WrongLength(Fault):
    """Promises `by` more bytes than come (and then keeps silent), or fewer where it is negative."""

    by: int = 100

    def send(self, line: Line, reply: Reply) -> None:
        line.send_bytes(reply.head(max(0, len(reply.body) + self.by)) + reply.body)
        line.close()


@dataclass(frozen=True, slots=True)
class Redirect(Fault):
    """Leads elsewhere."""

    to: str = "http://169.254.169.254/latest/meta-data/"
    code: int = 302

    def answer(self, request: Request, reply: Reply) -> Reply:
        return Reply(status=self.code, type="text/html", headers=(("Location", self.to),))


@dataclass(frozen=True, slots=True)
class Endless(Fault):
    """Begins as it should, tells no length, and never stops."""

    def send(self, line: Line, reply: Reply) -> None:
        line.connection.sendall(reply.head(None) + reply.body)
        while True:
            line.connection.sendall(_SPACES)


_SPACES = b" " * PIECE


@dataclass(frozen=True, slots=True)
class GzipBomb(Fault):
    """What should come, and so many bytes of nothing behind it, packed a thousandfold."""

    size: int = 1 << 30

    def answer(self, request: Request, reply: Reply) -> Reply:
        body = gzip.compress(reply.body) + gzip.compress(_SPACES) * (self.size // PIECE)
        return replace(reply, body=body, headers=(*reply.headers, ("Content-Encoding", "gzip")), etag="")


@dataclass(frozen=True, slots=True)
class Changed(Fault):
    """Another file than before, with an ETag of its own; of PDFs one that can be read as well."""

    version: int = 2

    def answer(self, request: Request, reply: Reply) -> Reply:
        if not reply.etag:
            return reply
        etag = f'{reply.etag[:-1]}-{self.version}"'
        return replace(reply, body=reply.body + f"% version {self.version}\n".encode(), etag=etag)


@dataclass(frozen=True, slots=True)
class Whole(Fault):
    """Hands out files only whole, whatever part is asked for."""

    def answer(self, request: Request, reply: Reply) -> Reply:
        return replace(reply, etag="")


@dataclass(frozen=True, slots=True)
class Untitled(Fault):
    """arXiv's entries come without their titles."""

    def answer(self, request: Request, reply: Reply) -> Reply:
        return replace(reply, body=re.sub(rb"(<entry>\s*<id>[^<]*</id>\s*<title>)[^<]*", rb"\1", reply.body))


FAULTS: Mapping[str, type[Fault]] = {
    "slow": Slow,
    "status": Status,
    "cut": Cut,
    "html": Html,
    "empty": Empty,
    "wrong-length": WrongLength,
    "redirect": Redirect,
    "endless": Endless,
    "gzip-bomb": GzipBomb,
    "changed": Changed,
    "whole": Whole,
    "untitled": Untitled,
}
"""By the names that the command line and the control path know them by."""


@dataclass(slots=True)
class Rule:
    """When a fault happens."""

    fault: Fault
    service: str = ""
    """Empty for all of them."""
    path: str = "*"
    """A pattern as of file names, for the path without the question behind it."""
    times: int | None = None
    """How often it will happen yet, None: until further notice."""
    every: int = 1
    """Of so many calls that match it happens to one, the last."""
    seen: int = field(default=0, repr=False)

    def matches(self, service: str, path: str) -> bool:
        return self.service in ("", service) and fnmatchcase(path, self.path)


class Faults:
    """The rules that hold now, the oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        """It holds from the next call on."""
        with self._lock:
            self._rules.append(rule)

    def clear(self, service: str = "") -> None:
        """All go, or those that were made for one service."""
        with self._lock:
            self._rules = [rule for rule in self._rules if service and rule.service != service]

    def next(self, service: str, path: str) -> Fault:
        """What happens to a call that has come: the first rule that wants it takes it."""
        with self._lock:
            for rule in self._rules:
                if rule.matches(service, path):
                    rule.seen += 1
                    if rule.seen % rule.every:
                        continue
                    if rule.times is not None:
                        rule.times -= 1
                        if rule.times <= 0:
                            self._rules.remove(rule)
                    return rule.fault
        return NO_FAULT

    def __len__(self) -> int:
        with self._lock:
            return len(self._rules)


NO_FAULT = Fault()


def fault_named(name: str, arguments: Mapping[str, Any]) -> Fault:
    """One of FAULTS; ValueError with a sentence for a name or an argument that there is not."""
    kind = FAULTS.get(name)
    if kind is None:
        raise ValueError(f"There is no fault {name!r}; there are {', '.join(FAULTS)}.")
    try:
        return kind(**arguments)
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from error


def answered(request: Request, reply: Reply, fault: Fault = NO_FAULT) -> Reply:
    """What is answered with that fault."""
    return part_asked_for(request, fault.answer(request, reply))


def send(line: Line, request: Request, reply: Reply, fault: Fault = NO_FAULT) -> None:
    """Send it with that fault."""
    if request.method == "HEAD":
        line.send_bytes(reply.head(len(reply.body)))
    else:
        fault.send(line, reply)
