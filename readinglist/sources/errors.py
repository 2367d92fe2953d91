"""What a service says that nobody can read."""

from __future__ import annotations

from readinglist.errors import ReadingListError


class SourceError(ReadingListError):
    """A service's answer that makes no sense to us: cut, mangled, or another thing altogether."""

    @classmethod
    def broken(cls, service: str) -> SourceError:
        """The answer that ends in the middle or is no JSON or XML at all."""
        return cls(f"{service} sent an answer that is cut or broken. It will be asked again later.")

    @classmethod
    def strange(cls, service: str) -> SourceError:
        """The answer that is whole and yet none to what was asked."""
        return cls(f"{service} sent something that is no answer to our question. It will be asked again later.")
