"""A library: one folder with all that the user made, opened by one or several processes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from readinglist.errors import LibraryError, NotFoundError
from readinglist.library.annotations import Annotations
from readinglist.library.choices import Choices
from readinglist.library.database import Database, Listener, Transaction, be_there, plain_errors
from readinglist.library.deciding import Deciding
from readinglist.library.documents import Documents
from readinglist.library.failures import Failures
from readinglist.library.feeds import Feeds
from readinglist.library.index import Index
from readinglist.library.index_file import prepare
from readinglist.library.jobs import Jobs
from readinglist.library.judgements import Judging
from readinglist.library.migrations import migrate
from readinglist.library.notes import Notes
from readinglist.library.papers import Papers
from readinglist.library.queue import Queue
from readinglist.library.reading_places import ReadingPlaces
from readinglist.library.recognised import Recognised
from readinglist.library.smart_lists import SmartLists
from readinglist.library.tags import Tags
from readinglist.library.undo import History

BACKUPS_KEPT = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers stand where; `all` is the library proper: to-read, reading and read."""

    all: int = 0
    inbox: int = 0
    to_read: int = 0
    reading: int = 0
    read: int = 0
    starred: int = 0
    unread: int = 0
    recent: int = 0
    """Added in the last seven days, but dismissed ones and those of the inbox."""
    trash: int = 0
    dismissed: int = 0
    highlights: int = 0
    """How many annotations `select` finds in all."""


class Library:
    """Papers, tags, notes, annotations, lists, documents, jobs, history, index of one folder. Any thread may use it."""

    def __init__(self, folder: Path) -> None:
        """Use `Library.open`."""
        self.folder = folder
        self.documents_folder = folder / "documents"
        self.partial_folder = self.documents_folder / ".partial"
        self._backups = folder / "backups"
        migrate(folder / "library.db", self._copy)
        fresh_index = prepare(folder / "index.db")  # before any connection attaches it
        self._database = Database(folder, attach=folder / "index.db")
        self.index = Index(self._database, folder / "index.db", fresh=fresh_index)
        self.history = History(self._database)
        self.documents = Documents(self._database, self.history, self.documents_folder)
        self.papers = Papers(self._database, self.history, self.documents)
        self.queue = Queue(self._database, self.history)
        self.tags = Tags(self._database, self.history)
        self.notes = Notes(self._database, self.history)
        self.annotations = Annotations(self._database, self.history)
        self.lists = SmartLists(self._database, self.history)
        self.jobs = Jobs(self._database)
        self.failures = Failures(self._database)
        self.choices = Choices(self._database)
        self.reading_places = ReadingPlaces(self._database)
        self.recognised = Recognised(self._database)
        self.judgements = Judging(self._database)
        self.feeds = Feeds(self._database, self.history)
        self.deciding = Deciding(self._database, self.history)

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Library:
        """Open the library in a folder, making it if it is not there; LibraryError if it cannot be used."""
        folder = folder.expanduser().absolute()
        if not create and not (folder / "library.db").exists():
            raise NotFoundError(f"There is no library in {folder}.")
        try:
            for needed in (folder, folder / "documents" / ".partial", folder / "backups"):
                needed.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise LibraryError(f"{folder} is a file, and a library is a folder. Name another one.") from error
        except OSError as error:
            raise LibraryError(
                f"The library's folder {folder} cannot be made: {error.strerror or error}."
                " Name one where you may write, with --library."
            ) from error
        with plain_errors(folder, made=False):
            return cls(folder)

    def close(self) -> None:
        """Close all files. No other thread may be using the library any more."""
        self.index.close()
        self._database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- transactions and news --------------------------------------------------------------------------------

    def change(self, label: str) -> AbstractContextManager[Transaction]:
        """One action of the user: one short transaction and one undo step. Never on the GUI thread."""
        return self.history.change(label)

    def write(self) -> AbstractContextManager[Transaction]:
        """One short transaction of the machine's, not undoable."""
        return self._database.write()

    def read(self) -> sqlite3.Connection:
        """This thread's reading connection, index.db attached as `idx`; for code of this package."""
        return self._database.read()

    def forget_thread(self) -> None:
        """Give back what this thread holds of the library, before it ends."""
        self._database.forget_thread()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(changes)` after each commit, on the committing thread; returns what ends it."""
        return self._database.subscribe(listener)

    def poll(self) -> bool:
        """Has another process changed the library? Then listeners hear Changes(everything=True)."""
        return self._database.poll()

    def counts(self) -> Counts:
        """How many papers stand where, from one pass over an index."""
        row = (
            self._database.read()
            .execute(
                """SELECT
                count(*) FILTER (WHERE trashed_at IS NULL AND status IN ('to-read', 'reading', 'read')),
                count(*) FILTER (WHERE trashed_at IS NULL AND status = 'inbox'),
                count(*) FILTER (WHERE trashed_at IS NULL AND status = 'to-read'),
                count(*) FILTER (WHERE trashed_at IS NULL AND status = 'reading'),
                count(*) FILTER (WHERE trashed_at IS NULL AND status = 'read'),
                count(*) FILTER (WHERE trashed_at IS NULL AND starred AND status <> 'dismissed'),
                count(*) FILTER (WHERE trashed_at IS NULL AND unread AND status <> 'dismissed'),
                count(*) FILTER (WHERE trashed_at IS NULL AND status NOT IN ('inbox', 'dismissed')
                    AND added_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days')),
                count(*) FILTER (WHERE trashed_at IS NOT NULL),
                count(*) FILTER (WHERE trashed_at IS NULL AND status = 'dismissed')
                FROM papers WHERE present = 1"""
            )
            .fetchone()
        )
        return replace(Counts(*row), highlights=self.annotations.count())

    # -- backups ----------------------------------------------------------------------------------------------

    def back_up(self) -> Path:
        """Write a consistent copy of library.db into backups/ and drop the oldest beyond ten; returns its path."""
        return self._copy(self.folder / "library.db")

    def last_backup(self) -> datetime | None:
        """When the newest copy was made (UTC), None if there is none."""
        copies = sorted(self._backups.glob("library-*.db"))
        return datetime.fromtimestamp(copies[-1].stat().st_mtime, UTC) if copies else None

    def _copy(self, path: Path) -> Path:
        target = self._backups / f"library-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
        partial = target.with_suffix(".partial")
        with plain_errors(self.folder):
            be_there(path)
            source = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)  # else it would be made, and empty
            try:
                copy = sqlite3.connect(partial)
                try:
                    source.backup(copy, pages=1000, sleep=0.001)
                finally:
                    copy.close()
            finally:
                source.close()
        partial.replace(target)
        for old in sorted(self._backups.glob("library-*.db"))[:-BACKUPS_KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()
        return target
