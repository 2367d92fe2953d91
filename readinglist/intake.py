"""The one way in: whatever a user types, pastes, drops or pipes becomes papers, or a sentence why not."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.errors import InputError
from readinglist.library.query import StatusIs
from readinglist.library.records import Failure, PaperRecord, Status

if TYPE_CHECKING:
    from readinglist.documents import DocumentStore
    from readinglist.exchange import Parsed
    from readinglist.library import Library

DAILY = "daily-papers"
SOURCES = {"daily-page": DAILY, "daily-json": DAILY, "identifiers": "pasted"}
"""What the provenance of papers says, by the kind of text they came from; other kinds speak for themselves."""

LARGEST_TEXT = 200_000_000
"""Bytes of a file that is not a PDF; the largest bibliographies have a tenth of that."""
TEXT_SUFFIXES = frozenset(".bib .bibtex .ris .json .txt .text .md .html .htm .xhtml .csv .tsv .enw .nbib".split())

_START = 1_000_000
"""Bytes at the beginning of a file that tell what it is."""
ZOTERO = (
    "A Zotero database cannot be read yet; in Zotero choose File, Export Library, format BibTeX, and add that file."
)

FORMS = "an arXiv id or link, a DOI, a PDF, BibTeX, RIS, or a Daily Papers page or JSON"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one user action brought, in the order given."""

    added: tuple[int, ...] = ()
    """Papers that are new."""
    merged: tuple[int, ...] = ()
    """Papers that were there already (what was new about them is merged)."""
    failures: tuple[Failure, ...] = ()
    passed_over: int = 0
    """Files of a folder that are none of ours."""
    from_trash: tuple[int, ...] = ()
    """Those of `merged` that were in the Trash and are back."""
    from_dismissed: tuple[int, ...] = ()
    """Those of `merged` that were dismissed and are back."""
    bibliographies: int = 0
    """BibTeX and RIS files among those passed over: named by themselves, they can be added."""


@dataclass(frozen=True, slots=True)
class Piped:
    """What came through standard input."""

    data: bytes


