"""The files of a paper: what reading them brought, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.details_arrival import ArrivalLine
from readinglist.gui.details_flow import Flow
from readinglist.gui.details_standing import Stand
from readinglist.gui.details_text import ReadingText
from readinglist.gui.details_words import things
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.library.records import Document, Job

DOING = {
    "extract": "Being read",
    "embed": "Its passages are being embedded",
    "ocr": "Its text is being recognised",
}
NO_FILE = Stand("file", "No file yet", "Attach a PDF, or drop one on the paper.")


def document_state(document: Document, job: Job | None, there: bool) -> tuple[str, str]:
    """What to say of a file, and the role of its colour. `there` is whether the file is on disk."""
    if not there:
        return "The file is gone from the library's folder. Put it back there, or attach it again.", "bad"
    pages = things(document.pages, "page") if document.pages else ""
    if job is not None and job.state == "running":
        share = f", {job.progress:.0%}" if job.progress else ""
        return DOING.get(job.kind, "Being read") + share, "text_second"
    if job is not None:
        if job.state == "paused":
            return "Reading it is paused", "text_second"
        if job.kind == "ocr" and job.state == "waiting":
            return "Its text waits to be recognised", "text_second"
        if job.kind == "extract":
            return "Waits to be read" + (f" again: {job.error}" if job.error else ""), "text_second"
    match document.state:
        case "read":
            return f"{pages}, its text can be searched" if pages else "Its text can be searched", "text_second"
        case "empty":
            return f"{pages + ', ' if pages else ''}without text to search: it may be a scan", "warn"
        case "failed":
            return f"Could not be read: {document.reason or 'the reason is not known'}", "bad"
        case _:
            return "Waits to be read", "text_second"


class FileCard(QFrame):
    """One file."""

    open_asked = Signal(object)
    reveal_asked = Signal(object)
    remove_asked = Signal(object)
    retry_asked = Signal(object)
    """Each carries the Document."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._document: Document | None = None
        self._name = ReadingText(theme, weight=MEDIUM, line_height=1.35)
        self._name.setAccessibleName("File")
        self._state = ReadingText(theme, size=12, line_height=1.35)
        self._state.setAccessibleName("What reading it brought")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(6))
        layout.setSpacing(theme.px(4))
        for widget in (self._name, self._state, self._progress):
            layout.addWidget(widget)
        row = QVBoxLayout()
        row.setContentsMargins(-theme.px(5), 0, 0, 0)  # the icons stand under the name
        self._signals = {
            "Open": self.open_asked,
            "Show in folder": self.reveal_asked,
            "Read again": self.retry_asked,
            "Remove": self.remove_asked,
        }
        self._buttons: dict[str, QToolButton] = {}
        for name, icon in zip(self._signals, ("external", "folder", "retry", "trash"), strict=True):
            button = self._buttons[name] = QToolButton()
            button.setText(name)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            theme.dress(button, icon, "text_second", size=15)
            button.clicked.connect(self._on_clicked)
        flow = Flow(gap=theme.px(4))
        flow.set_items(list(self._buttons.values()))
        row.addWidget(flow)
        layout.addLayout(row)

    def show_document(self, document: Document, job: Job | None, there: bool) -> None:
        """Show this file; `job` is the work on it that is not done yet."""
        self._document = document
        self._name.set_text(document.original_name)
        words, role = document_state(document, job, there)
        self._state.set_role(role)
        self._state.set_text(words)
        running = job is not None and job.state == "running" and job.progress is not None
        self._progress.setVisible(running)
        if job is not None and job.progress is not None:
            self._progress.setValue(round(1000 * job.progress))
        for name, button in self._buttons.items():
            button.setAccessibleName(f"{name}: {document.original_name}")
        self._buttons["Open"].setEnabled(there)
        self._buttons["Read again"].setVisible(there and document.state in {"failed", "empty"} and job is None)
        self._buttons["Remove"].setToolTip("Takes the file off this paper; Ctrl+Z brings it back")

    def state(self) -> str:
        """What is said of the file."""
        return self._state.text()

    @Slot()
    def _on_clicked(self) -> None:
        name = next(name for name, button in self._buttons.items() if button is self.sender())
        self._signals[name].emit(self._document)


class FileList(QWidget):
    """All files of a paper, and the button to attach one."""

    attach_asked = Signal()
    remove_asked = Signal(object)
    retry_asked = Signal(object)
    """Each carries the Document."""
    problem = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: dict[int, FileCard] = {}
        self._none = ArrivalLine(theme)
        self.show_fetching(None)
        self.attach = QPushButton("Attach PDF…")
        theme.dress(self.attach, "plus", "text", size=16)
        self.attach.clicked.connect(self.attach_asked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._layout.addWidget(self._none)
        self._layout.addWidget(self.attach, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_documents(self, documents: Sequence[Document], jobs: Sequence[Job], missing: frozenset[int]) -> None:
        """Show these files with the jobs of their paper; `missing` are ids of those not on disk."""
        self._none.setVisible(not documents)
        for gone in self._cards.keys() - {document.id for document in documents}:
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, document in enumerate(documents):
            card = self._cards.get(document.id) or self._make_card(document.id)
            work = [job for job in jobs if job.document == document.id and job.state != "failed"]
            work.sort(key=lambda job: job.state != "running")
            card.show_document(document, work[0] if work else None, document.id not in missing)
            if self._layout.indexOf(card) != place + 1:
                self._layout.insertWidget(place + 1, card)

    def show_fetching(self, stand: Stand | None) -> None:
        """Say what becomes of the PDF, where there is no file yet."""
        self._none.show_stand(stand or NO_FILE)

    def fetching(self) -> str:
        """What is said where there is no file."""
        return self._none.text()

    def states(self) -> list[str]:
        """What is said of each file."""
        return [card.state() for card in self._cards.values()]

    def _make_card(self, number: int) -> FileCard:
        card = self._cards[number] = FileCard(self._theme)
        card.open_asked.connect(self._on_open)
        card.reveal_asked.connect(self._on_reveal)
        card.remove_asked.connect(self.remove_asked)
        card.retry_asked.connect(self.retry_asked)
        return card

    @Slot(object)
    def _on_open(self, document: Document) -> None:
        if not open_file(document.path):
            self.problem.emit(f"No program is set up to open {document.original_name}.")

    @Slot(object)
    def _on_reveal(self, document: Document) -> None:
        if not open_file(document.path.parent):
            self.problem.emit(f"No program is set up to show folders. The file is {document.path}.")


def open_file(path: Path) -> bool:
    """Hand a file or folder of the library to the desktop; False if nothing there opens it."""
    return path.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
