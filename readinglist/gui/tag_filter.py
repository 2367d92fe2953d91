"""A button whose menu chooses one of the tags that annotations carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from readinglist.gui.theme import Theme

ANY = "Any tag"


class TagFilter(QPushButton):
    """One tag or none is chosen; it stands for those nested in it, too."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(ANY, parent)
        self.chosen = ""
        """The tag that is chosen; empty for all."""
        self.setProperty("kind", "quiet")
        self.setAccessibleName("Tag of the annotations")
        theme.dress(self, "tag", "text_second", size=15)
        self.tag_menu = QMenu(self)
        self.setMenu(self.tag_menu)
        self.hide()

    def fits(self, tags: Iterable[str]) -> bool:
        """Whether something with these tags is to be shown."""
        wanted = self.chosen.lower()
        return not wanted or any(f"{tag.lower()}/".startswith(f"{wanted}/") for tag in tags)

    def choose(self, tag: str) -> None:
        """Choose a tag, or with "" none; tells nobody."""
        self.chosen = tag
        self.setText((tag or ANY).replace("&", "&&"))

    def show_tags(self, tags: Iterable[str]) -> None:
        """These are there, each named as often as it occurs; a chosen one that no longer occurs is let go."""
        counts = Counter(tags)
        if not any(self.fits([tag]) for tag in counts):
            self.choose("")
        self.tag_menu.clear()
        names = sorted(counts, key=str.lower)
        for name, words in (("", ANY), *((name, f"{name}  ({counts[name]:,})") for name in names)):
            action = self.tag_menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == self.chosen)
            action.setData(name)
            action.triggered.connect(self._on_chosen)
        self.setVisible(bool(counts))

    @Slot()
    def _on_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.choose(action.data())
        for other in self.tag_menu.actions():
            other.setChecked(other.data() == self.chosen)
        self.changed.emit()
