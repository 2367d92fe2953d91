"""arXiv: its Atom answers, by ids and by title (skeleton: signatures first)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readinglist.sources.answers import Found


class ArxivBatch(Mapping[str, Found]):
    """What one call brought: by id what arXiv says; an id that is missing it does not know, unless in `retry`."""

    def __init__(self, found: Mapping[str, Found], retry: frozenset[str] = frozenset()) -> None:
        self._found = dict(found)
        self.retry = retry
        """Ids for which arXiv sent an entry without title, as it does at times: to be asked again."""

    def __getitem__(self, arxiv_id: str) -> Found:
        return self._found[arxiv_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
