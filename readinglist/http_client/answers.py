"""What a call brings home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that has arrived whole: what is on disk now, and where it came from after redirects."""

    path: Path
    size: int
    sha256: str
    url: str
    content_type: str
