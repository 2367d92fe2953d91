"""What a service says beside what the library says: the user ticks what is to be taken over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.details_choices import FIELD_WORDS, service
from readinglist.gui.details_overview import section
from readinglist.gui.details_sheet import OneLine, Sheet
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import things
from readinglist.gui.differences_reading import Comparison, FieldLine
from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.word_differences import Piece
from readinglist.library.records import Choice

BY_USER = "you wrote this"


class DifferencesSheet(Sheet):
    """Shows a Comparison; Ctrl+Enter takes over what is ticked, Escape leaves all as it is for later."""

    taken = Signal(object, object)
    """(the Choice, the fields that are to be taken over)."""
    refused = Signal(object)
    """The Choice: the user keeps what is there."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, "Compare", host, width=860, height=640, low=False)
        self._comparison: Comparison | None = None
        self._boxes: list[tuple[FieldLine, QCheckBox]] = []
        self._title = OneLine()
        self._title.setProperty("kind", "second")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName("Differences")
        self.take = QPushButton()
        self.take.setProperty("kind", "primary")
        self.take.setToolTip("Ctrl+Enter")
        self.take.clicked.connect(self._on_take)
        self.keep = QPushButton("Keep mine")
        self.keep.clicked.connect(self._on_keep)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.take)
        foot.setContentsMargins(0, 0, theme.px(4), 0)
        self.body.addWidget(self._title)
        self.body.addWidget(self._scroll, 1)
        self.body.addLayout(foot)

    @property
    def choice(self) -> Choice | None:
        """What it is about while it is open."""
        return self._comparison.choice if self._comparison is not None and self.isVisible() else None

    def open(self, comparison: Comparison) -> None:
        """Show this, with all ticked but what the user wrote; the cursor is on the first line."""
        self._fill(comparison, {line.fields: not line.by_user for line in comparison.lines})
        self._scroll.verticalScrollBar().setValue(0)
        self._open()
        if self._boxes:
            self._boxes[0][1].setFocus(Qt.FocusReason.PopupFocusReason)

    def renew(self, comparison: Comparison) -> None:
        """The paper has changed meanwhile; what the user ticked stays ticked."""
        if comparison == self._comparison:
            return
        before = {line.fields: box.isChecked() for line, box in self._boxes}
        self._fill(comparison, {line.fields: before.get(line.fields, not line.by_user) for line in comparison.lines})
        self._place()

    def boxes(self) -> dict[str, QCheckBox]:
        """The box of each line, by its first field."""
        return {line.fields[0]: box for line, box in self._boxes}

    def wanted_height(self) -> int:
        body = self._scroll.widget()
        most = super().wanted_height()
        if body is None:
            return most
        inside = min(self._theme.px(self._measure[0]), self._host.width() - 2 * self._theme.px(16)) - self._theme.px(44)
        return min(most, body.heightForWidth(inside) + self._theme.px(150))

    # -- inside

    def _fill(self, comparison: Comparison, ticked: dict[tuple[str, ...], bool]) -> None:
        self._comparison = comparison
        name = service(comparison.choice)
        self.heading.setText(f"{name} says something else")
        self.setAccessibleName(self.heading.text())
        self._title.setText(comparison.title)
        self._boxes = []
        body = QWidget()
        grid = QGridLayout(body)
        px = self._theme.px
        grid.setContentsMargins(0, 0, px(14), px(4))
        grid.setHorizontalSpacing(px(20))
        grid.setVerticalSpacing(px(10))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(section("Here"), 0, 1)
        grid.addWidget(section(name), 0, 2)
        for number, line in enumerate(comparison.lines):
            self._add_line(grid, 2 * number + 1, line, ticked[line.fields], name)
        grid.setRowStretch(2 * len(comparison.lines) + 1, 1)
        self._scroll.setWidget(body)
        self._on_toggled()

    def _add_line(self, grid: QGridLayout, row: int, line: FieldLine, ticked: bool, name: str) -> None:
        rule = QFrame()
        rule.setProperty("kind", "separator")
        grid.addWidget(rule, row, 0, 1, 3)
        words = FIELD_WORDS.get(line.fields[0], line.fields[0])
        box = QCheckBox(words.capitalize() if words.islower() else words)
        box.setChecked(ticked)
        box.setAccessibleName(f"Take over {words}" + (f", {BY_USER}" if line.by_user else ""))
        box.setAccessibleDescription(f"Here: {_plain(line.ours) or 'nothing'}. {name}: {_plain(line.theirs)}")
        box.toggled.connect(self._on_toggled)
        self._boxes.append((line, box))
        left = QVBoxLayout()
        left.setSpacing(self._theme.px(2))
        left.addWidget(box)
        if line.by_user:
            mine = QLabel(BY_USER)
            mine.setProperty("kind", "third")
            mine.setContentsMargins(self._theme.px(24), 0, 0, 0)
            left.addWidget(mine)
        left.addStretch(1)
        grid.addLayout(left, row + 1, 0)
        for column, (pieces, side) in enumerate(((line.ours, "Here"), (line.theirs, name)), start=1):
            text = ReadingText(self._theme, line_height=1.45)
            text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            text.setAccessibleName(f"{words}, {side}")
            text.set_runs(_runs(pieces))
            grid.addWidget(text, row + 1, column, Qt.AlignmentFlag.AlignTop)

    def _ticked(self) -> list[str]:
        return [field for line, box in self._boxes if box.isChecked() for field in line.fields]

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter is ours before it is a shortcut of the window.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _takes(event):
            event.accept()
            return True
        return super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if _takes(event):
            self.take.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_toggled(self) -> None:
        count = sum(box.isChecked() for _, box in self._boxes)
        self.take.setText(f"Take over {things(count, 'field')}")
        self.take.setEnabled(count > 0)

    @Slot()
    def _on_take(self) -> None:
        if self._comparison is not None:
            self.close()
            self.taken.emit(self._comparison.choice, self._ticked())

    @Slot()
    def _on_keep(self) -> None:
        if self._comparison is not None:
            self.close()
            self.refused.emit(self._comparison.choice)


def _takes(event: QKeyEvent) -> bool:
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(control) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _runs(pieces: Sequence[Piece]) -> list[Run]:
    if not pieces:
        return [Run("nothing", "text_third", italic=True)]
    return [Run(piece.text, weight=MEDIUM, ground="mark") if piece.other else Run(piece.text) for piece in pieces]
