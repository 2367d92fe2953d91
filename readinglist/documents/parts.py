"""Names of files on their way from the network: the same after a restart, so that they go on where they were."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_PART = re.compile(r"(\d+)-[0-9a-f]{16}\.part(?:\..*)?")


def part_path(folder: Path, paper: int, url: str) -> Path:
    """Where in the folder for partial files the bytes of that URL gather for that paper."""
    return folder / f"{paper}-{hashlib.sha256(url.encode()).hexdigest()[:16]}.part"


def paper_of_part(name: str) -> int | None:
    """The paper for which a part, or a note beside it, is kept; None for files of another sort."""
    match = _PART.fullmatch(name)
    return int(match[1]) if match else None


def discard_parts(folder: Path, paper: int) -> None:
    """Remove all parts of a paper, notes included: it has its file, or there is none."""
    for path in folder.glob(f"{paper}-*.part*"):
        with contextlib.suppress(OSError):
            path.unlink()


def last_name(url: str) -> str:
    """What a file from that URL is called while nobody knows its paper's title."""
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]) or "document"
