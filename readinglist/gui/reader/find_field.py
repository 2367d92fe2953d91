"""The field that finds in the document: what is looked for, which hit it is of how many, the way to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import is_escape, keeps
from readinglist.gui.reader.finding import Finding
from readinglist.gui.theme import Theme


class FindLine(QLineEdit):
    """Enter goes to the next hit, Shift+Enter to the former, Escape leaves."""

    stepped = Signal(int)
    left = Signal()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        return keeps(event, is_escape) or super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindField(QWidget):
    """Shows what `finding` finds."""

    left = Signal()
    """The user is done with finding."""

    def __init__(self, theme: Theme, finding: Finding, following: QAction, former: QAction) -> None:
        super().__init__()
        self._finding = finding
        self.line = FindLine()
        self.line.setProperty("kind", "search")
        self.line.setPlaceholderText("Find in the PDF")
        self.line.setAccessibleName("Find in the PDF")
        self.line.setMinimumWidth(theme.px(100))
        icon = self.line.addAction(theme.icon("search", size=15), QLineEdit.ActionPosition.LeadingPosition)
        theme.dress(icon, "search", size=15)
        self.words = QLabel()
        self.words.setProperty("kind", "third")
        self.words.setAccessibleName("Hits")
        self.buttons: list[QToolButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.line, 1)
        layout.addWidget(self.words)
        for action, name in ((former, "chevron-up"), (following, "chevron-down")):
            button = QToolButton()
            button.setDefaultAction(action)
            theme.dress(button, name, size=15)
            self.buttons.append(button)
            layout.addWidget(button)
        self.line.textEdited.connect(finding.look_for)
        self.line.stepped.connect(finding.step)
        self.line.left.connect(self._on_left)
        finding.changed.connect(self._show)
        self._show()

    def take_focus(self, text: str = "") -> None:
        """Let the user type; `text` is looked for if there is one."""
        if text:
            self.line.setText(text)
            self._finding.look_for(text)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def look_for(self, words: Sequence[str]) -> None:
        """Look for each of these words, from the page in view on; the keys stay where they are."""
        text = " ".join(words)
        self.line.setText(text)
        self._finding.look_for(text, words)

    @Slot()
    def _on_left(self) -> None:
        self.line.clear()
        self._finding.look_for("")
        self.left.emit()

    @Slot()
    def _show(self) -> None:
        finding = self._finding
        count = len(finding.hits)
        if not finding.text.strip():
            words = ""
        elif count:
            words = f"{finding.current + 1:,} of {count:,}{'…' if finding.busy else ''}"
        else:
            words = "Looking…" if finding.busy else "Not found"
        self.words.setText(words)
        self.words.setVisible(bool(words))
        for button in self.buttons:
            button.setVisible(bool(words))
