"""A file on its way: what is there of it, and the note beside it by which a later process goes on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from readinglist.errors import LibraryError
from readinglist.http_client.reply import PIECE

HEAD = 1024
"""Bytes at the beginning by which a file's kind is told."""


@dataclass(frozen=True, slots=True)
class Note:
    """Which file the bytes in the part are of: enough to ask for the rest, and to be told if it has changed."""

    url: str
    etag: str = ""
    modified: str = ""
    total: int | None = None

    @property
    def validator(self) -> str:
        """What `If-Range` may carry; "" if the host gave nothing to tell versions apart by."""
        return self.etag or self.modified


def resume_path(part: Path) -> Path:
    """Where the note about that part lies."""
    return part.with_name(f"{part.name}.resume")


def discard_part(part: Path) -> None:
    """Remove a part and its note, or what is left of them: after its file has been published, or is not wanted."""
    resume_path(part).unlink(missing_ok=True)
    part.unlink(missing_ok=True)


class Part:
    """An open part; used by the thread that downloads. LibraryError when the disk will not have it."""

    def __init__(self, path: Path, url: str, file: BinaryIO) -> None:
        self.path, self.url, self._file = path, url, file
        self.size = 0
        self.head = b""
        self.note = Note(url)
        self._digest = hashlib.sha256()

    @classmethod
    @contextmanager
    def opened(cls, path: Path, url: str, check: Callable[[], object]) -> Iterator[Part]:
        """The part at that path, with what is in it already if it belongs to that URL; else empty.

        `check` is called now and then while that is read, and may raise.
        """
        with _disk(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a+b", buffering=0)
        with file:
            part = cls(path, url, file)
            note = _read_note(resume_path(path))
            if note and note.url == url and note.validator:
                part.note = note
                part._read_in(check)
            else:
                part.restart()
            yield part

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Add bytes at the end."""
        with _disk(self.path):
            left = memoryview(piece)
            while left:
                left = left[self._file.write(left) :]
        self._take(piece)

    def restart(self) -> None:
        """Forget what is there. The note goes first: it must never vouch for bytes of another version."""
        with _disk(self.path):
            resume_path(self.path).unlink(missing_ok=True)
            self._file.truncate(0)
        self.size, self.head, self.note, self._digest = 0, b"", Note(self.url), hashlib.sha256()

    def remember(self, note: Note) -> None:
        """Write the note, whole or not at all, before the first byte that it vouches for."""
        self.note = note
        if not note.validator:
            return
        target = resume_path(self.path)
        new = target.with_name(f"{target.name}.new")
        with _disk(target):
            new.write_text(json.dumps(asdict(note)), encoding="utf-8")
            new.replace(target)

    def finish(self) -> None:
        """See to it that the bytes are on the disk, not only on their way there."""
        with _disk(self.path):
            os.fsync(self._file.fileno())

    def _read_in(self, check: Callable[[], object]) -> None:
        with _disk(self.path):
            self._file.seek(0)
            while piece := self._file.read(PIECE):
                check()
                self._take(piece)

    def _take(self, piece: bytes) -> None:
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
        self._digest.update(piece)
        self.size += len(piece)


def _read_note(path: Path) -> Note | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    match said:
        case {"url": str(url), "etag": str(etag), "modified": str(modified), "total": int() | None as total}:
            return Note(url, etag, modified, total)
    return None


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"{path} cannot be written ({error.strerror}). See that its disk has room and may be written to."
        ) from error
