"""Embedding: papers by title and abstract, documents and notes by their passages."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from datetime import timedelta

from readinglist.documents import passages
from readinglist.errors import ModelError, NotFoundError
from readinglist.jobs.worker import CancelledError, Hands, UnavailableError
from readinglist.library import Library
from readinglist.library.records import Job
from readinglist.search import Embedder, index_document, index_notes, index_papers

log = logging.getLogger(__name__)

WITHOUT_MODEL = timedelta(minutes=10)
"""How long embedding rests when the model cannot be used; most likely somebody has to do something about it."""
ASKED_AT_ONCE = 500
"""Jobs asked for in one transaction: some milliseconds."""
FOR_EVER = "9999"


class EmbedHandler:
    """Does the jobs of kind `embed`: many papers at a time, so that texts alike in length go together."""

    kind = "embed"
    batch = 256

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self._tidy = False

    def prepare(self) -> None:
        """Ask again for what the index lacks: it was made anew, or the user has chosen another model."""
        try:
            missing = self._library.index.missing(self._embedder.stamp)
        except ModelError as error:  # the jobs that wait will say so
            log.warning("%s", error)
            return
        self._ask("embed", [(paper, None) for paper in dict.fromkeys((*missing.papers, *missing.notes))])
        self._ask("embed", self._with_papers(missing.documents))
        self._ask("extract", self._with_papers(missing.unread_documents))

    def work(self, hands: Hands) -> None:
        """Embed what the jobs ask for; what is up to date already costs nothing."""
        try:
            self._papers(hands, [job for job in hands.jobs if job.document is None])
            for job in hands.jobs:
                if job.document is not None:
                    self._document(hands, job, job.document)
            self._drop_former_models()
        except ModelError as error:
            if hands.cancelled():  # the model was shut down because we were to stop
                raise CancelledError from error
            raise UnavailableError(str(error), WITHOUT_MODEL) from error

    def _papers(self, hands: Hands, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        done = set(
            index_papers(
                self._library,
                self._embedder,
                [job.paper for job in jobs],
                on_progress=lambda fraction: hands.progress(fraction, *jobs),
                cancelled=hands.cancelled,
            )
        )
        done &= set(index_notes(self._library, self._embedder, list(done), cancelled=hands.cancelled))
        # First the vectors, then the library: after a crash between them the jobs are there still and cost nothing.
        self._finish(hands, [job for job in jobs if job.paper in done])

    def _document(self, hands: Hands, job: Job, document: int) -> None:
        if hands.cancelled(job):
            return
        pages = self._library.index.pages(document)
        if pages is None:  # the index was made anew meanwhile: read the file again first
            with self._library.write() as tx:
                if self._library.jobs.finish(tx, job):
                    self._library.jobs.enqueue(tx, "extract", job.paper, document)
            return
        if self._library.index.has_passages(self._embedder.stamp, document):
            self._finish(hands, [job])
            return
        whole = index_document(
            self._library,
            self._embedder,
            document,
            [(passage.page, passage.text) for passage in passages(pages)],
            on_progress=lambda fraction: hands.progress(fraction, job),
            cancelled=lambda: hands.cancelled(job),
        )
        if whole:
            self._finish(hands, [job])

    def _finish(self, hands: Hands, jobs: Sequence[Job]) -> None:
        with self._library.write() as tx:
            kept = [job for job in jobs if self._library.jobs.finish(tx, job)]
        for job in kept:
            hands.done(job)

    def _ask(self, kind: str, works: Sequence[tuple[int, int | None]]) -> None:
        for start in range(0, len(works), ASKED_AT_ONCE):
            with self._library.write() as tx:
                self._library.jobs.enqueue_new(tx, kind, works[start : start + ASKED_AT_ONCE])

    def _with_papers(self, documents: Sequence[int]) -> list[tuple[int, int | None]]:
        found: list[tuple[int, int | None]] = []
        for document in documents:
            with contextlib.suppress(NotFoundError):  # removed for good while we look
                found.append((self._library.documents.get(document).paper, document))
        return found

    def _drop_former_models(self) -> None:
        """Once a run, when everything has vectors of this model, those of others are of no more use."""
        if self._tidy or self._library.jobs.any_before([self.kind], FOR_EVER):
            return
        self._tidy = True
        missing = self._library.index.missing(self._embedder.stamp)
        if not (missing.papers or missing.documents or missing.notes):
            self._library.index.forget_models(self._embedder.stamp)
