"""What can be done with the chosen papers: star, status, Trash, copying, opening."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from readinglist.gui.paper_model import PaperModel
from readinglist.gui.pdfs_there import Found, PdfsThere, look_for_pdfs
from readinglist.gui.places import STATUSES, Kind, Place
from readinglist.gui.words import many
from readinglist.gui.work import Reads, UserThread
from readinglist.library.landing import Landing
from readinglist.library.records import Document, Paper, Row, Status

if TYPE_CHECKING:
    from readinglist.program import Program

STATUS_WORDS = {
    Status.INBOX: "Moved {} to the inbox",
    Status.TO_READ: "Marked {} as to read",
    Status.READING: "Marked {} as reading",
    Status.READ: "Marked {} as read",
    Status.DISMISSED: "Dismissed {}",
}


class PaperCommands(QObject):
    """Changes papers on the user's thread and shows the change at once; all methods in the GUI thread."""

    said = Signal(str)
    """Something was done that needs no undo (copied, opened)."""
    troubled = Signal(str)
    """Something could not be done, and why."""
    reading_asked = Signal(object, str, object)
    """(the Document to open, the title of its paper, the Landing or None)."""
    choice_wanted = Signal(object, str)
    """(Commands of which the user is to choose one, what is asked)."""

    def __init__(
        self,
        program: Program,
        model: PaperModel,
        reads: Reads,
        user: UserThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program, self._model, self._reads, self._user = program, model, reads, user
        # Kept, for asking the program may wait until another thread has built something heavy.
        self._library = program.library

    # -- changes

    def star(self, papers: Sequence[int], on: bool) -> None:
        """Star papers or take the star off."""
        label = f"{'Starred' if on else 'Took the star off'} {many(papers)}"
        self._change(label, papers, lambda: self._library.papers.star(papers, on), starred=on)

    def set_unread(self, papers: Sequence[int], unread: bool) -> None:
        """Mark papers as not opened yet, or as opened."""
        label = f"Marked {many(papers)} as {'unread' if unread else 'opened'}"
        self._change(label, papers, lambda: self._library.papers.set_unread(papers, unread), unread=unread)

    def set_status(self, papers: Sequence[int], status: Status) -> None:
        """Say where papers stand."""
        label = STATUS_WORDS[status].format(many(papers))
        change = self._library.papers.set_status
        self._change(label, papers, lambda: change(papers, status), status=status, unread=False)

    def trash(self, papers: Sequence[int]) -> None:
        """Move papers to the Trash."""
        label = f"Moved {many(papers)} to the Trash"
        self._change(label, papers, lambda: self._library.papers.trash(papers))

    def restore(self, papers: Sequence[int]) -> None:
        """Put papers back where they were."""
        label = f"Put {many(papers)} back from the Trash"
        self._change(label, papers, lambda: self._library.papers.restore(papers))

    def merge(self, papers: Sequence[int]) -> None:
        """Make one paper of two; the one further up stays."""
        keep, other = papers
        self._change("Merged two papers", papers, lambda: self._library.papers.merge(keep, other))

    def tag(self, papers: Sequence[int], name: str) -> None:
        """Give papers a tag."""
        label = f"Tagged {many(papers)} with {name}"
        self._change(label, papers, lambda: self._library.tags.add(papers, [name]))

    def drop_on(self, place: Place, papers: Sequence[int]) -> None:
        """Papers were dragged on a line of the sidebar."""
        if place.kind == Kind.TAG:
            self.tag(papers, place.name)
        elif place.kind == Kind.STARRED:
            self.star(papers, True)
        elif place.kind == Kind.TRASH:
            self.trash(papers)
        elif place.kind in STATUSES:
            self.set_status(papers, STATUSES[place.kind])

    def opened(self, paper: int) -> None:
        """A paper was looked at: it is no longer unread."""
        self._model.foresee([paper], unread=False)
        library = self._library
        self._user.do("", lambda: library.papers.opened(paper), undoable=False)

    def attach(self, paper: int, paths: Sequence[Path]) -> None:
        """Make PDF files documents of a paper."""
        label = "Attached a file" if len(paths) == 1 else f"Attached {len(paths)} files"
        self._user.do(label, lambda: self._program.intake.attach(paper, paths), on_done=self._on_attached)

    def _change(self, label: str, papers: Sequence[int], function: Callable[[], object], **foreseen: object) -> None:
        if foreseen:
            self._model.foresee(papers, **foreseen)
        self._user.do(label, function, on_failed=self._on_failed)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        # What was shown ahead of time did not happen.
        self._model.look_again()

    @Slot(object)
    def _on_attached(self, result: object) -> None:
        failures = getattr(result, "failures", ())
        if failures:
            self.troubled.emit(f"{failures[0].source}: {failures[0].error}")

    # -- reading and copying

    def copy_bibtex(self, papers: Sequence[int]) -> None:
        """Put the papers into the clipboard as BibTeX."""
        library = self._library

        def write() -> tuple[str, int]:
            from readinglist.exchange import write_bibtex  # its parser is not needed to open the window

            found = library.papers.get_many(papers)
            return write_bibtex(found), len(found)

        self._reads.ask(write, self._on_bibtex, key="bibtex", on_failed=self._on_read_failed)

    def copy_links(self, papers: Sequence[int]) -> None:
        """Put the papers' addresses into the clipboard, a line each."""
        library = self._library
        self._reads.ask(lambda: library.papers.get_many(papers), self._on_links, key="links")

    def read_pdf(self, paper: int, found: Found | None = None) -> None:
        """Open the paper's PDF in a tab, at what a search found in it; without a PDF its page in the browser."""
        self._reads.ask(
            partial(look_for_pdfs, self._program, paper, found), self._on_read_pdf, on_failed=self._on_read_failed
        )

    def open_link(self, paper: int) -> None:
        """Open the paper's page in the browser."""
        library = self._library
        self._reads.ask(lambda: library.papers.get(paper), self._on_open_link, on_failed=self._on_read_failed)

    def open_pdf(self, paper: int) -> None:
        """Open the paper's PDF where it is on the web, without making it one of the library; else its page."""
        library = self._library
        self._reads.ask(lambda: library.papers.get(paper), self._on_open_pdf, on_failed=self._on_read_failed)

    @Slot(object)
    def _on_bibtex(self, result: tuple[str, int]) -> None:
        text, count = result
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied {'1 paper' if count == 1 else f'{count} papers'} as BibTeX")

    @Slot(object)
    def _on_links(self, papers: Sequence[Paper]) -> None:
        links = [link for link in map(link_of, papers) if link]
        if not links:
            self.troubled.emit("No address is known of what is chosen here.")
            return
        QGuiApplication.clipboard().setText("\n".join(links))
        self.said.emit("Copied 1 link" if len(links) == 1 else f"Copied {len(links)} links")

    @Slot(object)
    def _on_read_pdf(self, there: PdfsThere) -> None:
        paper, files = there.paper, there.files
        meant = [file for file in files if there.landing is not None and file.id == there.landing.document]
        if meant or len(files) == 1:
            self._read(paper, (meant or files)[0], there.landing)
        elif files:
            from readinglist.gui.command_palette import Command  # the first paint does not need it

            offered = [
                Command(file.original_name, "PDF", partial(self._read, paper, file, None), "file", detail=said)
                for file, said in zip(files, there.said, strict=True)
            ]
            self.choice_wanted.emit(offered, f"Which PDF of “{paper.title}”?")
        elif paper.documents:
            self.troubled.emit(f"The file {paper.documents[0].path} is gone from the library's folder.")
        elif link_of(paper):
            self.said.emit("There is no PDF of it here yet; its page opens in the browser.")
            self._show(QUrl(link_of(paper)), paper.id)
        else:
            self.troubled.emit("There is no PDF of this paper yet. Drop one on it.")

    def _read(self, paper: Paper, file: Document, landing: Landing | None) -> None:
        self.reading_asked.emit(file, paper.title or file.original_name, landing)
        self.opened(paper.id)

    @Slot(object)
    def _on_open_link(self, paper: Paper) -> None:
        link = link_of(paper)
        if link:
            self._show(QUrl(link), paper.id)
        else:
            self.troubled.emit("No address of this paper is known.")

    @Slot(object)
    def _on_open_pdf(self, paper: Paper) -> None:
        if paper.arxiv_id:
            self._show(QUrl(f"https://arxiv.org/pdf/{paper.arxiv_id}"), paper.id)
        else:
            self._on_open_link(paper)

    def _show(self, url: QUrl, paper: int) -> None:
        if QDesktopServices.openUrl(url):
            self.opened(paper)
        else:
            self.troubled.emit(f"The system has no program to open {url.toDisplayString()}.")

    @Slot(object)
    def _on_read_failed(self, error: Exception) -> None:
        self.troubled.emit(str(error))


def link_of(paper: Paper) -> str:
    """Where the paper is on the web, empty if that is not known."""
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}"
    if paper.doi:
        return f"https://doi.org/{paper.doi}"
    return paper.url or ""


def all_starred(rows: Sequence[Row | None]) -> bool:
    """Whether each of these papers has a star."""
    return bool(rows) and all(row is not None and row.starred for row in rows)


def all_unread(rows: Sequence[Row | None]) -> bool:
    """Whether none of these papers was opened."""
    return bool(rows) and all(row is not None and row.unread for row in rows)
