"""Names of files that a person can read and that every platform allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from readinglist.library.records import Paper

LONGEST_BYTES = 140
"""Some file systems (encrypted home folders) allow no more; there is room left for a number."""

_NEVER = re.compile(r'[\x00-\x1f\x7f-\x9f<>"|?*\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)


def name_for(paper: Paper | None, original: str) -> str:
    """`Shor 1996 - Polynomial-Time Algorithms.pdf`; the original name while nobody knows what the file is."""
    if paper is None or not paper.authors or not paper.title:
        return safe_name(PurePath(original).name)
    year = f" {paper.year}" if paper.year else ""
    return safe_name(f"{paper.authors[0].family}{year} - {paper.title}.pdf")


def safe_name(name: str) -> str:
    """The name as a PDF's name that Windows, macOS and Linux allow, not hidden and not too long."""
    stem = name[:-4] if name.lower().endswith(".pdf") else name
    stem = unicodedata.normalize("NFC", stem)
    stem = re.sub(r"\s*[:/\\]\s*", " - ", _NEVER.sub(" ", stem))
    stem = " ".join(stem.split()).strip(" .-")
    while len(stem.encode()) > LONGEST_BYTES - len(".pdf"):
        stem = stem[:-1]
    stem = stem.rstrip(" .-")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem or 'document'}.pdf"


class FreeNames:
    """Names that are taken in a folder, told apart as on a disk that does not know capitals from small letters."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {_folded(name) for name in taken}

    def take(self, name: str) -> str:
        """The name, with a number behind it if it is taken; it is taken from now on."""
        stem, free, number = name[: -len(".pdf")], name, 1
        while _folded(free) in self._taken:
            number += 1
            free = f"{stem} ({number}).pdf"
        self._taken.add(_folded(free))
        return free


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