@dataclass(slots=True)
class _Heap:
    """What was made out of the sources, before anything of it is in the library."""

    records: list[tuple[PaperRecord, str]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def put(self, parsed: Parsed) -> None:
        source = SOURCES.get(parsed.kind, parsed.kind)
        self.records += [(record, source) for record in parsed.records if record.names_a_paper]
        self.failures += parsed.failures

    def put_file(self, path: Path, date: datetime.date | None) -> None:
        """A PDF, or a folder of them."""
        if date is None:
            self.files.append(path)
        else:
            self.failures.append(Failure(str(path), "A PDF has no feed day. Add PDFs by themselves, without --date."))


@dataclass(slots=True)
class _Kept:
    """What has come of the heap so far; papers in the order in which they were taken."""

    failures: list[Failure]
    added: dict[int, None] = field(default_factory=dict)
    merged: dict[int, None] = field(default_factory=dict)
    passed_over: int = 0
    bibliographies: int = 0


@dataclass(frozen=True, slots=True)
class _Wish:
    tags: Sequence[str]
    status: Status | None


class Intake:
    """Turns anything into papers. Each public call is one undo step. Any thread but the window's."""

    def __init__(
        self, library: Library, store: DocumentStore, *, today: Callable[[], datetime.date] = datetime.date.today
    ) -> None:
        self._library = library
        self._store = store
        self._today = today

    def text(
        self,
        text: str | bytes,
        *,
        html: str | None = None,
        tags: Sequence[str] = (),
        status: Status | None = None,
        date: datetime.date | None = None,
    ) -> TakenIn:
        """Ids, links, BibTeX, RIS, a Daily Papers page or JSON, as pasted (`html`: the same as the clipboard's HTML).

        InputError, with the library as it was, if nothing could be made out.
        """
        from readinglist.exchange import read_any

        parsed = read_any(text, today=self._today(), html=html, date=date)
        if parsed is None:
            raise InputError(_not_made_out(_shown(text)))
        heap = _Heap()
        heap.put(parsed)
        return self._keep(heap, _Wish(tags, status))

    def title(self, title: str, *, tags: Sequence[str] = (), status: Status | None = None) -> TakenIn:
        """A paper of which only the title is known."""
        record = PaperRecord(title=" ".join(title.split()))
        if not record.names_a_paper:
            raise InputError("A paper needs a title.")
        return self._keep(_Heap([(record, "typed")]), _Wish(tags, status))

    def cited(self, record: PaperRecord) -> TakenIn:
        """A paper as the PDF of another cites it: whoever knows it better may correct what is said of it."""
        if not record.names_a_paper:
            raise InputError("This entry names neither a title nor a DOI nor an arXiv id.")
        return self._keep(_Heap([(record, "pdf")]), _Wish((), None))

    def paths(
        self,
        paths: Sequence[Path],
        *,
        tags: Sequence[str] = (),
        status: Status | None = None,
        date: datetime.date | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> TakenIn:
        """Files (PDF, BibTeX, RIS, JSON, text, HTML) and folders (their PDFs; other files are counted).

        `progress(done, all)` counts the PDFs. When cancelled nothing is taken. InputError, with the library as it
        was, if none of them could be used.
        """
        heap = _Heap()
        for path in paths:
            self._gather_path(heap, path, date)
        if heap.failures and not (heap.records or heap.files):
            raise InputError(_in_one_sentence(heap.failures))
        return self._keep(heap, _Wish(tags, status), progress, cancelled)

    def sources(
        self,
        sources: Sequence[str | Piped],
        *,
        tags: Sequence[str] = (),
        status: Status | None = None,
        date: datetime.date | None = None,
        progress: Progress | None = None,
    ) -> TakenIn:
        """What stands on a command line: files, folders, links, ids; what cannot be used is among the failures."""
        heap = _Heap()
        for source in sources:
            if isinstance(source, Piped):
                self._gather_bytes(heap, source.data, "standard input", date)
            elif (path := _existing(source)) is not None:
                self._gather_path(heap, path, date)
            else:
                self._gather_text(heap, source, date)
        return self._keep(heap, _Wish(tags, status), progress)

    def attach(self, paper: int, paths: Sequence[Path]) -> TakenIn:
        """PDF files become documents of that paper; NotFoundError if there is no such paper."""
        self._library.papers.get(paper)
        failures = [Failure(str(path), f"{path.name} is a folder; name the files.") for path in paths if path.is_dir()]
        files = [path for path in paths if not path.is_dir()]
        others = [path for path in files if _is_other(path)]
        failures += [Failure(str(path), "It is not a PDF, and only PDFs can be attached.") for path in others]
        files = [path for path in files if path not in others]
        if not files:
            return TakenIn(failures=tuple(failures))
        label = f"Attach {files[0].name}" if len(files) == 1 else f"Attach {len(files)} files"
        found = self._store.take_all(files, paper, label=label)
        for taken in found.taken:
            if taken.paper_id != paper:
                other = self._library.papers.named(taken.paper_id)
                document = self._library.documents.get(taken.document_id)
                there = f"It is in the library already, as a document of {other}."
                failures.append(Failure(document.original_name, there))
        return TakenIn(merged=(paper,), failures=(*found.failures, *failures))

    # -- looking at what was given ----------------------------------------------------------------------------

    def _gather_text(self, heap: _Heap, text: str, date: datetime.date | None) -> None:
        from readinglist.exchange import read_any

        parsed = read_any(text, today=self._today(), date=date)
        if parsed is None:
            hint = " To add it as a title, use --title." if text.strip() else ""
            why = _not_there(text) if _looks_like_path(text) else _not_made_out(text) + hint
            heap.failures.append(Failure(text, why))
        else:
            heap.put(parsed)

    def _gather_path(self, heap: _Heap, path: Path, date: datetime.date | None) -> None:
        if path.is_dir() or path.suffix.lower() == ".pdf":
            heap.put_file(path, date)
            return
        try:
            with path.open("rb") as file:
                start = file.read(_START)
                if b"%PDF-" in start[:1024]:
                    heap.put_file(path, date)
                    return
                if _is_of_zotero(path.name, start):
                    heap.failures.append(Failure(str(path), ZOTERO))
                    return
                if path.stat().st_size > LARGEST_TEXT:
                    heap.failures.append(Failure(str(path), "It is too large for a text and no PDF."))
                    return
                data = start + file.read()
        except FileNotFoundError:
            heap.failures.append(Failure(str(path), _not_there(str(path))))
        except OSError as error:
            heap.failures.append(Failure(str(path), f"It cannot be read: {(error.strerror or str(error)).lower()}."))
        else:
            self._gather_bytes(heap, data, str(path), date)

    def _gather_bytes(self, heap: _Heap, data: bytes, name: str, date: datetime.date | None) -> None:
        from readinglist.exchange import read_any

        if data.startswith(b"%PDF-"):
            heap.failures.append(Failure(name, "It is a PDF; give it as a file, so that it has a name."))
            return
        if _is_of_zotero(name, data[:_START]):
            heap.failures.append(Failure(name, ZOTERO))
            return
        parsed = read_any(data, today=self._today(), date=date, name=name)
        if parsed is None:
            what = f"It is neither {FORMS}, nor does it name any." if data.strip() else "It is empty."
            heap.failures.append(Failure(name, what))
        else:
            heap.put(parsed)

    # -- into the library -------------------------------------------------------------------------------------

    def _keep(
        self, heap: _Heap, wish: _Wish, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> TakenIn:
        """All of it as one undo step."""
        papers = self._library.papers
        trashed, dismissed = set(papers.trashed()), set(papers.select(StatusIs(Status.DISMISSED)))
        kept = _Kept(list(heap.failures))
        if heap.files:
            self._keep_files(heap, wish, kept, progress, cancelled)
        elif heap.records:
            with self._library.change(_label(heap)):
                self._keep_records(heap, wish, kept)
        merged = tuple(paper for paper in kept.merged if paper not in kept.added)
        back = [
            paper.id
            for paper in papers.get_many([paper for paper in merged if paper in trashed | dismissed])
            if not paper.trashed and paper.status is not Status.DISMISSED
        ]
        return TakenIn(
            added=tuple(kept.added),
            merged=merged,
            from_trash=tuple(paper for paper in back if paper in trashed),
            from_dismissed=tuple(paper for paper in back if paper not in trashed),
            failures=tuple(kept.failures),
            passed_over=kept.passed_over,
            bibliographies=kept.bibliographies,
        )

    def _keep_records(self, heap: _Heap, wish: _Wish, kept: _Kept) -> None:
        for source, group in groupby(heap.records, key=itemgetter(1)):
            there = self._library.papers.add(
                [record for record, _ in group],
                source=source,
                status=wish.status,
                tags=wish.tags,
                by_feed=source == DAILY,
            )
            kept.added |= dict.fromkeys(there.added)
            kept.merged |= dict.fromkeys(there.merged)

    def _keep_files(
        self, heap: _Heap, wish: _Wish, kept: _Kept, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        """The PDFs, and in the same step the records."""
        found = self._store.take_all(
            heap.files,
            tags=wish.tags,
            status=wish.status,
            progress=progress,
            cancelled=cancelled,
            label=_label(heap) if heap.records else None,
            first=(lambda: self._keep_records(heap, wish, kept)) if heap.records else None,
        )
        for taken in found.taken:
            (kept.added if taken.new_paper else kept.merged)[taken.paper_id] = None
        kept.failures += found.failures
        kept.passed_over, kept.bibliographies = found.passed_over, found.bibliographies
        if not found.taken and not found.failures:
            folders = dict.fromkeys(path for path in heap.files if path.is_dir())
            kept.failures += [Failure(str(folder), f"There is no PDF in {folder}.") for folder in folders]


def _label(heap: _Heap) -> str:
    count = len(heap.records) + len(heap.files)
    title = heap.records[0][0].title if count == 1 else ""
    return f"Add “{title}”" if title else f"Add {count} {'paper' if count == 1 else 'papers'}"


def _is_other(path: Path) -> bool:
    """Whether a file neither says that it is a PDF nor is one; one that cannot be read is left to the store."""
    if path.suffix.lower() == ".pdf" or not path.is_file():  # a pipe would keep us waiting
        return False
    try:
        with path.open("rb") as file:
            return b"%PDF-" not in file.read(1024)
    except OSError:
        return False


def _is_of_zotero(name: str, start: bytes) -> bool:
    """Whether a file is the database that Zotero keeps: by its name, or by a table that only Zotero has."""
    if not start.startswith(b"SQLite format 3\0"):
        return False
    return name.lower().startswith("zotero.sqlite") or b"itemTypeFields" in start


def _existing(text: str) -> Path | None:
    if not text.strip():  # else it would be this very folder
        return None
    path = Path(text).expanduser()
    try:
        return path if path.exists() else None
    except (OSError, ValueError):  # far too long for a name, or with characters that none may have
        return None


def _looks_like_path(text: str) -> bool:
    if "://" in text or "\n" in text or len(text) > 1000:
        return False
    return Path(text).suffix.lower() in TEXT_SUFFIXES | {".pdf"} or text.startswith(("/", "./", "../", "~", "\\"))


def _not_there(name: str) -> str:
    return f"There is no file or folder {name}."


def _not_made_out(text: str) -> str:
    if not text.strip():
        return f"There is nothing in it. Give {FORMS}."
    return f"“{_shown(text)}” is not {FORMS}, nor does it name any."


def _shown(text: str | bytes) -> str:
    if isinstance(text, bytes):
        text = text[:400].decode("utf-8", "replace")
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _in_one_sentence(failures: Sequence[Failure]) -> str:
    first, more = failures[0], len(failures) - 1
    name = Path(first.source).name
    text = first.error if name in first.error else f"{name}: {first.error}"
    return f"{text} The same goes for {more} more." if more else text
