"""Where the library and the program's own resources are."""

from __future__ import annotations

import os
from pathlib import Path

PROGRAM = "readinglist"


def default_library() -> Path:
    """The library's folder when the user names none: READINGLIST_LIBRARY, else the platform's data folder."""
    named = os.environ.get("READINGLIST_LIBRARY", "")
    if named.strip():
        return Path(named).expanduser().absolute()
    import platformdirs  # only where it is needed: it costs start-up time

    return Path(platformdirs.user_data_dir("Reading List", appauthor=False))


def resource(name: str) -> Path:
    """The path of a shipped file such as `icons/star.svg`, in a wheel and in a clone alike."""
    return _resources() / name


def _resources() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
