"""Looking papers up: who wrote them, what they are called, under which ids they are known."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from readinglist.errors import NotFoundError
from readinglist.http_client import BusyError, CallCancelledError, CoolingError, HttpError, NoNetworkError
from readinglist.jobs.causes import cause_of, no_network, raise_if_cut_off, soonest
from readinglist.jobs.worker import BACK_OFF, CancelledError, Hands
from readinglist.library import Library
from readinglist.library.database import Transaction
from readinglist.library.records import Job, Paper, PaperRecord
from readinglist.sources import Answer, Found, Known, Silent, SourceError, Sources

NAMES = {
    "arxiv": "arXiv",
    "huggingface": "Hugging Face",
    "datacite": "DataCite",
    "crossref": "Crossref",
    "europepmc": "Europe PMC",
    "unpaywall": "Unpaywall",
}
"""What a person calls the sources."""

Batch = Mapping[str, Found] | HttpError | SourceError | None


def known_of(paper: Paper) -> Known:
    """What services can be asked by."""
    return Known(paper.title, paper.authors, paper.abstract, paper.year, paper.arxiv_id, paper.doi, paper.pmid)


def is_complete(paper: Paper) -> bool:
    """Whether it is known who wrote it, what it is called, and under which id."""
    ids = (paper.arxiv_id, paper.doi, paper.pmid, paper.openreview_id)
    return bool(paper.title and paper.authors and any(ids))


class LookUpHandler:
    """Does the jobs of kind `look-up`, which fill what is missing, or `refresh`, which offer what is new.

    Takes all that are due at once: arXiv tells of a hundred papers in one call.
    """

    batch = 100

    def __init__(self, library: Library, sources: Sources, kind: str = "look-up") -> None:
        self.kind = kind
        self._library = library
        self._sources = sources

    def prepare(self) -> None:
        """Nothing: papers that lack something ask by themselves."""

    def work(self, hands: Hands) -> None:
        """Ask for each paper; what services do not answer is asked for again later."""
        papers = {paper.id: paper for paper in self._library.papers.get_many([job.paper for job in hands.jobs])}
        wanted: list[tuple[Job, Paper]] = []
        for job in hands.jobs:
            paper = papers.get(job.paper)  # else it was undone meanwhile, and the job goes back
            if paper is not None and self.kind == "look-up" and not job.asked and is_complete(paper):
                self._end(hands, job, "It is complete.")
            elif paper is not None:
                wanted.append((job, paper))
        arxiv = self._ask_arxiv(hands, [paper for _, paper in wanted])
        # What arXiv has told already need not wait for searches by title.
        wanted.sort(key=lambda pair: (-pair[0].rank, pair[1].arxiv_id is None))
        for job, paper in wanted:
            if not paper.arxiv_id and self._library.jobs.any_ahead(self.kind, job.rank):
                return  # the user cannot wait for a hundred others: those go back, and come again at once
            if not hands.cancelled(job):
                self._look_up(hands, job, paper, arxiv if paper.arxiv_id else None)

    def _ask_arxiv(self, hands: Hands, papers: Sequence[Paper]) -> Batch:
        ids = list(dict.fromkeys(paper.arxiv_id for paper in papers if paper.arxiv_id))
        if not ids:
            return None
        try:
            return self._sources.arxiv_batch(ids, hands.cancelled)
        except CallCancelledError as error:
            raise CancelledError from error
        except NoNetworkError as error:
            raise no_network(error) from error
        except (HttpError, SourceError) as error:
            return error

    def _look_up(self, hands: Hands, job: Job, paper: Paper, arxiv: Batch) -> None:
        if isinstance(arxiv, BusyError):  # in a moment it will tell: no need to trouble anybody else
            hands.later(job, str(arxiv), soonest([arxiv.until]), "busy")
            return
        try:
            answer = self._sources.look_up(known_of(paper), cancelled=lambda: hands.cancelled(job), arxiv=arxiv)
        except CallCancelledError:  # the job goes back, or was paused
            return
        if answer.found is not None:
            self._keep(hands, job, answer.found)
            return
        raise_if_cut_off(silent.error for silent in answer.silent)
        if answer.silent:
            self._ask_again(hands, job, answer)
        elif answer.choices:
            self._let_choose(hands, job, answer)
        elif answer.asked:
            self._not_found(hands, job, paper, answer)
        else:
            self._nothing_to_ask_by(hands, job)

    # -- how it ends ------------------------------------------------------------------------------------------------

    def _keep(self, hands: Hands, job: Job, found: Found) -> None:
        library, name = self._library, NAMES[found.source]
        if self.kind == "refresh":
            self._offer(hands, job, found)
            return
        with library.write() as tx:
            kept = library.jobs.finish(tx, job)
            if kept:
                library.choices.set(tx, job.paper, "same-title", ())
                paper = library.papers.fill(tx, job.paper, found.record, found.source)
                library.jobs.enqueue_download(tx, paper)
        if kept:
            hands.done(job, f"{found.record.title} ({name})")

    def _offer(self, hands: Hands, job: Job, found: Found) -> None:
        """What the service says otherwise is put beside what we have; nothing is changed before the user says so."""
        library, name = self._library, NAMES[found.source]
        with contextlib.suppress(NotFoundError):  # undone or merged meanwhile
            other = [difference.field for difference in library.papers.differences(job.paper, found.record)]
            with library.write() as tx:
                kept = library.jobs.finish(tx, job)
                if kept:
                    offered = [(found.source, found.record)] if other else []
                    library.choices.set(tx, job.paper, "refresh", offered)
            if kept:
                fields = ", ".join(field.removesuffix("_id").replace("_", " ") for field in other)
                hands.done(job, f"{name} says something else: {fields}." if other else f"{name} says nothing new.")

    def _let_choose(self, hands: Hands, job: Job, answer: Answer) -> None:
        several = len(answer.choices) > 1
        found = "Several papers" if several else "A paper"
        hands.fail(
            job,
            f"{found} may be this one, but that is not certain. Choose {'one' if several else 'it'}, or add an id.",
            for_good=True,
            cause="choice",
            along=lambda tx: self._without_look_up(tx, job, answer),
        )

    def _not_found(self, hands: Hands, job: Job, paper: Paper, answer: Answer) -> None:
        asked = [NAMES[source] for source in dict.fromkeys(answer.asked)]
        who = ", ".join(asked[:-1]) + f" and {asked[-1]}" if len(asked) > 1 else asked[0]
        know = "do not know" if len(asked) > 1 else "does not know"
        if ids := [f"arXiv {paper.arxiv_id}"] if paper.arxiv_id else [one for one in (paper.doi, paper.pmid) if one]:
            reason = f"{who} {know} {ids[0]}. Check it, or fill in title and authors yourself."
        else:
            reason = f"{who} {know} a paper of exactly this title. Check the title, or add an arXiv id or a DOI."
        hands.fail(
            job,
            reason,
            for_good=True,
            cause="not-found",
            along=lambda tx: self._without_look_up(tx, job, answer),
        )

    def _ask_again(self, hands: Hands, job: Job, answer: Answer) -> None:
        """Not all have answered: nobody can say yet that the paper is not known."""
        waiting = [one for one in answer.silent if isinstance(one.error, CoolingError | BusyError)]
        if waiting:
            first = min(waiting, key=lambda one: soonest([_until(one)]))
            self._put_before_user(job, answer)
            hands.later(job, first.reason, soonest([_until(first)]), cause_of(first.error))
            return
        first = answer.silent[0]
        final = all(one.error is not None and one.error.final for one in answer.silent)
        last = final or job.attempts >= len(BACK_OFF)
        if last and answer.choices:
            self._let_choose(hands, job, answer)
            return
        self._put_before_user(job, answer)
        hands.fail(
            job,
            first.reason,
            for_good=final,
            cause="refused" if final else "unavailable",
            until=_until(first),
            along=(lambda tx: self._without_look_up(tx, job, answer))
            if final or job.attempts == len(BACK_OFF)
            else None,
        )

    def _put_before_user(self, job: Job, answer: Answer) -> None:
        """The user need not wait for those that keep silent."""
        if answer.choices:
            with self._library.write() as tx:
                self._library.choices.set(tx, job.paper, "same-title", _records(answer))

    def _without_look_up(self, tx: Transaction, job: Job, answer: Answer) -> None:
        """An id or a link may lead to a PDF all the same, and that may say more."""
        self._library.choices.set(tx, job.paper, "same-title", _records(answer))
        self._library.jobs.enqueue_download(tx, job.paper)

    def _nothing_to_ask_by(self, hands: Hands, job: Job) -> None:
        with self._library.write() as tx:
            leads_on = self._library.jobs.enqueue_download(tx, job.paper)
            ended = leads_on and self._library.jobs.finish(tx, job)
        if ended:
            hands.done(job, "There is nothing to look up; its link may lead to a PDF.")
        elif not leads_on:
            reason = "There is nothing to look it up by. Add its title, an arXiv id or a DOI."
            hands.fail(job, reason, for_good=True, cause="not-found")

    def _end(self, hands: Hands, job: Job, text: str) -> None:
        with self._library.write() as tx:
            kept = self._library.jobs.finish(tx, job)
            if kept:
                self._library.jobs.enqueue_download(tx, job.paper)
        if kept:
            hands.spared(job, text)


def _records(answer: Answer) -> Sequence[tuple[str, PaperRecord]]:
    return [(found.source, found.record) for found in answer.choices]


def _until(silent: Silent) -> datetime | None:
    return silent.until or (silent.error.until if silent.error else None)
