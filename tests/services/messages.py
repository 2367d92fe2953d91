"""What callers send, and what they get."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One call, its path undone of %-signs."""

    method: str
    target: str
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> Mapping[str, str]:
        """The last value of each name, empty ones too."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, ready to be sent."""

    body: bytes = b""
    status: int = 200
    type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    """Set for a file, of which parts can be had."""

    def head(self, length: int | None) -> bytes:
        """Status line and headers, which tell that length, or none and that the connection will be closed."""
        said = [("Content-Type", self.type), *self.headers]
        if self.etag:
            said += [("ETag", self.etag), ("Accept-Ranges", "bytes")]
        said.append(("Connection", "close") if length is None else ("Content-Length", str(length)))
        lines = "".join(f"{name}: {value}\r\n" for name, value in said)
        return f"HTTP/1.1 {self.status} {_phrase(self.status)}\r\n{lines}\r\n".encode("latin-1")


def as_json(value: object, status: int = 200, *, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """That value as the services send JSON."""
    return Reply(json.dumps(value, ensure_ascii=False).encode(), status, headers=headers)


def part_asked_for(request: Request, reply: Reply) -> Reply:
    """A file, or the part that Range and If-Range ask for; other answers as they are."""
    wanted = request.headers.get("range", "")
    if not reply.etag or reply.status != 200 or not wanted.startswith("bytes="):
        return reply
    if request.headers.get("if-range", reply.etag) != reply.etag:
        return reply
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    size = len(reply.body)
    if not first.isdecimal() or (last and not last.isdecimal()):
        return reply
    start, end = int(first), min(int(last or size), size - 1)
    if start >= size or start > end:
        return Reply(status=416, type=reply.type, headers=(("Content-Range", f"bytes */{size}"),), etag=reply.etag)
    return Reply(
        reply.body[start : end + 1],
        206,
        reply.type,
        (*reply.headers, ("Content-Range", f"bytes {start}-{end}/{size}")),
        reply.etag,
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
