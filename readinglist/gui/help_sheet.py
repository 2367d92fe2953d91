"""F1: every shortcut on one sheet."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from readinglist.gui.actions import MENUS, Actions
from readinglist.gui.theme import Theme

HABITS = (
    ("Next, previous paper", ("J", "K")),
    ("Open the chosen paper", ("Enter",)),
    ("From the search to the list", ("Down",)),
    ("Close, clear, go back", ("Esc",)),
    ("Rename a tag or list in the sidebar", ("F2",)),
    ("Show a highlight in its PDF", ("Enter",)),
    ("Comment on a highlight", ("F2",)),
)
COLUMNS = (("In the list", "Paper", "Help"), ("File", "Edit", "Go"), ("Feeds", "Reader", "View"))


class HelpSheet(QDialog):
    """Shows the actions that have keys, by menu."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard Shortcuts")
        self._theme = theme
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setContentsMargins(theme.px(28), theme.px(20), theme.px(28), theme.px(20))
        columns.setSpacing(theme.px(40))
        groups = {"In the list": list(HABITS)}
        groups |= dict(self._group(actions, menu) for menu in MENUS)
        for titles in COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(0)
            for title in titles:
                self._add_group(column, title, groups[title])
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        room = parent.screen().availableSize()  # the window of a PDF may be narrower than what is to be read here
        width, height = max(parent.width(), room.width()), max(parent.height(), room.height())
        self.ensurePolished()  # keys have the width of the style sheet only then
        wanted = max(theme.px(1000), body.sizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        self.resize(min(wanted, width - theme.px(40)), min(theme.px(650), height))

    @staticmethod
    def _group(actions: Actions, menu: str) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
        native = QKeySequence.SequenceFormat.NativeText
        lines = [
            (spec.text.rstrip("…"), tuple(key.toString(native) for key in action.shortcuts()))
            for spec, action in actions.items()
            if spec.menu == menu and action.shortcuts()
        ]
        return menu, lines

    def _add_group(self, column: QVBoxLayout, title: str, lines: list[tuple[str, tuple[str, ...]]]) -> None:
        px = self._theme.px
        head = QLabel(title.upper())
        head.setProperty("kind", "section")
        column.addWidget(head)
        grid = QGridLayout()
        grid.setVerticalSpacing(px(6))
        grid.setContentsMargins(0, px(4), 0, px(18))
        grid.setColumnStretch(0, 1)
        for number, (text, keys) in enumerate(lines):
            grid.addWidget(QLabel(text), number, 0)
            row = QHBoxLayout()
            row.setSpacing(px(4))
            row.addStretch(1)
            for key in keys:
                label = QLabel(key)
                label.setProperty("kind", "key")
                row.addWidget(label)
            grid.addLayout(row, number, 1)
        column.addLayout(grid)
