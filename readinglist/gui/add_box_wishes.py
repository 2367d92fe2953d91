"""The status and tags that new papers are to get."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from readinglist.gui.details_status import NAMES
from readinglist.gui.tag_editor import TagEditor
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.records import Status, Tag


class Wishes(QWidget):
    """A choice of status and an editor of tags, in one line."""

    def __init__(self, theme: Theme, library: Library, reads: Reads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._reads = library, reads
        self._names: list[str] = []
        self._known: Sequence[Tag] = ()
        caption = QLabel("Status")
        caption.setProperty("kind", "second")
        self._status = QComboBox()
        self._status.setAccessibleName("Status of the new papers")
        self._status.setToolTip("As it comes: papers of a page go to the inbox, all others are to read")
        self._status.addItem("As it comes", None)
        for status, name in NAMES.items():
            self._status.addItem(name, status)
        caption.setBuddy(self._status)
        self.editor = TagEditor(theme)
        self.editor.started.connect(self._on_started)
        self.editor.added.connect(self._on_added)
        self.editor.removed.connect(self._on_removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        top = Qt.AlignmentFlag.AlignTop
        caption.setFixedHeight(self._status.sizeHint().height())
        row.addWidget(caption, alignment=top)
        row.addWidget(self._status, alignment=top)
        row.addSpacing(theme.px(8))
        beside = QVBoxLayout()
        beside.setContentsMargins(0, theme.px(4), 0, 0)  # the first line of chips stands level with the box
        beside.addWidget(self.editor)
        beside.addStretch(1)
        row.addLayout(beside, 1)

    @property
    def status(self) -> Status | None:
        """The status chosen; None where each kind of source has its own."""
        chosen: Status | None = self._status.currentData()
        return None if chosen is None else Status(chosen)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags to give."""
        return tuple(self._names)

    def choose_status(self, status: Status | None) -> None:
        """Choose a status."""
        self._status.setCurrentIndex(self._status.findData(status))

    def clear(self) -> None:
        """No tags, no status of one's own."""
        self._names = []
        self._status.setCurrentIndex(0)
        self._show()

    def _show(self) -> None:
        colours = {tag.name: tag.colour for tag in self._known}
        self.editor.set_tags([(name, colours.get(name, "slate"), "") for name in self._names])

    @Slot()
    def _on_started(self) -> None:
        self._reads.ask(self._library.tags.all, self._on_known, key="tags")

    def _on_known(self, tags: Sequence[Tag]) -> None:
        self._known = tags
        self.editor.set_known(tags)

    @Slot(str)
    def _on_added(self, name: str) -> None:
        if name.lower() not in {tag.lower() for tag in self._names}:
            self._names.append(name)
            self._show()

    @Slot(str)
    def _on_removed(self, name: str) -> None:
        self._names.remove(name)
        self._show()
