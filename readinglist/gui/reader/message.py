"""What stands in the place of the pages when there are none: a reason with "Try again", or a line for the password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.theme import Theme


class Message(QWidget):
    """Says one thing at a time."""

    again_asked = Signal()
    password_given = Signal(str, bool)
    """The password, and whether it is to be kept."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("pane", "reader-message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._can_keep = False
        self.head = QLabel()
        self.head.setProperty("kind", "heading")
        self.words = QLabel()
        self.words.setProperty("kind", "second")
        for label in (self.head, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.again = QPushButton("Try again")
        theme.dress(self.again, "retry", "text", size=15)
        self.again.clicked.connect(self.again_asked)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Password of the PDF")
        self.password.setPlaceholderText("Password")
        self.password.setFixedWidth(theme.px(220))
        self.keep = QCheckBox("Keep in the system's keyring")
        self.unlock = QPushButton("Open")
        self.unlock.setProperty("kind", "primary")
        self.password.returnPressed.connect(self._on_password)
        self.unlock.clicked.connect(self._on_password)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        for widget in (self.password, self.unlock, self.again):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(40), theme.px(20), theme.px(40), theme.px(20))
        layout.setSpacing(theme.px(10))
        layout.addStretch(2)
        layout.addWidget(self.head)
        layout.addWidget(self.words)
        layout.addSpacing(theme.px(6))
        layout.addLayout(row)
        layout.addWidget(self.keep, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.say_opening("")

    def say_opening(self, name: str) -> None:
        """The file is being opened."""
        self._say(f"Opening {name}…" if name else "", "")

    def say_failed(self, name: str, reason: str) -> None:
        """The file cannot be shown; trying again may help."""
        self._say("This PDF cannot be shown", f"{name} {reason}".strip(), again=True)
        self.again.setFocus()

    def ask_password(self, name: str, *, wrong: bool) -> None:
        """The file is encrypted."""
        words = "That password is not right. Try another one." if wrong else f"{name} is encrypted."
        self._say("This PDF needs a password", words, password=True)
        self.password.clear()
        self.password.setFocus()

    def offer_keeping(self, on: bool) -> None:
        """Whether there is a keyring to keep the password in."""
        self._can_keep = on
        self.keep.setVisible(on and not self.password.isHidden())

    def _say(self, head: str, words: str, *, again: bool = False, password: bool = False) -> None:
        self.head.setText(head)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.again.setVisible(again)
        self.password.setVisible(password)
        self.unlock.setVisible(password)
        self.keep.setVisible(password and self._can_keep)

    @Slot()
    def _on_password(self) -> None:
        if self.password.text():
            self.password_given.emit(self.password.text(), self._can_keep and self.keep.isChecked())
