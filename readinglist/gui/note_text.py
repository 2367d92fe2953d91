"""The field in which a note is typed: plain text, as tall as what it holds."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTextEdit, QWidget

from readinglist.gui.details_text import height_at, line_height_format
from readinglist.gui.guard import guarded
from readinglist.gui.note_merge import single_edit
from readinglist.gui.theme import BASE_SIZE, Theme

_BULLET = re.compile(r"^(\s*)([-*+] (?:\[[ xX]\] )?|(\d{1,6})([.)]) |> )")
LONG = 20_000
"""Characters from which on the height at another width is reckoned, not measured."""
_LINES = 10
"""Lines that an empty note is tall."""


class NoteText(QTextEdit):
    """Plain text in, the same plain text out.

    `text()` is exactly what was put in or typed; only a carriage return before a line feed is lost (as in any editor),
    and a paragraph separator (U+2029) becomes a line feed.
    """

    cursor_moved = Signal()
    """The cursor is elsewhere, and what scrolls around this field should follow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = 0
        self._heights: dict[int, int] = {}
        self._measured_at = -1
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Note, as Markdown")
        self.setPlaceholderText("Write a note. Markdown is understood; it saves itself.")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(theme.px(4))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._space_lines()
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        theme.changed.connect(self._space_lines)

    def text(self) -> str:
        """What stands in the field. (`toPlainText` would turn no-break spaces into ordinary ones.)"""
        return self.document().toRawText().replace("\u2029", "\n")

    def start(self, text: str) -> None:
        """A new text; nothing of the one before can be undone."""
        self.setUndoRedoEnabled(False)
        self.setPlainText(text)
        self.setUndoRedoEnabled(True)
        self._space_lines()

    def follow(self, text: str) -> None:
        """Become this text by the smallest edit, so that cursor and selection stay where they are."""
        before = self.text()
        edit = single_edit(before, text)
        if edit.start == edit.end and not edit.text:
            return
        cursor = QTextCursor(self.document())
        # Qt counts UTF-16 units, and a character outside the first plane is two of them.
        cursor.setPosition(_units(before[: edit.start]))
        cursor.setPosition(_units(before[: edit.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.text)

    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(200)
    def heightForWidth(self, width: int) -> int:
        # Layouts ask this dozens of times for two or three widths, and breaking a long note into lines takes 50 ms.
        frame, revision = self._frame_size(), self.document().revision()
        if self._measured_at != revision:
            self._measured_at = revision
            self._heights.clear()
        inner = width - frame.width()
        if inner not in self._heights:
            self._heights[inner] = self._measure(inner)
        return max(self._heights[inner] + frame.height() + 1, self._least())

    def _measure(self, width: int) -> int:
        """The height of the text at that width; of a long one at a width that it does not have, about its height."""
        document = self.document()
        now = document.textWidth()
        if now > 0 and round(now) != width and document.characterCount() > LONG:
            return math.ceil(document.size().height() * now / max(width, 1))
        return height_at(document, width)

    @guarded(QSize(300, 200))
    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(self.width()))

    @guarded(QSize(60, 60))
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._least())

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self._break_line()  # Shift+Enter too: a line separator is no plain text
        elif control and key in (Qt.Key.Key_B, Qt.Key.Key_I):
            self._surround("**" if key == Qt.Key.Key_B else "*")
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page(-1 if key == Qt.Key.Key_PageUp else 1, keep=bool(event.modifiers() & shift))
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Files that are dropped are papers: the window takes them.
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    @guarded(None)
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def _break_line(self) -> None:
        """A new line; within a list the next item, and an empty item ends the list."""
        cursor = self.textCursor()
        line = cursor.block().text()
        bullet = _BULLET.match(line)
        if bullet is None or cursor.hasSelection() or cursor.positionInBlock() < bullet.end():
            cursor.insertText("\n")
        elif line[bullet.end() :].strip() == "":
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText("")
        else:
            again = bullet[0].replace("[x]", "[ ]").replace("[X]", "[ ]")
            if bullet[3]:
                again = f"{bullet[1]}{int(bullet[3]) + 1}{bullet[4]} "
            cursor.insertText("\n" + again)
        self.setTextCursor(cursor)

    def _surround(self, marks: str) -> None:
        cursor = self.textCursor()
        inside = cursor.selectedText()
        cursor.insertText(f"{marks}{inside}{marks}")
        if not inside:
            cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(marks))
        self.setTextCursor(cursor)

    def _page(self, direction: int, *, keep: bool) -> None:
        """A page is what can be seen of the field, not the whole of it."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        height = area.viewport().height() if area is not None else self.height()
        here = self.cursorRect().center()
        target = self.cursorForPosition(here + QPoint(0, direction * (height - 2 * self.fontMetrics().lineSpacing())))
        cursor = self.textCursor()
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(target.position(), mode)
        self.setTextCursor(cursor)

    def _frame_size(self) -> QSize:
        return (
            self.size() - self.viewport().size() if self.isVisible() else QSize(self._theme.px(18), self._theme.px(10))
        )

    def _least(self) -> int:
        return self._theme.px(_LINES * BASE_SIZE * 1.5)

    @Slot()
    def _space_lines(self) -> None:
        blocked = self.blockSignals(True)  # a look is no new text
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.joinPreviousEditBlock()
        cursor.mergeBlockFormat(line_height_format(self._theme.font(BASE_SIZE), 1.5))
        cursor.endEditBlock()
        self.blockSignals(blocked)
        self._heights.clear()
        self.updateGeometry()

    @Slot()
    def _on_size_changed(self) -> None:
        height = round(self.document().size().height())
        if height != self._height:
            self._height = height
            self._heights.clear()  # it is as wide as it will be, so that what was reckoned can be measured
            self.updateGeometry()

    @Slot()
    def _on_cursor_moved(self) -> None:
        if self.hasFocus():
            self.cursor_moved.emit()


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")
