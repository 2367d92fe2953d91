"""The box in which a question is typed that new papers are held against."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from readinglist.gui.details_sheet import Sheet
from readinglist.gui.theme import Theme

ABOUT = (
    "Ask in plain words. Each new paper that comes near to it in meaning, by whatever feed, is offered under “Watched”"
    " in the sidebar. Nothing leaves this computer."
)
EXAMPLE = "retrieval that needs no model at query time"


class WatchBox(Sheet):
    """Enter watches the question."""

    wanted = Signal(str)
    """The question."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, "Watch for answers to a question", host, width=560, height=190, low=False)
        self.field = QLineEdit()
        self.field.setAccessibleName("Question")
        self.field.setPlaceholderText(EXAMPLE)
        self.field.setMaxLength(500)
        self.field.returnPressed.connect(self._on_wanted)
        self.field.textChanged.connect(self._on_typed)
        about = QLabel(ABOUT)
        about.setProperty("kind", "second")
        about.setWordWrap(True)
        self.button = QPushButton("Watch")
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._on_wanted)
        theme.dress(self.button, "eye", "text_on_accent", size=16)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.button)
        foot.setContentsMargins(0, 0, theme.px(4), 0)
        self.body.addWidget(self.field)
        self.body.addWidget(about)
        self.body.addStretch(1)
        self.body.addLayout(foot)
        self._on_typed()

    def open(self, question: str = "") -> None:
        """Let the user type a question, or take this one."""
        self.field.setText(question)
        self._open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    @Slot()
    def _on_typed(self) -> None:
        self.button.setEnabled(bool(self.field.text().strip()))

    @Slot()
    def _on_wanted(self) -> None:
        question = " ".join(self.field.text().split())
        if question:
            self.close()
            self.wanted.emit(question)
