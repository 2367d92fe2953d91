"""The search field: typing asks at once, the query language is completed, a mistake is shown where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.guard import guarded
from readinglist.gui.popup_list import PopupList
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.identifiers import is_paper_link

if TYPE_CHECKING:
    from readinglist.search import Completion

Completer = Callable[[str, int], Sequence["Completion"]]
"""(text, cursor) -> what could be typed there; called on a thread of the pool."""
EVERYWHERE = "Search titles, people, notes, full text…"


class SearchField(QWidget):
    """A line to search in, with a line below it for what is wrong with the query."""

    asked = Signal(str)
    """The text changed, and this is what to search for now."""
    left = Signal()
    """Down, or Escape with nothing typed: the user goes on to the list."""
    link_given = Signal(str)
    """Enter on a `readinglist:` link: that is no search."""
    finished = Signal()
    """Enter: what is typed is meant as it stands."""
    entered = Signal()
    """The field has got the focus."""
    save_wanted = Signal()
    """The text is to become the query of the list that `offer_save` named."""
    given_up = Signal()
    """Escape while a list was offered to save to."""

    def __init__(self, theme: Theme, reads: Reads, completer: Completer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._reads, self._completer = theme, reads, completer
        self.line = _Line(self)
        self.line.setProperty("kind", "search")
        self.line.setPlaceholderText(EVERYWHERE)
        self.line.setAccessibleName("Search")
        # A file that is dropped here is meant for the library.
        self.line.setAcceptDrops(False)
        self._icon = QLabel(self.line)
        self._hint = QLabel("Ctrl F", self.line)
        self._hint.setProperty("kind", "key")
        self._clear = QToolButton(self.line)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setAccessibleName("Clear search")
        self._clear.setToolTip("Clear search (Esc)")
        self._clear.clicked.connect(self.clear)
        for mark in (self._icon, self._hint):
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._saves_to = ""
        self._save = QPushButton()
        self._save.setProperty("kind", "primary")
        self._save.setToolTip("Make this the query of the smart list (Ctrl+S); Esc leaves the list as it was")
        self._save.clicked.connect(self.save_wanted)
        self._save.hide()
        self.problem = QLabel(self)
        self.problem.setProperty("kind", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._completions: Sequence[Completion] = ()
        self._popup: PopupList | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.line, 1)
        row.addWidget(self._save)
        layout.addLayout(row)
        layout.addWidget(self.problem)
        self.line.textEdited.connect(self._on_edited)
        self.line.textChanged.connect(self._on_text)
        self.line.focused.connect(self._on_focused)
        self.line.unfocused.connect(self._hide_popup)
        self.line.resized.connect(self._place_marks)
        self.line.installEventFilter(self)
        self._on_text("")
        self._take_theme()
        theme.changed.connect(self._take_theme)

    # -- text

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def show_place(self, name: str) -> None:
        """Say where a search would look; empty for everywhere."""
        self.line.setPlaceholderText(f"Search in {name}…" if name else EVERYWHERE)

    def set_text(self, text: str) -> None:
        """Put a text in without asking for it."""
        self.line.setText(text)
        self.show_problem("")

    @Slot()
    def clear(self) -> None:
        """Empty the field and say so."""
        self._hide_popup()
        if self.text:
            self.set_text("")
            self.asked.emit("")

    def show_problem(self, message: str, position: int = 0, length: int = 0) -> None:
        """Say below the field what is wrong with these characters of it; an empty message clears that."""
        self.problem.setText(message)
        self.problem.setVisible(bool(message))
        self.line.setAccessibleDescription(message)
        self.line.mark(position, length if message else 0, self._theme)
        if self.line.property("wrong") != bool(message):
            self.line.setProperty("wrong", bool(message))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def offer_save(self, name: str) -> None:
        """Offer to save the text to this smart list; empty takes the offer back."""
        self._saves_to = name
        shown = self._save.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, self._theme.px(140))
        self._save.setText(f"Save to {shown}".replace("&", "&&"))
        self._save.setAccessibleName(f"Save to {name}")
        self._save.setVisible(bool(name))

    @property
    def saves_to(self) -> str:
        """The smart list whose query is edited here, empty for none."""
        return self._saves_to

    @property
    def save_button(self) -> QPushButton:
        """The button that saves to a smart list."""
        return self._save

    @property
    def popup(self) -> PopupList | None:
        """The list of completions, once there was one."""
        return self._popup

    # -- typing

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if is_paper_link(text):
            self._hide_popup()
            return
        self.asked.emit(text)
        cursor = self.line.cursorPosition()
        self._reads.ask(lambda: self._completer(text, cursor), self._on_completions, key="complete")

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._hint.setVisible(not text)

    @Slot()
    def _on_focused(self) -> None:
        self.entered.emit()

    @Slot(object)
    def _on_completions(self, completions: Sequence[Completion]) -> None:
        self._completions = completions
        if not completions or not self.line.hasFocus():
            self._hide_popup()
            return
        if self._popup is None:
            self._popup = PopupList(self._theme, self.window())
            self._popup.setAccessibleName("Completions")
            self._popup.chosen.connect(self._on_completion_chosen)
        self._popup.show_lines([(entry.label, "") for entry in completions])
        corner = self.line.mapTo(self.window(), QPoint(0, self.line.height() + self._theme.px(4)))
        self._popup.place(corner, min(self.line.width(), self._theme.px(440)))

    @Slot(int)
    def _on_completion_chosen(self, number: int) -> None:
        entry = self._completions[number]
        text = self.text
        self.line.setText(text[: entry.start] + entry.text + text[entry.end :])
        self.line.setCursorPosition(entry.start + len(entry.text))
        self._hide_popup()
        self._on_edited(self.text)

    @Slot()
    def _hide_popup(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key()) if event.key() in _HANDLED else None
        if key is None:
            return False
        popup = self._popup
        if popup is not None and popup.isVisible():
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                popup.move_current(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and popup.currentRow() >= 0:
                self._on_completion_chosen(popup.currentRow())
                return True
            if key == Qt.Key.Key_Escape:
                popup.hide()
                return True
        if key == Qt.Key.Key_Escape:
            if self._saves_to:
                self.given_up.emit()
            elif self.text:
                self.clear()
            else:
                self.left.emit()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._hide_popup()
            if key != Qt.Key.Key_Down and is_paper_link(self.text):
                link = self.text
                self.clear()
                self.link_given.emit(link)
                return True
            (self.left if key == Qt.Key.Key_Down else self.finished).emit()
            return True
        return False

    # -- look

    @Slot()
    def _place_marks(self) -> None:
        px, height = self._theme.px, self.line.height()
        side = px(16)
        self._icon.setGeometry(px(11), (height - side) // 2, side, side)
        hint = self._hint.sizeHint()
        self._hint.setGeometry(self.line.width() - hint.width() - px(8), (height - px(20)) // 2, hint.width(), px(20))
        self._clear.setGeometry(self.line.width() - px(30), (height - px(26)) // 2, px(26), px(26))

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self.line.setTextMargins(px(26), 0, px(48), 0)
        self._icon.setPixmap(self._theme.pixmap("search", "text_third", ratio=self.devicePixelRatioF()))
        self._theme.dress(self._clear, "close", "text_third", size=14)
        self._place_marks()


_HANDLED = frozenset(
    (
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Escape,
    )
)


class _Line(QLineEdit):
    focused = Signal()
    unfocused = Signal()
    resized = Signal()
    _marked = False

    def mark(self, position: int, length: int, theme: Theme) -> None:
        """Underline some characters as wrong; a length of 0 takes the line away."""
        if not length and not self._marked:
            return
        self._marked = bool(length)
        from PySide6.QtGui import QInputMethodEvent, QTextCharFormat  # 6 ms that no start should pay

        attributes = []
        length = min(length, len(self.text()) - position)
        if length > 0:
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(theme.bad)
            form.setForeground(theme.bad)
            # A line edit formats parts of its text only on behalf of an input method; positions count from the cursor.
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat, position - self.cursorPosition(), length, form
                )
            )
        QApplication.sendEvent(self, QInputMethodEvent("", attributes))

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.unfocused.emit()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
