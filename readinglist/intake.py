"""The one way in: whatever a user types, pastes, drops or pipes becomes papers, or a sentence why not."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.library.records import Failure, Status

if TYPE_CHECKING:
    from readinglist.documents import DocumentStore
    from readinglist.library import Library


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


class Intake:
    """Turns anything into papers. Each public call is one undo step. Any thread but the window's."""

    def __init__(self, library: Library, store: DocumentStore) -> None:
        self._library = library
        self._store = store

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
        raise NotImplementedError

    def title(self, title: str, *, tags: Sequence[str] = (), status: Status | None = None) -> TakenIn:
        """A paper of which only the title is known."""
        raise NotImplementedError

    def paths(
        self,
        paths: Sequence[Path],
        *,
        tags: Sequence[str] = (),
        status: Status | None = None,
        date: datetime.date | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> TakenIn:
        """Files (PDF, BibTeX, RIS, JSON, text, HTML) and folders (their PDFs; other files are counted).

        InputError, with the library as it was, if none of them could be used.
        """
        raise NotImplementedError

    def attach(self, paper: int, paths: Sequence[Path]) -> TakenIn:
        """PDF files become documents of that paper."""
        raise NotImplementedError
