"""Fetching PDFs: from the best place that has one, resumed where they were cut, published whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from readinglist.documents import DocumentStore, discard_parts, part_path
from readinglist.errors import LibraryError
from readinglist.http_client import (
    Arrival,
    BusyError,
    CallCancelledError,
    CoolingError,
    HttpClient,
    HttpError,
    TooLargeError,
    WrongContentError,
)
from readinglist.jobs.causes import cause_of, raise_if_cut_off, soonest
from readinglist.jobs.look_up import known_of
from readinglist.jobs.worker import CancelledError, Hands
from readinglist.library import Library
from readinglist.library.records import Job, Paper
from readinglist.settings import Settings
from readinglist.sources import Copy, Sources

WRONG_TRIES = 3
"""How often a place that sends something else than a PDF is asked: a captcha may be gone tomorrow."""
MEGABYTE = 1_000_000


@dataclass(slots=True)
class Tried:
    """What came of the places where the PDF may be."""

    errors: list[tuple[HttpError | None, str, datetime | None]] = field(default_factory=list)
    """Each with its sentence, and when asking again makes sense."""
    hints: dict[str, None] = field(default_factory=dict)

    def failed(self, error: HttpError) -> None:
        self.errors.append((error, str(error), error.until))

    @property
    def waits(self) -> bool:
        """Whether one of them only asks us to wait."""
        return any(isinstance(error, CoolingError | BusyError) for error, _, _ in self.errors)


class DownloadHandler:
    """Does the jobs of kind `download`; several threads may share one."""

    kind = "download"
    batch = 1

    def __init__(
        self,
        library: Library,
        sources: Sources,
        client: HttpClient,
        store: DocumentStore,
        settings: Callable[[], Settings],
    ) -> None:
        self._library = library
        self._sources = sources
        self._client = client
        self._store = store
        self._settings = settings

    def prepare(self) -> None:
        """Nothing: papers ask by themselves, or by the look-up that they had first."""

    def work(self, hands: Hands) -> None:
        """Bring the PDF, or say why there is none."""
        for job in hands.jobs:
            found = self._library.papers.get_many([job.paper])
            if found:  # else it was undone meanwhile, and the job goes back
                self._fetch(hands, job, found[0])

    def _fetch(self, hands: Hands, job: Job, paper: Paper) -> None:
        settings = self._settings()
        if paper.documents:
            self._end(hands, job, "It has a file already.")
            return
        if not (job.asked or settings.download_automatically):
            self._end(hands, job, "PDFs are not fetched by themselves.")
            return
        most, room = settings.largest_pdf_megabytes * MEGABYTE, self._room(settings)
        if room is not None and room <= 0:
            self._no_room(hands, job, settings)
            return
        tried = Tried()
        try:
            arrived = self._from_anywhere(hands, job, paper, min(most, room or most), tried)
        except CallCancelledError as error:  # the part stays for the next time
            raise CancelledError from error
        except LibraryError as error:  # the disk is full: it may have room in a while
            hands.fail(job, str(error), for_good=False)
            return
        if arrived is not None:
            self._publish(hands, job, paper, *arrived)
        elif room is not None and room < most and any(isinstance(error, TooLargeError) for error, _, _ in tried.errors):
            self._no_room(hands, job, settings)
        else:
            self._give_up(hands, job, paper, tried)

    # -- from the network -------------------------------------------------------------------------------------------

    def _from_anywhere(
        self, hands: Hands, job: Job, paper: Paper, most: int, tried: Tried
    ) -> tuple[Copy, Arrival] | None:
        """The first copy that arrives whole; the other services are asked only where the nearest place has none."""
        seen: set[str] = set()
        for elsewhere in (False, True):
            copies = self._sources.copies(known_of(paper), paper.url, lambda: hands.cancelled(job), elsewhere=elsewhere)
            raise_if_cut_off(silent.error for silent in copies.silent)
            tried.errors += [(one.error, one.reason, one.until) for one in copies.silent]
            tried.hints |= dict.fromkeys(copies.hints)
            for copy in copies.candidates:
                if copy.url not in seen:
                    seen.add(copy.url)
                    if (arrival := self._from(hands, job, paper, copy, most, tried)) is not None:
                        return copy, arrival
            if not copies.more or tried.waits:
                break
        return None

    def _from(self, hands: Hands, job: Job, paper: Paper, copy: Copy, most: int, tried: Tried) -> Arrival | None:
        part = part_path(self._library.partial_folder, paper.id, copy.url)

        def tell(done: int, total: int | None) -> None:
            hands.progress(done / total if total else None, job, bytes_done=done, bytes_total=total)

        try:
            return self._client.download(
                copy.url, part, max_bytes=most, on_progress=tell, cancelled=lambda: hands.cancelled(job)
            )
        except CallCancelledError:
            raise
        except HttpError as error:
            raise_if_cut_off([error])
            tried.failed(error)
            return None

    # -- how it ends ------------------------------------------------------------------------------------------------

    def _publish(self, hands: Hands, job: Job, paper: Paper, copy: Copy, arrival: Arrival) -> None:
        published = self._store.publish_part(
            arrival.path,
            arrival.sha256,
            paper.id,
            arrival.url,
            finish=lambda tx: self._library.jobs.finish(tx, job),
        )
        if published.elsewhere is None and published.document is None:
            return  # cancelled or paused in the last moment: the part stays
        discard_parts(self._library.partial_folder, paper.id)
        if published.elsewhere is not None:
            other = self._library.papers.get(published.elsewhere.paper)
            where = f"“{other.title}”" + (", which is in the Trash" if other.trashed else "")
            reason = f"The same file is in the library already, as a document of {where}. If they are one, merge them."
            hands.fail(job, reason, for_good=True)
        else:
            hands.done(job, _size(arrival.size))

    def _give_up(self, hands: Hands, job: Job, paper: Paper, tried: Tried) -> None:
        """Wait, try again after a while, or say what would help."""
        waiting = [one for one in tried.errors if isinstance(one[0], CoolingError | BusyError)]
        if waiting:
            error, reason, until = min(waiting, key=lambda one: soonest([one[2]]))
            hands.later(job, reason, soonest([until]), cause_of(error))
            return
        passing = [one for one in tried.errors if one[0] is None or not one[0].final]
        if passing:
            error, reason, until = passing[0]
            wrong = all(isinstance(one[0], WrongContentError) for one in passing)
            last = wrong and job.attempts + 1 >= WRONG_TRIES
            hands.fail(job, reason, for_good=last, cause=cause_of(error), until=until)
            return
        sentences = [tried.errors[0][1] if tried.errors else "No free copy of the PDF is known.", *tried.hints]
        if page := paper.url or (f"https://doi.org/{paper.doi}" if paper.doi else None):
            sentences.append(f"You can add the file yourself; its page is {page}")
        cause = cause_of(tried.errors[0][0]) if tried.errors else "no-pdf"
        discard_parts(self._library.partial_folder, paper.id)
        hands.fail(job, " ".join(sentences), for_good=True, cause=cause)

    def _no_room(self, hands: Hands, job: Job, settings: Settings) -> None:
        reason = (
            f"With it the papers' files would take more than the {settings.folder_megabytes} MB that you allow them."
            " Allow more in the settings, or remove files."
        )
        hands.fail(job, reason, for_good=True, cause="quota")

    def _room(self, settings: Settings) -> int | None:
        """Bytes that may still come into the folder; None for any number."""
        if not settings.folder_megabytes:
            return None
        return settings.folder_megabytes * MEGABYTE - self._store.bytes_kept()

    def _end(self, hands: Hands, job: Job, text: str) -> None:
        with self._library.write() as tx:
            kept = self._library.jobs.finish(tx, job)
        if kept:
            hands.spared(job, text)


def _size(count: int) -> str:
    """`3.4 MB`, `640 kB`."""
    return f"{max(round(count / 1000), 1)} kB" if count < 999_500 else f"{count / MEGABYTE:.1f} MB"
