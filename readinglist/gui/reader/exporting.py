"""What is marked in an open PDF goes out: into a Markdown file, the paper's note, a copy of the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from readinglist.gui.annotation_commands import AnnotationCommands
from readinglist.gui.annotation_list import AnnotationList
from readinglist.gui.details_words import things
from readinglist.gui.reader.outside import Outside
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.whole_files import write_whole


class Exporting(QObject):
    """Its button stands above the cards; text is made of those that are shown, the PDF gets all."""

    said = Signal(str)
    troubled = Signal(str)

    def __init__(
        self,
        theme: Theme,
        library: Library,
        reads: Reads,
        cards: AnnotationList,
        commands: AnnotationCommands,
        outside: Outside,
        name: str,
        window: QWidget,
    ) -> None:
        """`name` is what files that are written are called at first."""
        super().__init__(window)
        self._library, self._reads, self._window = library, reads, window
        self._cards, self._commands, self._name = cards, commands, name
        self.button = QPushButton("Export")
        self.button.setProperty("kind", "quiet")
        theme.dress(self.button, "download", "text_second", size=15)
        self.menu = QMenu(self.button)
        for words, icon, act in (
            ("Markdown File…", "file", self._on_file),
            ("Copy as Markdown", "copy", self._on_copy),
            ("Add to Note", "note", self._on_note),
            ("Save into PDF Copy…", "download", outside.save_copy),
        ):
            action = self.menu.addAction(words)
            action.triggered.connect(act)
            theme.dress(action, icon, size=16)
        self.button.setMenu(self.menu)
        cards.copy_all.hide()
        cards.add_act(self.button)

    def write_markdown(self, target: Path) -> None:
        """Write those that are shown to a file."""
        shown = self._cards.annotations()
        if shown:
            write = partial(written, self._library, tuple(shown), target)
            self._reads.ask(write, partial(self._on_written, target), on_failed=partial(self._on_failed, target))

    @Slot()
    def _on_file(self) -> None:
        start = str(Path.home() / f"{self._name} (annotations).md")
        name, _ = QFileDialog.getSaveFileName(self._window, "Export Annotations", start, "Markdown files (*.md)")
        if name:
            self.write_markdown(Path(name))

    @Slot()
    def _on_copy(self) -> None:
        self._commands.copy(tuple(self._cards.annotations()))

    @Slot()
    def _on_note(self) -> None:
        self._commands.add_to_note(tuple(self._cards.annotations()))

    def _on_written(self, target: Path, count: int) -> None:
        self.said.emit(f"Wrote {things(count, 'annotation')} to {target.name}")

    def _on_failed(self, target: Path, error: Exception) -> None:
        self.troubled.emit(f"{target.name} could not be written: {getattr(error, 'strerror', None) or error}")


def written(library: Library, annotations: Sequence[Annotation], target: Path) -> int:
    """Write annotations of one paper to a file as Markdown; how many. Reads the library; any thread but the GUI's."""
    from readinglist.exchange import annotations_markdown

    text = annotations_markdown([(library.papers.get(annotations[0].paper), annotations)])
    write_whole(target, text.encode())
    return len(annotations)
