"""The files of papers in the library's folder: taken in whole or not at all, the same bytes once."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.documents.files import Arrived, copy_in, find_pdfs, publish, settle
from readinglist.documents.names import FreeNames, name_for
from readinglist.documents.parts import last_name, paper_of_part
from readinglist.errors import LibraryError, ReadingListError
from readinglist.library import Library
from readinglist.library.database import Transaction
from readinglist.library.records import Document, Failure, PaperRecord, Status

SOURCE = "file-name"
"""Who says the title of a paper of which only a file is there: the least of all sources."""
DAY, HOUR = 86_400.0, 3_600.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a file ended: its paper and document, and whether these bytes were in the library before."""

    paper_id: int
    document_id: int
    was_there: bool
    new_paper: bool = False
    """The paper came into the library with the file."""


@dataclass(frozen=True, slots=True)
class TakenFiles:
    """What became of several files and folders, in their order."""

    taken: tuple[Taken, ...]
    failures: tuple[Failure, ...]
    passed_over: int
    bibliographies: int = 0
    """Of those passed over."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a file that arrived: `document` if it is its paper's now, `elsewhere` if it is another's.

    Neither if the caller did not want it any more.
    """

    document: int | None = None
    elsewhere: Document | None = None


class DocumentStore:
    """Keeps the files of one library. Any thread but the window's; the originals are only read."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def take(self, path: Path, paper: int | None = None) -> Taken:
        """Copy a file into the library, for a paper that is there or for a new one named after the file.

        One undo step; inside an open change it joins that. Raises DocumentError or LibraryError, and nothing is left.
        """
        arrived = copy_in(path, self._library.partial_folder)
        assert arrived is not None  # nobody can cancel
        return self._place([arrived], paper, (), None, f"Add file “{path.name}”")[0]

    def take_all(
        self,
        paths: Sequence[Path],
        paper: int | None = None,
        *,
        tags: Iterable[str] = (),
        status: Status | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        label: str | None = None,
        first: Callable[[], object] | None = None,
    ) -> TakenFiles:
        """Take files, and all PDFs of folders and the folders in them, as one undo step.

        `progress(done, all)` is called after each file. When cancelled, nothing is taken at all. `first` is called
        once, inside the step, ahead of the files: for what comes in together with them.
        """
        found = find_pdfs(paths, skip=self._library.folder)
        failures = list(found.failures)
        arrived: list[Arrived] = []
        try:
            for number, path in enumerate(found.files, 1):
                try:
                    copy = copy_in(path, self._library.partial_folder, cancelled)
                except ReadingListError as error:
                    failures.append(Failure(str(path), str(error)))
                else:
                    if copy is None:
                        return TakenFiles((), (), 0)
                    arrived.append(copy)
                if progress is not None:
                    progress(number, len(found.files))
            if label is None:
                label = f"Add {len(arrived)} files" if len(arrived) != 1 else f"Add file “{arrived[0].original.name}”"
            with self._library.change(label) if first or arrived else contextlib.nullcontext():
                if first is not None:
                    first()
                taken = self._place(arrived, paper, tuple(tags), status, label) if arrived else []
        finally:
            _discard(arrived)
        return TakenFiles(tuple(taken), tuple(failures), found.passed_over, found.bibliographies)

    def publish_part(
        self, part: Path, sha256: str, paper: int, url: str, *, finish: Callable[[Transaction], bool]
    ) -> Published:
        """Make a part that has arrived whole, and is on the disk, the document of a paper.

        Rename, row and `finish(tx)` (False: it is not wanted any more) are one: after a crash all of it holds or
        nothing, and the part is there still or the file has a name that nobody knows, which is then used again.
        """
        library, folder, target = self._library, self._library.documents_folder, self._target(paper, url, sha256)
        renamed = False
        try:
            with library.write() as tx:
                known = library.documents.by_sha256(sha256)
                if known is not None and known.paper != paper:
                    return Published(elsewhere=known)
                if not finish(tx):
                    return Published()
                if known is not None:
                    target = known.path
                elif target.exists() and target.name in library.documents.files():  # another was quicker
                    target = self._target(paper, url, sha256)
                if known is None or not target.exists():
                    publish(part, target)
                    renamed = True
                    settle(folder)
                number = known.id if known else library.documents.add(tx, paper, target.name, sha256, target.name)
        except BaseException:
            if renamed:
                target.replace(part)
            raise
        return Published(number)

    def bytes_kept(self) -> int:
        """The size of all files in the folder for documents."""
        return sum(path.stat().st_size for path in self._library.documents_folder.glob("*.pdf"))

    def missing_files(self) -> list[str]:
        """Files that the library names and that are not in its folder any more, as paths below it."""
        folder = self._library.documents_folder
        return sorted(name for name in self._library.documents.files() if not (folder / name).is_file())

    def empty_trash(self) -> int:
        """Delete what is in the Trash for good, files included; returns how many papers."""
        return self._delete(self._library.papers.empty_trash)

    def delete_from_trash(self, papers: Sequence[int]) -> int:
        """Delete those of these papers that are in the Trash for good, files included; returns how many."""
        return self._delete(lambda: self._library.papers.delete_from_trash(papers))

    def _delete(self, delete: Callable[[], int]) -> int:
        before = self._library.documents.files()
        gone = delete()
        for name in before - self._library.documents.files():
            with contextlib.suppress(OSError):
                (self._library.documents_folder / name).unlink()
        self.collect_garbage()
        return gone

    def collect_garbage(self) -> int:
        """Delete files that no document has any more, nor can get back by undo; returns how many.

        The text of deleted documents goes from the index, too. To be called when the Trash was emptied, and at start
        for what a crash left.
        """
        gone = list(self._parts_of_nobody())
        if self._library.history.next_redo() is None:  # what was undone may come again, with its files and their text
            try:
                self._library.index.forget_deleted()
            except LibraryError as error:  # what the user deleted is deleted; the index can follow another time
                log.warning("The text of deleted documents stays in the index for now: %s", error)
            named = self._library.documents.files()
            # What is young may be on its way in, in this process or another.
            files = self._library.documents_folder.glob("*.pdf")
            gone += [path for path in files if path.name not in named and _age(path) > HOUR]
        removed = 0
        for path in gone:
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
        return removed

    def _parts_of_nobody(self) -> Iterator[Path]:
        """Parts of downloads that are not wanted any more, and copies that a crash left half."""
        wanted = self._library.jobs.papers("download")
        for path in self._library.partial_folder.iterdir():
            paper = paper_of_part(path.name)
            if paper not in wanted if paper is not None else _age(path) > DAY:
                yield path

    def _target(self, paper: int, url: str, sha256: str) -> Path:
        """A free name for a file from that URL, or the one that the same bytes had before a crash."""
        library, folder = self._library, self._library.documents_folder
        found = library.papers.get_many([paper])
        name = name_for(found[0] if found else None, last_name(url))
        named = library.documents.files()
        if (there := folder / name).is_file() and name not in named and _sha256(there) == sha256:
            return there
        return folder / FreeNames({*(path.name for path in folder.iterdir()), *named}).take(name)

    def _place(
        self, copies: Sequence[Arrived], paper: int | None, tags: tuple[str, ...], status: Status | None, label: str
    ) -> list[Taken]:
        published: list[Path] = []
        folder = self._library.documents_folder
        try:
            with self._library.change(label) as tx:
                on_disk = (path.name for path in folder.iterdir())
                names = FreeNames({*on_disk, *self._library.documents.files()})
                taken = [self._place_one(tx, copy, paper, tags, status, names, published) for copy in copies]
                settle(folder)  # before the commit: what the library names must be there
                return taken
        except BaseException:
            for path in published:  # the transaction was rolled back, so nothing names them
                path.unlink(missing_ok=True)
            raise
        finally:
            _discard(copies)

    def _place_one(
        self,
        tx: Transaction,
        copy: Arrived,
        paper: int | None,
        tags: tuple[str, ...],
        status: Status | None,
        names: FreeNames,
        published: list[Path],
    ) -> Taken:
        known = self._library.documents.by_sha256(copy.sha256)
        if known is not None:
            if paper is None:
                self._take_up_again(known.paper, status)
            return self._welcome_back(known, copy, tags)
        there, is_new = None, False
        if paper is None:
            title = " ".join(copy.original.stem.replace("_", " ").split()) or copy.original.name
            new = self._library.papers.add([PaperRecord(title=title)], source=SOURCE, status=status, tags=tags)
            number, is_new = (*new.added, *new.merged)[0], bool(new.added)
        else:
            number = paper
            there = self._library.papers.get(paper)
            if tags:
                self._library.tags.add([paper], tags)
        target = self._library.documents_folder / names.take(name_for(there, copy.original.name))
        publish(copy.path, target)
        published.append(target)
        document = self._library.documents.add(tx, number, target.name, copy.sha256, copy.original.name)
        return Taken(number, document, False, is_new)

    def _take_up_again(self, paper: int, status: Status | None) -> None:
        """A paper that is asked for again is not undecided or dismissed any more."""
        papers = self._library.papers
        now = papers.get(paper).status
        wanted = status or (Status.TO_READ if now in (Status.INBOX, Status.DISMISSED) else now)
        if wanted is not now:
            papers.set_status([paper], wanted)

    def _welcome_back(self, known: Document, copy: Arrived, tags: tuple[str, ...]) -> Taken:
        """The same bytes again: they stay where they are, out of the Trash, and mend a file that was lost."""
        if self._library.papers.get(known.paper).trashed:
            self._library.papers.restore([known.paper])
        if tags:
            self._library.tags.add([known.paper], tags)
        if not known.path.exists():
            publish(copy.path, known.path)
        return Taken(known.paper, known.id, True)


def _discard(copies: Iterable[Arrived]) -> None:
    for copy in copies:
        copy.path.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return str(hashlib.file_digest(file, "sha256").hexdigest())


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
