"""A look-up: the services in their order until one knows the paper, by its ids or else by its title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from readinglist.http_client import HttpClient, HttpError
from readinglist.identifiers import title_key
from readinglist.sources import arxiv, crossref, datacite, europe_pmc, hugging_face
from readinglist.sources.answers import Answer, Found, Known
from readinglist.sources.arxiv import ArxivBatch
from readinglist.sources.asking import Questions
from readinglist.sources.errors import SourceError
from readinglist.sources.same_title import judge, merged

Batch = Mapping[str, Found] | HttpError | SourceError | None
Step = tuple[str, Callable[[], Found | None]]


@dataclass(slots=True)
class LookUp:
    """One look-up under way."""

    client: HttpClient
    known: Known
    contact: str | None
    cancelled: Callable[[], bool]
    batch: Batch = None
    questions: Questions = field(default_factory=Questions)

    def run(self) -> Answer:
        """The services one after another."""
        if self.known.arxiv_id or self.known.doi or self.known.pmid:
            return self._by_ids()
        return self._by_title() if title_key(self.known.title) else Answer()

    def _by_ids(self) -> Answer:
        """The first that knows who wrote it, else the first that knows it at all."""
        nameless: Found | None = None
        for source, question in self._steps():
            found = self.questions.ask(source, question)
            if found and found.record.authors:
                return self._answer(found)
            nameless = nameless or found
        return self._answer(nameless)

    def _steps(self) -> Iterator[Step]:
        client, known, cancelled = self.client, self.known, self.cancelled
        if arxiv_id := known.arxiv_id:
            yield "arxiv", lambda: self._arxiv(arxiv_id)
            yield "huggingface", lambda: hugging_face.ask_id(client, arxiv_id, cancelled)
            yield "datacite", lambda: datacite.ask_doi(client, f"10.48550/arxiv.{arxiv_id}", cancelled)
        if doi := known.doi:
            yield "crossref", lambda: crossref.ask_doi(client, doi, self.contact, cancelled)
            yield "datacite", lambda: datacite.ask_doi(client, doi, cancelled)
        if pmid := known.pmid:
            yield "europepmc", lambda: self._europe_pmc(pmid)

    def _arxiv(self, arxiv_id: str) -> Found | None:
        batch = self.batch
        if isinstance(batch, HttpError | SourceError):
            raise batch
        if batch is None:
            batch = arxiv.ask_ids(self.client, [arxiv_id], self.cancelled)
        if isinstance(batch, ArxivBatch) and arxiv_id in batch.retry:
            raise SourceError("arXiv sent this paper without its title, as it does at times. It will be asked again.")
        return batch.get(arxiv_id)

    def _europe_pmc(self, pmid: str) -> Found | None:
        result = europe_pmc.ask(self.client, pmid, None, self.cancelled)
        return result.found if result else None

    def _by_title(self) -> Answer:
        choices: list[Found] = []
        for source, question in self._searches():
            candidates = self.questions.ask(source, question)
            verdict = judge(self.known, candidates or ())
            if verdict.found:
                return self._answer(verdict.found)
            choices += verdict.choices
            if verdict.torn:
                break
        return self._answer(None, merged(choices))

    def _searches(self) -> Iterator[tuple[str, Callable[[], tuple[Found, ...]]]]:
        client, title, cancelled = self.client, self.known.title, self.cancelled
        yield "huggingface", lambda: hugging_face.ask_title(client, title, cancelled)
        yield "arxiv", lambda: arxiv.ask_title(client, title, cancelled)
        yield "crossref", lambda: crossref.ask_title(client, title, self.contact, cancelled)

    def _answer(self, found: Found | None, choices: tuple[Found, ...] = ()) -> Answer:
        return Answer(found, choices, tuple(self.questions.silent), tuple(self.questions.asked))
