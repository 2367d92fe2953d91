"""The field that takes anything: typed, pasted with its HTML, or dropped files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from readinglist.gui.guard import guarded


class AnythingField(QPlainTextEdit):
    """Text in any amount; files that are pasted or dropped are told instead of inserted."""

    files_given = Signal(object)
    """A list of paths."""
    entered = Signal()
    """Ctrl+Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = ""
        self._with_html = ""
        self.setAccessibleName("Ids, links, BibTeX, RIS or a page")
        self.setPlaceholderText(
            "Paste or type anything: arXiv ids, DOIs, links, BibTeX, RIS, a Daily Papers page, its JSON, or a title.\n"
            "Files and folders can be dropped here."
        )
        self.setTabChangesFocus(True)

    def html(self) -> str | None:
        """The HTML that the text was pasted with; None once the text is another."""
        return self._html if self._html and self._with_html in self.toPlainText() else None

    def start(self, text: str) -> None:
        """Begin with this text."""
        self._html = self._with_html = ""
        self.setPlainText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasUrls()

    @guarded(None)
    def insertFromMimeData(self, source: QMimeData) -> None:
        files = local_files(source)
        if files:
            self.files_given.emit(files)
            return
        text = source.text() or "\n".join(url.toString() for url in source.urls())
        if source.hasHtml():
            self._html = source.html()
            self._with_html = text.replace("\r\n", "\n").strip()
        self.insertPlainText(text)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def local_files(data: QMimeData) -> Sequence[Path]:
    """The files and folders of this computer that are named."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
