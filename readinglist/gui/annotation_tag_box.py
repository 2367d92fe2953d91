"""Where the tags of an annotation are put on and taken off: chips and a field that completes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from readinglist.gui.tag_editor import TagEditor
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Tag


class TagBox(QFrame):
    """It changes nothing itself: its signals say what the user wants. Escape leaves."""

    added = Signal(object, str)
    removed = Signal(object, str)
    """Each carries (tuple of one Annotation, the name of the tag)."""
    known_wanted = Signal(object)
    """Give this box the library's tags with `set_known`."""
    left = Signal()

    def __init__(self, theme: Theme, annotation: Annotation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._annotation = annotation
        self.setProperty("kind", "card")
        self.tags = TagEditor(theme)
        self.tags.added.connect(self._on_added)
        self.tags.removed.connect(self._on_removed)
        self.tags.started.connect(self._on_started)
        self.tags.left.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
        layout.addWidget(self.tags)
        QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(
            self.left
        )
        self.show_annotation(annotation)

    @property
    def annotation(self) -> int:
        """The id of what it is about."""
        return self._annotation.id

    @property
    def mark(self) -> Annotation:
        """What it is about."""
        return self._annotation

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
