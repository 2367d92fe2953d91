"""Recognising the text of scanned documents, page by page; what is done stays done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from readinglist.documents import CancelledError as ReadingCancelledError
from readinglist.documents import Recogniser, tesseract
from readinglist.errors import DocumentError, InputError, LibraryError, NotFoundError
from readinglist.jobs.worker import CancelledError, Hands, UnavailableError
from readinglist.library import Library
from readinglist.library.records import Document, Job
from readinglist.settings import Settings

MOST_FAILURES = 3
"""Pages one after another that cannot be recognised, after which the rest is not tried."""
WITHOUT_ROOM = timedelta(minutes=10)
NOTHING_TO_DO = "Each of its pages has text already: there is nothing to recognise."


class OcrHandler:
    """Does the jobs of kind `ocr`: one document at a time."""

    kind = "ocr"
    batch = 1

    def __init__(self, library: Library, recogniser: Recogniser, settings: Callable[[], Settings]) -> None:
        self._library = library
        self._recogniser = recogniser
        self._settings = settings

    def prepare(self) -> None:
        """Only the user asks for it."""

    def work(self, hands: Hands) -> None:
        """Recognise the pages without text that are not recognised yet, and have the document read again."""
        for job in hands.jobs:
            assert job.document is not None
            try:
                self._document(hands, job, self._library.documents.get(job.document))
            except NotFoundError:  # the user has taken it away: nothing is left to do
                with self._library.write() as tx:
                    self._library.jobs.finish(tx, job)
            except ReadingCancelledError as error:
                raise CancelledError from error
            except LibraryError as error:  # the disk is full: the page is not to be recognised every two seconds
                raise UnavailableError(str(error), WITHOUT_ROOM) from error
            except (DocumentError, InputError) as error:
                hands.fail(job, _sentence(str(error)), for_good=True)
            finally:
                self._recogniser.rest()

    def _document(self, hands: Hands, job: Job, document: Document) -> None:
        program = tesseract.program()
        if program is None:
            raise InputError(tesseract.MISSING)
        languages = tesseract.choose_languages(self._settings().ocr_languages, tesseract.languages_of(program))
        bare = self._recogniser.bare_pages(document.path, lambda: hands.cancelled(job))
        done = self._library.recognised.pages(document.id)
        wanted = [page for page in bare if page not in done]
        troubles: list[tuple[int, str]] = []
        in_a_row = 0
        for number, page in enumerate(wanted, len(bare) - len(wanted)):
            hands.progress(number / len(bare), job)
            if hands.cancelled(job):
                raise CancelledError
            try:
                words = self._recogniser.recognise(
                    document.path, page, program, languages, lambda: hands.cancelled(job)
                )
            except DocumentError as error:
                troubles.append((page, str(error)))
                in_a_row += 1
                if in_a_row == MOST_FAILURES:
                    break
                continue
            in_a_row = 0
            with self._library.write() as tx:
                self._library.recognised.keep(tx, document.id, page, words, languages)
        self._end(hands, job, document, len(bare), troubles)

    def _end(self, hands: Hands, job: Job, document: Document, count: int, troubles: list[tuple[int, str]]) -> None:
        library = self._library
        anything = bool(library.recognised.pages(document.id))
        if troubles:
            page, reason = troubles[0]
            others = f" (and of {len(troubles) - 1} more)" if len(troubles) > 1 else ""
            said = f"The text of page {page}{others} could not be recognised: {_sentence(reason)}"
            kept = " What was recognised on other pages is kept." if anything else ""
            if anything:
                with library.write() as tx:
                    library.jobs.enqueue(tx, "extract", job.paper, document.id)
            hands.fail(job, said + kept, for_good=True)
            return
        with library.write() as tx:
            kept_job = library.jobs.finish(tx, job)
            if kept_job and anything:
                library.jobs.enqueue(tx, "extract", library.documents.get(document.id).paper, document.id)
        if not kept_job:
            return
        if count:
            hands.done(job, f"{document.original_name}: {count} {'page' if count == 1 else 'pages'} recognised")
        else:
            hands.spared(job, f"{document.original_name}: {NOTHING_TO_DO}")


def _sentence(reason: str) -> str:
    """A reason that DocumentError gives of a file, as a sentence."""
    said = reason if reason[:1].isupper() else f"The PDF {reason}"
    return said if said.endswith((".", "!", "?")) else f"{said}."
