"""PDF files: kept in the library's folder, read in a child process, and asked which paper they are."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from readinglist.documents.extraction import Extraction, Identity
    from readinglist.documents.reader import CancelledError, Reader

_HOMES = {
    "CancelledError": "reader",
    "Extraction": "extraction",
    "Identity": "extraction",
    "Reader": "reader",
}

__all__ = ["CancelledError", "Extraction", "Identity", "Reader"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: the child process that reads PDFs needs no library."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
