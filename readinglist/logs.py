"""Logging to stderr and, for the window, to a rotating file in the library's folder."""

from __future__ import annotations

import logging
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
SENTENCE = "readinglist: %(message)s"
"""On the console, where a person reads it between the program's own sentences."""


def set_up(*, verbose: bool = False, file: Path | None = None) -> None:
    """Send our log records to stderr (warnings only unless verbose) and everything to `file` if given."""
    root = logging.getLogger("readinglist")
    root.setLevel(logging.DEBUG)
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    console = logging.StreamHandler()
    console.setLevel(logging.DEBUG if verbose else logging.WARNING)
    console.setFormatter(logging.Formatter(FORMAT if verbose else SENTENCE))
    root.addHandler(console)
    if file is not None:
        from logging.handlers import RotatingFileHandler  # brings sockets along: not at each start

        rotating = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
        rotating.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(rotating)
