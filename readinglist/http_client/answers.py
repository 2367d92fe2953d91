"""What a call brings home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Known:
    """What a host said of an answer by which it knows later whether that still holds; empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What makes a question depend on it."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Answer:
    """A small answer, whole and decoded; `url` is where it came from after redirects, by the service's true name."""

    status: int
    url: str
    headers: Mapping[str, str]
    """Names in lower case."""
    content_type: str
    """Without parameters, in lower case: `application/json`; "" if the host did not say."""
    body: bytes

    @property
    def known(self) -> Known:
        """What to ask with the next time. Headers that could not be sent back are none."""
        return Known(_sendable(self.headers.get("etag", "")), _sendable(self.headers.get("last-modified", "")))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that has arrived whole: what is on disk now, and where it came from after redirects."""

    path: Path
    size: int
    sha256: str
    url: str
    content_type: str


def _sendable(value: str) -> str:
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""
