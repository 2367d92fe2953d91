"""All services behind one door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from readinglist.http_client import HttpClient, HttpError
from readinglist.identifiers import parse_arxiv_id
from readinglist.library.feed_records import Entry
from readinglist.sources import arxiv as arxiv_service
from readinglist.sources import daily
from readinglist.sources.answers import Answer, Copies, Found, Known
from readinglist.sources.arxiv import ArxivBatch
from readinglist.sources.copies import Search
from readinglist.sources.errors import SourceError
from readinglist.sources.look_up import LookUp

Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


def _nobody() -> str | None:
    return None


class Sources:
    """The services that know papers. Any thread; several at once."""

    def __init__(self, client: HttpClient, *, contact: Callable[[], str | None] = _nobody) -> None:
        """`contact`: the user's e-mail address, if they gave one."""
        self._client = client
        self._contact = contact

    def arxiv_batch(self, ids: Sequence[str], cancelled: Cancelled = _never) -> ArxivBatch:
        """What arXiv says of ids without versions, in one call for each 100; HttpError or SourceError."""
        return arxiv_service.ask_ids(self._client, ids, cancelled)

    def look_up(
        self,
        known: Known,
        *,
        cancelled: Cancelled = _never,
        arxiv: Mapping[str, Found] | HttpError | SourceError | None = None,
    ) -> Answer:
        """Ask the services in their order until one knows the paper; only CallCancelledError is raised.

        `arxiv`: what `arxiv_batch` brought, this paper's id among those that it asked for, or how it failed; without it
        arXiv is asked for this paper alone.
        """
        return LookUp(self._client, _settled(known), self._address(), cancelled, arxiv).run()

    def copies(
        self, known: Known, url: str | None = None, cancelled: Cancelled = _never, *, elsewhere: bool = False
    ) -> Copies:
        """Where a PDF may be had; only CallCancelledError is raised.

        A paper of arXiv has its PDF there and nobody else is asked, unless `elsewhere`, which leaves arXiv's out.
        """
        return Search(self._client, _settled(known), url, self._address(), cancelled).run(elsewhere)

    def search_online(self, text: str, cancelled: Cancelled = _never) -> tuple[Entry, ...]:
        """What Hugging Face's search finds among its papers, the best first; HttpError or SourceError."""
        return daily.search(self._client, text, cancelled)

    def _address(self) -> str | None:
        address = (self._contact() or "").strip()
        return address if "@" in address else None


def _settled(known: Known) -> Known:
    """An arXiv id that is written as a DOI is an arXiv id."""
    arxiv = parse_arxiv_id(known.doi) if known.doi and known.doi.lower().startswith("10.48550/") else None
    return replace(known, doi=None, arxiv_id=known.arxiv_id or arxiv[0]) if arxiv else known
