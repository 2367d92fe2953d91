"""One line of a comparison: a box to tick, and both texts with what is different in them marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from readinglist.gui.details_choices import FIELD_WORDS, rule
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.differences_reading import FieldLine
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.word_differences import Piece

BY_USER = "you wrote this"
LEFT, GAP = 112, 20
"""Width of the column of boxes, and what stands between columns."""


class DifferenceRow(QWidget):
    """Shows a FieldLine; `box` says whether it is to be taken over."""

    def __init__(self, theme: Theme, line: FieldLine, service: str, *, ticked: bool) -> None:
        super().__init__()
        self.line = line
        words = FIELD_WORDS.get(line.fields[0], line.fields[0])
        self.box = QCheckBox(words.capitalize() if words.islower() else words)
        self.box.setChecked(ticked)
        self.box.setAccessibleName(f"Take over {words}" + (f", {BY_USER}" if line.by_user else ""))
        self.box.setAccessibleDescription(f"Here: {_plain(line.ours) or 'nothing'}. {service}: {_plain(line.theirs)}")
        left = QVBoxLayout()
        left.setSpacing(theme.px(2))
        left.addWidget(self.box)
        if line.by_user:
            mine = QLabel(BY_USER)
            mine.setProperty("kind", "third")
            mine.setContentsMargins(theme.px(24), 0, 0, 0)
            left.addWidget(mine)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(GAP))
        row.addLayout(left)
        self.box.setMinimumWidth(theme.px(LEFT))
        for pieces, side in ((line.ours, "Here"), (line.theirs, service)):
            text = ReadingText(theme, line_height=1.45)
            text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            text.setAccessibleName(f"{words}, {side}")
            text.set_runs(_runs(pieces))
            row.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(10))
        whole.addWidget(rule())
        whole.addLayout(row)


def heads(theme: Theme, service: str) -> QWidget:
    """Whose words stand in which column."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(theme.px(LEFT + GAP), 0, 0, 0)
    row.setSpacing(theme.px(GAP))
    for side in ("Here", service):
        label = QLabel(side)  # not in capitals: arXiv and DataCite are names
        label.setProperty("kind", "section")
        row.addWidget(label, 1)
    return box


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _runs(pieces: Sequence[Piece]) -> list[Run]:
    if not pieces:
        return [Run("nothing", "text_third", italic=True)]
    return [Run(piece.text, weight=MEDIUM, ground="mark") if piece.other else Run(piece.text) for piece in pieces]
