"""Reading documents: their text into the index, what they say of their paper and what is marked in them into the
library."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readinglist.documents import CancelledError as ReadingCancelledError
from readinglist.documents import Extraction, Identity, PdfAnnotation, Reader
from readinglist.documents.recognised import with_recognised
from readinglist.errors import DocumentError, NotFoundError
from readinglist.identifiers import title_key
from readinglist.jobs.changed_files import Stamp, changed_documents, new_sha256
from readinglist.jobs.look_up import is_complete
from readinglist.jobs.worker import CancelledError, Hands
from readinglist.library import Library
from readinglist.library.annotation_import import import_from_pdf, write_stamp
from readinglist.library.database import Transaction
from readinglist.library.records import Document, Job, Paper, Status

log = logging.getLogger(__name__)

OWN_GUESSES = (None, "file-name", "pdf")
"""Sources of a title that are no better than what is printed on the first page."""

TELLING_WORDS = 4
"""A file whose name has so many words may well be called as its paper is."""


class ExtractHandler:
    """Does the jobs of kind `extract`: one document at a time."""

    kind = "extract"
    batch = 1

    def __init__(self, library: Library, reader: Reader) -> None:
        self._library = library
        self._reader = reader

    def prepare(self) -> None:
        """A new document brings its job along; one whose file another program has written since is read again."""
        changed = changed_documents(self._library)
        if changed:
            with self._library.write() as tx:
                self._library.jobs.enqueue_new(tx, self.kind, changed)

    def work(self, hands: Hands) -> None:
        """Read the document; it ends as text, as empty, or as failed with a reason in plain words."""
        for job in hands.jobs:
            assert job.document is not None
            try:
                document = self._library.documents.get(job.document)
            except NotFoundError:  # the user has taken it away: nothing is left to do
                with self._library.write() as tx:
                    self._library.jobs.finish(tx, job)
                continue
            self._read(hands, job, document)

    def _read(self, hands: Hands, job: Job, document: Document) -> None:
        try:
            stamp = Stamp.of(document.path)
            extraction = self._reader.extract(
                document.path, lambda fraction: hands.progress(fraction, job), lambda: hands.cancelled(job)
            )
            marks = self._marks(hands, job, document)
            sha256 = None if stamp is None else new_sha256(self._library, document, stamp)
        except ReadingCancelledError as error:
            raise CancelledError from error
        except DocumentError as error:
            self._keep_reason(hands, job, document, str(error))
            return
        if seen := self._library.recognised.of(document.id):
            extraction = _with_recognised(extraction, seen)
        index = self._library.index
        same_text = document.state == extraction.state and index.pages(document.id) == list(extraction.pages)
        # First the index, then the library: after a crash between them the job is there still, and is done again.
        if not same_text:
            index.set_pages(document.id, extraction.pages)
        with self._library.write() as tx:
            kept = self._library.jobs.finish(tx, job)
            if kept:
                if not same_text:
                    self._keep(tx, document, extraction)
                if marks is not None:
                    import_from_pdf(tx, document.id, marks)
                if stamp is not None:
                    write_stamp(tx, document.id, stamp.size, stamp.modified_ns, sha256)
        if kept:
            pages = len(extraction.pages)
            text = f"{document.original_name}: {pages} {'page' if pages == 1 else 'pages'}"
            hands.done(job, text + (f", {extraction.reason}" if extraction.reason else ""))

    def _marks(self, hands: Hands, job: Job, document: Document) -> Sequence[PdfAnnotation] | None:
        """The annotations in the file; None if they cannot be read, which is no reason to lose its text."""
        try:
            return self._reader.annotations(document.path, lambda: hands.cancelled(job))
        except DocumentError as error:
            log.warning("The annotations in %s cannot be read: it %s", document.path, error)
            return None

    def _keep_reason(self, hands: Hands, job: Job, document: Document, reason: str) -> None:
        """Reading the same bytes again would end the same way: failed for good, unless the user thinks otherwise."""

        def along(tx: Transaction) -> None:
            self._library.documents.set_result(tx, document.id, "failed", None, reason)

        hands.fail(job, reason, for_good=True, along=along)

    def _keep(self, tx: Transaction, document: Document, extraction: Extraction) -> None:
        library = self._library
        library.documents.set_result(tx, document.id, extraction.state, len(extraction.pages), extraction.reason)
        # The paper as it is now: while we read, it may have been merged into another.
        paper = library.documents.get(document.id).paper
        if extraction.state == "read":
            library.jobs.enqueue(tx, "embed", paper, document.id)
        before = library.papers.get(paper)
        if self._describes(before, extraction.identity):
            paper = library.papers.fill(tx, paper, extraction.identity.record, "pdf")
        self._ask_for_more(tx, before, library.papers.get(paper))

    def _ask_for_more(self, tx: Transaction, before: Paper, paper: Paper) -> None:
        """Services may know what the file does not say; once, unless the file has said something new to ask by."""
        source, _ = self._library.papers.provenance(paper.id).get("title", ("", ""))
        named = paper.arxiv_id or paper.doi or paper.pmid
        # What a file is called is seldom what its paper is called.
        guessed = source == "file-name" and not named and len(title_key(paper.title).split()) < TELLING_WORDS
        if is_complete(paper) or guessed or source == "sample" or paper.status is Status.DISMISSED:
            return
        if (before.title, before.arxiv_id, before.doi) != (paper.title, paper.arxiv_id, paper.doi):
            self._library.jobs.enqueue(tx, "look-up", paper.id)
        else:
            self._library.jobs.enqueue_new(tx, "look-up", [(paper.id, None)])

    def _describes(self, paper: Paper, identity: Identity) -> bool:
        """Whether what a file says may go to its paper, and is not of a supplement or of a file in the wrong place."""
        if not (identity.title or identity.doi or identity.arxiv_id):
            return False
        ids = [(paper.doi, identity.doi), (paper.arxiv_id, identity.arxiv_id)]
        shared = [ours == theirs for ours, theirs in ids if ours and theirs]
        if shared:
            return all(shared)
        source, _ = self._library.papers.provenance(paper.id).get("title", (None, ""))
        return source in OWN_GUESSES or title_key(paper.title) == title_key(identity.title)


def _with_recognised(extraction: Extraction, seen: Mapping[int, bytes]) -> Extraction:
    """What was read, with what was recognised on the pages that hold no text."""
    pages = with_recognised(extraction.pages, seen)
    return replace(extraction, pages=pages, reason=None if any(map(str.strip, pages)) else extraction.reason)
