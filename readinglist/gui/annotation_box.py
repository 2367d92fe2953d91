"""A box below the card of an annotation in which something of it is changed. Escape leaves it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from readinglist.library.annotation_records import Annotation


class AnnotationBox(QFrame):
    """Knows what it is about."""

    left = Signal()

    def __init__(self, annotation: Annotation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._annotation = annotation
        self.setProperty("kind", "card")
        self._key("Esc").activated.connect(self.left)

    @property
    def annotation(self) -> int:
        """The id of what it is about."""
        return self._annotation.id

    @property
    def mark(self) -> Annotation:
        """What it is about."""
        return self._annotation

    def _key(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
