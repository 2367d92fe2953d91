"""Where a paper's PDF may be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from readinglist.http_client import HttpClient
from readinglist.sources import crossref, europe_pmc, unpaywall
from readinglist.sources.addresses import in_one_spelling, leads_to_pdf
from readinglist.sources.answers import Copies, Copy, Known
from readinglist.sources.arxiv import PDF
from readinglist.sources.asking import Questions

ASK_FOR_ADDRESS = (
    "Unpaywall, which knows most open copies, was not asked: it wants an e-mail address. Give yours in the settings."
)


@dataclass(slots=True)
class Search:
    """One search for copies under way."""

    client: HttpClient
    known: Known
    url: str | None
    contact: str | None
    cancelled: Callable[[], bool]
    questions: Questions = field(default_factory=Questions)
    hints: list[str] = field(default_factory=list)

    def run(self, elsewhere: bool) -> Copies:
        """arXiv's own PDF, or else what the other services and the paper's link name."""
        arxiv_id = self.known.arxiv_id
        link = self.url if self.url and leads_to_pdf(self.url) else None
        if arxiv_id and not elsewhere:
            more = bool(self.known.doi or self.known.pmid or link)
            return Copies((Copy(f"{PDF}{arxiv_id}", "arxiv", "submitted"),), more=more)
        opened, closed = self._crossref()
        found = [*opened, *self._europe_pmc(), *self._unpaywall(), *closed]
        if link:
            found.append(Copy(link, "link"))
        by_url: dict[str, Copy] = {}
        for copy in found:
            by_url.setdefault(in_one_spelling(copy.url), copy)
        if arxiv_id:
            by_url.pop(f"{PDF}{arxiv_id}", None)
        copies = tuple(replace(copy, url=url) for url, copy in by_url.items())
        return Copies(copies, tuple(self.questions.silent), tuple(self.hints))

    def _crossref(self) -> tuple[tuple[Copy, ...], tuple[Copy, ...]]:
        doi = self.known.doi
        if not doi:
            return (), ()
        found = self.questions.ask(
            "crossref", lambda: crossref.ask_copies(self.client, doi, self.contact, self.cancelled)
        )
        return found or ((), ())

    def _europe_pmc(self) -> tuple[Copy, ...]:
        pmid, doi = self.known.pmid, self.known.doi
        if not pmid and not doi:
            return ()
        result = self.questions.ask("europepmc", lambda: europe_pmc.ask(self.client, pmid, doi, self.cancelled))
        return result.copies if result else ()

    def _unpaywall(self) -> tuple[Copy, ...]:
        doi, contact = self.known.doi, self.contact
        if not doi:
            return ()
        if not contact:
            self.hints.append(ASK_FOR_ADDRESS)
            return ()
        return self.questions.ask("unpaywall", lambda: unpaywall.ask(self.client, doi, contact, self.cancelled)) or ()
