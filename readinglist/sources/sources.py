"""All services behind one door: which is asked for what, in which order (skeleton: signatures first)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from readinglist.http_client import HttpClient, HttpError
from readinglist.sources.answers import Answer, Copies, Found, Known
from readinglist.sources.arxiv import ArxivBatch

Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


class Sources:
    """The services that know papers. Any thread; several at once."""

    def __init__(self, client: HttpClient, *, contact: Callable[[], str | None] = lambda: None) -> None:
        """`contact`: the user's e-mail address, if they gave one."""
        self._client = client
        self._contact = contact

    def arxiv_batch(self, ids: Sequence[str], cancelled: Cancelled = _never) -> ArxivBatch:
        """What arXiv says of up to 100 ids (without versions) in one call; HttpError or SourceError."""
        raise NotImplementedError

    def look_up(
        self,
        known: Known,
        *,
        cancelled: Cancelled = _never,
        arxiv: Mapping[str, Found] | HttpError | None = None,
    ) -> Answer:
        """Ask the services in their order until one knows the paper; only CallCancelledError is raised.

        `arxiv`: what `arxiv_batch` brought, this paper's id among what it asked for, or how it failed; None = not asked.
        """
        raise NotImplementedError

    def copies(
        self, known: Known, url: str | None = None, cancelled: Cancelled = _never, *, elsewhere: bool = False
    ) -> Copies:
        """Where a PDF may be had; only CallCancelledError is raised.

        A paper of arXiv has its PDF there and nobody else is asked, unless `elsewhere` (which leaves arXiv out).
        """
        raise NotImplementedError
