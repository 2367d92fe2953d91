"""The way of an open PDF out of the program: a copy with what is marked in it, or another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from readinglist.documents import page_wishes
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Document


class Outside(QObject):
    """The file itself stays as it is."""

    said = Signal(str)
    troubled = Signal(str)

    def __init__(self, library: Library, reads: Reads, pdf: OpenPdf, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._reads, self._pdf, self._document = library, reads, pdf, document
        self._window = parent

    def open(self) -> None:
        """Show the file in the program that the system has for PDFs."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._document.path))):
            self.troubled.emit(f"No program is set up to open {self._document.original_name}.")

    def save_copy(self) -> None:
        """Let the user name a copy, and write it."""
        start = str(Path.home() / f"{self._document.path.stem} (annotated).pdf")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save into PDF Copy", start, "PDF files (*.pdf)")
        if name:
            self.write_copy(Path(name))

    def write_copy(self, target: Path) -> None:
        """Write a copy of the file with what is marked in it."""
        if target.resolve() == self._document.path.resolve():
            self.troubled.emit("That is the file itself. Choose another name for the copy.")
            return
        library, document = self._library, self._document.id
        self._reads.ask(partial(_marks_of, library, document), partial(self._on_read, target), key="copy")

    def _on_read(self, target: Path, found: tuple[list[Annotation], list[str]]) -> None:
        from readinglist.documents import for_pdf

        marks, without = found
        wish = page_wishes.annotated_copy(str(target.absolute()), for_pdf(marks), without)
        self._pdf.ask(wish, partial(self._on_written, target), self._on_failed)

    def _on_written(self, target: Path, _nothing: None) -> None:
        self.said.emit(f"Saved a copy with all annotations as {target.name}")

    def _on_failed(self, error: Exception) -> None:
        self.troubled.emit(f"The copy could not be written: {error}")


def _marks_of(library: Library, document: int) -> tuple[list[Annotation], list[str]]:
    """Those that go into a copy, and the keys of those of the file that do not."""
    annotations = library.annotations
    return annotations.on(document), [key for _, key in annotations.left_out(document)]
