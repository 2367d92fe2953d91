"""What is said of a file whose child process gave no answer."""

from __future__ import annotations

import logging
from pathlib import Path

from readinglist.child_process import (
    ChildCancelledError,
    ChildDiedError,
    ChildError,
    ChildFailedError,
    ChildTimeoutError,
)
from readinglist.errors import DocumentError

log = logging.getLogger(__name__)


class CancelledError(Exception):
    """Reading was cancelled, or the reader was closed."""


def trouble_of(error: ChildError, path: Path, limit: float, advice: str = "") -> Exception:
    """The DocumentError with a reason in plain words, or CancelledError, to raise for what a request ended in.

    `limit`: how many seconds it was given; `advice` stands behind a reason that may be gone the next time.
    """
    match error:
        case ChildTimeoutError():
            return DocumentError(f"took longer than {limit:g} s{advice}")
        case ChildCancelledError():
            return CancelledError()
        case ChildDiedError(out_of_memory=True):
            log.warning("%s: %s", path, error)
            return DocumentError(f"needs more memory than allowed{advice}")
        case ChildDiedError():
            log.warning("%s ended the process that read it: %s", path, error)
            return DocumentError(f"crashed the PDF reader ({error}){advice}")
        case ChildFailedError():
            log.error("A bug met %s: %s", path, error)
    return DocumentError("could not be read because of a mistake in this program; its log says more")
