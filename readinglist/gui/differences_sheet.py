"""What a service says beside what the library says: the user ticks what is to be taken over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from readinglist.gui.details_choices import service
from readinglist.gui.details_sheet import OneLine, Sheet
from readinglist.gui.details_words import things
from readinglist.gui.differences_line import DifferenceRow, heads
from readinglist.gui.differences_reading import Comparison
from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import keeps
from readinglist.gui.theme import Theme
from readinglist.library.records import Choice

FRAME = 144
"""What stands above and below the lines."""


class DifferencesSheet(Sheet):
    """Shows a Comparison; Ctrl+Enter takes over what is ticked, Escape leaves all as it is for later."""

    taken = Signal(object, object)
    """(the Choice, the fields that are to be taken over)."""
    refused = Signal(object)
    """The Choice: the user keeps what is there."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, "Compare", host, width=860, height=640, low=False)
        self._comparison: Comparison | None = None
        self._rows: list[DifferenceRow] = []
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
        self._fill(comparison)
        self._scroll.verticalScrollBar().setValue(0)
        self._open()
        if self._rows:
            self._rows[0].box.setFocus(Qt.FocusReason.PopupFocusReason)

    def boxes(self) -> dict[str, QCheckBox]:
        """The box of each line, by its first field."""
        return {row.line.fields[0]: row.box for row in self._rows}

    def wanted_height(self) -> int:
        body = self._scroll.widget()
        assert body is not None
        px = self._theme.px
        width = min(px(self._measure[0]), self._host.width() - 2 * px(16)) - px(28)
        return min(super().wanted_height(), body.heightForWidth(width) + px(FRAME))

    # -- inside

    def _fill(self, comparison: Comparison) -> None:
        self._comparison = comparison
        name = service(comparison.choice)
        self.heading.setText(f"{name} says something else")
        self.setAccessibleName(self.heading.text())
        self._title.setText(comparison.title)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, self._theme.px(14), self._theme.px(4))
        column.setSpacing(self._theme.px(10))
        column.addWidget(heads(self._theme, name))
        self._rows = []
        for line in comparison.lines:
            row = DifferenceRow(self._theme, line, name, ticked=not line.by_user)
            row.box.toggled.connect(self._on_toggled)
            column.addWidget(row)
            self._rows.append(row)
        column.addStretch(1)
        self._scroll.setWidget(body)
        self._on_toggled()

    def _ticked(self) -> list[str]:
        return [field for row in self._rows if row.box.isChecked() for field in row.line.fields]

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter is ours before it is a shortcut of the window.
        return keeps(event, _takes) or super().event(event)

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
        count = sum(row.box.isChecked() for row in self._rows)
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
