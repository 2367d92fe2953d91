"""What the details pane says while there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from readinglist.gui.theme import Theme


class Hint(QWidget):
    """A quiet sentence in the middle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = QLabel()
        self._head = QLabel()
        self._head.setProperty("kind", "second")
        self._more = QLabel()
        self._more.setProperty("kind", "third")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(32),) * 4)
        layout.setSpacing(theme.px(6))
        layout.addStretch(2)
        for label in (self._icon, self._head, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(3)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.say_nothing_chosen()

    def say_nothing_chosen(self) -> None:
        """No paper is chosen."""
        self.say("No paper is chosen", "Choose one to read its abstract, write a note, or see what is related.")

    def say(self, head: str, more: str = "") -> None:
        """One line, and perhaps what to do."""
        self._head.setText(head)
        self._more.setText(more)
        self._more.setVisible(bool(more))

    def text(self) -> str:
        """What it says."""
        return f"{self._head.text()}\n{self._more.text()}".strip()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("to-read", "text_third", size=28, ratio=self.devicePixelRatioF()))
