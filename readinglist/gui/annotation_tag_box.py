"""Where the tags of an annotation are put on and taken off: chips and a field that completes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from readinglist.gui.annotation_box import AnnotationBox
from readinglist.gui.tag_editor import TagEditor
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Tag


class TagBox(AnnotationBox):
    """It changes nothing itself: its signals say what the user wants."""

    added = Signal(object, str)
    removed = Signal(object, str)
    """Each carries (tuple of one Annotation, the name of the tag)."""
    known_wanted = Signal(object)
    """Give this box the library's tags with `set_known`."""

    def __init__(self, theme: Theme, annotation: Annotation, parent: QWidget | None = None) -> None:
        super().__init__(annotation, parent)
        self.tags = TagEditor(theme)
        self.tags.added.connect(self._on_added)
        self.tags.removed.connect(self._on_removed)
        self.tags.started.connect(self._on_started)
        self.tags.left.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
        layout.addWidget(self.tags)
        self.show_annotation(annotation)

    def show_annotation(self, annotation: Annotation) -> None:
        """Show what it carries now."""
        self._annotation = annotation
        chips = zip(annotation.tags, annotation.tag_colours, strict=False)
        self.tags.set_tags([(name, colour, "") for name, colour in chips])

    def set_known(self, known: Sequence[Tag]) -> None:
        """The library's tags, for completion."""
        self.tags.set_known(known)

    def begin(self) -> None:
        """Put the cursor into the field."""
        self.tags.start_adding()

    @Slot()
    def _on_started(self) -> None:
        self.known_wanted.emit(self)

    @Slot(str)
    def _on_added(self, name: str) -> None:
        self.added.emit((self._annotation,), name)

    @Slot(str)
    def _on_removed(self, name: str) -> None:
        self.removed.emit((self._annotation,), name)
