"""Small pictures that feeds show beside papers: fetched when they are looked at, kept, and thrown away first."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

from readinglist.http_client import CallCancelledError, HttpClient, HttpError
from readinglist.whole_files import write_whole

MOST_BYTES = 3_000_000
"""Of one picture."""
ALL_BYTES = 60_000_000
"""Of all that are kept; beyond it the oldest go."""
AGAIN_SECONDS = 3600.0
"""After which a picture that could not be had is asked for again."""
ACCEPTED = "image/png, image/jpeg, image/webp, image/gif;q=0.5"
_KINDS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"))


def _never() -> bool:
    return False


class Thumbnails:
    """The pictures in a folder that may be deleted at any time. Any thread."""

    def __init__(self, client: HttpClient, folder: Path, *, wanted: Callable[[], bool], most: int = ALL_BYTES) -> None:
        """`wanted`: the user's switch. `most`: bytes of all pictures together."""
        self._client, self._folder, self._wanted, self._most = client, folder, wanted, most
        self._lock = threading.Lock()
        self._failed: dict[str, float] = {}

    def there(self, url: str) -> Path | None:
        """The file of a picture that was fetched before; quick, asks nobody."""
        if not url or not self._wanted():
            return None
        stem = self._folder / _name(url)
        return next((path for _, end in (*_KINDS, (b"", ".webp")) if (path := stem.with_suffix(end)).is_file()), None)

    def fetch(self, url: str, cancelled: Callable[[], bool] = _never) -> Path | None:
        """The file of a picture, from the network if need be; None if it is not wanted or cannot be had now."""
        found = self.there(url)
        if found is not None or not url or not self._wanted() or not self._may_ask(url):
            return found
        try:
            body = self._client.get(url, accept=ACCEPTED, max_bytes=MOST_BYTES, whole=30.0, cancelled=cancelled).body
        except CallCancelledError:
            return None
        except HttpError as error:
            self._note_failure(url, error.final)
            return None
        end = _ending(body)
        if end is None:
            self._note_failure(url, True)
            return None
        try:
            return self._keep(self._folder / (_name(url) + end), body)
        except OSError:  # no room: then there are no pictures
            self._note_failure(url, False)
            return None

    def clear(self) -> None:
        """Throw all away."""
        with self._lock:
            for path in self._files():
                path.unlink(missing_ok=True)

    def _may_ask(self, url: str) -> bool:
        with self._lock:
            return time.monotonic() >= self._failed.get(url, 0.0)

    def _note_failure(self, url: str, final: bool) -> None:
        with self._lock:
            self._failed[url] = time.monotonic() + AGAIN_SECONDS * (24 if final else 1)

    def _keep(self, path: Path, body: bytes) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, body)
        with self._lock:
            self._make_room(besides=path)
        return path

    def _make_room(self, besides: Path) -> None:
        files = [(path.stat(), path) for path in self._files()]
        left = sum(stat.st_size for stat, _ in files)
        for stat, path in sorted(files, key=lambda file: file[0].st_mtime):
            if left <= self._most:
                break
            if path != besides:
                path.unlink(missing_ok=True)
                left -= stat.st_size

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("*.*") if path.is_file()] if self._folder.is_dir() else []


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _ending(body: bytes) -> str | None:
    """What kind of picture the bytes are, whatever their host calls them; None for anything else."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return ".webp"
    return next((end for start, end in _KINDS if body.startswith(start)), None)
