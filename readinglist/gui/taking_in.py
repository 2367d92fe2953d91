"""What is pasted or dropped anywhere on the window becomes papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from readinglist.gui.paper_model import PAPERS_MIME
from readinglist.gui.words import many
from readinglist.gui.work import UserThread
from readinglist.identifiers import is_paper_link

if TYPE_CHECKING:
    from readinglist.intake import TakenIn
    from readinglist.program import Program


class TakingIn(QObject):
    """Hands what the user gives to the program's intake and says what came of it."""

    came = Signal(object)
    """A TakenIn: papers that are in the library now."""
    troubled = Signal(str)
    link_given = Signal(str)
    """A `readinglist:` link was pasted or dropped."""
    begun = Signal(str)
    """What is being taken in, for the status bar; empty when it is done."""

    def __init__(self, program: Program, user: UserThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program, self._user = program, user

    def paste(self) -> None:
        """Take in what the clipboard holds."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not self.take(data):
            self.troubled.emit("The clipboard holds nothing that could be a paper: no text, no link, no file.")

    def take(self, data: QMimeData, paper: int | None = None) -> bool:
        """Take in dropped or pasted data; PDFs dropped on `paper` become its documents. False: nothing usable."""
        files = files_of(data)
        if files:
            self.take_files(files, paper)
            return True
        text = data.text() if data.hasText() else ""
        if not text and data.hasUrls():
            text = "\n".join(url.toString() for url in data.urls())
        html = data.html() if data.hasHtml() else None
        if not text.strip() and not html:
            return False
        self.take_text(text, html)
        return True

    def take_text(self, text: str, html: str | None = None) -> None:
        """Take in text as it was copied somewhere; a link to a place in a paper is followed."""
        if is_paper_link(text):
            self.link_given.emit(text)
            return
        program = self._program
        self.begun.emit("Adding papers…")
        self._user.do(
            "Added papers",
            lambda: program.intake.text(text, html=html),
            on_done=self._on_taken,
            on_failed=self._on_failed,
            undoable=False,
        )

    def take_files(self, files: Sequence[Path], paper: int | None = None) -> None:
        """Take in files and folders, or make the PDFs among them documents of a paper."""
        program = self._program
        pdfs = [file for file in files if file.suffix.lower() == ".pdf"]
        self.begun.emit(f"Adding {files[0].name}…" if len(files) == 1 else f"Adding {len(files)} files…")
        if paper is not None and pdfs:
            self._user.do(
                "Attached a file" if len(pdfs) == 1 else f"Attached {len(pdfs)} files",
                lambda: program.intake.attach(paper, pdfs),
                on_done=self._on_attached,
                on_failed=self._on_failed,
            )
            return
        self._user.do(
            "Added papers",
            lambda: program.intake.paths(files),
            on_done=self._on_taken,
            on_failed=self._on_failed,
            undoable=False,
        )

    @Slot(object)
    def _on_taken(self, taken: TakenIn) -> None:
        self.begun.emit("")
        self.came.emit(taken)

    @Slot(object)
    def _on_attached(self, taken: TakenIn) -> None:
        self.begun.emit("")
        if taken.failures:
            self.troubled.emit(problem_of(taken))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.begun.emit("")


def files_of(data: QMimeData) -> list[Path]:
    """The files and folders of this computer that the data names."""
    if not data.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def acceptable(data: QMimeData) -> bool:
    """Whether a drop of this data could bring papers."""
    return not data.hasFormat(PAPERS_MIME) and (data.hasUrls() or data.hasText() or data.hasHtml())


def summary_of(taken: TakenIn) -> str:
    """What came in, in a sentence: `Added 3 papers, 1 was there already`; below it what could not be taken in."""
    parts = []
    if taken.added:
        parts.append(f"Added {many(taken.added)}")
    if taken.merged:
        there = "was" if len(taken.merged) == 1 else "were"
        parts.append(
            f"{len(taken.merged)} {there} there already"
            if taken.added
            else f"{many(taken.merged).capitalize()} {there} there already"
        )
    if taken.passed_over:
        files = "1 file" if taken.passed_over == 1 else f"{taken.passed_over} files"
        parts.append(f"passed over {files} of other kinds" if parts else f"Passed over {files} of other kinds")
    text = ", ".join(parts)
    problem = problem_of(taken)
    if problem:
        text = f"{text}.\n{problem}" if text else problem
    return text or "Nothing came in"


def problem_of(taken: TakenIn) -> str:
    """The first thing that could not be taken in, and how many more there are; empty if there is none."""
    if not taken.failures:
        return ""
    first, more = taken.failures[0], len(taken.failures) - 1
    line = f", line {first.line}" if first.line else ""
    source = Path(first.source).name if first.source else ""
    text = f"{source}{line}: {first.error}" if source else first.error
    return f"{text} (and {more} more)" if more else text
