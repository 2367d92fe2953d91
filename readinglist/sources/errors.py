"""What a service says that nobody can read."""

from __future__ import annotations

from readinglist.errors import ReadingListError


class SourceError(ReadingListError):
    """A service's answer that makes no sense to us: cut, mangled, or another thing altogether."""
