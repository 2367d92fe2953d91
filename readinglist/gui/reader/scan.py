"""What is done about a PDF without text: an offer to recognise it, how far that is, and the words once they came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from readinglist.documents import tesseract
from readinglist.documents.pages import Opened
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import Changes, Document, Job

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge

OFFER = "This PDF is a scan: it holds no text."
MISSING = f"{OFFER} {tesseract.HOW_TO_INSTALL} to make its text searchable: the program is called Tesseract."


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the text of a scan."""

    pages: frozenset[int]
    words: dict[int, bytes] | None
    """What was recognised on these pages; None if they are those that were known already."""
    job: Job | None
    installed: bool


class ScanLine(QFrame):
    """A quiet line over the pages."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "banner")
        self._icon = QLabel()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleName("About the text of this PDF")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(theme.px(120))
        self.progress.setAccessibleName("Pages recognised")
        self.button = QPushButton()
        self.button.setProperty("kind", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(10), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.progress)
        row.addWidget(self.button)
        theme.changed.connect(self._draw)
        self._draw()

    def say(self, words: str, button: str = "", *, done: int = 0, of: int = 0) -> None:
        """Say this, with a button and how far it is where these are given."""
        self.words.setText(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.progress.setVisible(of > 0)
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)

    @Slot()
    def _draw(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("text", "accent", size=16, ratio=self.devicePixelRatioF()))


class Scan(QObject):
    """Keeps to itself where a PDF has text; where words were recognised, they are its text at once."""

    read = Signal()
    """Words have come."""

    def __init__(
        self,
        theme: Theme,
        library: Library,
        reads: Reads,
        user: UserThread,
        bridge: Bridge,
        pdf: OpenPdf,
        view: ReadingView,
        document: Document,
    ) -> None:
        super().__init__(view)
        self._library, self._reads, self._user = library, reads, user
        self._pdf, self._view, self._document = pdf, view, document
        self._theme = theme
        self.line = ScanLine(theme)
        self.line.button.clicked.connect(self._on_clicked)
        self._pages: frozenset[int] = frozenset()
        self._opened: Opened | None = None
        self._job: Job | None = None
        self._above = QWidget()
        self._above.hide()
        bridge.changed.connect(self._on_changed)

    def lie_over(self, pages: QWidget, place: QWidget) -> None:
        """Fill a place with the pages and the line over them."""
        px = self._theme.px
        around = QVBoxLayout(self._above)
        around.setContentsMargins(px(12), px(8), px(12), px(8))
        around.addWidget(self.line)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._above)
        column.addWidget(pages, 1)

    def look(self, opened: Opened) -> None:
        """The PDF is open: see what there is to say of it."""
        self._opened = opened
        self._ask()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self._opened is not None and (changes.jobs or changes.everything):
            self._ask()

    def _ask(self) -> None:
        look = partial(_look, self._library, self._document, self._pages)
        self._reads.ask(look, self._on_looked, key=("scan", self._document.id))

    @Slot(object)
    def _on_looked(self, standing: Standing) -> None:
        if standing.words is not None:
            self._pages = standing.pages
            self._pdf.know_words(standing.words)
            self._view.read_words_again()
            self.read.emit()
        self._job = standing.job
        self._say(standing)

    def _say(self, standing: Standing) -> None:
        opened, job, line = self._opened, standing.job, self.line
        if opened is None or opened.has_text or (job is None and standing.pages):
            self._above.hide()
            return
        failed = job is not None and job.state == "failed"
        if job is not None and not failed:
            self._say_progress(job, len(standing.pages), len(opened.pages))
        elif not standing.installed:
            line.say(MISSING)
        elif job is not None and job.error != CANCELLED:
            line.say(job.error or "The text could not be recognised.", "Try Again")
        else:
            line.say(OFFER, "Recognise Text")
        self._above.show()

    def _say_progress(self, job: Job, done: int, of: int) -> None:
        if job.state == "running":
            self.line.say(f"Recognising the text: {done} of {of} pages", "Stop", done=done, of=of)
        else:
            self.line.say("The text will be recognised as soon as background work comes to it.", "Stop")

    @Slot()
    def _on_clicked(self) -> None:
        job = self._job
        if job is not None and job.state != "failed":
            self._user.do("", partial(self._library.jobs.cancel, [job.id]), undoable=False)
        else:
            self._user.do("", partial(_begin, self._library, self._document), undoable=False)


def _look(library: Library, document: Document, known: frozenset[int]) -> Standing:
    pages = frozenset(library.recognised.pages(document.id))
    jobs = [job for job in library.jobs.of(document.paper) if job.kind == "ocr" and job.document == document.id]
    words = None if pages == known else library.recognised.of(document.id)
    return Standing(pages, words, jobs[0] if jobs else None, tesseract.program() is not None)


def _begin(library: Library, document: Document) -> None:
    with library.write() as tx:
        library.jobs.enqueue(tx, "ocr", library.documents.get(document.id).paper, document.id)
